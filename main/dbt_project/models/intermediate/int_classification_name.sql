{{ config(materialized='table') }}

with

function_codes as (select * from {{ ref('dim_function_code') }}),

function_aliases as (select * from {{ ref('function_alias') }}),

economic_codes as (select * from {{ ref('dim_economic_code') }}),

economic_aliases as (select * from {{ ref('economic_alias') }}),

official as (
    select 'function' as classification, code, name, level, parent_code, name as printed_as, 'name' as basis
    from function_codes
    union all
    select 'economic' as classification, code, name, level, parent_code, name as printed_as, 'name' as basis
    from economic_codes
),

aliases as (
    select
        'function' as classification,
        function_codes.code,
        function_codes.name,
        function_codes.level,
        function_codes.parent_code,
        function_aliases.alias as printed_as,
        'alias' as basis
    from function_aliases
    inner join function_codes on function_aliases.code = function_codes.code
    union all
    select
        'economic' as classification,
        economic_codes.code,
        economic_codes.name,
        economic_codes.level,
        economic_codes.parent_code,
        economic_aliases.alias as printed_as,
        'alias' as basis
    from economic_aliases
    inner join economic_codes on economic_aliases.code = economic_codes.code
),

names as (
    select * from official
    union all
    select * from aliases
),

bare as (
    select distinct
        classification,
        code,
        name,
        level,
        coalesce(parent_code, '') as parent_code,
        {{ bare_text('printed_as') }} as bare_name,
        basis
    from names
)

select
    classification,
    code,
    name,
    level,
    parent_code as scope_code,
    bare_name,
    basis
from bare
-- An item may be named without its section: then it is looked for among all items of its class.
union all
select
    classification,
    code,
    name,
    'item_of_class' as level,
    substr(code, 1, 3) as scope_code,
    bare_name,
    basis
from bare
where level = 'item'
-- Economic lines are often printed without codes, in one list.
union all
select
    classification,
    code,
    name,
    'any' as level,
    '' as scope_code,
    bare_name,
    basis
from bare
where classification = 'economic'
