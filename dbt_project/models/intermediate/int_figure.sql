-- Every printed figure in both readings. As printed nothing is altered; as meant, a justified repair is applied.
with

printed as (
    select * from {{ ref('int_figure_printed') }}
    where not is_blank and {{ only_changed_documents() }}
),

repaired as (
    select * from {{ ref('int_figure_meant') }}
    where not is_blank and {{ only_changed_documents() }}
),

restorations as (
    select
        document_id,
        document_id || ':' || table_id || ':r' || table_row || ':c' || table_column as figure_id,
        slip,
        reason_zh || ' / ' || reason_en as reason
    from {{ ref('stg_restoration') }}
    where slip is not null and {{ only_changed_documents() }}
),

errata as (
    select document_id, figure_id, reason_zh || ' / ' || reason_en as reason
    from {{ ref('int_erratum') }}
    where is_applied and {{ only_changed_documents() }}
),

corrections as (
    select document_id, figure_id, slip, reason_zh || ' / ' || reason_en as reason
    from {{ ref('stg_correction') }}
    where is_justified and {{ only_changed_documents() }}
),

places as (
    select * from {{ ref('stg_place') }}
    where {{ only_changed_documents() }}
),

names as (select * from {{ ref('int_line_name') }}),

claimed as (
    select document_id, claim, figure_id
    from printed
    where claim is not null
),

-- A document without repairs means what it prints.
meant as (
    select * from repaired
    union all
    select printed.*
    from printed
    where printed.document_id not in (select document_id from repaired)
),

read_twice as (
    select *, 'printed' as reading from printed
    union all
    select *, 'meant' as reading from meant
)

select
    read_twice.figure_id,
    read_twice.document_id,
    read_twice.statement,
    nullif(read_twice.section, '') as section,
    read_twice.place,
    coalesce(names.name, read_twice.printed_name) as item,
    coalesce(names.item_path, read_twice.printed_path) as item_path,
    read_twice.code,
    read_twice.code_basis,
    read_twice.printed_code,
    read_twice.printed_name,
    read_twice.subject,
    read_twice.subject_level,
    read_twice.flow,
    nullif(read_twice.nature, '') as nature,
    read_twice.aspect,
    read_twice.measure,
    nullif(read_twice.fund, '') as fund,
    read_twice.value,
    read_twice.unit,
    read_twice.unit_basis,
    case when read_twice.unit_kind = 'money' then read_twice.amount end as amount_wan,
    read_twice.lower as lower_bound,
    read_twice.upper as upper_bound,
    read_twice.decimals,
    read_twice.text,
    read_twice.page,
    read_twice.line,
    read_twice.claim,
    claimed.figure_id as part_of,
    read_twice.table_id,
    read_twice.table_row,
    read_twice.table_column,
    read_twice.is_testable,
    read_twice.is_displaced,
    read_twice.reading,
    case when errata.figure_id is not null then 'erratum' else coalesce(corrections.slip, restorations.slip) end as repair,
    coalesce(errata.reason, corrections.reason, restorations.reason) as repair_reason,
    read_twice.flow is not null and read_twice.subject is not null and read_twice.measure is not null as is_understood,
    places.sheet,
    places.sheet_cell,
    places.box_left,
    places.box_top,
    places.box_right,
    places.box_bottom,
    places.confidence
from read_twice
left join names on read_twice.subject = names.subject
left join restorations
    on read_twice.reading = 'meant'
    and read_twice.document_id = restorations.document_id
    and read_twice.figure_id = restorations.figure_id
left join corrections
    on read_twice.reading = 'meant'
    and read_twice.document_id = corrections.document_id
    and read_twice.figure_id = corrections.figure_id
left join claimed
    on read_twice.document_id = claimed.document_id
    and read_twice.part_of = claimed.claim
left join places
    on read_twice.document_id = places.document_id
    and read_twice.figure_id = places.figure_id
left join errata
    on read_twice.reading = 'meant'
    and read_twice.document_id = errata.document_id
    and read_twice.figure_id = errata.figure_id
