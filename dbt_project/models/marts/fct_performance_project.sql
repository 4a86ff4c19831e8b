with

figures as (
    select * from {{ ref('int_figure') }}
    where
        reading = 'printed'
        and (statement = 'performance' or (flow = 'performance' and subject not like 'performance:projects%'))
        and {{ only_changed_documents() }}
),

performance as (
    select * from {{ ref('int_performance') }}
    where {{ only_changed_documents() }}
),

documents as (select * from {{ ref('int_document') }})

select
    figures.figure_id,
    figures.document_id,
    documents.department,
    documents.region,
    documents.fiscal_year,
    coalesce(performance.project, figures.item) as project,
    coalesce(performance.label, figures.item) as label,
    coalesce(performance.form, 'narrative') as form,
    performance.part as funding,
    figures.measure,
    cast(figures.value as decimal(24, 6)) as value,
    nullif(figures.unit, '') as unit,
    figures.amount_wan,
    figures.page,
    figures.line
from figures
inner join documents on figures.document_id = documents.document_id
left join performance
    on figures.document_id = performance.document_id
    and figures.figure_id = performance.figure_id
where coalesce(performance.form, 'narrative') not in ('indicators', 'scoring')
