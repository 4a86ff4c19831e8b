{# The contract's measure of a settled figure whose words name a line and no column. #}
{% macro measure_of(flow, nature) -%}
  case
      when {{ flow }} = 'income' and {{ nature }} = 'total' then 'income'
      when {{ flow }} = 'income' then {{ nature }} || '_income'
      when {{ flow }} in ('opening', 'closing') then {{ flow }}
      when {{ flow }} = 'opening_part' then 'opening'
      when {{ flow }} = 'closing_part' then 'closing'
      when {{ flow }} = 'expenditure' and {{ nature }} <> 'total' then {{ nature }}
      when {{ flow }} is not null then 'amount'
  end
{%- endmacro %}
