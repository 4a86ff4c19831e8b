select
    document_id,
    cast(line as integer) as line,
    cast(nullif(page, '') as integer) as page,
    part,
    place,
    cast(figures as integer) as figures
from {{ source('raw', 'seen') }}
