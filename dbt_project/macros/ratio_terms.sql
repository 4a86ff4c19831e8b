{# The figures of the relations that a sentence itself makes: a share and its whole, a growth rate and its change, a
   completion rate and its budget. The check is the percentage's; `weight` counts towards the part, `whole_weight`
   towards the whole, side `pct` is the percentage. Grain: percentage, role, figure. #}
{% macro ratio_terms(figures) -%}
with

identities as (
    select * from {{ ref('stg_identity') }}
    where operator = 'ratio' and across is null
),

subjects as (select * from {{ ref('narrative_subject') }}),

reports as (
    select * from {{ ref('int_performance') }}
    where {{ only_changed_documents() }}
),

figures as (
    select * from {{ figures }}
    where is_testable and not is_blank and {{ only_changed_documents() }}
),

out_of_years as (
    select * from {{ ref('int_identity_out_of_years') }}
    where {{ only_changed_documents() }}
),

percentages as (
    select
        identities.identity_id,
        identities.ratio_aspect,
        figures.*
    from figures
    inner join identities
        on figures.aspect = identities.ratio_aspect
        and figures.unit_kind = 'percent'
        and figures.statement = coalesce(identities.stated_in, 'narrative')
    left join out_of_years
        on identities.identity_id = out_of_years.identity_id
        and figures.document_id = out_of_years.document_id
    where out_of_years.identity_id is null
),

parts as (
    select
        percentages.identity_id,
        percentages.ratio_aspect,
        percentages.figure_id as check_key,
        percentages.section as check_section,
        percentages.base_key as check_base,
        percentages.claim as check_claim,
        least(percentages.lower, coalesce(percentages.cut_lower, percentages.lower)) as share_lower,
        greatest(percentages.upper, coalesce(percentages.cut_upper, percentages.upper)) as share_upper,
        part.*
    from percentages
    inner join figures as part
        on percentages.document_id = part.document_id
        and percentages.of_claim = part.claim
        and part.unit_kind = 'money'
),

-- A rate in a performance report names the amount it is of; the budget is the project's, where its report knows one only.
reported as (
    select
        percentages.identity_id,
        percentages.document_id,
        percentages.figure_id as check_key,
        part.figure_id as part_figure_id,
        whole.figure_id as whole_figure_id,
        row_number() over (
            partition by percentages.identity_id, percentages.document_id, percentages.figure_id
            order by whole.print_order desc
        ) as choice,
        min(whole.amount) over (
            partition by percentages.identity_id, percentages.document_id, percentages.figure_id
        ) as least_whole,
        max(whole.amount) over (
            partition by percentages.identity_id, percentages.document_id, percentages.figure_id
        ) as greatest_whole
    from percentages
    inner join reports as rate_report
        on percentages.document_id = rate_report.document_id
        and percentages.figure_id = rate_report.figure_id
    inner join figures as part
        on rate_report.document_id = part.document_id
        and rate_report.of_figure_id = part.figure_id
        and part.unit_kind = 'money'
        and part.aspect = 'settled'
        and part.flow = 'performance'
    inner join reports as part_report
        on part.document_id = part_report.document_id
        and part.figure_id = part_report.figure_id
    left join (
        select figures.*, reports.project, reports.block, reports.row_key
        from figures
        inner join reports
            on figures.document_id = reports.document_id
            and figures.figure_id = reports.figure_id
        where figures.aspect = 'budget' and figures.flow = 'performance' and figures.unit_kind = 'money'
    ) as whole
        on part.document_id = whole.document_id
        and part_report.project = whole.project
        and part.print_order > whole.print_order
        and part.nature = whole.nature
        -- A table says in each row whose budget it is; prose, only where a report knows one.
        and part.section = whole.section
        and (part.section = 'prose' or part_report.row_key = whole.row_key)
),

changes as (
    select
        parts.identity_id,
        parts.check_key,
        parts.document_id,
        now.figure_id as now_figure_id
    from parts
    inner join figures as now
        on parts.document_id = now.document_id
        and parts.of_claim = now.claim
        and parts.ratio_aspect = parts.aspect || '_pct'
        and now.aspect = 'settled'
        and now.unit_kind = 'money'
    where parts.ratio_aspect in ('change_pct', 'budget_change_pct')
),

-- The whole that words and subject name, and what the same words may mean in this section.
wholes_meant as (
    select
        parts.identity_id,
        parts.check_key,
        coalesce(parts.check_base, nullif(part_subject.whole, '')) as whole_key,
        0 as is_other
    from parts
    left join subjects as part_subject on parts.subject_key = part_subject.subject_key
    where parts.ratio_aspect = 'share_pct'
    union all
    select
        parts.identity_id,
        parts.check_key,
        other.admits as whole_key,
        1 as is_other
    from parts
    left join subjects as part_subject on parts.subject_key = part_subject.subject_key
    inner join {{ ref('share_whole') }} as other
        on coalesce(parts.check_base, part_subject.whole) = other.whole
        and coalesce(other.part, '') in ('', parts.subject_key)
        and substr(parts.check_section, 1, length(coalesce(other.section, ''))) = coalesce(other.section, '')
        and (other.is_named = 'either' or (other.is_named = 'no' and parts.check_base is null))
    where parts.ratio_aspect = 'share_pct' and other.admits <> parts.subject_key
    union all
    -- A part of a part may be told as a share of the whole beyond (中小企业合同 其中：微型企业 占 of all procurement).
    select
        parts.identity_id,
        parts.check_key,
        base_subject.whole as whole_key,
        1 as is_other
    from parts
    inner join subjects as base_subject on parts.check_base = base_subject.subject_key
    where parts.ratio_aspect = 'share_pct' and parts.subject_key = 'part' and base_subject.whole is not null
),

wholes_stated as (
    select
        parts.identity_id,
        parts.check_key,
        parts.document_id,
        wholes_meant.is_other,
        whole.figure_id as whole_figure_id,
        {{ is_apart('parts', 'whole') }} as is_apart,
        row_number() over (
            partition by parts.identity_id, parts.check_key, wholes_meant.whole_key
            order by
                case when whole.section = parts.check_section then 0 when whole.statement = 'narrative' then 1 else 2 end,
                whole.claim nulls last,
                whole.line nulls last,
                whole.table_column nulls last
        ) as choice
    from parts
    inner join wholes_meant
        on parts.identity_id = wholes_meant.identity_id
        and parts.check_key = wholes_meant.check_key
    inner join subjects as whole_subject on wholes_meant.whole_key = whole_subject.subject_key
    inner join figures as whole
        on parts.document_id = whole.document_id
        and whole.aspect = 'settled'
        and whole.statement not in ('performance', 'chart')
        and whole.flow = whole_subject.flow
        and whole.nature = coalesce(whole_subject.nature, '')
        and whole.fund = coalesce(whole_subject.fund, '')
        and whole.subject = whole_subject.subject
        and whole.figure_id <> parts.figure_id
),

-- A share is alleged only where it fits none of them, and what its words mean first is printed.
wholes as (
    select
        identity_id,
        check_key,
        document_id,
        whole_figure_id,
        row_number() over (
            partition by identity_id, check_key
            order by is_apart, is_other, whole_figure_id
        ) as choice
    from wholes_stated
    where choice = 1 and (is_apart = 0 or is_other = 0)
),

-- Words seldom tell which budget is meant where the first one and the adjusted one are told: a rate of completion is
-- alleged only where it fits none of those before it.
budgets as (
    select
        parts.identity_id,
        parts.check_key,
        parts.document_id,
        budget.figure_id as whole_figure_id,
        row_number() over (
            partition by parts.identity_id, parts.check_key
            order by {{ is_apart('parts', 'budget') }}, budget.claim desc
        ) as choice
    from parts
    inner join figures as budget
        on parts.document_id = budget.document_id
        and parts.section = budget.section
        and budget.aspect = 'budget'
        and budget.unit_kind = 'money'
        and parts.flow = budget.flow
        and parts.nature = budget.nature
        and parts.fund = budget.fund
        and parts.subject = budget.subject
        and budget.claim < parts.check_claim
    where parts.ratio_aspect = 'completion_pct' and parts.aspect = 'settled'
),

roles as (
    select identity_id, document_id, figure_id as check_key, figure_id, 'pct' as side, 1 as term, 0 as weight, 0 as whole_weight
    from percentages
    union all
    select identity_id, document_id, check_key, figure_id, 'part', 2, 1, 0
    from parts
    where ratio_aspect in ('share_pct', 'completion_pct') and aspect = 'settled'
    union all
    select parts.identity_id, parts.document_id, parts.check_key, parts.figure_id, 'part', 2, 1, -1
    from parts
    where parts.ratio_aspect in ('change_pct', 'budget_change_pct') and parts.ratio_aspect = parts.aspect || '_pct'
    union all
    select identity_id, document_id, check_key, whole_figure_id, 'whole', 3, 0, 1 from wholes where choice = 1
    union all
    select identity_id, document_id, check_key, whole_figure_id, 'whole', 3, 0, 1 from budgets where choice = 1
    union all
    select identity_id, document_id, check_key, now_figure_id, 'whole', 3, 0, 1 from changes
    union all
    select identity_id, document_id, check_key, part_figure_id, 'part', 2, 1, 0 from reported where choice = 1
    union all
    select identity_id, document_id, check_key, whole_figure_id, 'whole', 3, 0, 1
    from reported
    where choice = 1 and whole_figure_id is not null and least_whole = greatest_whole
)

select
    roles.identity_id,
    roles.document_id,
    roles.check_key,
    percentage.subject as check_subject,
    percentage.fund as check_fund,
    'ratio' as operator,
    roles.term,
    roles.side,
    cast(roles.weight as decimal(6, 2)) as weight,
    cast(roles.whole_weight as decimal(6, 2)) as whole_weight,
    figures.figure_id,
    figures.statement,
    figures.is_testable,
    figures.is_blank,
    figures.printed_name,
    figures.text,
    figures.unit,
    figures.amount,
    figures.lower,
    figures.upper,
    figures.cut_lower,
    figures.cut_upper,
    figures.last_digit
from roles
inner join figures
    on roles.document_id = figures.document_id
    and roles.figure_id = figures.figure_id
inner join percentages as percentage
    on roles.document_id = percentage.document_id
    and roles.check_key = percentage.figure_id
    and roles.identity_id = percentage.identity_id
{%- endmacro %}
