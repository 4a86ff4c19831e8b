select
    document_id,
    identity_id,
    check_key,
    finding_key
from {{ source('repair', 'explained') }}
