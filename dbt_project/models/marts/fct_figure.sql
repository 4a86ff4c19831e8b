with

figures as (
    select * from {{ ref('int_figure') }}
    where {{ only_changed_documents() }}
)

select
    figure_id,
    document_id,
    statement,
    section,
    place,
    item,
    item_path,
    code,
    code_basis,
    printed_code,
    subject,
    flow,
    nature,
    aspect,
    measure,
    fund,
    cast(value as decimal(24, 6)) as value,
    unit,
    unit_basis,
    amount_wan,
    lower_bound,
    upper_bound,
    cast(decimals as integer) as decimals,
    text,
    page,
    line,
    table_id,
    table_row,
    table_column,
    reading,
    repair,
    repair_reason,
    is_understood,
    part_of,
    sheet,
    sheet_cell,
    box_left,
    box_top,
    box_right,
    box_bottom,
    confidence
from figures
