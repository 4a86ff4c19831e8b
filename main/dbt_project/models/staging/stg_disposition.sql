select
    finding_id,
    decision,
    reason,
    who,
    cast(nullif(decided_on, '') as date) as decided_on,
    cast(nullif(expires_on, '') as date) as expires_on
from {{ source('raw', 'disposition') }}
