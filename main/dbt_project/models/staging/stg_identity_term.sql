select
    identity_id,
    cast(term as integer) as term,
    side,
    cast(weight as decimal(6, 2)) as weight,
    required = 'true' as is_required,
    label_zh,
    label_en,
    nullif(statement, '') as statement,
    nullif(section, '') as section,
    nullif(subject, '') as subject,
    nullif(subject_level, '') as subject_level,
    via,
    nullif(flow, '') as flow,
    nullif(nature, '') as nature,
    nullif(fund, '') as fund,
    aspect,
    cast(nullif(constant, '') as {{ type_amount() }}) as constant
from {{ source('raw', 'identity_term') }}
