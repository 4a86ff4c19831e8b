-- Figures of performance reports with what they belong to: table or line, project, indicator, and the amount a rate is of.
with

performance as (
    select
        *,
        row_number() over (partition by document_id order by line, place_offset nulls last) as file_row,
        document_id || coalesce(':' || table_id || ':r' || table_row || ':c' || table_column, ':L' || line)
        || ':p' || coalesce(cast(place_offset as {{ type_text() }}), '') as figure_id
    from {{ ref('stg_performance') }}
    where {{ only_changed_documents() }}
),

-- A line of prose that tells one weight and one score tells them of one thing.
pairs as (
    select document_id, line
    from performance
    where table_id is null
    group by document_id, line
    having
        sum(case when measure = 'weight' then 1 else 0 end) = 1
        and sum(case when measure = 'score' then 1 else 0 end) = 1
)

select
    performance.document_id,
    performance.figure_id,
    performance.form,
    performance.project,
    performance.level1,
    performance.level2,
    performance.level3,
    performance.label,
    performance.part,
    performance.comparator,
    coalesce(performance.table_id, 'L' || performance.line) as block,
    coalesce(
        performance.table_id || ':r' || performance.table_row,
        case when pairs.line is not null then 'L' || performance.line end
    ) as row_key,
    rated.figure_id as of_figure_id
from performance
left join pairs
    on performance.document_id = pairs.document_id
    and performance.line = pairs.line
    and performance.table_id is null
left join performance as rated
    on performance.document_id = rated.document_id
    and performance.of_row = rated.file_row
