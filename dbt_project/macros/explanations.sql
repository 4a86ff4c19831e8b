{# A decimal as a person writes it: no trailing zeros. #}
{% macro printed_number(expression) -%}
  {{ replace_first(replace_first("cast(" ~ expression ~ " as " ~ type_text() ~ ")", "(\\.[0-9]*[1-9])0+$", "\\1"), "\\.0+$", "") }}
{%- endmacro %}

{% macro explained(language) -%}
  {%- set words = {
      'zh': {'difference': '，相差 ', 'slack': '，舍入至多可解释 ', 'exact': '，完全相符', 'rounding': '，属尾差',
             'truncated': '，仅当一方截位而非四舍五入时成立', 'violated': '，不成立', 'against': ' 对 '},
      'en': {'difference': ', difference ', 'slack': ', rounding explains at most ', 'exact': ', exact', 'rounding': ', a rounding difference',
             'truncated': ', holds only if a figure was cut instead of rounded', 'violated': ', violated', 'against': ' against '},
  }[language] -%}
  coalesce(lhs_text, '') || case when coalesce(rhs_text, '') <> '' then '{{ words.against }}' || rhs_text else '' end
  -- Of a word the two amounts tell no difference that rounding could explain.
  || case when operator = 'statement' then
     case verdict when 'exact' then '{{ words.exact }}' when 'rounding' then '{{ words.rounding }}' else '{{ words.violated }}' end
     else ' → ' || lhs_number || sign || '{{ words.against }}' || rhs_number || sign
  || case when verdict = 'exact' then '{{ words.exact }}'
     else '{{ words.difference }}' || difference_number || '{{ words.slack }}' || slack_number
       || case verdict when 'rounding' then '{{ words.rounding }}' when 'truncated' then '{{ words.truncated }}' else '{{ words.violated }}' end
     end end
{%- endmacro %}

{# The fiscal years of an identity, in words. #}
{% macro years_of(language) -%}
  {%- if language == 'zh' -%}
    (out_of_years.valid_from || '年度' || coalesce('至' || out_of_years.valid_to || '年度', '起'))
  {%- else -%}
    ('fiscal years ' || out_of_years.valid_from || coalesce(' to ' || out_of_years.valid_to, ' and later'))
  {%- endif -%}
{%- endmacro %}
