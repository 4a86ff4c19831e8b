with

documents as (
    select * from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

figures as (
    select * from {{ ref('int_figure_printed') }}
    where {{ only_changed_documents() }}
),

regions as (select * from {{ ref('region') }}),

counted as (
    select document_id, count(*) as figure_count
    from figures
    where not is_blank
    group by document_id
),

-- The level is the finest region named at the end of the region's text.
levels as (
    select
        documents.document_id,
        regions.level,
        row_number() over (partition by documents.document_id order by length(regions.code) desc, regions.code desc) as choice
    from documents
    inner join regions on documents.region like '%' || regions.name
)

select
    documents.document_id,
    documents.department,
    documents.region,
    coalesce(documents.registered_region_level, levels.level) as region_level,
    documents.fiscal_year,
    documents.disclosure_kind,
    documents.layout,
    documents.source_name,
    documents.source_sha256,
    documents.source_format,
    documents.published_on,
    documents.supersedes_document_id,
    documents.page_count,
    coalesce(counted.figure_count, 0) as figure_count,
    documents.announced_tables,
    documents.present_tables,
    documents.extractor_version
from documents
left join counted on documents.document_id = counted.document_id
left join levels
    on documents.document_id = levels.document_id
    and levels.choice = 1
