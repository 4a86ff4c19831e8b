-- The terms of the identities between two disclosures of a department: what this year's says about last year (a prior figure,
-- an amount less its change, growth, an opening balance) and the figure that last year's disclosure stated. The check is
-- this year's document's. The shape of int_term_printed, and the reading. Grain: check, reading, term.
with

identities as (
    select identity_id, operator, across
    from {{ ref('stg_identity') }}
    where across is not null
),

out_of_years as (
    select * from {{ ref('int_identity_out_of_years') }}
    where {{ only_changed_documents() }}
),

pairs as (
    select * from {{ ref('int_predecessor') }}
    where previous_document_id is not null and {{ only_changed_documents() }}
),

facts_before as (
    select * from {{ ref('int_fact_year_before') }}
    where {{ only_changed_documents() }}
),

facts_now as (
    select * from {{ ref('int_fact') }}
    where {{ only_changed_documents() }}
),

documents as (
    select document_id from pairs
    union
    select previous_document_id from pairs
),

printed as (
    select figures.*
    from {{ ref('int_figure_printed') }} as figures
    inner join documents on figures.document_id = documents.document_id
    where not figures.is_blank
),

repaired as (
    select figures.*
    from {{ ref('int_figure_meant') }} as figures
    inner join documents on figures.document_id = documents.document_id
    where not figures.is_blank
),

-- A document without repairs means what it prints.
figures as (
    select *, 'printed' as reading from printed
    union all
    select *, 'meant' as reading from repaired
    union all
    select printed.*, 'meant' as reading
    from printed
    where printed.document_id not in (select document_id from repaired)
),

-- What this year's document says about the year before.
speaking as (
    select figures.*
    from figures
    inner join pairs on figures.document_id = pairs.document_id
    where
        figures.aspect in ('prior', 'change', 'change_pct')
        and figures.statement not in ('performance', 'chart')
        and figures.is_testable
        and figures.flow is not null
        and figures.subject is not null
),

amounts as (
    select figures.*
    from figures
    inner join pairs on figures.document_id = pairs.document_id
    where figures.aspect = 'settled' and figures.unit_kind = 'money' and figures.claim is not null
),

changes as (
    select
        speaking.document_id,
        speaking.reading,
        speaking.figure_id,
        speaking.claim,
        amounts.figure_id as now_figure_id,
        amounts.flow,
        amounts.nature,
        amounts.fund,
        amounts.subject
    from speaking
    inner join amounts
        on speaking.document_id = amounts.document_id
        and speaking.reading = amounts.reading
        and speaking.of_claim = amounts.claim
    where speaking.aspect = 'change' and speaking.unit_kind = 'money'
),

-- A growth rate beside a printed change says nothing new about last year.
growths as (
    select
        speaking.document_id,
        speaking.reading,
        speaking.figure_id,
        amounts.figure_id as now_figure_id,
        amounts.flow,
        amounts.nature,
        amounts.fund,
        amounts.subject
    from speaking
    inner join amounts
        on speaking.document_id = amounts.document_id
        and speaking.reading = amounts.reading
        and speaking.of_claim = amounts.claim
    left join changes
        on amounts.document_id = changes.document_id
        and amounts.reading = changes.reading
        and amounts.figure_id = changes.now_figure_id
    where speaking.aspect = 'change_pct' and speaking.unit_kind = 'percent' and changes.figure_id is null
),

said as (
    select 'prior' as across, document_id, reading, figure_id as check_key, cast(null as {{ type_text() }}) as now_figure_id, flow, nature, fund, subject, flow as flow_before, false as is_in_conflict_now
    from speaking
    where aspect = 'prior' and unit_kind = 'money'
    union all
    select 'change', document_id, reading, figure_id, now_figure_id, flow, nature, fund, subject, flow as flow_before, false
    from changes
    union all
    select 'change_pct', document_id, reading, figure_id, now_figure_id, flow, nature, fund, subject, flow as flow_before, false
    from growths
    union all
    select 'opening', document_id, reading, fund || '|' || subject, figure_id, flow, nature, fund, subject, 'closing', agreement = 'conflict'
    from facts_now
    where flow = 'opening'
),

