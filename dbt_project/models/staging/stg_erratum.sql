select
    document_id,
    figure_id,
    printed_text,
    cast(replace(meant_text, ',', '') as {{ type_amount() }}) as meant_value,
    case
        when meant_text like '%.%' then length(split_part(meant_text, '.', 2))
        else 0
    end as meant_decimals,
    meant_text,
    nullif(meant_unit, '') as meant_unit,
    nullif(slip, '') as slip,
    reason,
    source,
    noted_by,
    cast(noted_on as date) as noted_on
from {{ source('raw', 'errata') }}
