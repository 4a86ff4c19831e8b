with

checks as (
    select * from {{ ref('fct_identity_check') }}
    where {{ only_changed_documents() }}
),

printed as (
    {% for kind in ('term', 'ratio_term') -%}
    select document_id, identity_id, check_key, side, weight, whole_weight, figure_id
    from {{ ref('int_' ~ kind ~ '_printed') }}
    where not is_blank and is_testable and side <> 'never' and {{ only_changed_documents() }}
    union all
    {% endfor -%}
    {{ statement_terms('printed') }}
),

repaired as (
    {% for kind in ('term', 'ratio_term') -%}
    select document_id, identity_id, check_key, side, weight, whole_weight, figure_id
    from {{ ref('int_' ~ kind ~ '_meant') }}
    where not is_blank and is_testable and side <> 'never' and {{ only_changed_documents() }}
    union all
    {% endfor -%}
    {{ statement_terms('meant') }}
),

-- A document without repairs means what it prints.
terms as (
    select *, 'printed' as reading from printed
    union all
    select *, 'meant' as reading from repaired
    union all
    select printed.*, 'meant' as reading
    from printed
    where printed.document_id not in (select document_id from repaired)
    union all
    select document_id, identity_id, own_key as check_key, side, weight, whole_weight, figure_id, reading
    from {{ ref('int_term_over_years') }}
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
    and terms.reading = checks.reading
