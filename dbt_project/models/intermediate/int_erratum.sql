-- Each erratum of a document against what stands at its place: it applies only where the print is still the one that it
-- corrects, in a unit of the same kind. What does not apply says why.
with

errata as (
    select * from {{ ref('stg_erratum') }}
    where {{ only_changed_documents() }}
),

documents as (
    select document_id from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

placed as (
    select document_id, figure_id, place, text, unit, unit_kind, to_wan
    from {{ ref('int_figure_placed') }}
    where not is_blank and {{ only_changed_documents() }}
),

units as (select * from {{ ref('unit') }}),

found as (
    select
        errata.*,
        placed.place,
        placed.text as found_text,
        coalesce(errata.meant_unit, placed.unit) as unit,
        case
            when errata.meant_unit = placed.unit or errata.meant_unit is null then placed.to_wan
            else cast(nullif(units.to_wan, '') as {{ type_amount() }})
        end as to_wan,
        case
            when placed.figure_id is null then 'absent'
            when placed.text <> errata.printed_text then 'other_print'
            when errata.meant_unit <> placed.unit and coalesce(units.kind, '') <> placed.unit_kind then 'other_unit'
        end as refusal,
        placed.unit as found_unit
    from errata
    inner join documents on errata.document_id = documents.document_id
    left join placed
        on errata.document_id = placed.document_id
        and errata.figure_id = placed.figure_id
    left join units on errata.meant_unit = units.unit
)

select
    document_id,
    figure_id,
    place,
    printed_text,
    meant_text,
    meant_value,
    meant_decimals,
    unit,
    to_wan,
    slip,
    '勘误：' || reason || '；依据：' || source || '；' || noted_by || ' ' || cast(noted_on as {{ type_text() }}) as reason_zh,
    'erratum: ' || reason || '; source: ' || source || '; noted by ' || noted_by || ' on '
    || cast(noted_on as {{ type_text() }}) as reason_en,
    case refusal
        when 'absent' then '此处没有数字'
        when 'other_print' then '此处印的是 ' || found_text || '，而非 ' || printed_text
        when 'other_unit' then '单位 ' || meant_unit || ' 与 ' || found_unit || ' 不可换算'
    end as refusal_zh,
    case refusal
        when 'absent' then 'no figure stands there'
        when 'other_print' then found_text || ' stands there and not ' || printed_text
        when 'other_unit' then 'the unit ' || meant_unit || ' cannot stand for ' || found_unit
    end as refusal_en,
    refusal is null as is_applied
from found
