{# Passes when no two rows share the columns that the table says it is one row per. Where a night redoes some documents
   only, theirs are the rows that are new: the others were asked when they were made. #}
{% test unique_grain(model, columns) %}
{%- set named = adapter.get_columns_in_relation(model) | map(attribute='name') | list if execute else [] -%}
select {{ columns | join(', ') }}, count(*) as copies
from {{ model }}
{% if 'document_id' in named and not flags.FULL_REFRESH -%}
where document_id in (select changed.document_id from {{ source('raw', 'changed_document') }} as changed)
{% endif -%}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
