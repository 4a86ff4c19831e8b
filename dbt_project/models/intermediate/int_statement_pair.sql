-- What is said in words, against the figures it is said of: each statement with the pairs of intervals that its relation
-- is asked of, and the verdict of each. A word is violated only where no true values within the print satisfy it; what is
-- said to be about equal is no figure. Grain: statement, reading and pair of figures; `is_told` marks the pairs that
-- decide the statement. The meant reading has rows only for documents that have repairs.
with

figures as (
    select
        document_id, reading, figure_id, statement, claim, subject, flow, nature, fund, aspect, amount, lower, upper,
        coalesce(printed_name, '') || ' ' || coalesce(text, '') || coalesce(unit, '') as figure_text, is_blank, is_testable, print_order
    from (
        select *, 'printed' as reading from {{ ref('int_figure_printed') }}
        union all
        select *, 'meant' as reading from {{ ref('int_figure_meant') }}
    ) as read_twice
    where statement not in ('performance', 'chart') and {{ only_changed_documents() }}
),

readings as (select distinct document_id, reading from figures),

statements as (
    select
        said.*,
        readings.reading,
        'L' || line || ':' || place_offset || case when subject_key is null then '' else ':' || subject_key end as statement_key
    from {{ ref('stg_statement') }} as said
    inner join readings on said.document_id = readings.document_id
    where said.statement_kind in ('against_budget', 'against_prior', 'none', 'whole', 'listed') and {{ only_changed_documents('said') }}
),

identities as (
    select identity_id, statement_kind
    from {{ ref('stg_identity') }}
    where operator = 'statement'
),

subjects as (
    select
        subject_key,
        nullif(whole, '') as whole,
        subject,
        flow,
        coalesce(nature, '') as nature,
        coalesce(fund, '') as fund
    from {{ ref('narrative_subject') }}
    where nullif(subject, '') is not null
),

settled as (select * from figures where aspect in ('settled', 'count') and is_testable and not is_blank),

claimed as (select * from figures where claim is not null),

compared as (
    select
        statements.document_id,
        statements.reading,
        statements.statement_kind,
        statements.statement_key as check_key,
        coalesce(told.subject, '') as check_subject,
        told.fund as check_fund,
        statements.words,
        statements.relation,
        case when other.aspect in ('completion_pct', 'change', 'change_pct') then other.figure_id else told.figure_id end as lhs_figure_id,
        case when other.aspect in ('budget', 'prior') then other.figure_id end as rhs_figure_id,
        case when other.aspect in ('budget', 'prior') then told.amount else other.amount end as lhs,
        case when other.aspect in ('budget', 'prior') then told.lower else other.lower end as lhs_lower,
        case when other.aspect in ('budget', 'prior') then told.upper else other.upper end as lhs_upper,
        case other.aspect when 'completion_pct' then 100 when 'budget' then other.amount when 'prior' then other.amount else 0 end as rhs,
        case other.aspect when 'completion_pct' then 100 when 'budget' then other.lower when 'prior' then other.lower else 0 end as rhs_lower,
        case other.aspect when 'completion_pct' then 100 when 'budget' then other.upper when 'prior' then other.upper else 0 end as rhs_upper,
        told.figure_text as lhs_text,
        other.figure_text as rhs_text,
        case
            when told.figure_id is null then '话中所指的数字无法确定 / the figure that the words speak of is not certain'
            when other.figure_id is null then '未印出可比的数字 / the figure to compare with is not printed'
            when other.aspect = 'completion_pct' and told.lower <= 0 and told.upper >= 0 then '决算数为零，完成率不说明预算 / nothing was settled, a rate tells nothing of the budget'
        end as reason
    from statements
    left join claimed as told
        on statements.document_id = told.document_id
        and statements.reading = told.reading
        and statements.of_claim = told.claim
    left join claimed as other
        on statements.document_id = other.document_id
        and statements.reading = other.reading
        and statements.against_claim = other.claim
        and other.aspect in ('budget', 'prior', 'completion_pct', 'change', 'change_pct')
    where statements.statement_kind in ('against_budget', 'against_prior')
),

{{ statement_absences() }}

{{ statement_lists() }}

together as (
    {%- for part in ('compared', 'absent', 'whole', 'listed') %}
    select * from {{ part }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

judged as (
    select
        together.*,
        identities.identity_id,
        case
            when reason is not null then 'not_testable'
            when relation in ('equal', 'about_equal') and lhs = rhs then 'exact'
            when relation in ('equal', 'about_equal') and lhs_lower <= rhs_upper and rhs_lower <= lhs_upper then 'rounding'
            when relation in ('greater', 'about_greater', 'present') and lhs > rhs then 'exact'
            when relation in ('greater', 'about_greater', 'present') and lhs_upper > rhs_lower then 'rounding'
            when relation in ('less', 'about_less') and lhs < rhs then 'exact'
            when relation in ('less', 'about_less') and lhs_lower < rhs_upper then 'rounding'
            when relation like 'about_%' then 'not_testable'
            else 'violated'
        end as verdict
    from together
    inner join identities on together.statement_kind = identities.statement_kind
),

ranked as (
    select
        *,
        case verdict when 'violated' then 3 when 'rounding' then 2 when 'exact' then 1 else 0 end as weight
    from judged
),

decided as (
    select *, max(weight) over (partition by document_id, reading, identity_id, check_key) as deciding_weight
    from ranked
)

select
    document_id,
    reading,
    identity_id,
    check_key,
    nullif(check_subject, '') as check_subject,
    nullif(check_fund, '') as check_fund,
    relation,
    words,
    lhs_figure_id,
    rhs_figure_id,
    cast(lhs as {{ type_amount() }}) as lhs,
    cast(rhs as {{ type_amount() }}) as rhs,
    cast(lhs_lower as {{ type_amount() }}) as lhs_lower,
    cast(lhs_upper as {{ type_amount() }}) as lhs_upper,
    -- Greater and less are open: the right side reaches as far as it likes, and stops short of equality.
    cast(
        case
            when relation in ('greater', 'about_greater', 'present') then rhs_lower + {{ least_amount() }}
            when relation in ('less', 'about_less') then least(rhs_lower, lhs_lower, rhs_upper - {{ least_amount() }})
            else rhs_lower
        end as {{ type_amount() }}
    ) as rhs_lower,
    cast(
        case
            when relation in ('greater', 'about_greater', 'present') then greatest(rhs_upper, lhs_upper, rhs_lower + {{ least_amount() }})
            when relation in ('less', 'about_less') then rhs_upper - {{ least_amount() }}
            else rhs_upper
        end as {{ type_amount() }}
    ) as rhs_upper,
    cast((lhs_upper - lhs_lower + rhs_upper - rhs_lower) * cast(0.5 as decimal(2, 1)) as {{ type_amount() }}) as slack,
    lhs_text,
    rhs_text,
    case
        when verdict = 'not_testable' then coalesce(reason, '“基本持平”不是数字 / about equal is no figure')
    end as reason,
    verdict,
    row_number() over (
        partition by document_id, reading, identity_id, check_key
        order by weight desc, abs(lhs - rhs) desc nulls last, lhs_figure_id nulls last, rhs_figure_id nulls last, words nulls last
    ) as choice,
    weight = deciding_weight as is_told
from decided
