with

documents as (
    select * from {{ ref('int_document') }}
    where {{ only_changed_documents() }}
)

select
    document_id,
    department,
    region,
    region_level,
    fiscal_year,
    disclosure_kind,
    layout,
    source_name,
    source_sha256,
    source_format,
    published_on,
    supersedes_document_id,
    page_count,
    figure_count,
    announced_tables,
    present_tables,
    extractor_version
from documents
