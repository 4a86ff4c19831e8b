-- The placed figures of the documents that have restorations or errata, each restored cell in the line and column it was
-- proved to stand in, each erratum with the value that is meant; what the identities ask for without a printed cell enters
-- as a blank with its value, never as a print.
with

placed as (
    select * from {{ ref('int_figure_placed') }}
    where {{ only_changed_documents() }}
),

restorations as (
    select * from {{ ref('stg_restoration') }}
    where not is_table_as_printed and {{ only_changed_documents() }}
),

errata as (
    select * from {{ ref('int_erratum') }}
    where is_applied and {{ only_changed_documents() }}
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
        placed.part_of,
        placed.told,
        placed.printed_name,
        placed.printed_path,
        case when restorations.subject like 'function:%' or restorations.subject like 'economic:%' then split_part(restorations.subject, ':', 2) when restorations.subject is null then placed.code end as code,
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
        coalesce(errata.unit, placed.unit) as unit,
        placed.unit_basis,
        placed.unit_kind,
        case when errata.figure_id is null then placed.to_wan else errata.to_wan end as to_wan,
        placed.text,
        placed.is_blank and restorations.meant_value is null as is_blank,
        restorations.subject is not null or placed.is_testable as is_testable,
        placed.is_approx,
        coalesce(errata.meant_value, restorations.meant_value, placed.value) as value,
        coalesce(errata.meant_decimals, placed.own_decimals) as own_decimals
    from placed
    left join restorations
        on placed.document_id = restorations.document_id
        and placed.table_id = restorations.table_id
        and placed.table_row = restorations.table_row
        and placed.table_column = restorations.table_column
    left join errata
        on placed.document_id = errata.document_id
        and placed.figure_id = errata.figure_id
    where
        placed.document_id in (select proved.document_id from restorations as proved)
        or placed.document_id in (select vouched.document_id from errata as vouched)
),

implied as (
    select * from {{ ref('stg_implied') }}
    where {{ only_changed_documents() }}
),

tables as (
    select * from {{ ref('stg_table') }}
    where {{ only_changed_documents() }}
),

wanted as (
    select
        implied.*,
        tables.kind as statement,
        tables.last_line as line,
        case when implied.subject like 'function:%' or implied.subject like 'economic:%' then split_part(implied.subject, ':', 2) end as code
    from implied
    inner join tables
        on implied.document_id = tables.document_id
        and implied.table_id = tables.table_id
),

blanks as (
    select
        wanted.document_id,
        wanted.document_id || ':' || wanted.table_id || ':' || wanted.subject || ':' || wanted.flow || ':' || wanted.nature || ':' || wanted.fund as figure_id,
        wanted.statement,
        '' as section,
        wanted.table_id as convention_scope,
        wanted.table_id,
        cast(null as {{ type_text() }}) as place,
        cast(null as integer) as page,
        wanted.line,
        wanted.table_row,
        cast(null as integer) as table_column,
        {{ no_claim() }},
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
        not wanted.is_open as is_testable,
        false as is_approx,
        coalesce(wanted.meant_value, cast(0 as {{ type_amount() }})) as value,
        2 as own_decimals
    from wanted
)

select * from restored
union all
select * from blanks
