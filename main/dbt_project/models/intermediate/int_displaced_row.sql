-- Rows whose figures cannot be told apart by their columns. Whatever column an identity looks for in such a row, it may
-- stand there unseen: each headed column of the table gets a stand-in that makes the identity not testable.
with

figures as (
    select * from {{ ref('int_figure_printed') }}
    where table_id is not null and {{ only_changed_documents() }}
),

displaced as (
    select distinct
        document_id,
        statement,
        section,
        table_id,
        table_row,
        subject,
        parent_subject,
        parent_level,
        subject_level,
        is_leaf,
        code
    from figures
    where flow is null and not is_blank and subject is not null
),

headed_columns as (
    select distinct document_id, table_id, flow, nature, fund, aspect
    from figures
    where flow is not null
)

select
    displaced.document_id,
    displaced.document_id || ':' || displaced.table_id || ':r' || displaced.table_row as row_id,
    displaced.statement,
    displaced.section,
    displaced.table_id,
    displaced.table_row,
    displaced.subject,
    displaced.parent_subject,
    displaced.parent_level,
    displaced.subject_level,
    displaced.is_leaf,
    displaced.code,
    headed_columns.flow,
    headed_columns.nature,
    headed_columns.fund,
    headed_columns.aspect
from displaced
inner join headed_columns
    on displaced.document_id = headed_columns.document_id
    and displaced.table_id = headed_columns.table_id