said_of as (
    select
        identities.identity_id,
        identities.operator,
        said.*,
        facts_before.figure_id as before_figure_id,
        facts_before.previous_fiscal_year,
        facts_before.is_in_conflict or said.is_in_conflict_now as is_in_conflict
    from said
    inner join identities on said.across = identities.across
    inner join facts_before
        on said.document_id = facts_before.document_id
        and said.reading = facts_before.reading
        and said.flow_before = facts_before.flow
        and coalesce(said.nature, '') = facts_before.nature
        and coalesce(said.fund, '') = facts_before.fund
        and said.subject = facts_before.subject
    left join out_of_years
        on identities.identity_id = out_of_years.identity_id
        and said.document_id = out_of_years.document_id
    where out_of_years.identity_id is null
),

-- What each identity between years is made of: prior = before; amount − change = before; opening = closing before;
-- 100 % + growth = amount ÷ before.
parts as (
    {%- for across, operator, term, side, weight, whole_weight, whose in (
        ('prior', '=', 1, 'lhs', 1, 0, 'key'),
        ('change', '=', 1, 'lhs', 1, 0, 'now'),
        ('change', '=', 2, 'lhs', -1, 0, 'key'),
        ('opening', '=', 1, 'lhs', 1, 0, 'now'),
        ('prior', '=', 3, 'rhs', 1, 0, 'before'),
        ('change', '=', 3, 'rhs', 1, 0, 'before'),
        ('opening', '=', 3, 'rhs', 1, 0, 'before'),
        ('change_pct', 'ratio', 1, 'pct', 0, 0, 'key'),
        ('change_pct', 'ratio', 2, 'part', 1, 0, 'now'),
        ('change_pct', 'ratio', 3, 'whole', 0, 1, 'before'),
    ) %}
    select '{{ across }}' as across, '{{ operator }}' as operator, {{ term }} as term, '{{ side }}' as side, {{ weight }} as weight, {{ whole_weight }} as whole_weight, '{{ whose }}' as whose
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

roles as (
    select
        said_of.*,
        parts.term,
        parts.side,
        parts.weight,
        parts.whole_weight,
        case parts.whose when 'key' then said_of.check_key when 'now' then said_of.now_figure_id else said_of.before_figure_id end as figure_id,
        parts.whose = 'before' as is_before
    from said_of
    inner join parts
        on said_of.across = parts.across
        and said_of.operator = parts.operator
)

select
    roles.identity_id,
    roles.document_id,
    roles.reading,
    -- Both readings are judged at once: each has keys of its own.
    roles.reading || '|' || roles.check_key as check_key,
    roles.check_key as own_key,
    roles.subject as check_subject,
    nullif(roles.fund, '') as check_fund,
    roles.operator,
    roles.term,
    roles.side,
    cast(roles.weight as decimal(6, 2)) as weight,
    cast(roles.whole_weight as decimal(6, 2)) as whole_weight,
    roles.figure_id,
    figures.print_order,
    figures.statement,
    figures.is_testable,
    figures.is_blank,
    false as is_unresolved,
    roles.is_in_conflict,
    case when roles.is_before then roles.previous_fiscal_year || '年度 ' else '' end || coalesce(figures.printed_name, '') as printed_name,
    figures.text,
    figures.unit,
    {%- for column in ('amount', 'lower', 'upper', 'cut_lower', 'cut_upper') %}
    cast(figures.{{ column }} + case when roles.side = 'pct' then 100 else 0 end as {{ type_amount() }}) as {{ column }},
    {%- endfor %}
    figures.last_digit
from roles
inner join figures
    on roles.figure_id = figures.figure_id
    and roles.reading = figures.reading
