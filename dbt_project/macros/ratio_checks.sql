{# Percentages against the figures of their sentence. A ratio of two intervals takes its extremes at their corners, and
   a change that stands in part and whole is the same figure in both: so the four corners of (part, whole) decide,
   multiplied crosswise, without a division. Grain: one row per percentage. #}
{% macro ratio_checks(terms) -%}
with

terms as (
    select * from {{ terms }}
    where {{ only_changed_documents() }}
),

ratios as (
    select
        identity_id,
        document_id,
        check_key,
        min(check_subject) as check_subject,
        min(check_fund) as check_fund,
        max(case when side = 'part' then 1 else 0 end) as has_part,
        max(case when side = 'whole' then 1 else 0 end) as has_whole,
        {%- for column in ('amount', 'lower', 'upper', 'cut_lower', 'cut_upper', 'last_digit') %}
        max(case when side = 'pct' then {{ column }} end) as pct_{{ column }},
        max(case when side = 'part' then {{ column }} end) as part_{{ column }},
        max(case when side = 'whole' then {{ column }} end) as whole_{{ column }},
        {%- endfor %}
        max(case when side = 'part' then whole_weight end) as part_in_whole,
        {{ joined("case when side = 'pct' then coalesce(printed_name, '') || ' ' || text || unit end", ' ', 'term') }} as lhs_text,
        {{ joined("case when side <> 'pct' then coalesce(printed_name, '') || ' ' || text || unit end", ' / ', 'term') }} as rhs_text
    from terms
    group by identity_id, document_id, check_key
),

corner_choices as (
    select 0 as part_end, 0 as whole_end
    union all
    select 0, 1
    union all
    select 1, 0
    union all
    select 1, 1
),

corners as (
    select
        ratios.*,
        cast(case when part_end = 0 then part_lower else part_upper end as decimal(24, 8)) as part,
        cast(
            case when whole_end = 0 then whole_lower else whole_upper end
            + coalesce(part_in_whole, 0) * case when part_end = 0 then part_lower else part_upper end
            as decimal(24, 8)
        ) as whole,
        cast(whole_amount + coalesce(part_in_whole, 0) * part_amount as decimal(24, 8)) as printed_whole
    from ratios
    cross join corner_choices
    where has_part = 1 and has_whole = 1
),

positive as (
    select
        identity_id,
        check_key,
        document_id,
        min(whole) as least_whole
    from corners
    group by identity_id, check_key, document_id
),

compared as (
    select
        corners.identity_id,
        corners.document_id,
        corners.check_key,
        max(case when {{ percent_of('pct_lower', 'whole') }} <= 100 * part then 1 else 0 end) as reaches_lower,
        max(case when 100 * part <= {{ percent_of('pct_upper', 'whole') }} then 1 else 0 end) as reaches_upper,
        -- A figure that was cut lies at or beyond its print, by less than its last digit.
        max(
            case
                when {{ percent_of('pct_cut_lower', 'whole') }} < 100 * part then 1
                when pct_amount >= 0 and {{ percent_of('pct_cut_lower', 'whole') }} = 100 * part then 1
                else 0
            end
        ) as reaches_cut_lower,
        max(
            case
                when 100 * part < {{ percent_of('pct_cut_upper', 'whole') }} then 1
                when pct_amount < 0 and 100 * part = {{ percent_of('pct_cut_upper', 'whole') }} then 1
                else 0
            end
        ) as reaches_cut_upper,
        max(
            case
                when {{ percent_of('pct_lower', 'printed_whole') }} <= 100 * part_amount
                    and 100 * part_amount <= {{ percent_of('pct_upper', 'printed_whole') }}
                    then 1
                else 0
            end
        ) as is_to_the_digit,
        max(cast({{ divide_floor('100 * part', 'whole') }} as {{ type_amount() }})) as rhs_upper,
        min(cast({{ divide_ceil('100 * part', 'whole') }} as {{ type_amount() }})) as rhs_lower,
        max(cast({{ divide_floor('100 * part_amount', 'printed_whole') }} as {{ type_amount() }})) as rhs
    from corners
    inner join positive
        on corners.identity_id = positive.identity_id
        and corners.document_id = positive.document_id
        and corners.check_key = positive.check_key
    where positive.least_whole > 0
    group by corners.identity_id, corners.document_id, corners.check_key
),

judged as (
    select
        ratios.*,
        compared.rhs,
        compared.rhs_lower,
        compared.rhs_upper,
        case
            when ratios.has_part = 0 then '百分比所说的金额未印出 / the amount that the percentage qualifies is not printed'
            when ratios.has_whole = 0 then '作为分母的数字未印出 / the whole is not printed'
            when compared.identity_id is null then '分母为零或为负，或在舍入范围内可能为零 / the whole is zero or negative, or may be zero within its rounding'
        end as reason,
        compared.reaches_lower,
        compared.reaches_upper,
        compared.reaches_cut_lower,
        compared.reaches_cut_upper,
        compared.is_to_the_digit
    from ratios
    left join compared
        on ratios.identity_id = compared.identity_id
        and ratios.document_id = compared.document_id
        and ratios.check_key = compared.check_key
)

select
    identity_id,
    document_id,
    check_key,
    check_subject,
    check_fund,
    'ratio' as operator,
    reason,
    pct_amount as lhs,
    rhs,
    cast(pct_lower as {{ type_amount() }}) as lhs_lower,
    cast(pct_upper as {{ type_amount() }}) as lhs_upper,
    rhs_lower,
    rhs_upper,
    cast((pct_upper - pct_lower + rhs_upper - rhs_lower) * cast(0.5 as decimal(2, 1)) as {{ type_amount() }}) as slack,
    case
        when reason is not null then 'not_testable'
        when is_to_the_digit = 1 then 'exact'
        when reaches_lower = 1 and reaches_upper = 1 then 'rounding'
        when reaches_cut_lower = 1 and reaches_cut_upper = 1 then 'truncated'
        else 'violated'
    end as verdict,
    lhs_text,
    rhs_text
from judged
{%- endmacro %}

{# 1 where a percentage can be no share that `part` has of `whole`, cut or rounded; else 0. #}
{% macro is_apart(part, whole) -%}
case
    when {{ percent_of(part ~ '.share_lower', whole ~ '.lower') }} <= 100 * {{ part }}.upper
        and 100 * {{ part }}.lower <= {{ percent_of(part ~ '.share_upper', whole ~ '.upper') }}
        then 0
    else 1
end
{%- endmacro %}
