{% macro no_claim() -%}
{#- A figure that no sentence states: the columns of a claim, empty. -#}
    cast(null as integer) as claim,
    cast(null as integer) as of_claim,
    cast(null as {{ type_text() }}) as subject_key,
    cast(null as {{ type_text() }}) as base_key,
    cast(null as integer) as part_of,
    cast(null as {{ type_text() }}) as told
{%- endmacro %}
