with

cells as (select * from {{ source('raw', 'cell') }}),

tables as (select * from {{ ref('stg_table') }}),

units as (select * from {{ ref('unit') }}),

typed as (
    select
        cells.document_id,
        cells.table_id,
        tables.kind,
        tables.title,
        cast(cells.table_row as integer) as table_row,
        cast(cells.table_column as integer) as table_column,
        cast(cells.line as integer) as line,
        cast(nullif(cells.page, '') as integer) as page,
        cells.block,
        nullif(cells.row_code, '') as row_code,
        nullif(cells.row_label, '') as row_label,
        {{ bare_text(without_numbering('cells.row_label')) }} as row_name,
        {{ bare_text(without_numbering('cells.row_context')) }} as row_context,
        cells.header_path,
        nullif(cells.column_key, '') as column_key,
        cells.text,
        nullif(cells.numeral, '') as numeral,
        cells.row_fits = 'true' as is_row_fitting,
        -- A statutory table that prints no unit is in 万元 by the form; the basis stays on record.
        coalesce(tables.unit, '万元') as unit,
        case when tables.unit is null then 'form' else 'printed' end as unit_basis
    from cells
    inner join tables
        on cells.document_id = tables.document_id
        and cells.table_id = tables.table_id
)

select
    typed.document_id,
    typed.table_id,
    typed.kind,
    typed.title,
    typed.table_row,
    typed.table_column,
    typed.line,
    typed.page,
    typed.block,
    typed.row_code,
    typed.row_label,
    typed.row_name,
    typed.row_context,
    typed.header_path,
    typed.column_key,
    typed.text,
    typed.is_row_fitting,
    typed.unit,
    typed.unit_basis,
    typed.numeral is null as is_blank,
    cast(typed.numeral as {{ type_amount() }}) as value,
    case
        when typed.numeral like '%.%' then length(split_part(typed.numeral, '.', 2))
        else 0
    end as own_decimals,
    cast(nullif(units.to_wan, '') as {{ type_amount() }}) as to_wan
from typed
left join units on typed.unit = units.unit
