{{ config(materialized='table') }}

-- Places in a text, 0 (nothing left out) to 40.
{% for position in range(41) -%}
select {{ position }} as position
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
