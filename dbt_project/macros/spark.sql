{# What dbt itself must know of Spark here. Contracts and seeds name DuckDB's types. #}
{% macro spark_type(type) -%}
  {{ {'varchar': 'string', 'varchar[]': 'array<string>', 'integer': 'int'}.get(type, type) }}
{%- endmacro %}

{% macro spark__get_empty_schema_sql(columns) -%}
  {%- set spoken = {} -%}
  {%- for name, column in columns.items() -%}
    {%- set _ = spoken.update({name: dict(column, data_type=spark_type(column['data_type']))}) -%}
  {%- endfor -%}
  {{ return(dbt.default__get_empty_schema_sql(spoken)) }}
{%- endmacro %}

{# A seed is the Parquet file that was handed over. #}
{% macro spark__create_csv_table(model, agate_table) -%}
  {%- set sql -%}
    create table {{ this }} using parquet location '{{ env_var('JUESUAN_SPARK_SOURCES') }}/reference/{{ model['name'] }}.parquet'
  {%- endset -%}
  {%- call statement('_') -%}{{ sql }}{%- endcall -%}
  {{ return(sql) }}
{%- endmacro %}

{% macro spark__load_csv_rows(model, agate_table) -%}{{ return('select 1') }}{%- endmacro %}
