with

facts as (
    select * from {{ ref('int_fact') }}
    where flow = 'income' and subject = 'total' and {{ only_changed_documents() }}
),

documents as (select * from {{ ref('int_document') }})

select
    facts.document_id,
    documents.department,
    documents.region,
    documents.fiscal_year,
    facts.nature as source,
    facts.fund,
    facts.amount_wan,
    facts.stated_in,
    facts.agreement
from facts
inner join documents on facts.document_id = documents.document_id
