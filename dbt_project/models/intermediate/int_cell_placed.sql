-- The cells of statutory tables by what their column heads and their row names. Grain: printed cell.
with

cells as (
    select * from {{ ref('stg_cell') }}
    where kind is not null and {{ only_changed_documents() }}
),

cell_lines as (
    select * from {{ ref('int_cell_line') }}
    where {{ only_changed_documents() }}
),

meanings as (select * from {{ ref('column_meaning') }}),

kinds as (select * from {{ ref('statement_kind') }}),

lines_by_subject as (select * from {{ ref('int_line_subject') }}),

-- Lines that count things among lines of money (因公出国团组数).
counted as (
    select distinct subject
    from {{ ref('narrative_subject') }}
    where measure = 'count' and subject <> ''
)

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
    {{ no_claim() }},
    cells.row_label as printed_name,
    cells.row_label as printed_path,
    cell_lines.code,
    cell_lines.code_basis,
    cells.row_code as printed_code,
    coalesce(nullif(meanings.subject, ''), cell_lines.subject) as subject,
    case
        when counted.subject is not null and coalesce(nullif(meanings.aspect, ''), 'settled') = 'settled' then 'count'
        when cell_lines.label_flow is null then nullif(meanings.measure, '')
    end as measure,
    case
        when meanings.column_key is null then null
        else coalesce(nullif(cell_lines.label_flow, ''), nullif(meanings.flow, ''), lines_by_subject.flow)
    end as flow,
    coalesce(nullif(cell_lines.label_nature, ''), nullif(meanings.nature, ''), lines_by_subject.nature, '') as nature,
    coalesce(nullif(cell_lines.label_fund, ''), nullif(meanings.fund, ''), lines_by_subject.fund, '') as fund,
    -- What was planned to be counted is no count.
    case
        when counted.subject is not null and coalesce(nullif(meanings.aspect, ''), 'settled') <> 'settled' then 'other'
        when counted.subject is not null then 'count'
        else coalesce(nullif(meanings.aspect, ''), 'settled')
    end as aspect,
    case when counted.subject is not null then '' else cells.unit end as unit,
    cells.unit_basis,
    case when counted.subject is not null then 'count' else 'money' end as unit_kind,
    case when counted.subject is null then cells.to_wan end as to_wan,
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
left join counted on coalesce(nullif(meanings.subject, ''), cell_lines.subject) = counted.subject
-- Where a column says no more than budget or settled, the subject of the line says the rest.
left join lines_by_subject
    on cell_lines.subject = lines_by_subject.subject
    and coalesce(meanings.flow, '') = ''
    and cell_lines.label_flow is null
