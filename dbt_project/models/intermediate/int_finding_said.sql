-- What a document says of itself in words that no figure contradicts but the document does: another year or another
-- department where its own belongs, a publication before its year was over, text of the form left standing. Years and
-- names are held against the document only where most places agree with it: else it is the reader who errs.
with

said as (
    select
        *,
        coalesce('第' || page || '页', '') || '第' || line || '行“' || words || '”' as place_zh,
        coalesce('page ' || page || ', ', '') || 'line ' || line || ': ' || words as place_en
    from {{ ref('stg_statement') }}
    where statement_kind in ('year', 'department', 'template') and {{ only_changed_documents() }}
),

documents as (
    select * from {{ ref('stg_document') }}
    where disclosure_kind = 'final_accounts' and {{ only_changed_documents() }}
),

years as (
    select
        said.*,
        cast(said.words as integer) as named,
        documents.fiscal_year,
        documents.fiscal_year - case said.relation when 'last' then 1 else 0 end as meant
    from said
    inner join documents on said.document_id = documents.document_id
    where said.statement_kind = 'year'
),

trusted_years as (
    select document_id
    from years
    group by document_id
    having sum(case when named = meant then 1 else 0 end) > sum(case when named <> meant then 1 else 0 end)
),

-- A comparison with a year further back may be meant; with the year itself, with one to come or with the year before
-- last it was copied.
years_wrong as (
    select
        years.document_id,
        'year_named' as finding_kind,
        years.relation || ':' || years.named as finding_key,
        cast(years.named as {{ type_text() }}) as subject,
        cast(null as {{ type_text() }}) as severity,
        {{ joined('years.place_zh', '；', 'years.line, years.place_offset') }} || ' → ' || min(years.meant) as detail_zh,
        {{ joined('years.place_en', '; ', 'years.line, years.place_offset') }} || ' → ' || min(years.meant) as detail_en
    from years
    inner join trusted_years on years.document_id = trusted_years.document_id
    where
        years.named <> years.meant
        and (years.relation <> 'last' or years.named >= years.fiscal_year or years.named = years.meant - 1)
    group by years.document_id, years.relation, years.named
),

trusted_names as (
    select document_id
    from said
    where statement_kind = 'department'
    group by document_id
    having sum(case when relation = 'own' then 1 else 0 end) > sum(case when relation = 'other' then 1 else 0 end)
),

departments_wrong as (
    select
        said.document_id,
        'department_named' as finding_kind,
        said.words as finding_key,
        said.words as subject,
        cast(null as {{ type_text() }}) as severity,
        {{ joined('said.place_zh', '；', 'said.line, said.place_offset') }} || ' → ' || min(documents.department) as detail_zh,
        {{ joined('said.place_en', '; ', 'said.line, said.place_offset') }} || ' → ' || min(documents.department) as detail_en
    from said
    inner join trusted_names on said.document_id = trusted_names.document_id
    inner join documents on said.document_id = documents.document_id
    where said.statement_kind = 'department' and said.relation = 'other'
    group by said.document_id, said.words
),

-- The form's instructions below its tables are printed by many and mislead nobody; a placeholder is a hole.
templates_left as (
    select
        said.document_id,
        'template_text' as finding_kind,
        said.relation as finding_key,
        said.relation as subject,
        case when said.relation = 'instruction' then 'info' end as severity,
        {{ joined('said.place_zh', '；', 'said.line, said.place_offset') }} as detail_zh,
        {{ joined('said.place_en', '; ', 'said.line, said.place_offset') }} as detail_en
    from said
    inner join documents on said.document_id = documents.document_id
    where said.statement_kind = 'template'
    group by said.document_id, said.relation
),

published_early as (
    select
        document_id,
        'published_early' as finding_kind,
        'published_on' as finding_key,
        cast(published_on as {{ type_text() }}) as subject,
        cast(null as {{ type_text() }}) as severity,
        cast(published_on as {{ type_text() }}) || ' ≤ ' || fiscal_year || '-12-31' as detail_zh,
        cast(published_on as {{ type_text() }}) || ' ≤ ' || fiscal_year || '-12-31' as detail_en
    from documents
    where published_on <= cast(fiscal_year || '-12-31' as date)
),

together as (
    {%- for part in ('years_wrong', 'departments_wrong', 'templates_left', 'published_early') %}
    select * from {{ part }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select
    document_id,
    finding_kind,
    cast(null as {{ type_text() }}) as identity_id,
    finding_key,
    subject,
    severity,
    detail_zh,
    detail_en,
    {{ unknown(['caused_by_key', 'culprit_figure_id', 'suggested_value', 'slip']) }}
from together
