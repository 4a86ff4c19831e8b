with

performance as (select * from {{ source('raw', 'performance') }}),

units as (select * from {{ ref('unit') }})

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
