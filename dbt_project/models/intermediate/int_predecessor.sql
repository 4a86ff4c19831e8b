-- The disclosure that a document is held against: the one in force of its department for the year before. Where several
-- stand and nothing says which is in force, there is none, and the document knows how many. Grain: document.
with

documents as (
    select * from {{ ref('int_document') }}
    where disclosure_kind = 'final_accounts' and department_key is not null
),

changed as (
    select document_id, department_key, fiscal_year
    from documents
    where {{ only_changed_documents() }}
),

standing as (
    select
        documents.document_id,
        documents.department_key,
        documents.fiscal_year
    from documents
    left join documents as later on documents.document_id = later.supersedes_document_id
    where later.document_id is null
)

select
    changed.document_id,
    case when count(distinct standing.document_id) = 1 then min(standing.document_id) end as previous_document_id,
    min(standing.fiscal_year) as previous_fiscal_year,
    count(distinct standing.document_id) as candidates
from changed
inner join standing
    on changed.department_key = standing.department_key
    and changed.fiscal_year - 1 = standing.fiscal_year
group by changed.document_id
