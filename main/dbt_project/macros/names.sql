{# The code a printed name stands for among the children of a parent: the same text first, else the one name that is a
   single character away (a slip of the pen or of the reader); never a choice between two. Two texts are a character
   apart when one of them, or both, become the same by leaving out one character. #}
{% macro code_of_name(wanted, classification, level) -%}
  select
      parent_code,
      bare_name,
      min(code) as code,
      min(case when distance = 1 then 'near' else basis end) as basis
  from (
      select
          matched.*,
          min(matched.distance) over (partition by matched.parent_code, matched.bare_name) as nearest
      from (
          select wanted.parent_code, wanted.bare_name, names.code, names.basis, 0 as distance
          from {{ wanted }} as wanted
          inner join {{ ref('int_classification_name') }} as names
              on names.classification = '{{ classification }}'
              and names.level = '{{ level }}'
              and coalesce(wanted.parent_code, '') = names.scope_code
              and wanted.bare_name = names.bare_name
          union all
          select wanted.parent_code, wanted.bare_name, names.code, names.basis, 1 as distance
          from (
              {{ texts_less_a_character('wanted.parent_code, wanted.bare_name', wanted, 'wanted') }}
          ) as wanted
          inner join {{ ref('int_classification_name_shortened') }} as names
              on names.classification = '{{ classification }}'
              and names.level = '{{ level }}'
              and coalesce(wanted.parent_code, '') = names.scope_code
              and wanted.shortened = names.shortened
      ) as matched
  ) as measured
  where distance = nearest
  group by parent_code, bare_name
  having count(distinct code) = 1
{%- endmacro %}

{# Each text as it is, and once for every character left out of it; texts under four characters only as they are. #}
{% macro texts_less_a_character(columns, relation, alias) -%}
  select
      {{ columns }},
      case
          when positions.position = 0 then {{ alias }}.bare_name
          else substr({{ alias }}.bare_name, 1, positions.position - 1) || substr({{ alias }}.bare_name, positions.position + 1)
      end as shortened
  from {{ relation }} as {{ alias }}
  inner join {{ ref('int_position') }} as positions
      on positions.position <= case when length({{ alias }}.bare_name) >= 4 then length({{ alias }}.bare_name) else 0 end
{%- endmacro %}

{# Functional codes begin with 2, economic codes with 3. #}
{% macro classification_of(code) -%}
  case when {{ code }} like '3%' then 'economic' else 'function' end
{%- endmacro %}

{# total, class, section or item, from a line's key. #}
{% macro level_of(subject) -%}
  case
      when {{ subject }} = 'total' then 'total'
      when {{ subject }} like 'function:_______' or {{ subject }} like 'economic:_____' then 'item'
      when {{ subject }} like 'function:_____' then 'section'
      when {{ subject }} like 'function:___' or {{ subject }} like 'economic:___' then 'class'
  end
{%- endmacro %}
