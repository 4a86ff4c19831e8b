{# The printed figures about one matter, with their document: what the small marts of part ten and part seven are. #}
{% macro figures_about(condition, item='item') -%}
with

figures as (
    select * from {{ ref('int_figure') }}
    where
        reading = 'printed'
        and ({{ condition }})
        and {{ only_changed_documents() }}
),

documents as (select * from {{ ref('int_document') }})

select
    figures.figure_id,
    figures.document_id,
    documents.department,
    documents.region,
    documents.fiscal_year,
    figures.subject,
    figures.item{% if item != 'item' %} as {{ item }}{% endif %},
    figures.statement,
    figures.measure,
    cast(figures.value as decimal(24, 6)) as value,
    figures.unit,
    figures.amount_wan,
    figures.page,
    figures.line
from figures
inner join documents on figures.document_id = documents.document_id
{%- endmacro %}
