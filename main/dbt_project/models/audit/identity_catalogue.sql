{{ config(materialized='table') }}

select
    identity_id,
    family,
    title_zh,
    title_en,
    formula,
    severity,
    basis,
    valid_from,
    valid_to,
    version,
    operator
from {{ ref('int_identity') }}
