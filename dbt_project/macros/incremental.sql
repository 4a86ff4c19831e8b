{# Incremental by document: a night redoes the documents listed in raw.changed_document and no other, and these in the
   batches of built.under_way, one after the other, so that memory holds a batch and never the corpus. #}
{% macro forget_changed_documents() -%}
  {%- if is_incremental() -%}
    delete from {{ this }} where document_id in (select document_id from {{ source('raw', 'changed_document') }})
  {%- else -%}
    select 1
  {%- endif -%}
{%- endmacro %}

{% macro only_changed_documents(relation='') -%}
  {%- if is_in_batches() -%}
    {{ relation ~ '.' if relation else '' }}document_id in (
      select under_way.document_id from built.under_way as under_way where under_way.batch = getvariable('batch')
    )
  {%- else -%}
    true
  {%- endif -%}
{%- endmacro %}

{# Whether dbt fills the model batch by batch. Not where Spark builds it, nor where it is rendered without dbt. #}
{% macro is_in_batches() -%}
  {%- if target is defined and target.type == 'duckdb' and config.get('materialized') == 'incremental' -%}yes{%- endif -%}
{%- endmacro %}

{# Before the model is made: it is made of the first batch. #}
{% macro begin_batches() -%}
  {%- if execute and is_in_batches() -%}
    {%- set _ = run_query("set variable batch = (select coalesce(min(batch), 0) from built.under_way)") -%}
  {%- endif -%}
{%- endmacro %}

{# After it, in the same transaction: the rows of every other batch, column by column as the first made them. #}
{% macro other_batches() -%}
  {%- if execute and is_in_batches() -%}
    {%- for row in run_query("select distinct batch from built.under_way where batch > getvariable('batch') order by batch").rows -%}
      {%- set _ = run_query("set variable batch = " ~ row[0]) -%}
      {%- set _ = run_query("insert into " ~ this ~ " by name select * from (" ~ model['compiled_code'] ~ ") as of_batch") -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}
