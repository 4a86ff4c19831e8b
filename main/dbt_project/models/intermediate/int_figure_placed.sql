with

cells as (
    select * from {{ ref('stg_cell') }}
    where kind is not null and {{ only_changed_documents() }}
),

claims as (
    select * from {{ ref('stg_claim') }}
    where {{ only_changed_documents() }}
),

cell_lines as (select * from {{ ref('int_cell_line') }}),

claim_lines as (select * from {{ ref('int_claim_line') }}),

meanings as (select * from {{ ref('column_meaning') }}),

subjects as (select * from {{ ref('narrative_subject') }}),

kinds as (select * from {{ ref('statement_kind') }}),

sections as (select * from {{ ref('narrative_section') }}),

from_cells as (
    select
        cells.document_id,
        cells.document_id || ':' || cells.table_id || ':r' || cells.table_row || ':c' || cells.table_column as figure_id,
        cells.kind as statement,
        '' as section,
        cells.table_id as convention_scope,
        cells.table_id,
        kinds.title_zh || ' / ' || coalesce(cells.row_code || ' ', '') || coalesce(cells.row_label, '')
        || ' / ' || coalesce(cells.header_path, '') as place,
        cells.page,
        cells.line,
        cells.table_row,
        cells.table_column,
        cast(null as integer) as claim,
        cast(null as integer) as of_claim,
        cast(null as {{ type_text() }}) as subject_key,
        cast(null as {{ type_text() }}) as base_key,
        cells.row_label as printed_name,
        cells.row_label as printed_path,
        cell_lines.code,
        cell_lines.code_basis,
        cells.row_code as printed_code,
        coalesce(nullif(meanings.subject, ''), cell_lines.subject) as subject,
        case when cell_lines.label_flow is null then nullif(meanings.measure, '') end as measure,
        case
            when meanings.column_key is null then null
            else coalesce(nullif(cell_lines.label_flow, ''), nullif(meanings.flow, ''))
        end as flow,
        coalesce(nullif(cell_lines.label_nature, ''), meanings.nature, '') as nature,
        coalesce(nullif(cell_lines.label_fund, ''), meanings.fund, '') as fund,
        coalesce(nullif(meanings.aspect, ''), 'settled') as aspect,
        cells.unit,
        cells.unit_basis,
        'money' as unit_kind,
        cells.to_wan,
        cells.text,
        cells.is_blank,
        cells.is_row_fitting as is_testable,
        false as is_approx,
        case when cells.is_blank then cast(0 as {{ type_amount() }}) else cells.value end as value,
        cells.own_decimals
    from cells
    inner join cell_lines
        on cells.document_id = cell_lines.document_id
        and cells.table_id = cell_lines.table_id
        and cells.table_row = cell_lines.table_row
        and cells.block = cell_lines.block
    left join meanings
        on cells.kind = meanings.kind
        and cells.column_key = meanings.column_key
    left join kinds on cells.kind = kinds.kind
),

from_claims as (
    select
        claims.document_id,
        claims.document_id || ':L' || claims.line || ':' || claims.place_offset as figure_id,
        'narrative' as statement,
        claims.section,
        case when claims.unit_kind = 'percent' then 's' || claims.sentence else 'narrative' end as convention_scope,
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
        coalesce(claim_lines.printed_name, claims.label) as printed_name,
        coalesce(claim_lines.printed_path, claims.label) as printed_path,
        claim_lines.code,
        claim_lines.code_basis,
        claim_lines.printed_code,
        case
            when claims.subject_key = 'function_line' then 'function:' || claim_lines.code
            when claims.subject_key = 'performance_project' then 'project:' || {{ bare_text('claims.label') }}
            else nullif(subjects.subject, '')
        end as subject,
        case
            when claims.aspect = 'other' then null
            when claims.aspect <> 'settled' then claims.aspect
            when claims.subject_key = 'function_line' then 'amount'
            else nullif(subjects.measure, '')
        end as measure,
        case when claims.subject_key = 'function_line' then 'expenditure' else nullif(subjects.flow, '') end as flow,
        case when claims.subject_key = 'function_line' then 'total' else nullif(subjects.nature, '') end as nature,
        case
            when claims.subject_key is null then ''
            when claims.subject_key <> 'function_line' then coalesce(subjects.fund, '')
            when claims.section in ('government_fund', 'state_capital') then claims.section
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
    left join subjects on claims.subject_key = subjects.subject_key
    left join sections on claims.section = sections.section
)

select * from from_cells
union all
select * from from_claims
