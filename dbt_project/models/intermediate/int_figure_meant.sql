-- All figures of the documents that have repairs: restored cells in their place, errata, and each justified correction with
-- the value that is meant; the shape of int_figure_printed. What a person vouches for no correction overrules.
with

printed as (
    select * from {{ ref('int_figure_printed') }}
    where {{ only_changed_documents() }}
),

restored as (
    select * from {{ ref('int_figure_restored') }}
    where {{ only_changed_documents() }}
),

errata as (
    select * from {{ ref('int_erratum') }}
    where is_applied and {{ only_changed_documents() }}
),

corrections as (
    select * from {{ ref('stg_correction') }}
    where
        is_justified
        and {{ only_changed_documents() }}
        and figure_id not in (select vouched.figure_id from errata as vouched)
),

units as (select * from {{ ref('unit') }}),

figures as (
    select * from restored
    union all
    select printed.*
    from printed
    where
        printed.document_id in (select document_id from corrections)
        and printed.document_id not in (select document_id from restored)
),

-- The last digit that the figure's statement writes in the unit that is meant.
conventions as (
    select document_id, statement, coalesce(table_id, '') as table_id, unit, max(last_digit) as last_digit
    from figures
    where unit_kind = 'money' and not is_approx
    group by document_id, statement, coalesce(table_id, ''), unit
),

meant as (
    select
        figures.*,
        corrections.figure_id is not null as is_corrected,
        coalesce(corrections.meant_value, figures.value) as meant_value,
        coalesce(corrections.meant_unit, figures.unit) as meant_unit,
        coalesce(cast(nullif(units.to_wan, '') as {{ type_amount() }}), figures.to_wan) as meant_to_wan,
        case
            when corrections.figure_id is null then figures.last_digit
            else coalesce(conventions.last_digit, figures.last_digit)
        end as meant_digit
    from figures
    left join corrections
        on figures.document_id = corrections.document_id
        and figures.figure_id = corrections.figure_id
    left join units on corrections.meant_unit = units.unit
    left join conventions
        on corrections.figure_id is not null
        and figures.document_id = conventions.document_id
        and figures.statement = conventions.statement
        and coalesce(figures.table_id, '') = conventions.table_id
        and coalesce(corrections.meant_unit, figures.unit) = conventions.unit
        and figures.unit_kind = 'money'
),

measured as (
    select
        *,
        cast(meant_value * coalesce(meant_to_wan, 1) as {{ type_amount() }}) as meant_amount,
        cast(meant_digit * cast(0.5 as decimal(2, 1)) as {{ type_amount() }}) as half_digit
    from meant
)

select
    document_id,
    figure_id,
    statement,
    section,
    table_id,
    place,
    page,
    line,
    table_row,
    table_column,
    claim,
    of_claim,
    subject_key,
    base_key,
    part_of,
    told,
    printed_name,
    printed_path,
    code,
    code_basis,
    printed_code,
    subject,
    parent_subject,
    parent_level,
    is_leaf,
    subject_level,
    measure,
    flow,
    nature,
    fund,
    aspect,
    meant_unit as unit,
    unit_basis,
    unit_kind,
    meant_to_wan as to_wan,
    text,
    is_blank,
    is_testable,
    is_displaced,
    is_approx,
    meant_value as value,
    decimals,
    meant_digit as last_digit,
    case
        when is_corrected then cast(meant_amount as {{ type_amount() }})
        else amount
    end as amount,
    case
        when is_corrected then cast(meant_amount - half_digit as {{ type_amount() }})
        else lower
    end as lower,
    case
        when is_corrected then cast(meant_amount + half_digit as {{ type_amount() }})
        else upper
    end as upper,
    case
        when is_corrected then cast(case when meant_value < 0 then meant_amount - meant_digit else meant_amount end as {{ type_amount() }})
        else cut_lower
    end as cut_lower,
    case
        when is_corrected then cast(case when meant_value < 0 then meant_amount else meant_amount + meant_digit end as {{ type_amount() }})
        else cut_upper
    end as cut_upper,
    print_order
from measured
