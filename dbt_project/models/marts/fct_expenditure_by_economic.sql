with

facts as (
    select * from {{ ref('int_fact') }}
    where flow = 'expenditure' and subject like 'economic:%' and {{ only_changed_documents() }}
),

documents as (select * from {{ ref('int_document') }}),

names as (select * from {{ ref('int_line_name') }})

select
    facts.document_id,
    documents.department,
    documents.region,
    documents.fiscal_year,
    facts.code as economic_code,
    names.name as economic_name,
    names.level,
    facts.fund,
    facts.nature,
    facts.amount_wan,
    facts.stated_in,
    facts.agreement
from facts
inner join documents on facts.document_id = documents.document_id
left join names on facts.subject = names.subject
