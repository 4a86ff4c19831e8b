{{ config(materialized='table') }}

-- Disclosures, and blocks of them, that print the amounts of another department's or another year's one after the other. It
-- compares all documents with one another, so it is made whole every night. The shape of int_finding.
with

blocks as (
    -- Eight different amounts in the same order are no accident; a few round ones may be.
    select * from {{ ref('int_block') }}
    where different_amounts >= 8
),

documents as (
    select
        *,
        row_number() over (order by fiscal_year nulls last, published_on nulls last, document_id) as place_in_time
    from {{ ref('int_document') }}
    where disclosure_kind = 'final_accounts'
),

kinds as (select * from {{ ref('statement_kind') }}),

sections as (select * from {{ ref('narrative_section') }}),

-- A correction, or the same disclosure as another file, repeats its own department's year: that is no copy.
copies as (
    select
        later.document_id,
        blocks.block,
        blocks.statement,
        blocks.section,
        blocks.different_amounts,
        earlier.document_id as earlier_document_id,
        earlier.department as earlier_department,
        earlier.fiscal_year as earlier_fiscal_year,
        row_number() over (partition by later.document_id, blocks.block order by earlier.place_in_time) as choice
    from blocks
    inner join documents as later on blocks.document_id = later.document_id
    inner join blocks as others
        on blocks.block = others.block
        and blocks.amounts_digest = others.amounts_digest
        and blocks.document_id <> others.document_id
    inner join documents as earlier
        on others.document_id = earlier.document_id
        and earlier.place_in_time < later.place_in_time
    where
        coalesce(later.department_key, later.document_id) <> coalesce(earlier.department_key, earlier.document_id)
        or later.fiscal_year <> earlier.fiscal_year
),

-- What is copied as a whole is told once.
told as (
    select
        copies.*,
        coalesce(copies.earlier_department, '') || ' '
        || coalesce(cast(copies.earlier_fiscal_year as {{ type_text() }}), '') as earlier_name,
        case when copies.block = 'disclosure' then 'disclosure_copied' else 'block_copied' end as finding_kind
    from copies
    left join copies as whole
        on copies.document_id = whole.document_id
        and copies.block <> 'disclosure'
        and whole.block = 'disclosure'
    where copies.choice = 1 and whole.document_id is null
)

select
    {{ short_hash(['told.document_id', 'told.finding_kind', 'told.block']) }} as finding_id,
    told.document_id,
    told.finding_kind,
    cast(null as {{ type_text() }}) as identity_id,
    told.block as finding_key,
    case
        when told.block = 'disclosure' then null
        else coalesce(kinds.title_zh, split_part(sections.title, ';', 1))
    end as subject,
    cast(null as {{ type_text() }}) as severity,
    told.different_amounts || ' 个不同金额与该份公开逐一相同：' || told.earlier_name || '（' || told.earlier_document_id || '）' as detail_zh,
    told.different_amounts || ' different amounts, one after the other those of ' || told.earlier_name
    || ' (' || told.earlier_document_id || ')' as detail_en,
    {{ unknown(['caused_by_finding_id', 'culprit_figure_id', 'suggested_value', 'slip', 'confidence', 'alternatives']) }}
from told
left join kinds on told.statement = kinds.kind
left join sections
    on told.statement = 'narrative'
    and told.section = sections.section
