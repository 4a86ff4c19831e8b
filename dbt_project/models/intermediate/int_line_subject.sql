{{ config(materialized='table') }}

-- What a line of a table states by its subject alone. A subject that means several things by section or fund is none.
with

subjects as (select * from {{ ref('narrative_subject') }})

select
    subject,
    min(flow) as flow,
    min(nature) as nature,
    min(fund) as fund,
    min(measure) as measure,
    min(aspect) as aspect
from subjects
where subject <> ''
group by subject
having count(*) = 1
