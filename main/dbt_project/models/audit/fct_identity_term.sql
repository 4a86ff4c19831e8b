with

checks as (
    select * from {{ ref('fct_identity_check') }}
    where {{ only_changed_documents() }}
),

terms as (
    select document_id, identity_id, check_key, side, weight, whole_weight, figure_id, is_blank, is_testable
    from {{ ref('int_term_printed') }}
    where {{ only_changed_documents() }}
    union all
    select document_id, identity_id, check_key, side, weight, whole_weight, figure_id, is_blank, is_testable
    from {{ ref('int_ratio_term_printed') }}
    where {{ only_changed_documents() }}
)

select
    checks.check_id,
    checks.document_id,
    -- In a ratio the percentage is the left side; its part and its whole are the right.
    case when terms.side in ('lhs', 'pct') then 'lhs' else 'rhs' end as side,
    cast(case when terms.side = 'whole' then terms.whole_weight else terms.weight end as decimal(6, 2)) as weight,
    case when terms.side in ('pct', 'part', 'whole') then terms.side else 'sum' end as role,
    terms.figure_id
from terms
inner join checks
    on terms.document_id = checks.document_id
    and terms.identity_id = checks.identity_id
    and terms.check_key = checks.check_key
where not terms.is_blank and terms.is_testable and terms.side <> 'never'
