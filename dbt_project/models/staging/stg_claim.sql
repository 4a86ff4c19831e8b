with

claims as (select * from {{ source('raw', 'claim') }}),

units as (select * from {{ ref('unit') }}),

typed as (
    select
        document_id,
        cast(claim as integer) as claim,
        cast(line as integer) as line,
        cast(nullif(page, '') as integer) as page,
        cast(claims.offset as integer) as place_offset,
        section,
        cast(sentence as integer) as sentence,
        aspect,
        nullif(subject_key, '') as subject_key,
        label,
        {{ bare_text('class_label') }} as class_name,
        {{ bare_text('section_label') }} as section_name,
        {{ bare_text('item_label') }} as item_name,
        class_code,
        section_code,
        item_code,
        class_label,
        section_label,
        item_label,
        text,
        numeral,
        sign,
        nullif(unit, '') as printed_unit,
        approx = 'true' as is_approx,
        cast(nullif(of_claim, '') as integer) as of_claim,
        nullif(base_key, '') as base_key,
        cast(nullif(part_of, '') as integer) as part_of,
        nullif(told, '') as told
    from claims
)

select
    typed.document_id,
    typed.claim,
    typed.line,
    typed.page,
    typed.place_offset,
    typed.section,
    typed.sentence,
    typed.aspect,
    typed.subject_key,
    typed.label,
    typed.class_name,
    typed.section_name,
    typed.item_name,
    typed.class_code,
    typed.section_code,
    typed.item_code,
    typed.class_label,
    typed.section_label,
    typed.item_label,
    typed.text,
    typed.is_approx,
    typed.of_claim,
    typed.base_key,
    typed.part_of,
    coalesce(typed.subject_key = 'part', false) as is_part,
    -- What a part is a part of says what it is.
    case when typed.subject_key = 'part' then typed.base_key else typed.subject_key end as whose,
    typed.told,
    typed.printed_unit,
    -- A money figure whose unit was dropped is read in 万元, the unit of the narrative; the basis says so.
    coalesce(typed.printed_unit, '万元') as unit,
    case when typed.printed_unit is null then 'assumed' else 'printed' end as unit_basis,
    cast(typed.numeral as {{ type_amount() }}) * cast(typed.sign as decimal(1, 0)) as value,
    case
        when typed.numeral like '%.%' then length(split_part(typed.numeral, '.', 2))
        else 0
    end as own_decimals,
    coalesce(units.kind, 'count') as unit_kind,
    cast(nullif(units.to_wan, '') as {{ type_amount() }}) as to_wan
from typed
left join units on coalesce(typed.printed_unit, '万元') = units.unit
