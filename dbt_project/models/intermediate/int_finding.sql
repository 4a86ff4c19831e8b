-- What a person should look at, one row per finding of tonight, before its history is known.
with

checks as (
    select * from {{ ref('int_check') }}
    where {{ only_changed_documents() }}
),

identities as (select * from {{ ref('int_identity') }}),

figures as (
    select * from {{ ref('int_figure') }}
    where reading = 'printed' and {{ only_changed_documents() }}
),

corrections as (
    select * from {{ ref('stg_correction') }}
    where {{ only_changed_documents() }}
),

explained as (
    select * from {{ ref('stg_explained') }}
    where {{ only_changed_documents() }}
),

errata_read as (
    select * from {{ ref('int_finding_erratum') }}
    where {{ only_changed_documents() }}
),

causes as (
    select * from {{ ref('int_check_cause') }}
    where {{ only_changed_documents() }}
),

restorations as (
    -- A cell that repeats its neighbour is a wrong figure of its own.
    select *, case when slip = 'copied_cell' then document_id || ':' || table_id || ':r' || table_row || ':c' || table_column end as wrong_figure_id
    from {{ ref('stg_restoration') }}
    where {{ only_changed_documents() }}
),

tables as (
    select * from {{ ref('stg_table') }}
    where {{ only_changed_documents() }}
),

listed_codes as (
    select code from {{ ref('dim_function_code') }}
    union
    select code from {{ ref('dim_economic_code') }}
),

kinds as (select * from {{ ref('statement_kind') }}),

-- What is violated in print, and what shows only where a damaged table is restored.
failed as (
    select *, 'printed' as seen_in from checks where reading = 'printed' and verdict in ('violated', 'truncated')
    union all
    select meant_checks.*, 'meant' as seen_in
    from checks as meant_checks
    left join checks as printed_checks
        on meant_checks.document_id = printed_checks.document_id
        and meant_checks.identity_id = printed_checks.identity_id
        and meant_checks.check_key = printed_checks.check_key
        and printed_checks.reading = 'printed'
        and printed_checks.verdict in ('violated', 'truncated')
    where
        meant_checks.reading = 'meant'
        and meant_checks.verdict in ('violated', 'truncated')
        and printed_checks.document_id is null
),

failed_checks as (
    select
        failed.document_id,
        case when failed.verdict = 'violated' then 'identity_violated' else 'identity_truncated' end as finding_kind,
        failed.identity_id,
        failed.check_key as finding_key,
        coalesce(failed.check_subject, failed.check_fund) as subject,
        case when failed.verdict = 'violated' then identities.severity end as severity,
        coalesce(failed.lhs_text, '') || coalesce(' ≠ ' || nullif(failed.rhs_text, ''), '') as detail_zh,
        coalesce(failed.lhs_text, '') || coalesce(' ≠ ' || nullif(failed.rhs_text, ''), '') as detail_en,
        explained.finding_key as caused_by_key,
        {{ unknown(['culprit_figure_id', 'suggested_value', 'slip']) }}
    from failed
    inner join identities on failed.identity_id = identities.identity_id
    left join explained
        on failed.document_id = explained.document_id
        and failed.identity_id = explained.identity_id
        and failed.check_key = explained.check_key
),

-- One slip, one finding: what else fails because of it hangs below it.
culprits as (
    select
        corrections.document_id,
        'figure_wrong' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        corrections.finding_key,
        min(figures.item) as subject,
        cast(null as {{ type_text() }}) as severity,
        {{ joined("figures.place || '：' || figures.text || figures.unit || coalesce(' → ' || corrections.suggested_text, '')", '；', 'figures.line, figures.figure_id') }}
        || '。' || min(corrections.reason_zh) as detail_zh,
        {{ joined("figures.place || ': ' || figures.text || figures.unit || coalesce(' → ' || corrections.suggested_text, '')", '; ', 'figures.line, figures.figure_id') }}
        || '. ' || min(corrections.reason_en) as detail_en,
        cast(null as {{ type_text() }}) as caused_by_key,
        min(corrections.figure_id) as culprit_figure_id,
        case when count(*) = 1 then min(corrections.suggested_text) end as suggested_value,
        nullif(min(corrections.slip), '') as slip
    from corrections
    inner join figures
        on corrections.document_id = figures.document_id
        and corrections.figure_id = figures.figure_id
    group by corrections.document_id, corrections.finding_key
),

tables_restored as (
    select
        restorations.document_id,
        case when restorations.wrong_figure_id is null then 'table_restored' else 'figure_wrong' end as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        coalesce(restorations.wrong_figure_id, restorations.table_id || ':' || restorations.slip) as finding_key,
        min(tables.title) as subject,
        cast(null as {{ type_text() }}) as severity,
        coalesce(min(tables.title), restorations.table_id) || '：' || count(distinct restorations.table_row) || ' 行；'
        || min(restorations.reason_zh) as detail_zh,
        coalesce(min(tables.title), restorations.table_id) || ': ' || count(distinct restorations.table_row) || ' rows; '
        || min(restorations.reason_en) as detail_en,
        cast(null as {{ type_text() }}) as caused_by_key,
        restorations.wrong_figure_id as culprit_figure_id,
        case when restorations.wrong_figure_id is not null then min(restorations.meant_numeral) || min(coalesce(tables.unit, '万元')) end as suggested_value,
        restorations.slip
    from restorations
    inner join tables
        on restorations.document_id = tables.document_id
        and restorations.table_id = tables.table_id
    where restorations.slip is not null
    group by restorations.document_id, restorations.table_id, restorations.slip, restorations.wrong_figure_id
),

