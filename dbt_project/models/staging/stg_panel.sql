with

panels as (select * from {{ source('raw', 'panel') }}),

tables as (select * from {{ ref('stg_table') }}),

units as (select * from {{ ref('unit') }}),

typed as (
    select
        panels.document_id,
        panels.table_id,
        tables.kind,
        tables.title,
        cast(panels.table_row as integer) as table_row,
        cast(panels.table_column as integer) as table_column,
        cast(panels.line as integer) as line,
        cast(nullif(panels.page, '') as integer) as page,
        nullif(panels.row_code, '') as row_code,
        nullif(panels.row_label, '') as row_label,
        panels.header_path,
        panels.text,
        nullif(panels.numeral, '') as numeral,
        -- A statutory table that prints no unit is in 万元 by the form; the basis stays on record.
        coalesce(tables.unit, '万元') as unit,
        case when tables.unit is null then 'form' else 'printed' end as unit_basis
    from panels
    inner join tables
        on panels.document_id = tables.document_id
        and panels.table_id = tables.table_id
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
    typed.row_code,
    typed.row_label,
    typed.header_path,
    typed.text,
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
