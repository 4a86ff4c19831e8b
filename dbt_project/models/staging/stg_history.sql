select
    finding_id,
    document_id,
    state,
    cast(first_seen as date) as first_seen,
    cast(last_seen as date) as last_seen
from {{ source('raw', 'finding_history') }}
