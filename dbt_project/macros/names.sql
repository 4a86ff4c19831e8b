{# Each text as it is, and once for every character left out of it; texts under four characters only as they are. #}
{% macro texts_less_a_character(columns, relation, alias) -%}
  select
      {{ columns }},
      positions.position = 0 as is_whole,
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

{# One department, however its name and region are spaced and stopped. A name that names its province or city stands for
   itself; any other only together with its region, for a bureau of water affairs exists in every county. #}
{% macro department_key(department, region) -%}
  {%- set name = bare_text(department) -%}
  case
      when {{ replace_first(name, '^.{2,}(省|市[^场政民容]|自治州|自治区)', '') }} <> {{ name }} then {{ name }}
      else nullif({{ name }}, '') || '|' || nullif({{ bare_text(region) }}, '')
  end
{%- endmacro %}
