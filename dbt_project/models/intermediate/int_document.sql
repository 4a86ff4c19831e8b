with

documents as (
    select * from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

-- Of two disclosures of one department and year the later corrects the earlier, unless somebody registered which does.
published as (
    select
        document_id,
        published_on,
        supersedes_document_id,
        {{ department_key('department', 'region') }} as department_key,
        fiscal_year
    from {{ ref('stg_document') }}
    where disclosure_kind = 'final_accounts'
),

in_order as (
    select
        document_id,
        published_on,
        lag(document_id) over (partition by department_key, fiscal_year order by published_on, document_id) as earlier_document_id,
        lag(published_on) over (partition by department_key, fiscal_year order by published_on, document_id) as earlier_published_on,
        max(supersedes_document_id) over (partition by department_key, fiscal_year) as registered
    from published
    where department_key is not null and fiscal_year is not null and published_on is not null
),

superseding as (
    select document_id, earlier_document_id
    from in_order
    where registered is null and earlier_published_on < published_on
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
    coalesce(documents.supersedes_document_id, superseding.earlier_document_id) as supersedes_document_id,
    {{ department_key('documents.department', 'documents.region') }} as department_key,
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
left join superseding on documents.document_id = superseding.document_id
