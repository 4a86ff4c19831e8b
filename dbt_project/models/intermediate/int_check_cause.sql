-- The finding that a failing check follows from, beyond what the repair room explains: an erratum that mends it, or, between
-- two disclosures, a figure of either that is wrong by its own document. Grain: identity, document, key.
with

errata as (
    select document_id, figure_id, {{ short_hash(['document_id', "'erratum_applied'", 'figure_id']) }} as finding_id
    from {{ ref('int_erratum') }}
    where is_applied
),

corrections as (
    select document_id, figure_id, {{ short_hash(['document_id', "'figure_wrong'", 'finding_key']) }} as finding_id
    from {{ ref('stg_correction') }}
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

terms_over_years as (
    select document_id, identity_id, own_key as check_key, figure_id
    from {{ ref('int_term_over_years') }}
    where reading = 'printed' and {{ only_changed_documents() }}
),

failed_as_meant as (
    select * from {{ ref('int_check') }}
    where reading = 'meant' and verdict in ('violated', 'truncated') and {{ only_changed_documents() }}
),

amended as (
    select
        terms.document_id,
        terms.identity_id,
        terms.check_key,
        errata.finding_id
    from (
        select * from terms
        union all
        select * from terms_over_years
    ) as terms
    inner join errata on terms.figure_id = errata.figure_id
    left join failed_as_meant
        on terms.document_id = failed_as_meant.document_id
        and terms.identity_id = failed_as_meant.identity_id
        and terms.check_key = failed_as_meant.check_key
    where failed_as_meant.document_id is null
),

corrected as (
    select
        terms_over_years.document_id,
        terms_over_years.identity_id,
        terms_over_years.check_key,
        corrections.finding_id
    from terms_over_years
    inner join corrections on terms_over_years.figure_id = corrections.figure_id
),

together as (
    select * from amended
    union all
    select * from corrected
)

select
    document_id,
    identity_id,
    check_key,
    min(finding_id) as finding_id
from together
group by document_id, identity_id, check_key
