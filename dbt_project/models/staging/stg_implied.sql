select
    document_id,
    table_id,
    cast(table_row as integer) as table_row,
    subject,
    flow,
    nature,
    fund,
    cast(nullif(meant_numeral, '') as {{ type_amount() }}) as meant_value,
    is_open = 'true' as is_open
from {{ source('repair', 'implied') }}
