with

cells as (
    select * from {{ ref('stg_cell') }}
    where kind is not null and {{ only_changed_documents() }}
),

line_labels as (select * from {{ ref('line_label') }}),

lines as (
    select distinct document_id, table_id, kind, table_row, block, row_code, row_label, row_name, row_context
    from cells
),

labelled as (
    select
        lines.*,
        line_labels.flow as label_flow,
        line_labels.nature as label_nature,
        line_labels.fund as label_fund,
        line_labels.subject as label_subject
    from lines
    left join line_labels
        on lines.kind = line_labels.kind
        and lines.row_code is null
        and lines.block = coalesce(line_labels.block, '')
        and lines.row_name = {{ bare_text('line_labels.label') }}
        and lines.row_context = coalesce({{ bare_text('line_labels.context') }}, '')
),

unlabelled as (select * from labelled where label_subject is null and label_flow is null and row_code is null),

wanted_class as (select distinct cast(null as {{ type_text() }}) as parent_code, row_name as bare_name from unlabelled),

class_by_name as ({{ code_of_name('wanted_class', 'function', 'class') }}),

economic_by_name as ({{ code_of_name('wanted_class', 'economic', 'any') }}),

coded as (
    select
        labelled.*,
        case
            when labelled.row_code is not null then labelled.row_code
            when labelled.label_subject is not null or labelled.label_flow is not null then null
            when labelled.row_name in ('合计', '总计') then null
            when labelled.kind in ('appropriation_by_economic', 'general_budget_basic') then economic_by_name.code
            else class_by_name.code
        end as code,
        case
            when labelled.row_code is not null then 'printed_code'
            when labelled.kind in ('appropriation_by_economic', 'general_budget_basic') then economic_by_name.basis
            else class_by_name.basis
        end as code_basis
    from labelled
    left join class_by_name on labelled.row_name = class_by_name.bare_name
    left join economic_by_name on labelled.row_name = economic_by_name.bare_name
)

select
    document_id,
    table_id,
    kind,
    table_row,
    block,
    row_code,
    row_label,
    code,
    case when code is null then null else coalesce(code_basis, 'unresolved') end as code_basis,
    label_flow,
    label_nature,
    label_fund,
    case
        when label_subject <> '' then label_subject
        when code is not null then {{ classification_of('code') }} || ':' || code
        when row_name in ('合计', '总计') then 'total'
    end as subject
from coded
