with

cells as (
    select * from {{ ref('stg_cell') }}
    where kind is not null and {{ only_changed_documents() }}
),

panels as (
    select * from {{ ref('stg_panel') }}
    where kind is not null and {{ only_changed_documents() }}
),

performance as (
    select * from {{ ref('stg_performance') }}
    where {{ only_changed_documents() }}
),

-- Tables whose doubtful grid proved to stand as it was printed.
confirmed as (
    select * from {{ ref('stg_restoration') }}
    where is_table_as_printed and {{ only_changed_documents() }}
),

classes as (
    select bare_name, min(code) as code, min(basis) as basis
    from {{ ref('int_classification_name') }}
    where classification = 'function' and level = 'class'
    group by bare_name
),

claims as (
    select * from {{ ref('stg_claim') }}
    where {{ only_changed_documents() }}
),

claim_lines as (select * from {{ ref('int_claim_line') }}),

subjects as (select * from {{ ref('narrative_subject') }}),

kinds as (select * from {{ ref('statement_kind') }}),

sections as (select * from {{ ref('narrative_section') }}),

from_cells as (
    select * from {{ ref('int_cell_placed') }}
    where {{ only_changed_documents() }}
),

-- Cells that no header places: they are kept as printed, and wait for a restoration.
from_panels as (
    select
        panels.document_id,
        panels.document_id || ':' || panels.table_id || ':r' || panels.table_row || ':c' || panels.table_column as figure_id,
        panels.kind as statement,
        '' as section,
        panels.table_id as convention_scope,
        panels.table_id,
        kinds.title_zh || ' / ' || coalesce(panels.row_code || ' ', '') || coalesce(panels.row_label, '')
        || ' / ' || coalesce(panels.header_path, '') as place,
        panels.page,
        panels.line,
        panels.table_row,
        panels.table_column,
        {{ no_claim() }},
        panels.row_label as printed_name,
        panels.row_label as printed_path,
        case when confirmed.subject like 'function:%' or confirmed.subject like 'economic:%' then split_part(confirmed.subject, ':', 2) end as code,
        case when confirmed.subject is not null then 'restored' end as code_basis,
        panels.row_code as printed_code,
        confirmed.subject,
        case when confirmed.nature like 'economic:%' then confirmed.nature end as measure,
        confirmed.flow,
        coalesce(confirmed.nature, '') as nature,
        coalesce(confirmed.fund, '') as fund,
        'settled' as aspect,
        panels.unit,
        panels.unit_basis,
        'money' as unit_kind,
        panels.to_wan,
        panels.text,
        panels.is_blank,
        confirmed.subject is not null as is_testable,
        false as is_approx,
        case when panels.is_blank then cast(0 as {{ type_amount() }}) else panels.value end as value,
        panels.own_decimals
    from panels
    left join cells
        on panels.document_id = cells.document_id
        and panels.table_id = cells.table_id
        and panels.table_row = cells.table_row
        and panels.table_column = cells.table_column
    left join kinds on panels.kind = kinds.kind
    left join confirmed
        on panels.document_id = confirmed.document_id
        and panels.table_id = confirmed.table_id
        and panels.table_row = confirmed.table_row
        and panels.table_column = confirmed.table_column
    where cells.document_id is null
),

-- Under a heading that says 财政拨款 alone, the sentence that tells the total before a line says whose line it is.
totals_told as (
    select
        claims.document_id,
        max(claims.claim) as claim,
        case when count(distinct subjects.fund) = 1 then min(subjects.fund) else 'fiscal_appropriation' end as fund
    from claims
    inner join subjects on claims.whose = subjects.subject_key
    where
        claims.section like 'appropriation%'
        and claims.section <> 'appropriation_totals'
        and claims.aspect = 'settled'
        and claims.unit_kind = 'money'
        and subjects.subject = 'total'
        and subjects.flow = 'expenditure'
        and subjects.nature = 'total'
        and subjects.fund in ('fiscal_appropriation', 'general_public_budget', 'government_fund', 'state_capital')
    group by claims.document_id, claims.sentence
),

lines_of_totals as (
    select
        lines.document_id,
        lines.claim,
        totals_told.fund,
        row_number() over (partition by lines.document_id, lines.claim order by totals_told.claim desc) as choice
    from claims as lines
    inner join totals_told
        on lines.document_id = totals_told.document_id
        and lines.claim > totals_told.claim
    where lines.whose = 'function_line' and lines.section like 'appropriation%'
),

