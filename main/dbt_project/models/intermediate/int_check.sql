-- The verdicts of both readings. A check is read as meant when every proposal that touches it is justified; where a
-- proposal is not, the printed figures speak.
with

printed as (
    select * from {{ ref('int_check_printed') }}
    where {{ only_changed_documents() }}
),

proposed as (
    select * from {{ ref('int_check_proposed') }}
    where {{ only_changed_documents() }}
),

proposals as (
    select * from {{ ref('int_unit_proposal') }}
    where {{ only_changed_documents() }}
),

repairs as (
    select * from {{ ref('int_repair') }}
    where {{ only_changed_documents() }}
),

terms as (
    select document_id, identity_id, check_key, figure_id from {{ ref('int_term_printed') }}
    where {{ only_changed_documents() }}
    union
    select document_id, identity_id, check_key, figure_id from {{ ref('int_ratio_term_printed') }}
    where {{ only_changed_documents() }}
),

touched as (
    select
        terms.document_id,
        terms.identity_id,
        terms.check_key,
        min(case when repairs.figure_id is not null then 1 else 0 end) as is_all_justified
    from terms
    inner join proposals
        on terms.document_id = proposals.document_id
        and terms.figure_id = proposals.figure_id
    left join repairs
        on terms.document_id = repairs.document_id
        and terms.figure_id = repairs.figure_id
    group by terms.document_id, terms.identity_id, terms.check_key
),

justified as (select * from touched where is_all_justified = 1),

meant as (
    select proposed.*
    from proposed
    inner join justified
        on proposed.document_id = justified.document_id
        and proposed.identity_id = justified.identity_id
        and proposed.check_key = justified.check_key
    union all
    select printed.*
    from printed
    left join justified
        on printed.document_id = justified.document_id
        and printed.identity_id = justified.identity_id
        and printed.check_key = justified.check_key
    where justified.document_id is null
),

evaluated as (
    select *, 'printed' as reading from printed
    union all
    select *, 'meant' as reading from meant
),

documents as (
    select * from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

identities as (select * from {{ ref('stg_identity') }}),

-- An identity that finds nothing to apply to in a document says so once, instead of saying nothing.
silent as (
    select
        identities.identity_id,
        documents.document_id,
        readings.reading
    from identities
    cross join documents
    cross join (select 'printed' as reading union all select 'meant') as readings
    left join (select distinct identity_id, document_id, reading from evaluated) as spoken
        on identities.identity_id = spoken.identity_id
        and documents.document_id = spoken.document_id
        and readings.reading = spoken.reading
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
    '本文件未印出此关系所需的数字 / the document prints none of the figures that this identity relates' as reason,
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
