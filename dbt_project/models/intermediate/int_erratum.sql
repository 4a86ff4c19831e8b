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
            when placed.figure_id is null then '此处没有数字 / no figure stands there'
            when placed.text <> errata.printed_text
                then '此处印的是 ' || placed.text || '，而非 ' || errata.printed_text
                    || ' / ' || placed.text || ' stands there and not ' || errata.printed_text
            when errata.meant_unit <> placed.unit and coalesce(units.kind, '') <> placed.unit_kind
                then '单位 ' || errata.meant_unit || ' 与 ' || placed.unit || ' 不可换算'
                    || ' / the unit ' || errata.meant_unit || ' cannot stand for ' || placed.unit
        end as refusal
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
    '勘误：' || reason || '；依据：' || source || '；' || noted_by || ' ' || cast(noted_on as {{ type_text() }})
    || ' / erratum, noted by ' || noted_by || ' on ' || cast(noted_on as {{ type_text() }}) as reason,
    refusal,
    refusal is null as is_applied
from found
