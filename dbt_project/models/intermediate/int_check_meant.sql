with

sums as (
    {{ identity_checks(ref('int_term_meant')) }}
),

ratios as (
    {{ ratio_checks(ref('int_ratio_term_meant')) }}
)

select * from sums
union all
select * from ratios
