{# One row per figure that stands in an identity, with the key of the check it stands in. `figures` is a relation of the
   shape of int_figure_printed; displaced rows enter as terms that cannot be tested. Grain: check, term, figure. #}
{% macro identity_terms(figures) -%}
with

selectors as (select * from {{ ref('int_identity_selector') }}),

identities as (
    select * from {{ ref('stg_identity') }}
    where operator <> 'ratio'
),

figures as (
    select * from {{ figures }}
    where flow is not null and subject is not null and {{ only_changed_documents() }}
),

displaced as (
    select * from {{ ref('int_displaced_row') }}
    where {{ only_changed_documents() }}
),

candidates as (
    select
        document_id, figure_id, statement, section, subject, parent_subject, parent_level, subject_level, is_leaf, code,
        flow, nature, fund, aspect, amount, lower, upper, cut_lower, cut_upper, last_digit,
        is_testable, is_blank, is_first_in_section, is_first_in_statement, printed_name, text, unit, print_order
    from figures
    union all
    select
        document_id, row_id as figure_id, statement, section, subject, parent_subject, parent_level, subject_level, is_leaf, code,
        flow, nature, fund, aspect, null, null, null, null, null, null,
        false, false, true, true, null, null, null, 0
    from displaced
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
            else 'total'
        end as key_subject
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
        identities.operator,
        concat_ws(
            '|',
            case when identities.is_by_statement then picked.statement end,
            case when identities.is_by_section then picked.section end,
            case when identities.is_by_flow then picked.flow end,
            case when identities.is_by_nature then picked.nature end,
            case when identities.is_by_fund then picked.fund end,
            case when identities.is_by_subject then picked.key_subject end
        ) as check_key,
        case when identities.is_by_subject then picked.key_subject end as check_subject,
        case when identities.is_by_fund then picked.fund end as check_fund
    from picked
    inner join identities on picked.identity_id = identities.identity_id
    where
        picked.key_subject is not null
        and (
            -- A quantity stated many times is compared as a set; everywhere else its first statement speaks for it.
            identities.operator = 'same'
            or case when identities.is_by_section then picked.is_first_in_section else picked.is_first_in_statement end
        )
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
    printed_name,
    text,
    unit,
    amount,
    lower,
    upper,
    cut_lower,
    cut_upper,
    last_digit
from keyed
where not (operator = 'same' and is_blank)
{%- endmacro %}
