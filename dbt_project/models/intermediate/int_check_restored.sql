with

sums as (
    {{ identity_checks(ref('int_term_restored')) }}
),

ratios as (
    {{ ratio_checks(ref('int_ratio_term_restored')) }}
)

select * from sums
union all
select * from ratios
