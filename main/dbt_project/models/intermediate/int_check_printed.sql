with

sums as (
    {{ identity_checks(ref('int_term_printed')) }}
),

ratios as (
    {{ ratio_checks(ref('int_ratio_term_printed')) }}
)

select * from sums
union all
select * from ratios
