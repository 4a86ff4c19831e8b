-- The verdicts of both readings.
with

said_of_printed as ({{ statement_checks('printed') }}),

said_of_meant as ({{ statement_checks('meant') }}),

-- What is said in words is judged like the rest and localises nothing: there the word may be wrong, not the figure.
printed as (
    select * from {{ ref('int_check_printed') }}
    where {{ only_changed_documents() }}
    union all
    select * from said_of_printed
),

repaired as (
    select * from {{ ref('int_check_meant') }}
    where {{ only_changed_documents() }}
    union all
    select * from said_of_meant
),

-- A document without repairs means what it prints.
meant as (
    select * from repaired
    union all
    select printed.*
    from printed
    where printed.document_id not in (select document_id from repaired)
),

evaluated as (
    select *, 'printed' as reading from printed
    union all
    select *, 'meant' as reading from meant
    union all
    select * from {{ ref('int_check_over_years') }}
    where {{ only_changed_documents() }}
),

predecessors as (
    select * from {{ ref('int_predecessor') }}
    where {{ only_changed_documents() }}
),

documents as (
    select * from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

identities as (select * from {{ ref('stg_identity') }}),

out_of_years as (
    select * from {{ ref('int_identity_out_of_years') }}
    where {{ only_changed_documents() }}
),

-- An identity that finds nothing to apply to in a document says so once, instead of saying nothing.
silent as (
    select
        identities.identity_id,
        documents.document_id,
        readings.reading,
        case
            when out_of_years.identity_id is not null
                then '此关系只适用于' || {{ years_of('zh') }} || ' / the identity applies to ' || {{ years_of('en') }} || ' only'
            when identities.across is null
                then '本文件未印出此关系所需的数字 / the document prints none of the figures that this identity relates'
            when predecessors.document_id is null
                then '没有该部门上一年度的公开可供对照 / no disclosure of the year before'
            when predecessors.previous_document_id is null
                then '上一年度有多份公开，无从断定以哪份为准 / several disclosures of the year before, and nothing says which is in force'
            else '两年公开中没有可对照的同一数字 / the two disclosures state no quantity in common'
        end as reason
    from identities
    cross join documents
    cross join (select 'printed' as reading union all select 'meant') as readings
    left join (select distinct identity_id, document_id, reading from evaluated) as spoken
        on identities.identity_id = spoken.identity_id
        and documents.document_id = spoken.document_id
        and readings.reading = spoken.reading
    left join out_of_years
        on identities.identity_id = out_of_years.identity_id
        and documents.document_id = out_of_years.document_id
    left join predecessors on documents.document_id = predecessors.document_id
    where spoken.identity_id is null
)

-- What cannot be tested has no sides: half a sum is no figure.
select
    identity_id,
    document_id,
    reading,
    check_key,
    check_subject,
    check_fund,
    operator,
    reason,
    case when verdict <> 'not_testable' then lhs end as lhs,
    case when verdict <> 'not_testable' then rhs end as rhs,
    case when verdict <> 'not_testable' then lhs_lower end as lhs_lower,
    case when verdict <> 'not_testable' then lhs_upper end as lhs_upper,
    case when verdict <> 'not_testable' then rhs_lower end as rhs_lower,
    case when verdict <> 'not_testable' then rhs_upper end as rhs_upper,
    case when verdict <> 'not_testable' then slack end as slack,
    verdict,
    lhs_text,
    rhs_text
from evaluated
union all
select
    identity_id,
    document_id,
    reading,
    '' as check_key,
    null as check_subject,
    null as check_fund,
    null as operator,
    reason,
    null as lhs,
    null as rhs,
    null as lhs_lower,
    null as lhs_upper,
    null as rhs_lower,
    null as rhs_upper,
    null as slack,
    'not_testable' as verdict,
    null as lhs_text,
    null as rhs_text
from silent
