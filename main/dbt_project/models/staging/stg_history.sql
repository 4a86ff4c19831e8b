select
    finding_id,
    document_id,
    finding_kind,
    nullif(identity_id, '') as identity_id,
    nullif(subject, '') as subject,
    title_zh,
    title_en,
    severity,
    detail,
    nullif(caused_by_finding_id, '') as caused_by_finding_id,
    nullif(culprit_figure_id, '') as culprit_figure_id,
    nullif(suggested_value, '') as suggested_value,
    nullif(slip, '') as slip,
    state,
    cast(first_seen as date) as first_seen,
    cast(last_seen as date) as last_seen
from {{ source('raw', 'finding_history') }}
