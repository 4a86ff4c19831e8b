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

-- Lines that stand in any block are known without their list number (1．, 其中) and the unit of what they count.
anywhere as (
    select kind, flow, nature, fund, subject, {{ bare_text('label') }} as bare_label
    from line_labels
    where block = '*'
),

named as (
    select *, {{ replace_first(replace_first('row_name', number_of_line(), ''), unit_of_line(), '') }} as plain_name
    from lines
),

labelled as (
    select
        named.*,
        coalesce(line_labels.flow, anywhere.flow) as label_flow,
        coalesce(line_labels.nature, anywhere.nature) as label_nature,
        coalesce(line_labels.fund, anywhere.fund) as label_fund,
        coalesce(line_labels.subject, anywhere.subject) as label_subject
    from named
    left join line_labels
        on named.kind = line_labels.kind
        and named.row_code is null
        and named.block = coalesce(line_labels.block, '')
        and named.row_name = {{ bare_text('line_labels.label') }}
        and named.row_context = coalesce({{ bare_text('line_labels.context') }}, '')
    left join anywhere
        on named.kind = anywhere.kind
        and named.row_code is null
        and named.plain_name = anywhere.bare_label
),

names as (
    select * from {{ ref('int_name_resolved') }}
    where {{ only_changed_documents() }}
),

coded as (
    select
        labelled.*,
        case
            when labelled.row_code is not null then labelled.row_code
            when labelled.label_subject is not null or labelled.label_flow is not null then null
            when labelled.row_name in ('合计', '总计') then null
            when labelled.block = 'further' or labelled.kind in ('appropriation_by_economic', 'appropriation_basic', 'general_budget_basic') then economic_names.code
            else class_names.code
        end as code,
        case
            when labelled.row_code is not null then 'printed_code'
            when labelled.block = 'further' or labelled.kind in ('appropriation_by_economic', 'appropriation_basic', 'general_budget_basic') then economic_names.basis
            else class_names.basis
        end as code_basis
    from labelled
    left join names as class_names
        on labelled.document_id = class_names.document_id
        and labelled.row_name = class_names.bare_name
        and class_names.level = 'class'
    left join names as economic_names
        on labelled.document_id = economic_names.document_id
        and labelled.row_name = economic_names.bare_name
        and economic_names.level = 'any'
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
    case
        when code is not null then code_basis
        when label_subject is null and label_flow is null and row_name <> '' and row_name not in ('合计', '总计') then 'unresolved'
    end as code_basis,
    label_flow,
    label_nature,
    label_fund,
    case
        when label_subject <> '' then label_subject
        when code is not null then {{ classification_of('code') }} || ':' || code
        when row_name in ('合计', '总计') then 'total'
    end as subject
from coded
