with

facts as (
    select * from {{ ref('int_fact') }}
    where reading = 'printed' and flow = 'expenditure' and subject like 'economic:%' and {{ only_changed_documents() }}
),

meant as (
    select document_id, flow, nature, fund, subject, amount_wan
    from {{ ref('int_fact') }}
    where reading = 'meant'
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
    meant.amount_wan as amount_wan_meant,
    facts.stated_in,
    facts.agreement
from facts
inner join documents on facts.document_id = documents.document_id
left join names on facts.subject = names.subject
left join meant
    on facts.document_id = meant.document_id
    and facts.flow = meant.flow
    and facts.nature = meant.nature
    and facts.fund = meant.fund
    and facts.subject = meant.subject