from_claims as (
    select
        claims.document_id,
        claims.document_id || ':L' || claims.line || ':' || claims.place_offset as figure_id,
        'narrative' as statement,
        claims.section,
        -- Shares and completions are rounded by one habit, changes by another: each kind of percentage is a scope of its own.
        case when claims.unit_kind = 'percent' then 's' || claims.sentence || claims.aspect else 'narrative' end as convention_scope,
        cast(null as {{ type_text() }}) as table_id,
        coalesce(split_part(sections.title, ';', 1), '') || ' / ' || coalesce(claim_lines.printed_path, claims.label, '') as place,
        claims.page,
        claims.line,
        cast(null as integer) as table_row,
        cast(null as integer) as table_column,
        claims.claim,
        claims.of_claim,
        claims.subject_key,
        claims.base_key,
        claims.part_of,
        claims.told,
        case when claims.is_part then claims.label else coalesce(claim_lines.printed_name, claims.label) end as printed_name,
        case
            when claims.is_part then concat_ws('/', claim_lines.printed_path, claims.label)
            else coalesce(claim_lines.printed_path, claims.label)
        end as printed_path,
        -- A part of a line is no line: adding up lines must not count it again.
        case when not claims.is_part then claim_lines.code end as code,
        case when not claims.is_part then claim_lines.code_basis end as code_basis,
        case when not claims.is_part then claim_lines.printed_code end as printed_code,
        case
            when claims.is_part then
                coalesce('function:' || claim_lines.code, nullif(subjects.subject, '')) || ':part:' || nullif({{ bare_text('claims.label') }}, '')
            when claims.whose = 'function_line' then 'function:' || claim_lines.code
            when claims.whose = 'performance_project' then 'project:' || {{ bare_text('claims.label') }}
            when claims.whose in ('counted', 'performance_counted') then 'counted:' || {{ bare_text('claims.label') }}
            else nullif(subjects.subject, '')
        end as subject,
        case
            -- The contract has no measure for a difference from the budget: it is tested, and published without one.
            when claims.aspect in ('other', 'budget_change', 'budget_change_pct') then null
            when claims.aspect <> 'settled' then claims.aspect
            when claims.whose = 'function_line' then 'amount'
            else nullif(subjects.measure, '')
        end as measure,
        case when claims.whose = 'function_line' then 'expenditure' else nullif(subjects.flow, '') end as flow,
        case when claims.whose = 'function_line' then 'total' else nullif(subjects.nature, '') end as nature,
        case
            when claims.subject_key is null then ''
            when claims.whose <> 'function_line' then coalesce(subjects.fund, '')
            when claims.section in ('government_fund', 'state_capital') then claims.section
            when claims.section like 'appropriation%' then coalesce(lines_of_totals.fund, 'fiscal_appropriation')
            else 'general_public_budget'
        end as fund,
        claims.aspect,
        claims.unit,
        claims.unit_basis,
        claims.unit_kind,
        claims.to_wan,
        claims.text,
        false as is_blank,
        true as is_testable,
        claims.is_approx,
        claims.value,
        claims.own_decimals
    from claims
    left join claim_lines
        on claims.document_id = claim_lines.document_id
        and claims.claim = claim_lines.claim
    left join subjects on claims.whose = subjects.subject_key
    left join sections on claims.section = sections.section
    left join lines_of_totals
        on claims.document_id = lines_of_totals.document_id
        and claims.claim = lines_of_totals.claim
        and lines_of_totals.choice = 1
),

-- Where nothing was carried over, what a report calls the accounts' income and expenditure can only be the year's own.
not_carried_over as (
    select document_id
    from claims
    where
        subject_key in ('grand_total', 'income_total', 'expenditure_total')
        and aspect = 'settled'
        and unit_kind = 'money'
    group by document_id
    having count(distinct subject_key) = 3 and min(value * to_wan) = max(value * to_wan)
),

-- Performance reports, their tables and the charts: what they state of the accounts has the accounts' coordinates.
from_performance as (
    select
        performance.document_id,
        performance.document_id || coalesce(':' || performance.table_id || ':r' || performance.table_row || ':c' || performance.table_column, ':L' || performance.line)
        || ':p' || coalesce(cast(performance.place_offset as {{ type_text() }}), '') as figure_id,
        performance.statement,
        case
            when performance.part = 'final_accounts' and not_carried_over.document_id is not null then 'final_accounts'
            else performance.form
        end as section,
        case when performance.unit_kind = 'percent' then 'p' || performance.line else performance.statement end as convention_scope,
        cast(null as {{ type_text() }}) as table_id,
        concat_ws(' / ', performance.project, performance.level1, performance.level2, performance.level3, performance.label) as place,
        performance.page,
        performance.line,
        performance.table_row,
        performance.table_column,
        cast(null as integer) as claim,
        cast(null as integer) as of_claim,
        performance.subject_key,
        cast(null as {{ type_text() }}) as base_key,
        cast(null as integer) as part_of,
        cast(null as {{ type_text() }}) as told,
        coalesce(performance.label, performance.level3, performance.project) as printed_name,
        concat_ws('/', performance.project, performance.level1, performance.level2, performance.level3) as printed_path,
        classes.code,
        classes.basis as code_basis,
        cast(null as {{ type_text() }}) as printed_code,
        case
            when performance.subject_key = 'function_line' then 'function:' || classes.code
            when performance.subject_key is not null then nullif(subjects.subject, '')
            else 'performance:' || {{ bare_text("coalesce(performance.level3, performance.level2, performance.level1, performance.project, performance.label, '')") }}
        end as subject,
        performance.measure,
        case when performance.measure is null then null when performance.subject_key is null then 'performance' else nullif(subjects.flow, '') end as flow,
        case
            when performance.subject_key is null or performance.measure in ('weight', 'score') then coalesce(performance.part, '')
            else coalesce(subjects.nature, '')
        end as nature,
        case when performance.subject_key is null then '' else coalesce(subjects.fund, '') end as fund,
        case
            when performance.measure = 'amount' then 'settled'
            when performance.is_initial_budget then 'initial_budget'
            else coalesce(performance.measure, 'other')
        end as aspect,
        coalesce(performance.unit, '') as unit,
        'printed' as unit_basis,
        performance.unit_kind,
        performance.to_wan,
        performance.text,
        false as is_blank,
        performance.is_row_fitting as is_testable,
        performance.is_approx,
        performance.value,
        performance.own_decimals
    from performance
    left join subjects on performance.subject_key = subjects.subject_key
    left join classes on performance.class_name = classes.bare_name
    left join not_carried_over on performance.document_id = not_carried_over.document_id
)

select * from from_cells
union all
select * from from_panels
union all
select * from from_claims
union all
select * from from_performance
