{# Labels are compared on their bare text: no spaces, quotes or stops; brackets in ASCII. #}
{% macro bare_text(column) -%}
  {{ replace_all("translate(" ~ column ~ ", '（）【】０１２３４５６７８９', '()[]0123456789')", "[\\s\\u3000“”\"''‘’：:，,。．.、；;*]", "") }}
{%- endmacro %}

{# The list number in front of a label (一、 / （一） / 1.) is not part of its name. #}
{% macro without_numbering(column) -%}
  {{ replace_first(column, "^\\s*([（(]?[一二三四五六七八九十]+[）)]?[、.．]|[（(]([一二三四五六七八九十]+|[0-9０-９]{1,2})[）)]|[0-9０-９]{1,2}[、.．])\\s*", "") }}
{%- endmacro %}

{# Of a bare label: the list number before it, and the unit that it counts in behind it. #}
{% macro number_of_line() -%}^(其中)?([0-9]{1,2}|[(][0-9]{1,2}[)])?(其中)?{%- endmacro %}

{% macro unit_of_line() -%}[(](个|人|人次|批|批次|次|辆|台|套|台套|万元|元)[)]${%- endmacro %}

{% macro replace_all(expression, pattern, by) -%}
  {{ adapter.dispatch('replace_all')(expression, pattern, by) }}
{%- endmacro %}

{% macro default__replace_all(expression, pattern, by) -%}
  regexp_replace({{ expression }}, '{{ java_pattern(pattern) }}', '{{ by | replace("\\1", "$1") }}')
{%- endmacro %}

{% macro duckdb__replace_all(expression, pattern, by) -%}
  regexp_replace({{ expression }}, '{{ pattern | replace("''", "'") | replace("'", "''") | replace("\\u3000", "　") }}', '{{ by }}', 'g')
{%- endmacro %}

{% macro replace_first(expression, pattern, by) -%}
  {{ adapter.dispatch('replace_first')(expression, pattern, by) }}
{%- endmacro %}

{# Every pattern that is replaced once is anchored: it matches once. #}
{% macro default__replace_first(expression, pattern, by) -%}
  {{ default__replace_all(expression, pattern, by) }}
{%- endmacro %}

{% macro duckdb__replace_first(expression, pattern, by) -%}
  regexp_replace({{ expression }}, '{{ pattern }}', '{{ by }}')
{%- endmacro %}

{# A pattern of RE2 for Java, in a Spark literal: white space is what RE2 calls so, and a backslash stands twice. #}
{% macro java_pattern(pattern) -%}
  {{ pattern | replace("\\s", "[ \\t\\n\\f\\r]") | replace("''", "'") | replace("\\", "\\\\") | replace("'", "\\'") }}
{%- endmacro %}

{# A short name that two runs and two engines agree on. #}
{% macro short_hash(columns) -%}
  substr(md5({% for column in columns %}coalesce(cast({{ column }} as {{ type_text() }}), '') {% if not loop.last %}|| '|' || {% endif %}{% endfor %}), 1, 16)
{%- endmacro %}

{% macro type_text() -%}
  {{ adapter.dispatch('type_text')() }}
{%- endmacro %}

{% macro default__type_text() -%}string{%- endmacro %}

{% macro duckdb__type_text() -%}varchar{%- endmacro %}

{# Texts of one group joined in a stated order, of the rows that meet the condition. #}
{% macro joined(expression, separator, order_by, condition='') -%}
  {{ adapter.dispatch('joined')(expression, separator, order_by, condition) }}
{%- endmacro %}

{% macro default__joined(expression, separator, order_by, condition) -%}
  listagg({{ "case when " ~ condition ~ " then " ~ expression ~ " end" if condition else expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{% macro duckdb__joined(expression, separator, order_by, condition) -%}
  string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }}){% if condition %} filter (where {{ condition }}){% endif %}
{%- endmacro %}

{# The distinct statements of a group, in order, as a list. #}
{% macro statements_stated(column) -%}
  {{ adapter.dispatch('statements_stated')(column) }}
{%- endmacro %}

{% macro default__statements_stated(column) -%}array_sort(collect_set({{ column }})){%- endmacro %}

{% macro duckdb__statements_stated(column) -%}list_sort(list_distinct(list({{ column }}))){%- endmacro %}

{# How many words a list joined by semicolons holds. #}
{% macro words_in(column) -%}
  cast(case when coalesce({{ column }}, '') = '' then 0 else length({{ column }}) - length(replace({{ column }}, ';', '')) + 1 end as integer)
{%- endmacro %}

{# Columns of which this row knows nothing. #}
{% macro unknown(columns) -%}
  {% for column in columns %}cast(null as {{ type_text() }}) as {{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endmacro %}
