-- All figures of the documents that have proposals, with the proposals applied; the shape of int_figure_printed.
with

figures as (
    select * from {{ ref('int_figure_printed') }}
    where {{ only_changed_documents() }}
),

unit_proposals as (
    select * from {{ ref('int_unit_proposal') }}
    where {{ only_changed_documents() }}
),

-- The last digit that the statement writes in the prevailing unit.
conventions as (
    select document_id, unit, max(last_digit) as last_digit
    from figures
    where statement = 'narrative' and unit_kind = 'money' and not is_approx
    group by document_id, unit
),

proposals as (
    select
        unit_proposals.document_id,
        unit_proposals.figure_id,
        unit_proposals.meant_unit,
        unit_proposals.meant_to_wan,
        cast(figures.value * unit_proposals.meant_to_wan as {{ type_amount() }}) as meant_amount,
        conventions.last_digit as meant_digit,
        cast(conventions.last_digit * cast(0.5 as decimal(2, 1)) as {{ type_amount() }}) as half_digit
    from unit_proposals
    inner join figures
        on unit_proposals.document_id = figures.document_id
        and unit_proposals.figure_id = figures.figure_id
    inner join conventions
        on unit_proposals.document_id = conventions.document_id
        and unit_proposals.meant_unit = conventions.unit
)

select
    figures.document_id,
    figures.figure_id,
    figures.statement,
    figures.section,
    figures.table_id,
    figures.place,
    figures.page,
    figures.line,
    figures.table_row,
    figures.table_column,
    figures.claim,
    figures.of_claim,
    figures.subject_key,
    figures.base_key,
    figures.printed_name,
    figures.printed_path,
    figures.code,
    figures.code_basis,
    figures.printed_code,
    figures.subject,
    figures.parent_subject,
    figures.parent_level,
    figures.is_leaf,
    figures.subject_level,
    figures.measure,
    figures.flow,
    figures.nature,
    figures.fund,
    figures.aspect,
    coalesce(proposals.meant_unit, figures.unit) as unit,
    figures.unit_basis,
    figures.unit_kind,
    coalesce(proposals.meant_to_wan, figures.to_wan) as to_wan,
    figures.text,
    figures.is_blank,
    figures.is_testable,
    figures.is_approx,
    figures.value,
    figures.decimals,
    coalesce(proposals.meant_digit, figures.last_digit) as last_digit,
    coalesce(proposals.meant_amount, figures.amount) as amount,
    cast(coalesce(proposals.meant_amount - proposals.half_digit, figures.lower) as {{ type_amount() }}) as lower,
    cast(coalesce(proposals.meant_amount + proposals.half_digit, figures.upper) as {{ type_amount() }}) as upper,
    cast(
        coalesce(
            case when figures.value < 0 then proposals.meant_amount - proposals.meant_digit else proposals.meant_amount end,
            figures.cut_lower
        ) as {{ type_amount() }}
    ) as cut_lower,
    cast(
        coalesce(
            case when figures.value < 0 then proposals.meant_amount else proposals.meant_amount + proposals.meant_digit end,
            figures.cut_upper
        ) as {{ type_amount() }}
    ) as cut_upper,
    figures.print_order,
    figures.is_first_in_section,
    figures.is_first_in_statement
from figures
left join proposals
    on figures.document_id = proposals.document_id
    and figures.figure_id = proposals.figure_id
where figures.document_id in (select unit_proposals.document_id from unit_proposals)
