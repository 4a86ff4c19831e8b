with

sums as (
    {{ identity_checks(ref('int_term_proposed')) }}
),

ratios as (
    {{ ratio_checks(ref('int_ratio_term_proposed')) }}
)

select * from sums
union all
select * from ratios
