{# Sums and comparisons on closed intervals: both sides added end by end, then asked whether they can be equal (=),
   ordered (<=), or, for one quantity stated many times, whether one value can stand in all of them (same).
   Reads a relation of the shape of int_term_printed. Grain: one row per identity, document and key. #}
{% macro identity_checks(terms) -%}
with

terms as (
    select * from {{ terms }}
    where {{ only_changed_documents() }}
),

identities as (select * from {{ ref('stg_identity') }}),

constants as (
    select * from {{ ref('stg_identity_term') }}
    where constant is not null
),

required as (
    select identity_id, term, min(label_zh) as label_zh, min(label_en) as label_en
    from {{ ref('stg_identity_term') }}
    where is_required and constant is null
    group by identity_id, term
),

grouped as (
    select
        identity_id,
        document_id,
        check_key,
        operator,
        min(check_subject) as check_subject,
        min(check_fund) as check_fund,
        count(*) as terms_found,
        sum(case when is_blank then 0 else 1 end) as figures_printed,
        sum(case when is_testable then 0 else 1 end) as terms_displaced,
        sum(case when is_unresolved then 1 else 0 end) as terms_unresolved,
        sum(case when side = 'never' and coalesce(amount, 1) <> 0 then 1 else 0 end) as terms_excluding,
        sum(case when side = 'lhs' then 1 else 0 end) as terms_on_the_left,
        max(case when statement = 'narrative' then 1 else 0 end) as in_narrative,
        max(case when statement <> 'narrative' then 1 else 0 end) as in_tables,
        {%- for side in ('lhs', 'rhs') %}
        {%- for column, opposite in (('amount', 'amount'), ('lower', 'upper'), ('upper', 'lower'), ('cut_lower', 'cut_upper'), ('cut_upper', 'cut_lower')) %}
        sum(case when side = '{{ side }}' then weight * case when weight >= 0 then {{ column }} else {{ opposite }} end end) as {{ side }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        max(amount) as greatest_amount,
        min(amount) as least_amount,
        max(lower) as greatest_lower,
        min(lower) as least_lower,
        max(upper) as greatest_upper,
        min(upper) as least_upper,
        max(cut_lower) as greatest_cut_lower,
        min(cut_upper) as least_cut_upper
    from terms
    group by identity_id, document_id, check_key, operator
),

-- Only what can be told from the terms decides whether a group is a check at all: a set of one states nothing twice,
-- and zeros that nobody printed are no claim.
checked as (
    select grouped.*
    from grouped
    inner join identities on grouped.identity_id = identities.identity_id
    where
        (grouped.figures_printed > 0 or grouped.terms_displaced > 0)
        and grouped.terms_excluding = 0
        and (grouped.operator <> 'same' or grouped.figures_printed > 1)
        and (identities.applies_where is null or grouped.terms_on_the_left > 0)
        and (identities.stated_in is null or identities.stated_in = case when grouped.in_narrative = 1 then 'narrative' else 'tables' end)
),

-- What the sides print, for the groups that are checks: putting words in order costs more than all sums.
texts as (
    select
        terms.identity_id,
        terms.document_id,
        terms.check_key,
        {%- for side in ('lhs', 'rhs') %}
        {{ joined(term_text(), ' ', 'terms.term, terms.print_order', "terms.side = '" ~ side ~ "' and not terms.is_blank and terms.operator <> 'same'") }} as {{ side }}_text,
        {%- endfor %}
        {{ joined("coalesce(terms.printed_name, '') || ' ' || terms.text || terms.unit || '（' || terms.statement || '）'", '；', 'terms.print_order', "terms.operator = 'same'") }} as same_text
    from terms
    inner join checked
        on terms.identity_id = checked.identity_id
        and terms.document_id = checked.document_id
        and terms.check_key = checked.check_key
    group by terms.identity_id, terms.document_id, terms.check_key
),

missing as (
    select
        checked.identity_id,
        checked.document_id,
        checked.check_key,
        {{ joined('required.label_zh', '、', 'required.term') }} as missing_zh,
        {{ joined('required.label_en', ', ', 'required.term') }} as missing_en
    from checked
    inner join required on checked.identity_id = required.identity_id
    left join (select distinct identity_id, document_id, check_key, term from terms) as found
        on checked.identity_id = found.identity_id
        and checked.document_id = found.document_id
        and checked.check_key = found.check_key
        and required.term = found.term
    where found.term is null
    group by checked.identity_id, checked.document_id, checked.check_key
),

constant_sides as (
    select
        identity_id,
        sum(case when side = 'lhs' then weight * constant else 0 end) as lhs_constant,
        sum(case when side = 'rhs' then weight * constant else 0 end) as rhs_constant
    from constants
    group by identity_id
),

sided as (
    select
        checked.identity_id,
        checked.document_id,
        checked.check_key,
        checked.check_subject,
        checked.check_fund,
        checked.operator,
        missing.missing_zh,
        missing.missing_en,
        checked.terms_displaced,
        checked.terms_unresolved,
        checked.operator = 'same' as is_same,
        texts.lhs_text,
        coalesce(texts.rhs_text, '') as rhs_text,
        texts.same_text,
        {%- for column in ('amount', 'lower', 'upper', 'cut_lower', 'cut_upper') %}
        coalesce(checked.lhs_{{ column }}, 0) + coalesce(constant_sides.lhs_constant, 0) as lhs_{{ column }},
        coalesce(checked.rhs_{{ column }}, 0) + coalesce(constant_sides.rhs_constant, 0) as rhs_{{ column }},
        {%- endfor %}
        checked.greatest_amount,
        checked.least_amount,
        checked.greatest_lower,
        checked.least_lower,
        checked.greatest_upper,
        checked.least_upper,
        checked.greatest_cut_lower,
        checked.least_cut_upper
    from checked
    inner join texts
        on checked.identity_id = texts.identity_id
        and checked.document_id = texts.document_id
        and checked.check_key = texts.check_key
    left join missing
        on checked.identity_id = missing.identity_id
        and checked.document_id = missing.document_id
        and checked.check_key = missing.check_key
    left join constant_sides on checked.identity_id = constant_sides.identity_id
),

measured as (
    select
        identity_id,
        document_id,
        check_key,
        check_subject,
        check_fund,
        operator,
        terms_unresolved,
        case
            when missing_zh is not null then '缺少：' || missing_zh || ' / missing: ' || missing_en
            when terms_displaced > 0 then '有一行的数字与表头错位或无法对应 / a row is displaced against its header, or the header is not understood'
        end as reason,
        cast(case when is_same then greatest_amount else lhs_amount end as {{ type_amount() }}) as lhs,
        cast(case when is_same then least_amount else rhs_amount end as {{ type_amount() }}) as rhs,
        cast(case when is_same then greatest_lower else lhs_lower end as {{ type_amount() }}) as lhs_lower,
        cast(case when is_same then greatest_upper else lhs_upper end as {{ type_amount() }}) as lhs_upper,
        cast(case when is_same then least_lower else rhs_lower end as {{ type_amount() }}) as rhs_lower,
        cast(case when is_same then least_upper else rhs_upper end as {{ type_amount() }}) as rhs_upper,
        cast(case when is_same then greatest_cut_lower else lhs_cut_lower end as {{ type_amount() }}) as lhs_cut_lower,
        cast(case when is_same then greatest_cut_lower else lhs_cut_upper end as {{ type_amount() }}) as lhs_cut_upper,
        cast(case when is_same then least_cut_upper else rhs_cut_lower end as {{ type_amount() }}) as rhs_cut_lower,
        cast(case when is_same then least_cut_upper else rhs_cut_upper end as {{ type_amount() }}) as rhs_cut_upper,
        case when is_same then same_text else {{ replace_first('lhs_text', '^\\+ ', '') }} end as lhs_text,
        case when is_same then '' else {{ replace_first('rhs_text', '^\\+ ', '') }} end as rhs_text
    from sided
),

judged as (
    select
        *,
        case
            when reason is not null then 'not_testable'
            when lhs = rhs or (operator = '<=' and lhs <= rhs) then 'exact'
            when lhs_lower <= rhs_upper and (operator = '<=' or rhs_lower <= lhs_upper) then 'rounding'
            when operator = 'same' and lhs_cut_lower < rhs_cut_upper then 'truncated'
            when operator = '=' and lhs_cut_lower < rhs_cut_upper and rhs_cut_lower < lhs_cut_upper then 'truncated'
            when operator = '<=' and lhs_cut_lower < rhs_cut_upper then 'truncated'
            -- What holds, holds without the line that nobody could place; what does not, may lack just that line.
            when terms_unresolved > 0 then 'not_testable'
            else 'violated'
        end as verdict
    from measured
)

select
    identity_id,
    document_id,
    check_key,
    check_subject,
    check_fund,
    operator,
    case
        when reason is null and verdict = 'not_testable' then '有一行的科目名称无法对应编码 / the name of a line resolves to no code'
        else reason
    end as reason,
    lhs,
    rhs,
    lhs_lower,
    -- An inequality asks only that the right side can be as large: its left side is open upwards.
    cast(case when operator = '<=' then greatest(lhs_upper, rhs_upper) else lhs_upper end as {{ type_amount() }}) as lhs_upper,
    rhs_lower,
    rhs_upper,
    cast((lhs_upper - lhs_lower + rhs_upper - rhs_lower) * cast(0.5 as decimal(2, 1)) as {{ type_amount() }}) as slack,
    verdict,
    lhs_text,
    rhs_text
from judged
{%- endmacro %}

{% macro term_text() -%}
  case when terms.weight < 0 then '− ' else '+ ' end || coalesce(terms.printed_name, '') || ' ' || terms.text || terms.unit
{%- endmacro %}
