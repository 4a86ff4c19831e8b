{# Incremental by document: a night redoes the documents listed in raw.changed_document and no other. #}
{% macro forget_changed_documents() -%}
  {%- if is_incremental() -%}
    delete from {{ this }} where document_id in (select document_id from {{ source('raw', 'changed_document') }})
  {%- else -%}
    select 1
  {%- endif -%}
{%- endmacro %}

{% macro only_changed_documents(relation='') -%}
  {%- set column = (relation ~ '.' if relation else '') ~ 'document_id' -%}
  {%- if is_incremental() -%}
    {{ column }} in (select changed.document_id from {{ source('raw', 'changed_document') }} as changed)
  {%- else -%}
    true
  {%- endif -%}
{%- endmacro %}
