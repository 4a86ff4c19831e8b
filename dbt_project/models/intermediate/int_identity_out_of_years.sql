-- The identities that do not apply to a document: its fiscal year lies outside their years. A document whose year nobody
-- knows is held to all of them.
with

documents as (
    select document_id, fiscal_year
    from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

identities as (select identity_id, valid_from, valid_to from {{ ref('stg_identity') }})

select
    documents.document_id,
    identities.identity_id,
    identities.valid_from,
    identities.valid_to
from documents
inner join identities
    on documents.fiscal_year < identities.valid_from
    or documents.fiscal_year > identities.valid_to
