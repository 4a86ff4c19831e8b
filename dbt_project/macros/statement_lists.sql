{# Parts of int_statement_pair: names listed in prose, each with the figure that shows most of it. They read its
   `statements`, `settled` and `figures`. #}
{% macro statement_lists() -%}
names as (
    select
        statements.document_id,
        statements.reading,
        'L' || min(statements.line) over (partition by statements.document_id, statements.reading, statements.list_key) || ':' || statements.list_key as check_key,
        statements.statement_number,
        statements.label,
        names.code
    from statements
    left join {{ ref('int_classification_name') }} as names
        on names.classification = 'economic'
        and names.level = 'any'
        and {{ bare_text('statements.label') }} = names.bare_name
    where statements.statement_kind = 'listed'
),

-- A name stands for its line of the basic expenditure by economic code; without that table, for the quantity elsewhere
-- in the document that holds all of it.
listed_figures as (
    select names.document_id, names.reading, names.statement_number, figures.figure_id, 0 as place
    from names
    inner join figures
        on names.document_id = figures.document_id
        and names.reading = figures.reading
        and 'economic:' || names.code = figures.subject
        and figures.statement in ('appropriation_by_economic', 'appropriation_basic', 'general_budget_basic')
        and figures.flow = 'expenditure'
        and figures.nature = 'basic'
        and figures.fund = 'general_public_budget'
        and figures.aspect = 'settled'
    union all
    select names.document_id, names.reading, names.statement_number, settled.figure_id, 1
    from names
    inner join {{ ref('listed_counterpart') }} as counterparts on names.code = counterparts.code
    inner join settled
        on names.document_id = settled.document_id
        and names.reading = settled.reading
        and counterparts.subject = settled.subject
        and settled.flow = 'expenditure'
        and settled.nature = 'total'
        and settled.fund = 'fiscal_appropriation'
),

-- The figure that shows most decides: a name is wrong only where all its lines are empty.
listed_choice as (
    select
        listed_figures.statement_number,
        figures.*,
        row_number() over (
            partition by listed_figures.document_id, listed_figures.reading, listed_figures.statement_number
            order by
                listed_figures.place,
                case when figures.is_testable then 1 else 0 end,
                abs(figures.amount) desc,
                figures.print_order
        ) as choice
    from listed_figures
    inner join figures
        on listed_figures.document_id = figures.document_id
        and listed_figures.reading = figures.reading
        and listed_figures.figure_id = figures.figure_id
),

listed as (
    select
        names.document_id,
        names.reading,
        'listed' as statement_kind,
        names.check_key,
        '' as check_subject,
        'general_public_budget' as check_fund,
        min(names.label) as words,
        'present' as relation,
        min(case when not listed_choice.is_blank then listed_choice.figure_id end) as lhs_figure_id,
        cast(null as {{ type_text() }}) as rhs_figure_id,
        min(abs(listed_choice.amount)) as lhs,
        min(case when listed_choice.lower <= 0 and listed_choice.upper >= 0 then 0 else least(abs(listed_choice.lower), abs(listed_choice.upper)) end) as lhs_lower,
        min(greatest(abs(listed_choice.lower), abs(listed_choice.upper))) as lhs_upper,
        0 as rhs,
        0 as rhs_lower,
        0 as rhs_upper,
        min(names.label) as lhs_text,
        cast(null as {{ type_text() }}) as rhs_text,
        case
            when min(names.code) is null then '所列名称无法对应编码 / a listed name resolves to no code'
            when min(listed_choice.figure_id) is null then '经济分类基本支出表未读到该行 / the line is not read in the table by economic code'
            when not bool_and(listed_choice.is_testable) then '该行与表头错位 / the line is displaced against its header'
        end as reason
    from names
    left join listed_choice
        on names.document_id = listed_choice.document_id
        and names.reading = listed_choice.reading
        and names.statement_number = listed_choice.statement_number
        and listed_choice.choice = 1
    group by names.document_id, names.reading, names.check_key, names.statement_number
),
{%- endmacro %}
