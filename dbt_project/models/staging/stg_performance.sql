with

performance as (select * from {{ source('raw', 'performance') }}),

units as (select * from {{ ref('unit') }}),

-- Where a row prints two budgets, the first is the one at the beginning of the year; so is all that stands in its column.
initial_budgets as (
    select distinct document_id, table_id, project, table_column
    from (
        select
            document_id,
            table_id,
            project,
            cast(table_column as integer) as table_column,
            lead(cast(table_column as integer)) over (
                partition by document_id, table_id, table_row, project, part
                order by cast(table_column as integer)
            ) as later_column
        from performance
        where measure = 'budget' and table_id <> '' and table_column <> ''
    ) as budgets
    where later_column > table_column
)

select
    performance.document_id,
    nullif(performance.table_id, '') as table_id,
    cast(nullif(performance.table_row, '') as integer) as table_row,
    cast(nullif(performance.table_column, '') as integer) as table_column,
    cast(performance.line as integer) as line,
    cast(nullif(performance.page, '') as integer) as page,
    cast(nullif(performance.offset, '') as integer) as place_offset,
    performance.statement,
    performance.form,
    nullif(performance.project, '') as project,
    nullif(performance.level1, '') as level1,
    nullif(performance.level2, '') as level2,
    nullif(performance.level3, '') as level3,
    nullif(performance.label, '') as label,
    nullif(performance.measure, '') as measure,
    nullif(performance.part, '') as part,
    nullif(performance.comparator, '') as comparator,
    performance.text,
    nullif(performance.unit, '') as unit,
    performance.approx = 'true' as is_approx,
    nullif(performance.subject_key, '') as subject_key,
    initial_budgets.table_id is not null as is_initial_budget,
    performance.row_fits <> 'false' as is_row_fitting,
    cast(nullif(performance.of_row, '') as integer) as of_row,
    {{ bare_text('performance.class_label') }} as class_name,
    cast(performance.numeral as {{ type_amount() }}) * cast(performance.sign as decimal(1, 0)) as value,
    case
        when performance.numeral like '%.%' then length(split_part(performance.numeral, '.', 2))
        else 0
    end as own_decimals,
    coalesce(units.kind, 'count') as unit_kind,
    cast(nullif(units.to_wan, '') as {{ type_amount() }}) as to_wan
from performance
left join units on performance.unit = units.unit
left join initial_budgets
    on performance.measure = 'budget'
    and performance.document_id = initial_budgets.document_id
    and performance.table_id = initial_budgets.table_id
    and performance.project = initial_budgets.project
    and performance.table_column = cast(initial_budgets.table_column as {{ type_text() }})
