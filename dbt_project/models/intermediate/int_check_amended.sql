-- The checks that stand on a figure with an erratum and do not fail as meant: what they say in print follows from the slip
-- that the erratum names. Grain: identity, document, key.
with

errata as (
    select * from {{ ref('int_erratum') }}
    where is_applied and {{ only_changed_documents() }}
),

terms as (
    select document_id, identity_id, check_key, figure_id
    from {{ ref('int_term_printed') }}
    where side <> 'never' and {{ only_changed_documents() }}
    union all
    select document_id, identity_id, check_key, figure_id
    from {{ ref('int_ratio_term_printed') }}
    where {{ only_changed_documents() }}
),

failed as (
    select * from {{ ref('int_check') }}
    where reading = 'meant' and verdict in ('violated', 'truncated') and {{ only_changed_documents() }}
)

select
    terms.document_id,
    terms.identity_id,
    terms.check_key,
    min(terms.figure_id) as figure_id
from terms
inner join errata
    on terms.document_id = errata.document_id
    and terms.figure_id = errata.figure_id
left join failed
    on terms.document_id = failed.document_id
    and terms.identity_id = failed.identity_id
    and terms.check_key = failed.check_key
where failed.document_id is null
group by terms.document_id, terms.identity_id, terms.check_key
