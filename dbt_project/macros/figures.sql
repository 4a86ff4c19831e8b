{# Placed figures with what the print stands for: decimals by the convention of the statement, the closed interval, and
   the line above in the same table. Reads a relation of the shape of int_figure_placed. Grain: figure or blank. #}
{% macro figures_in_place(placed) -%}
with

placed as (
    select * from {{ placed }}
    where {{ only_changed_documents() }}
),

-- How many decimals a statement writes, per unit: the most that at least a tenth of its figures show. Fewer digits than
-- that are dropped zeros; a lone figure with more digits does not make the others more exact than they are. 0.00 shows
-- its decimals like any figure, a bare 0 shows none.
decimals_used as (
    select
        document_id,
        convention_scope,
        unit,
        unit_kind,
        own_decimals,
        count(*) as figures
    from placed
    where not is_blank and not is_approx and (value <> 0 or own_decimals > 0)
    group by document_id, convention_scope, unit, unit_kind, own_decimals
),

decimals_cumulated as (
    select
        *,
        sum(figures) over (
            partition by document_id, convention_scope, unit order by own_decimals desc
        ) as figures_with_as_many,
        sum(figures) over (partition by document_id, convention_scope, unit) as figures_in_all
    from decimals_used
),

conventions as (
    select
        document_id,
        convention_scope,
        unit,
        max(own_decimals) as decimals
    from decimals_cumulated
    where unit_kind = 'percent' or figures_with_as_many * 10 >= figures_in_all
    group by document_id, convention_scope, unit
),

with_decimals as (
    select
        placed.*,
        case
            when placed.unit_kind not in ('money', 'percent') or placed.is_approx then placed.own_decimals
            else greatest(placed.own_decimals, coalesce(conventions.decimals, 0))
        end as decimals,
        -- A literal 0 is no rounded amount: it says that there is nothing. A share of 0 % is rounded like its neighbours.
        placed.is_blank
        or placed.unit_kind not in ('money', 'percent')
        or (placed.unit_kind = 'money' and placed.value = 0 and placed.own_decimals = 0) as is_literal
    from placed
    left join conventions
        on placed.document_id = conventions.document_id
        and placed.convention_scope = conventions.convention_scope
        and placed.unit = conventions.unit
),

with_digit as (
    select
        *,
        case
            when is_literal then cast(0 as {{ type_amount() }})
            else {{ last_digit('decimals') }}
        end as last_digit,
        coalesce(to_wan, cast(1 as {{ type_amount() }})) as factor
    from with_decimals
),

with_interval as (
    select
        *,
        cast(value * factor as {{ type_amount() }}) as amount,
        cast((value - last_digit * cast(0.5 as decimal(2, 1))) * factor as {{ type_amount() }}) as lower,
        cast((value + last_digit * cast(0.5 as decimal(2, 1))) * factor as {{ type_amount() }}) as upper,
        cast((case when value < 0 then value - last_digit else value end) * factor as {{ type_amount() }}) as cut_lower,
        cast((case when value < 0 then value else value + last_digit end) * factor as {{ type_amount() }}) as cut_upper
    from with_digit
),

printed_codes as (select distinct document_id, table_id, code from with_interval where table_id is not null),

with_parent as (
    select
        with_interval.*,
        case
            when with_interval.table_id is null or with_interval.code is null then null
            when sections.code is not null then {{ classification_of('sections.code') }} || ':' || sections.code
            when classes.code is not null then {{ classification_of('classes.code') }} || ':' || classes.code
            else 'total'
        end as parent_subject
    from with_interval
    left join printed_codes as sections
        on with_interval.document_id = sections.document_id
        and with_interval.table_id = sections.table_id
        and length(with_interval.code) = 7
        and substr(with_interval.code, 1, 5) = sections.code
    left join printed_codes as classes
        on with_interval.document_id = classes.document_id
        and with_interval.table_id = classes.table_id
        and length(with_interval.code) > 3
        and substr(with_interval.code, 1, 3) = classes.code
),

-- A line with finer lines printed below it is no leaf: adding leaves counts nothing twice.
codes_with_parts as (
    select distinct document_id, section, coalesce(table_id, '') as table_id, substr(code, 1, 3) as code
    from with_parent
    where length(code) > 3
    union all
    select distinct document_id, section, coalesce(table_id, '') as table_id, substr(code, 1, 5) as code
    from with_parent
    where length(code) > 5
),

with_leaf as (
    select
        with_parent.*,
        with_parent.code is not null and codes_with_parts.code is null as is_leaf
    from with_parent
    left join codes_with_parts
        on with_parent.document_id = codes_with_parts.document_id
        and with_parent.section = codes_with_parts.section
        and coalesce(with_parent.table_id, '') = codes_with_parts.table_id
        and with_parent.code = codes_with_parts.code
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
    {{ level_of('parent_subject') }} as parent_level,
    is_leaf,
    case when subject_key = 'part' then 'part' else {{ level_of('subject') }} end as subject_level,
    case when aspect not in ('budget_change', 'budget_change_pct') then coalesce(measure, {{ measure_of('flow', 'nature') }}) end as measure,
    flow,
    nature,
    fund,
    aspect,
    unit,
    unit_basis,
    unit_kind,
    to_wan,
    text,
    is_blank,
    is_testable and (flow is not null and subject is not null) as is_testable,
    not with_leaf.is_testable as is_displaced,
    is_approx,
    value,
    decimals,
    cast(last_digit * factor as {{ type_amount() }}) as last_digit,
    amount,
    lower,
    upper,
    cut_lower,
    cut_upper,
    row_number() over (
        partition by document_id
        order by
            line nulls last, claim nulls last, table_id nulls last, table_row nulls last, table_column nulls last, figure_id
    ) as print_order
from with_leaf
{%- endmacro %}
