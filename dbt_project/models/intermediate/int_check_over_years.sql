-- The verdicts of the identities between two disclosures of a department, both readings; the check is the later document's.
-- The shape of int_check_printed, and the reading.
with

terms as (
    select * from {{ ref('int_term_over_years') }}
    where {{ only_changed_documents() }}
),

conflicts as (
    select distinct identity_id, document_id, check_key
    from terms
    where is_in_conflict
),

-- Both readings are judged at once, each under keys of its own.
sums as (
    {{ identity_checks("(select * from " ~ ref('int_term_over_years') ~ " where operator = '=')") }}
),

ratios as (
    {{ ratio_checks("(select * from " ~ ref('int_term_over_years') ~ " where operator = 'ratio')") }}
),

-- A ratio compared 100 % + growth with this year's share of last year's figure: both are told as growth.
judged as (
    select *, 0 as base from sums
    union all
    select *, 100 as base from ratios
),

together as (
    select
        *,
        split_part(check_key, '|', 1) as reading,
        substr(check_key, length(split_part(check_key, '|', 1)) + 2) as own_key
    from judged
)

select
    together.identity_id,
    together.document_id,
    together.own_key as check_key,
    together.check_subject,
    together.check_fund,
    together.operator,
    case
        when conflicts.identity_id is not null then '其中一年的公开自身对此数前后不一 / one of the two disclosures contradicts itself on this figure'
        else together.reason
    end as reason,
    cast(together.lhs - together.base as {{ type_amount() }}) as lhs,
    cast(together.rhs - together.base as {{ type_amount() }}) as rhs,
    cast(together.lhs_lower - together.base as {{ type_amount() }}) as lhs_lower,
    cast(together.lhs_upper - together.base as {{ type_amount() }}) as lhs_upper,
    cast(together.rhs_lower - together.base as {{ type_amount() }}) as rhs_lower,
    cast(together.rhs_upper - together.base as {{ type_amount() }}) as rhs_upper,
    together.slack,
    case when conflicts.identity_id is not null then 'not_testable' else together.verdict end as verdict,
    together.lhs_text,
    together.rhs_text,
    together.reading
from together
left join conflicts
    on together.identity_id = conflicts.identity_id
    and together.document_id = conflicts.document_id
    and together.check_key = conflicts.check_key
