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

-- The third side of a summary states the same totals; a table by economic classification speaks first.
in_total as (
    select document_id, subject, fund
    from facts
    where nature = 'total'
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
    case when facts.nature = 'by_economic' then 'total' else facts.nature end as nature,
    facts.amount_wan,
    meant.amount_wan as amount_wan_meant,
    facts.stated_in,
    facts.agreement
from facts
inner join documents on facts.document_id = documents.document_id
left join names on facts.subject = names.subject
left join in_total
    on facts.nature = 'by_economic'
    and facts.document_id = in_total.document_id
    and facts.subject = in_total.subject
    and facts.fund = in_total.fund
left join meant
    on facts.document_id = meant.document_id
    and facts.flow = meant.flow
    and facts.nature = meant.nature
    and facts.fund = meant.fund
    and facts.subject = meant.subject
where in_total.document_id is null
