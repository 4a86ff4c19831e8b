select
    document_id,
    table_id,
    cast(table_row as integer) as table_row,
    cast(table_column as integer) as table_column,
    subject,
    -- The line of a figure may be known and its column not.
    nullif(flow, '') as flow,
    nullif(nature, '') as nature,
    nullif(fund, '') as fund,
    nullif(meant_numeral, '') as meant_numeral,
    cast(nullif(meant_numeral, '') as {{ type_amount() }}) as meant_value,
    -- No slip: the cell stands under its own heading, and only its grid was in doubt.
    nullif(slip, '') as slip,
    reason_zh,
    reason_en,
    -- Every cell of the table stands where it was printed: the print itself says what each figure is.
    is_table_as_printed = 'true' as is_table_as_printed
from {{ source('repair', 'restoration') }}
