{# Parts of int_statement_pair: subjects said to be nothing, and parts said to be all of an amount, as pairs of intervals.
   They read its `statements`, `subjects`, `settled`, `claimed` and `readings`. #}
{% macro statement_absences() -%}
-- Prose says that a subject is nothing, or the note below a table says that the table is.
nothing as (
    select document_id, reading, statement_kind, statement_key, words, subject_key
    from statements
    where statement_kind = 'none'
    union all
    select tables.document_id, readings.reading, 'no_data', tables.table_id || ':' || subjects_of.subject_key, tables.title, subjects_of.subject_key
    from {{ ref('stg_table') }} as tables
    inner join {{ ref('no_data_subject') }} as subjects_of on tables.kind = subjects_of.kind
    inner join readings on tables.document_id = readings.document_id
    where tables.is_no_data and {{ only_changed_documents('tables') }}
),

absent as (
    select
        nothing.document_id,
        nothing.reading,
        nothing.statement_kind,
        nothing.statement_key as check_key,
        subjects.subject as check_subject,
        subjects.fund as check_fund,
        nothing.words,
        'equal' as relation,
        settled.figure_id as lhs_figure_id,
        cast(null as {{ type_text() }}) as rhs_figure_id,
        settled.amount as lhs,
        settled.lower as lhs_lower,
        settled.upper as lhs_upper,
        0 as rhs,
        0 as rhs_lower,
        0 as rhs_upper,
        settled.figure_text as lhs_text,
        cast(null as {{ type_text() }}) as rhs_text,
        case when settled.figure_id is null then '未印出该数字 / the figure is not printed' end as reason
    from nothing
    inner join subjects on nothing.subject_key = subjects.subject_key
    left join settled
        on nothing.document_id = settled.document_id
        and nothing.reading = settled.reading
        and subjects.subject = settled.subject
        and subjects.flow = settled.flow
        and subjects.nature = settled.nature
        and subjects.fund = settled.fund
),

-- All of it is one part: that part is the whole, and every other part of the same division is nothing.
divided as (
    select
        statements.document_id,
        statements.reading,
        statements.statement_key,
        statements.words,
        statements.of_claim,
        parts.subject_key = statements.subject_key as is_the_part,
        parts.subject,
        parts.flow,
        parts.nature,
        parts.fund
    from statements
    inner join subjects as said on statements.subject_key = said.subject_key
    inner join subjects as parts on said.whole = parts.whole and said.flow = parts.flow
    where
        statements.statement_kind = 'whole'
        and (
            parts.subject_key = said.subject_key
            or (said.flow = 'income' and parts.nature <> said.nature)
            or (parts.fund = said.fund and parts.nature <> said.nature and 'total' not in (parts.nature, said.nature))
            or (
                parts.nature = said.nature
                and parts.fund <> said.fund
                and parts.fund in ('general_public_budget', 'government_fund', 'state_capital')
                and said.fund in ('general_public_budget', 'government_fund', 'state_capital')
            )
        )
),

whole as (
    select
        divided.document_id,
        divided.reading,
        'whole' as statement_kind,
        divided.statement_key as check_key,
        told.subject as check_subject,
        told.fund as check_fund,
        divided.words,
        'equal' as relation,
        case when divided.is_the_part then told.figure_id else settled.figure_id end as lhs_figure_id,
        case when divided.is_the_part then settled.figure_id end as rhs_figure_id,
        case when divided.is_the_part then told.amount else settled.amount end as lhs,
        case when divided.is_the_part then told.lower else settled.lower end as lhs_lower,
        case when divided.is_the_part then told.upper else settled.upper end as lhs_upper,
        case when divided.is_the_part then settled.amount else 0 end as rhs,
        case when divided.is_the_part then settled.lower else 0 end as rhs_lower,
        case when divided.is_the_part then settled.upper else 0 end as rhs_upper,
        case when divided.is_the_part then told.figure_text else settled.figure_text end as lhs_text,
        case when divided.is_the_part then settled.figure_text end as rhs_text,
        case when settled.figure_id is null then '各组成部分未印出 / the parts are not printed' end as reason
    from divided
    inner join claimed as told
        on divided.document_id = told.document_id
        and divided.reading = told.reading
        and divided.of_claim = told.claim
    left join settled
        on divided.document_id = settled.document_id
        and divided.reading = settled.reading
        and divided.subject = settled.subject
        and divided.flow = settled.flow
        and divided.nature = settled.nature
        and divided.fund = settled.fund
        and settled.figure_id <> told.figure_id
),
{%- endmacro %}
