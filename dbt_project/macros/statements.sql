{% macro least_amount() -%}cast(0.00000001 as {{ type_amount() }}){%- endmacro %}

{# The verdict of each statement of one reading, from the pairs that decide it. Grain: statement; the shape of
   int_check_printed. #}
{% macro statement_checks(reading) -%}
select
    identity_id,
    document_id,
    check_key,
    min(case when choice = 1 then check_subject end) as check_subject,
    min(case when choice = 1 then check_fund end) as check_fund,
    'statement' as operator,
    min(case when choice = 1 then reason end) as reason,
    {%- for column in ('lhs', 'rhs', 'lhs_lower', 'lhs_upper', 'rhs_lower', 'rhs_upper', 'slack') %}
    min(case when choice = 1 then {{ column }} end) as {{ column }},
    {%- endfor %}
    min(case when choice = 1 then verdict end) as verdict,
    case
        when min(relation) = 'present' then {{ joined("case when is_told then lhs_text end", '、', 'choice') }}
        else min(case when choice = 1 then words end) || '：' || coalesce(min(case when choice = 1 then lhs_text end), '')
    end as lhs_text,
    min(case when choice = 1 then rhs_text end) as rhs_text
from {{ ref('int_statement_pair') }}
where reading = '{{ reading }}' and {{ only_changed_documents() }}
group by identity_id, document_id, check_key
{%- endmacro %}

{# The figures of the pairs that decide a statement; a blank cell is no figure. #}
{% macro statement_terms(reading) -%}
{%- for side in ('lhs', 'rhs') %}
    select distinct document_id, identity_id, check_key, '{{ side }}' as side, cast(1 as decimal(6, 2)) as weight, cast(0 as decimal(6, 2)) as whole_weight, {{ side }}_figure_id as figure_id
    from {{ ref('int_statement_pair') }}
    where reading = '{{ reading }}' and is_told and verdict <> 'not_testable' and {{ side }}_figure_id is not null and {{ only_changed_documents() }}
    {% if not loop.last %}union all{% endif %}
{%- endfor %}
{%- endmacro %}
