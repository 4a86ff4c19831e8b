{{ config(materialized='table') }}

-- One name per code, the current one: what a line is called where a document's year does not decide.
with

codes as (select * from {{ ref('int_classification_code') }}),

ranked as (
    select
        *,
        row_number() over (
            partition by classification, code order by case when valid_to is null then 0 else 1 end, valid_from desc
        ) as choice
    from codes
),

named as (select * from ranked where choice = 1),

function_classes as (select * from named where level = 'class')

select
    named.classification,
    named.code,
    named.name,
    named.level,
    function_classes.code as class_code,
    function_classes.name as class_name,
    named.classification || ':' || named.code as subject,
    case
        when named.level = 'class' then named.name
        when named.level = 'section' or named.classification = 'economic' then concat_ws('/', function_classes.name, named.name)
        else concat_ws('/', function_classes.name, sections.name, named.name)
    end as item_path
from named
left join function_classes on substr(named.code, 1, 3) = function_classes.code
left join named as sections
    on substr(named.code, 1, 5) = sections.code
    and named.level = 'item'
    and sections.level = 'section'
