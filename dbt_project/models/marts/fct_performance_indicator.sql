with

figures as (
    select * from {{ ref('int_figure') }}
    where reading = 'printed' and statement = 'performance' and {{ only_changed_documents() }}
),

performance as (
    select * from {{ ref('int_performance') }}
    where form in ('indicators', 'scoring') and {{ only_changed_documents() }}
),

documents as (select * from {{ ref('int_document') }})

select
    figures.figure_id,
    figures.document_id,
    documents.department,
    documents.region,
    documents.fiscal_year,
    performance.project,
    performance.form,
    performance.level1,
    performance.level2,
    performance.level3 as indicator,
    performance.label,
    figures.measure,
    performance.comparator,
    cast(figures.value as decimal(24, 6)) as value,
    nullif(figures.unit, '') as unit,
    figures.text,
    figures.page,
    figures.line
from figures
inner join performance
    on figures.document_id = performance.document_id
    and figures.figure_id = performance.figure_id
inner join documents on figures.document_id = documents.document_id
