-- The placed figures of the documents that have restorations, each restored cell in the line and column it was proved to
-- stand in. A restored row's columns that hold no figure are blank, as in any row.
with

placed as (
    select * from {{ ref('int_figure_placed') }}
    where {{ only_changed_documents() }}
),

restorations as (
    select * from {{ ref('stg_restoration') }}
    where {{ only_changed_documents() }}
),

restored as (
    select
        placed.document_id,
        placed.figure_id,
        placed.statement,
        placed.section,
        placed.convention_scope,
        placed.table_id,
        placed.place,
        placed.page,
        placed.line,
        placed.table_row,
        placed.table_column,
        placed.claim,
        placed.of_claim,
        placed.subject_key,
        placed.base_key,
        placed.printed_name,
        placed.printed_path,
        case when restorations.subject like '%:%' then split_part(restorations.subject, ':', 2) when restorations.subject is null then placed.code end as code,
        case when restorations.subject is not null then 'restored' else placed.code_basis end as code_basis,
        placed.printed_code,
        coalesce(restorations.subject, placed.subject) as subject,
        case
            when restorations.nature like 'economic:%' then restorations.nature
            when restorations.subject is null then placed.measure
        end as measure,
        coalesce(restorations.flow, placed.flow) as flow,
        coalesce(restorations.nature, placed.nature) as nature,
        coalesce(restorations.fund, placed.fund) as fund,
        placed.aspect,
        placed.unit,
        placed.unit_basis,
        placed.unit_kind,
        placed.to_wan,
        placed.text,
        placed.is_blank and restorations.meant_value is null as is_blank,
        restorations.subject is not null or placed.is_testable as is_testable,
        placed.is_approx,
        coalesce(restorations.meant_value, placed.value) as value,
        placed.own_decimals
    from placed
    left join restorations
        on placed.document_id = restorations.document_id
        and placed.table_id = restorations.table_id
        and placed.table_row = restorations.table_row
        and placed.table_column = restorations.table_column
    where placed.document_id in (select document_id from restorations)
),

restored_rows as (
    select distinct
        restored.document_id,
        restored.table_id,
        restored.table_row,
        restored.statement,
        restored.line,
        restored.code,
        restored.subject
    from restored
    inner join restorations
        on restored.document_id = restorations.document_id
        and restored.table_id = restorations.table_id
        and restored.table_row = restorations.table_row
        and restored.table_column = restorations.table_column
),

columns_known as (
    select distinct document_id, table_id, flow, nature, fund
    from restored
    where flow is not null and table_id is not null
),

present as (select distinct document_id, table_id, table_row, flow, nature, fund from restored where flow is not null),

wanted as (
    select restored_rows.*, columns_known.flow, columns_known.nature, columns_known.fund
    from restored_rows
    inner join columns_known
        on restored_rows.document_id = columns_known.document_id
        and restored_rows.table_id = columns_known.table_id
    left join present
        on restored_rows.document_id = present.document_id
        and restored_rows.table_id = present.table_id
        and restored_rows.table_row = present.table_row
        and columns_known.flow = present.flow
        and columns_known.nature = present.nature
        and columns_known.fund = present.fund
    where present.document_id is null
),

blanks as (
    select
        wanted.document_id,
        wanted.document_id || ':' || wanted.table_id || ':r' || wanted.table_row || ':' || wanted.nature || ':' || wanted.fund as figure_id,
        wanted.statement,
        '' as section,
        wanted.table_id as convention_scope,
        wanted.table_id,
        cast(null as {{ type_text() }}) as place,
        cast(null as integer) as page,
        wanted.line,
        wanted.table_row,
        cast(null as integer) as table_column,
        cast(null as integer) as claim,
        cast(null as integer) as of_claim,
        cast(null as {{ type_text() }}) as subject_key,
        cast(null as {{ type_text() }}) as base_key,
        cast(null as {{ type_text() }}) as printed_name,
        cast(null as {{ type_text() }}) as printed_path,
        wanted.code,
        cast(null as {{ type_text() }}) as code_basis,
        cast(null as {{ type_text() }}) as printed_code,
        wanted.subject,
        cast(null as {{ type_text() }}) as measure,
        wanted.flow,
        wanted.nature,
        wanted.fund,
        'settled' as aspect,
        '万元' as unit,
        'form' as unit_basis,
        'money' as unit_kind,
        cast(1 as {{ type_amount() }}) as to_wan,
        '' as text,
        true as is_blank,
        true as is_testable,
        false as is_approx,
        cast(0 as {{ type_amount() }}) as value,
        0 as own_decimals
    from wanted
)

select * from restored
union all
select * from blanks
