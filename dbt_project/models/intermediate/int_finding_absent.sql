-- The tables that a document announces and lacks, one finding for all of them. The shape of a part of int_finding.
with

documents as (
    select * from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

kinds as (select * from {{ ref('statement_kind') }}),

announced as (
    select
        documents.document_id,
        kinds.kind,
        kinds.title_zh,
        kinds.title_en,
        cast(kinds.ordinal as integer) as ordinal
    from documents
    inner join kinds
        on ';' || documents.announced_tables || ';' like '%;' || kinds.kind || ';%'
        and not coalesce(';' || documents.present_tables || ';', '') like '%;' || kinds.kind || ';%'
)

select
    document_id,
    'tables_absent' as finding_kind,
    cast(null as {{ type_text() }}) as identity_id,
    'announced' as finding_key,
    cast(null as {{ type_text() }}) as subject,
    cast(null as {{ type_text() }}) as severity,
    {{ joined('title_zh', '、', 'ordinal') }} as detail_zh,
    {{ joined('title_en', '; ', 'ordinal') }} as detail_en,
    {{ unknown(['caused_by_key', 'culprit_figure_id', 'suggested_value', 'slip']) }}
from announced
group by document_id
