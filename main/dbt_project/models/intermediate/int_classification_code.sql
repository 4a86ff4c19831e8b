{{ config(materialized='table') }}

-- Every code that a list states or a document prints. A code that only documents know keeps the name they print.
with

function_codes as (select * from {{ ref('dim_function_code') }}),

economic_codes as (select * from {{ ref('dim_economic_code') }}),

figures as (select * from {{ ref('int_figure_printed') }}),

listed as (
    select
        'function' as classification,
        code,
        name,
        level,
        nullif(parent_code, '') as parent_code,
        cast(valid_from as integer) as valid_from,
        cast(nullif(valid_to, '') as integer) as valid_to,
        source,
        nullif(cofog, '') as cofog
    from function_codes
    union all
    select
        'economic' as classification,
        code,
        name,
        level,
        nullif(parent_code, '') as parent_code,
        cast(valid_from as integer) as valid_from,
        cast(nullif(valid_to, '') as integer) as valid_to,
        source,
        null as cofog
    from economic_codes
),

printed as (
    select
        {{ classification_of('figures.code') }} as classification,
        figures.code,
        min(figures.printed_name) as name
    from figures
    left join listed on figures.code = listed.code
    where figures.code is not null and listed.code is null
    group by figures.code
)

select * from listed
union all
select
    classification,
    code,
    name,
    case
        when length(code) = 3 then 'class'
        when length(code) = 5 and classification = 'function' then 'section'
        else 'item'
    end as level,
    case
        when length(code) = 7 then substr(code, 1, 5)
        when length(code) = 5 then substr(code, 1, 3)
    end as parent_code,
    null as valid_from,
    null as valid_to,
    'printed in a document' as source,
    null as cofog
from printed
