with

figures as (
    select * from {{ ref('int_figure') }}
    where
        reading = 'printed'
        and (subject = 'operating_expense')
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
    figures.item,
    figures.statement,
    figures.measure,
    cast(figures.value as decimal(24, 6)) as value,
    figures.unit,
    figures.amount_wan,
    figures.page,
    figures.line
from figures
inner join documents on figures.document_id = documents.document_id
