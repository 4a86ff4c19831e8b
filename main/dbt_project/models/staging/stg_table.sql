select
    document_id,
    table_id,
    nullif(kind, '') as kind,
    title,
    form_number,
    nullif(unit, '') as unit,
    cast(first_line as integer) as first_line,
    cast(last_line as integer) as last_line,
    cast(nullif(page, '') as integer) as page,
    no_data = 'true' as is_no_data,
    status,
    reason
from {{ source('raw', 'table') }}
