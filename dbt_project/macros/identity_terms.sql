{# One row per figure that stands in an identity, with the key of the check it stands in. `figures` is a relation of the
   shape of int_figure_printed; displaced rows enter as terms that cannot be tested. Grain: check, term, figure. #}
{% macro identity_terms(figures, displaced_rows) -%}
with

selectors as (select * from {{ ref('int_identity_selector') }}),

identities as (
    select * from {{ ref('stg_identity') }}
    where operator <> 'ratio' and across is null
),

figures as (
    select * from {{ figures }}
    -- Parts and things counted bear names of their own: two of one name need not be one quantity.
    where
        flow is not null
        and subject is not null
        and coalesce(subject_level, '') <> 'part'
        and subject not like 'counted:%'
        and {{ only_changed_documents() }}
),

displaced as (
    select * from {{ displaced_rows }}
    where {{ only_changed_documents() }}
),

-- What a figure of a performance report belongs to; no other figure has any of it.
reports as (
    select document_id, figure_id, block, project, row_key, level1, level2
    from {{ ref('int_performance') }}
    where {{ only_changed_documents() }}
),

unresolved as (
    select * from {{ ref('int_unresolved_line') }}
    where {{ only_changed_documents() }}
),

out_of_years as (
    select * from {{ ref('int_identity_out_of_years') }}
    where {{ only_changed_documents() }}
),

candidates as (
    select
        document_id, figure_id, statement, section, subject, parent_subject, parent_level, subject_level, is_leaf, code,
        flow, nature, fund, aspect, amount, lower, upper, cut_lower, cut_upper, last_digit,
        is_testable, is_blank, printed_name, text, unit, print_order, false as is_column_unknown, false as is_unresolved
    from figures
    union all
    select
        document_id, row_id as figure_id, statement, section, subject, parent_subject, parent_level, subject_level, is_leaf, code,
        flow, nature, fund, aspect, null, null, null, null, null, null,
        false, false, null, null, null, 0, not is_displaced as is_column_unknown, false as is_unresolved
    from displaced
    union all
    select
        document_id, row_id as figure_id, statement, section, subject, parent_subject, parent_level, subject_level, is_leaf, code,
        flow, nature, fund, aspect, 0, 0, 0, 0, 0, 0,
        true, true, null, null, null, 0, false as is_column_unknown, true as is_unresolved
    from unresolved
),

picked as (
    select
        selectors.identity_id,
        selectors.term,
        selectors.side,
        selectors.weight,
        candidates.*,
        case selectors.via
            when 'self' then candidates.subject
            when 'child' then candidates.parent_subject
            when 'class' then 'function:' || substr(candidates.code, 1, 3)
            when 'column' then candidates.nature
            when 'column_class' then candidates.subject
            else 'total'
        end as key_subject,
        -- In the matrix a column is an economic line: its class is what its items add up to.
        case when selectors.via = 'column_class' then substr(candidates.nature, 1, 12) else candidates.nature end as key_nature
    from candidates
    inner join selectors
        on candidates.statement = selectors.statement
        and candidates.section = selectors.section
        and candidates.flow = selectors.flow
        and candidates.nature = selectors.nature
        and candidates.fund = selectors.fund
        and candidates.aspect = selectors.aspect
        and (selectors.subject is null or candidates.subject = selectors.subject)
        and (
            selectors.subject_level is null
            -- A term that adds up children names the level of what they add up to.
            or selectors.subject_level = case when selectors.via = 'child' then candidates.parent_level else candidates.subject_level end
            or (selectors.subject_level = 'leaf' and candidates.is_leaf)
        )
),

keyed as (
    select
        picked.*,
        -- Points of an indicator are never said twice; those of a group or a total may be, on the next page.
        case
            when picked.aspect in ('weight', 'score') and picked.nature not in ('level1', 'level2', 'level2_open', 'total')
                then picked.figure_id
        end as point_id,
        identities.operator,
        concat_ws(
            '|',
            case when identities.is_by_statement then picked.statement end,
            case when identities.is_by_section then picked.section end,
            case when identities.is_by_flow then picked.flow end,
            case when identities.is_by_nature then picked.key_nature end,
            case when identities.is_by_fund then picked.fund end,
            case when identities.is_by_subject then picked.key_subject end,
            case when identities.is_by_block then reports.block end,
            case when identities.is_by_project then reports.project end,
            case when identities.is_by_row then reports.row_key end,
            case when identities.is_by_level1 then reports.level1 end,
            case when identities.is_by_level2 then reports.level2 end
        ) as check_key,
        case
            when identities.is_by_subject then picked.key_subject
            when identities.is_by_block or identities.is_by_row
                then concat_ws(
                    ' / ',
                    reports.project,
                    case when identities.is_by_level1 or identities.is_by_row then reports.level1 end,
                    case when identities.is_by_level2 or identities.is_by_row then reports.level2 end
                )
        end as check_subject,
        case when identities.is_by_fund then picked.fund end as check_fund
    from picked
    inner join identities on picked.identity_id = identities.identity_id
    left join out_of_years
        on picked.identity_id = out_of_years.identity_id
        and picked.document_id = out_of_years.document_id
    left join reports
        on picked.document_id = reports.document_id
        and picked.figure_id = reports.figure_id
    where
        out_of_years.identity_id is null
        and picked.key_subject is not null
        and not (identities.is_by_row and reports.row_key is null)
        and not (picked.is_column_unknown and identities.is_by_flow and identities.is_by_nature and identities.is_by_fund)
),

-- Where a term finds a quantity more than once in a statement, the first print speaks for it; a quantity that is
-- compared with itself is compared as a set.
ranked as (
    select
        *,
        row_number() over (
            partition by identity_id, document_id, check_key, term, statement, flow, nature, fund, subject, point_id, is_unresolved
            order by is_blank, print_order
        ) as choice
    from keyed
)

select
    identity_id,
    document_id,
    check_key,
    check_subject,
    check_fund,
    operator,
    term,
    side,
    weight,
    cast(0 as decimal(6, 2)) as whole_weight,
    figure_id,
    print_order,
    statement,
    is_testable,
    is_blank,
    is_unresolved,
    printed_name,
    text,
    unit,
    amount,
    lower,
    upper,
    cut_lower,
    cut_upper,
    last_digit
from ranked
where case when operator = 'same' then not is_blank else choice = 1 end
{%- endmacro %}
