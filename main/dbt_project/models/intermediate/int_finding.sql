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

repairs as (
    select * from {{ ref('int_repair') }}
    where {{ only_changed_documents() }}
),

terms as (
    select document_id, identity_id, check_key, figure_id from {{ ref('int_term_printed') }}
    where {{ only_changed_documents() }}
    union
    select document_id, identity_id, check_key, figure_id from {{ ref('int_ratio_term_printed') }}
    where {{ only_changed_documents() }}
),

tables as (
    select * from {{ ref('stg_table') }}
    where {{ only_changed_documents() }}
),

documents as (
    select * from {{ ref('stg_document') }}
    where {{ only_changed_documents() }}
),

listed_codes as (
    select code from {{ ref('dim_function_code') }}
    union
    select code from {{ ref('dim_economic_code') }}
),

kinds as (select * from {{ ref('statement_kind') }}),

meant_checks as (select * from checks where reading = 'meant'),

failed_checks as (
    select
        checks.document_id,
        case when checks.verdict = 'violated' then 'identity_violated' else 'identity_truncated' end as finding_kind,
        checks.identity_id,
        checks.check_key as finding_key,
        coalesce(checks.check_subject, checks.check_fund) as subject,
        case when checks.verdict = 'violated' then identities.severity end as severity,
        coalesce(checks.lhs_text, '') || coalesce(' ≠ ' || nullif(checks.rhs_text, ''), '') as detail,
        min(case when meant_checks.verdict in ('exact', 'rounding') then repairs.figure_id end) as caused_by_figure_id,
        cast(null as {{ type_text() }}) as culprit_figure_id,
        cast(null as {{ type_text() }}) as suggested_value,
        cast(null as {{ type_text() }}) as slip
    from checks
    inner join identities on checks.identity_id = identities.identity_id
    left join terms
        on checks.document_id = terms.document_id
        and checks.identity_id = terms.identity_id
        and checks.check_key = terms.check_key
    left join repairs
        on terms.document_id = repairs.document_id
        and terms.figure_id = repairs.figure_id
    left join meant_checks
        on checks.document_id = meant_checks.document_id
        and checks.identity_id = meant_checks.identity_id
        and checks.check_key = meant_checks.check_key
    where checks.reading = 'printed' and checks.verdict in ('violated', 'truncated')
    group by
        checks.document_id, checks.verdict, checks.identity_id, checks.check_key, checks.check_subject,
        checks.check_fund, identities.severity, checks.lhs_text, checks.rhs_text
),

unit_slips as (
    select
        figures.document_id,
        'unit_slip' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        figures.figure_id as finding_key,
        figures.item as subject,
        cast(null as {{ type_text() }}) as severity,
        figures.place || '：' || figures.text || figures.unit || '；' || repairs.reason as detail,
        cast(null as {{ type_text() }}) as caused_by_figure_id,
        figures.figure_id as culprit_figure_id,
        figures.text || repairs.meant_unit as suggested_value,
        repairs.slip
    from repairs
    inner join figures
        on repairs.document_id = figures.document_id
        and repairs.figure_id = figures.figure_id
),

units_dropped as (
    select
        document_id,
        'unit_dropped' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        figure_id as finding_key,
        item as subject,
        cast(null as {{ type_text() }}) as severity,
        place || '：' || text as detail,
        cast(null as {{ type_text() }}) as caused_by_figure_id,
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
        {{ joined("place || '：' || text", '；', 'figure_id') }} as detail,
        cast(null as {{ type_text() }}) as caused_by_figure_id,
        cast(null as {{ type_text() }}) as culprit_figure_id,
        cast(null as {{ type_text() }}) as suggested_value,
        cast(null as {{ type_text() }}) as slip
    from figures
    where code_basis = 'unresolved'
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
        figures.code || ' ' || min(figures.item) as detail,
        cast(null as {{ type_text() }}) as caused_by_figure_id,
        cast(null as {{ type_text() }}) as culprit_figure_id,
        cast(null as {{ type_text() }}) as suggested_value,
        cast(null as {{ type_text() }}) as slip
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
        kinds.title_zh || '：' || count(distinct figures.table_row) || ' 行 / rows' as detail,
        cast(null as {{ type_text() }}) as caused_by_figure_id,
        cast(null as {{ type_text() }}) as culprit_figure_id,
        cast(null as {{ type_text() }}) as suggested_value,
        cast(null as {{ type_text() }}) as slip
    from figures
    left join kinds on figures.statement = kinds.kind
    where figures.table_id is not null and figures.flow is null
    group by figures.document_id, figures.table_id, kinds.title_zh
),

tables_unread as (
    select
        document_id,
        'table_unread' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        table_id as finding_key,
        coalesce(nullif(title, ''), table_id) as subject,
        cast(null as {{ type_text() }}) as severity,
        coalesce(nullif(title, ''), table_id) || '：' || first_line || '–' || last_line || '；' || coalesce(reason, '') as detail,
        cast(null as {{ type_text() }}) as caused_by_figure_id,
        cast(null as {{ type_text() }}) as culprit_figure_id,
        cast(null as {{ type_text() }}) as suggested_value,
        cast(null as {{ type_text() }}) as slip
    from tables
    where status = 'unread' and kind is not null
),

announced as (
    select
        documents.document_id,
        kinds.kind,
        kinds.title_zh,
        cast(kinds.ordinal as integer) as ordinal
    from documents
    inner join kinds
        on ';' || documents.announced_tables || ';' like '%;' || kinds.kind || ';%'
        and not coalesce(';' || documents.present_tables || ';', '') like '%;' || kinds.kind || ';%'
),

tables_absent as (
    select
        document_id,
        'tables_absent' as finding_kind,
        cast(null as {{ type_text() }}) as identity_id,
        'announced' as finding_key,
        cast(null as {{ type_text() }}) as subject,
        cast(null as {{ type_text() }}) as severity,
        {{ joined('title_zh', '、', 'ordinal') }} as detail,
        cast(null as {{ type_text() }}) as caused_by_figure_id,
        cast(null as {{ type_text() }}) as culprit_figure_id,
        cast(null as {{ type_text() }}) as suggested_value,
        cast(null as {{ type_text() }}) as slip
    from announced
    group by document_id
),

together as (
    {%- for part in ('failed_checks', 'unit_slips', 'units_dropped', 'names_unresolved', 'codes_unlisted', 'rows_displaced', 'tables_unread', 'tables_absent') %}
    select * from {{ part }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select
    {{ short_hash(['document_id', 'coalesce(identity_id, finding_kind)', 'finding_key']) }} as finding_id,
    document_id,
    finding_kind,
    identity_id,
    finding_key,
    subject,
    severity,
    detail,
    case
        when caused_by_figure_id is not null
            then {{ short_hash(['document_id', "'unit_slip'", 'caused_by_figure_id']) }}
    end as caused_by_finding_id,
    culprit_figure_id,
    suggested_value,
    slip
from together
