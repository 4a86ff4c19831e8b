-- What a person should know of each erratum: that it is applied, or why it is not. The shape of a part of int_finding.
with

errata as (
    select * from {{ ref('int_erratum') }}
    where {{ only_changed_documents() }}
),

figures as (
    select * from {{ ref('int_figure') }}
    where reading = 'printed' and {{ only_changed_documents() }}
)

select
    errata.document_id,
    case when errata.is_applied then 'erratum_applied' else 'erratum_refused' end as finding_kind,
    cast(null as {{ type_text() }}) as identity_id,
    errata.figure_id as finding_key,
    figures.item as subject,
    cast(null as {{ type_text() }}) as severity,
    coalesce(figures.place, errata.figure_id) || '：' || errata.printed_text || ' → ' || errata.meant_text
    || coalesce(errata.unit, '') || '；' || coalesce(errata.refusal_zh, errata.reason_zh) as detail_zh,
    coalesce(figures.place, errata.figure_id) || ': ' || errata.printed_text || ' → ' || errata.meant_text
    || coalesce(errata.unit, '') || '; ' || coalesce(errata.refusal_en, errata.reason_en) as detail_en,
    cast(null as {{ type_text() }}) as caused_by_key,
    figures.figure_id as culprit_figure_id,
    case when errata.is_applied then errata.meant_text || errata.unit end as suggested_value,
    errata.slip
from errata
left join figures
    on errata.document_id = figures.document_id
    and errata.figure_id = figures.figure_id
