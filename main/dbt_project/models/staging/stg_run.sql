select
    run_id,
    cast(run_date as date) as run_date,
    code_version
from {{ source('raw', 'run') }}
