{{ config(materialized='table') }}

select
    code,
    name,
    level,
    parent_code,
    valid_from,
    valid_to,
    source
from {{ ref('int_classification_code') }}
where classification = 'economic'
