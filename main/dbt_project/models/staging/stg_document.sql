with

documents as (select * from {{ source('raw', 'document') }}),

register as (select * from {{ source('raw', 'register') }}),

-- What the register says of a document comes from a person and wins over what was read out of it.
merged as (
    select
        documents.document_id,
        coalesce(nullif(register.department, ''), nullif(documents.department, '')) as department,
        coalesce(nullif(register.region, ''), nullif(documents.region, '')) as region,
        nullif(register.region_level, '') as registered_region_level,
        coalesce(nullif(register.fiscal_year, ''), nullif(documents.fiscal_year, '')) as fiscal_year,
        documents.disclosure_kind,
        nullif(documents.layout, '') as layout,
        documents.source_name,
        documents.source_sha256,
        documents.source_format,
        nullif(documents.published_on, '') as published_on,
        nullif(register.supersedes_document_id, '') as supersedes_document_id,
        nullif(documents.page_count, '') as page_count,
        nullif(documents.announced_tables, '') as announced_tables,
        nullif(documents.present_tables, '') as present_tables,
        documents.extractor_version
    from documents
    left join register on documents.document_id = register.document_id
)

select
    document_id,
    department,
    region,
    registered_region_level,
    cast(fiscal_year as integer) as fiscal_year,
    disclosure_kind,
    layout,
    source_name,
    source_sha256,
    source_format,
    cast(published_on as date) as published_on,
    supersedes_document_id,
    cast(page_count as integer) as page_count,
    announced_tables,
    present_tables,
    extractor_version
from merged
