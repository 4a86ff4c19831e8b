select
    document_id,
    figure_id,
    finding_key,
    slip,
    confidence,
    cast(nullif(meant_numeral, '') as {{ type_amount() }}) as meant_value,
    nullif(meant_unit, '') as meant_unit,
    nullif(suggested_text, '') as suggested_text,
    is_justified = 'true' as is_justified,
    reason_zh,
    reason_en,
    nullif(alternatives, '') as alternatives
from {{ source('repair', 'correction') }}
