{{ config(materialized='table') }}

-- One row per disclosure and class of the general public budget; the change is on the department's previous disclosure.
with

facts as (
    select * from {{ ref('int_fact') }}
    where reading = 'printed' and flow = 'expenditure' and nature = 'total' and fund = 'general_public_budget'
),

meant as (
    select document_id, subject, amount_wan
    from {{ ref('int_fact') }}
    where reading = 'meant' and flow = 'expenditure' and nature = 'total' and fund = 'general_public_budget'
),

documents as (select * from {{ ref('int_document') }}),

names as (select * from {{ ref('int_line_name') }}),

-- A corrected disclosure takes the place of the one it supersedes.
standing as (
    select documents.*
    from documents
    left join documents as later on documents.document_id = later.supersedes_document_id
    where later.document_id is null
),

totals as (
    select document_id, amount_wan
    from facts
    where subject = 'total'
),

classes as (
    select
        standing.document_id,
        standing.department,
        standing.region,
        standing.fiscal_year,
        names.code as class_code,
        names.name as class_name,
        facts.amount_wan,
        meant.amount_wan as amount_wan_meant,
        facts.agreement,
        totals.amount_wan as general_public_budget_wan
    from facts
    inner join standing on facts.document_id = standing.document_id
    inner join names
        on facts.subject = names.subject
        and names.level = 'class'
        and names.classification = 'function'
    left join meant
        on facts.document_id = meant.document_id
        and facts.subject = meant.subject
    left join totals on facts.document_id = totals.document_id
),

previous_years as (
    select
        this_year.document_id,
        max(earlier.fiscal_year) as previous_fiscal_year
    from standing as this_year
    inner join standing as earlier
        on this_year.department = earlier.department
        and this_year.region = earlier.region
        and this_year.fiscal_year > earlier.fiscal_year
    group by this_year.document_id
),

compared as (
    select
        classes.*,
        previous_years.previous_fiscal_year,
        previous.amount_wan as previous_amount_wan
    from classes
    left join previous_years on classes.document_id = previous_years.document_id
    left join classes as previous
        on classes.department = previous.department
        and classes.region = previous.region
        and classes.class_code = previous.class_code
        and previous_years.previous_fiscal_year = previous.fiscal_year
)

select
    document_id,
    department,
    region,
    fiscal_year,
    class_code,
    class_name as class,
    amount_wan as amount,
    amount_wan_meant as amount_meant,
    -- Shares are for reading, rounded to a hundredth of a percent; verdicts never use them.
    case
        when general_public_budget_wan > 0
            then cast({{ divide_floor('100 * amount_wan', 'general_public_budget_wan') }} as decimal(12, 2))
    end as share_pct,
    previous_fiscal_year,
    cast(amount_wan - previous_amount_wan as {{ type_amount() }}) as change,
    agreement
from compared
