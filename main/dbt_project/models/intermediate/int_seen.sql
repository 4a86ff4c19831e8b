select document_id, line, page, part, place, figures
from {{ ref('stg_seen') }}
where {{ only_changed_documents() }}