units_dropped as (
    select
        document_id,
        'unit_dropped' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        figure_id as finding_key,
        item as subject,
        cast(null as {{ type_text() }}) as severity,
        place || '：' || text as detail_zh,
        place || ': ' || text as detail_en,
        cast(null as {{ type_text() }}) as caused_by_key,
        figure_id as culprit_figure_id,
        text || unit as suggested_value,
        'unit_dropped' as slip
    from figures
    where unit_basis = 'assumed'
),

names_unresolved as (
    select
        document_id,
        'name_unresolved' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        coalesce(item_path, item, figure_id) as finding_key,
        item as subject,
        cast(null as {{ type_text() }}) as severity,
        {{ joined("place || '：' || text", '；', 'figure_id') }} as detail_zh,
        {{ joined("place || ': ' || text", '; ', 'figure_id') }} as detail_en,
        {{ unknown(['caused_by_key', 'culprit_figure_id', 'suggested_value', 'slip']) }}
    from figures
    where code_basis = 'unresolved' and subject is null
    group by document_id, item, coalesce(item_path, item, figure_id)
),

codes_unlisted as (
    select
        figures.document_id,
        'code_unlisted' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        figures.code as finding_key,
        figures.code as subject,
        cast(null as {{ type_text() }}) as severity,
        figures.code || ' ' || min(figures.item) as detail_zh,
        figures.code || ' ' || min(figures.item) as detail_en,
        {{ unknown(['caused_by_key', 'culprit_figure_id', 'suggested_value', 'slip']) }}
    from figures
    left join listed_codes on figures.code = listed_codes.code
    where figures.code is not null and listed_codes.code is null
    group by figures.document_id, figures.code
),

rows_displaced as (
    select
        figures.document_id,
        'row_displaced' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        figures.table_id as finding_key,
        kinds.title_zh as subject,
        cast(null as {{ type_text() }}) as severity,
        kinds.title_zh || '：' || count(distinct figures.table_row) || ' 行' as detail_zh,
        kinds.title_en || ': ' || count(distinct figures.table_row) || ' rows' as detail_en,
        {{ unknown(['caused_by_key', 'culprit_figure_id', 'suggested_value', 'slip']) }}
    from figures
    left join kinds on figures.statement = kinds.kind
    left join restorations
        on figures.document_id = restorations.document_id
        and figures.table_id = restorations.table_id
        and figures.table_row = restorations.table_row
        and figures.table_column = restorations.table_column
    where figures.is_displaced and figures.table_id is not null and restorations.document_id is null
    group by figures.document_id, figures.table_id, kinds.title_zh, kinds.title_en
),

tables_unread as (
    select
        document_id,
        'table_unread' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        table_id as finding_key,
        coalesce(nullif(title, ''), table_id) as subject,
        cast(null as {{ type_text() }}) as severity,
        coalesce(nullif(title, ''), table_id) || '：第' || first_line || '–' || last_line || '行；' || split_part(reason, ' / ', 1) as detail_zh,
        coalesce(nullif(title, ''), table_id) || ': lines ' || first_line || '–' || last_line || '; ' || split_part(reason, ' / ', 2) as detail_en,
        {{ unknown(['caused_by_key', 'culprit_figure_id', 'suggested_value', 'slip']) }}
    from tables
    where
        status = 'unread'
        and kind is not null
        and not exists (
            select 1 from restorations
            where restorations.document_id = tables.document_id and restorations.table_id = tables.table_id
        )
),

tables_absent as (
    select * from {{ ref('int_finding_absent') }}
    where {{ only_changed_documents() }}
),

said_wrong as (
    select * from {{ ref('int_finding_said') }}
    where {{ only_changed_documents() }}
),

together as (
    {%- for part in ('failed_checks', 'culprits', 'tables_restored', 'errata_read', 'units_dropped', 'names_unresolved', 'codes_unlisted', 'rows_displaced', 'tables_unread', 'tables_absent', 'said_wrong') %}
    select * from {{ part }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

-- How sure the culprit is, and which other figures could be the wrong one instead.
doubts as (
    select
        document_id,
        'figure_wrong' as finding_kind,
        finding_key,
        min(confidence) as confidence,
        {{ joined('alternatives', '；', 'figure_id') }} as alternatives
    from corrections
    group by document_id, finding_key
)

select
    {{ short_hash(['together.document_id', 'coalesce(together.identity_id, together.finding_kind)', 'together.finding_key']) }} as finding_id,
    together.document_id,
    together.finding_kind,
    together.identity_id,
    together.finding_key,
    together.subject,
    together.severity,
    together.detail_zh,
    together.detail_en,
    case
        when together.caused_by_key is not null then {{ short_hash(['together.document_id', "'figure_wrong'", 'together.caused_by_key']) }}
        else causes.finding_id
    end as caused_by_finding_id,
    together.culprit_figure_id,
    together.suggested_value,
    together.slip,
    doubts.confidence,
    doubts.alternatives
from together
left join doubts
    on together.document_id = doubts.document_id
    and together.finding_kind = doubts.finding_kind
    and together.finding_key = doubts.finding_key
left join causes
    on together.document_id = causes.document_id
    and together.identity_id = causes.identity_id
    and together.finding_key = causes.check_key
