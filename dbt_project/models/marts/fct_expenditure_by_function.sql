with

facts as (
    select * from {{ ref('int_fact') }}
    where
        flow = 'expenditure'
        and subject like 'function:%'
        and nature in ('total', 'basic', 'project')
        and {{ only_changed_documents() }}
),

documents as (select * from {{ ref('int_document') }}),

names as (select * from {{ ref('int_line_name') }})

select
    facts.document_id,
    documents.department,
    documents.region,
    documents.fiscal_year,
    facts.code as function_code,
    names.name as function_name,
    names.level,
    names.class_code,
    names.class_name,
    facts.fund,
    facts.nature,
    facts.amount_wan,
    facts.stated_in,
    facts.agreement
from facts
inner join documents on facts.document_id = documents.document_id
left join names on facts.subject = names.subject
