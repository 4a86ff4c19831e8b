-- The money amounts of each block of a document (a statutory table, a section of the narrative) and of the whole of it, in
-- print order, as one checksum: two blocks with the same checksum print the same amounts. Grain: document, block.
with

figures as (
    select
        document_id,
        statement,
        section,
        amount,
        print_order
    from {{ ref('int_figure_printed') }}
    where
        unit_kind = 'money'
        and not is_blank
        and statement not in ('performance', 'chart')
        and {{ only_changed_documents() }}
),

blocks as (
    select *, statement || case when section = '' then '' else ':' || section end as block from figures
    union all
    select *, 'disclosure' as block from figures
)

select
    document_id,
    block,
    min(statement) as statement,
    min(section) as section,
    count(distinct case when amount <> 0 then amount end) as different_amounts,
    md5({{ joined(printed_number('amount'), '|', 'print_order') }}) as amounts_digest
from blocks
group by document_id, block
