-- A proposal becomes a repair when the identities justify it: read so, strictly more of the checks that the figure
-- stands in hold, and none that held is broken.
with

proposals as (
    select * from {{ ref('int_unit_proposal') }}
    where {{ only_changed_documents() }}
),

terms as (
    select document_id, identity_id, check_key, figure_id from {{ ref('int_term_printed') }}
    where {{ only_changed_documents() }}
    union
    select document_id, identity_id, check_key, figure_id from {{ ref('int_ratio_term_printed') }}
    where {{ only_changed_documents() }}
),

printed as (
    select * from {{ ref('int_check_printed') }}
    where {{ only_changed_documents() }}
),

proposed as (
    select * from {{ ref('int_check_proposed') }}
    where {{ only_changed_documents() }}
),

compared as (
    select
        proposals.document_id,
        proposals.figure_id,
        proposals.meant_unit,
        sum(case when printed.verdict = 'violated' and proposed.verdict in ('exact', 'rounding') then 1 else 0 end) as mended,
        sum(case when printed.verdict <> 'violated' and proposed.verdict = 'violated' then 1 else 0 end) as broken,
        {{ joined("case when printed.verdict = 'violated' and proposed.verdict in ('exact', 'rounding') then printed.identity_id end", ', ', 'printed.identity_id') }} as evidence
    from proposals
    inner join terms
        on proposals.document_id = terms.document_id
        and proposals.figure_id = terms.figure_id
    inner join printed
        on terms.document_id = printed.document_id
        and terms.identity_id = printed.identity_id
        and terms.check_key = printed.check_key
    inner join proposed
        on terms.document_id = proposed.document_id
        and terms.identity_id = proposed.identity_id
        and terms.check_key = proposed.check_key
    group by proposals.document_id, proposals.figure_id, proposals.meant_unit
)

select
    document_id,
    figure_id,
    'unit' as slip,
    meant_unit,
    mended,
    evidence,
    '单位应为' || meant_unit || '：如此读，' || mended || '项勾稽关系成立 / read in ' || meant_unit || ', '
    || mended || ' identities hold: ' || evidence as reason
from compared
where mended > 0 and broken = 0
