-- What was seen on the page, read, understood and tested, in print or where a damaged table is restored. Seen is counted by rules of its own, so that what the reader
-- misses shows as a gap here.
with

documents as (
    select * from {{ ref('int_document') }}
    where {{ only_changed_documents() }}
),

seen as (
    select * from {{ ref('int_seen') }}
    where {{ only_changed_documents() }}
),

figures as (
    select * from {{ ref('int_figure') }}
    where reading = 'printed' and {{ only_changed_documents() }}
),

meant as (
    select document_id, figure_id, is_understood
    from {{ ref('int_figure') }}
    where reading = 'meant' and {{ only_changed_documents() }}
),

both_readings as (
    select * from {{ ref('fct_identity_check') }}
    where {{ only_changed_documents() }}
),

checks as (select * from both_readings where reading = 'printed'),

terms as (
    select distinct terms.document_id, terms.figure_id
    from {{ ref('fct_identity_term') }} as terms
    inner join both_readings
        on terms.check_id = both_readings.check_id
        and both_readings.verdict <> 'not_testable'
    where {{ only_changed_documents('terms') }}
),

seen_counts as (
    select
        document_id,
        sum(figures) as figures_seen,
        sum(case when part = 'two' then figures else 0 end) as figures_seen_narrative,
        sum(case when part = 'five' then figures else 0 end) as figures_seen_statements
    from seen
    group by document_id
),

figure_counts as (
    select
        figures.document_id,
        count(*) as figures_extracted,
        sum(case when figures.statement = 'narrative' then 1 else 0 end) as figures_extracted_narrative,
        sum(case when figures.statement not in ('narrative', 'performance', 'chart') then 1 else 0 end) as figures_extracted_statements,
        sum(case when figures.is_understood or meant.is_understood then 1 else 0 end) as figures_understood,
        sum(case when terms.figure_id is not null then 1 else 0 end) as figures_testable
    from figures
    left join meant
        on figures.document_id = meant.document_id
        and figures.figure_id = meant.figure_id
    left join terms
        on figures.document_id = terms.document_id
        and figures.figure_id = terms.figure_id
    group by figures.document_id
),

check_counts as (
    select
        document_id,
        count(distinct identity_id) as identities_declared,
        count(distinct case when verdict <> 'not_testable' then identity_id end) as identities_evaluated,
        count(*) as checks
        {%- for verdict in ('exact', 'rounding', 'truncated', 'violated', 'not_testable') %},
        sum(case when verdict = '{{ verdict }}' then 1 else 0 end) as checks_{{ verdict }}
        {%- endfor %}
    from checks
    group by document_id
)

select
    documents.document_id,
    documents.department,
    documents.fiscal_year,
    cast(coalesce(seen_counts.figures_seen, 0) as bigint) as figures_seen,
    cast(coalesce(figure_counts.figures_extracted, 0) as bigint) as figures_extracted,
    cast(coalesce(figure_counts.figures_understood, 0) as bigint) as figures_understood,
    cast(coalesce(figure_counts.figures_testable, 0) as bigint) as figures_testable,
    cast(coalesce(seen_counts.figures_seen_narrative, 0) as bigint) as figures_seen_narrative,
    cast(coalesce(figure_counts.figures_extracted_narrative, 0) as bigint) as figures_extracted_narrative,
    cast(coalesce(seen_counts.figures_seen_statements, 0) as bigint) as figures_seen_statements,
    cast(coalesce(figure_counts.figures_extracted_statements, 0) as bigint) as figures_extracted_statements,
    {{ words_in('documents.announced_tables') }} as tables_announced,
    {{ words_in('documents.present_tables') }} as tables_present,
    cast(coalesce(check_counts.identities_declared, 0) as bigint) as identities_declared,
    cast(coalesce(check_counts.identities_evaluated, 0) as bigint) as identities_evaluated,
    cast(coalesce(check_counts.checks, 0) as bigint) as checks
    {%- for verdict in ('exact', 'rounding', 'truncated', 'violated', 'not_testable') %},
    cast(coalesce(check_counts.checks_{{ verdict }}, 0) as bigint) as checks_{{ verdict }}
    {%- endfor %}
from documents
left join seen_counts on documents.document_id = seen_counts.document_id
left join figure_counts on documents.document_id = figure_counts.document_id
left join check_counts on documents.document_id = check_counts.document_id
