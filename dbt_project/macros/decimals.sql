{# Widths: money in 万元 with eight decimals carries a figure in 元 to the cent and half its last digit. #}
{% macro type_amount() -%}decimal(22, 8){%- endmacro %}

{# As wide as a product with an amount stays exact. Growth from next to nothing runs to millions of percent. #}
{% macro type_percent() -%}decimal(20, 6){%- endmacro %}
{% macro type_product() -%}decimal(38, 14){%- endmacro %}

{# One unit of the last printed digit, for 0 to 8 decimals: 亿元 with eight are exact to the yuan. #}
{% macro last_digit(decimals) -%}
  case {{ decimals }}
    {%- for d in range(9) %} when {{ d }} then cast({{ '1' if d == 0 else '0.' ~ '0' * (d - 1) ~ '1' }} as {{ type_amount() }}){% endfor %}
    else cast(0.00000001 as {{ type_amount() }}) end
{%- endmacro %}

{# n / d rounded down (floor) or up (ceil) to eight decimals, exactly: no float takes part. d must be positive. #}
{% macro divide_floor(n, d) -%}{{ adapter.dispatch('divide_floor')(n, d) }}{%- endmacro %}
{% macro divide_ceil(n, d) -%}-({{ divide_floor('-(' ~ n ~ ')', d) }}){%- endmacro %}

{# Spark rounds what it divides: the remainder is taken off first, so that nothing is left to round. #}
{% macro default__divide_floor(n, d) -%}
  {%- set whole_n = "(" ~ whole_hundred_millionths(n) ~ " * cast(100000000 as decimal(9, 0)))" -%}
  {%- set whole_d = whole_hundred_millionths(d) -%}
  cast(({{ whole_n }} - pmod({{ whole_n }}, {{ whole_d }})) / {{ whole_d }} as decimal(28, 0)) * cast(0.00000001 as decimal(9, 8))
{%- endmacro %}

{# DuckDB divides decimals as floats, and whole numbers towards zero: the division is done on whole 10⁻⁸, floored. #}
{% macro duckdb__divide_floor(n, d) -%}
  {%- set whole_n = "(" ~ whole_hundred_millionths(n) ~ " * 100000000)" -%}
  {%- set whole_d = whole_hundred_millionths(d) -%}
  cast(case when {{ whole_n }} >= 0 then {{ whole_n }} // {{ whole_d }}
       else -((-{{ whole_n }} + {{ whole_d }} - 1) // {{ whole_d }}) end as decimal(28, 0)) * cast(0.00000001 as decimal(9, 8))
{%- endmacro %}

{% macro whole_hundred_millionths(x) -%}
  cast(cast({{ x }} as decimal(28, 8)) * cast(100000000 as decimal(9, 0)) as {{ type_whole() }})
{%- endmacro %}

{% macro type_whole() -%}{{ adapter.dispatch('type_whole')() }}{%- endmacro %}
{% macro default__type_whole() -%}decimal(28, 0){%- endmacro %}
{% macro duckdb__type_whole() -%}hugeint{%- endmacro %}

{# The product of a percentage and an amount, exact. #}
{% macro percent_of(percent, amount) -%}
  (cast({{ percent }} as {{ type_percent() }}) * cast({{ amount }} as decimal(24, 8)))
{%- endmacro %}
