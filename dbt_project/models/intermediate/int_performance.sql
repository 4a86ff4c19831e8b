with

performance as (
    select * from {{ ref('stg_performance') }}
    where {{ only_changed_documents() }}
)

select
    document_id,
    document_id || coalesce(':' || table_id || ':r' || table_row || ':c' || table_column, ':L' || line)
    || ':p' || coalesce(cast(place_offset as {{ type_text() }}), '') as figure_id,
    form,
    project,
    level1,
    level2,
    level3,
    label,
    part,
    comparator
from performance
