-- A money figure in another unit than its statement's may be a slip (24.96元 among 万元). Read in the prevailing unit it
-- is proposed; whether the proposal is justified the identities decide.
with

figures as (
    select * from {{ ref('int_figure_printed') }}
    where
        unit_kind = 'money'
        and not is_blank
        and statement = 'narrative'
        and aspect in ('settled', 'budget', 'change')
        and {{ only_changed_documents() }}
),

used as (
    select document_id, unit, max(to_wan) as to_wan, count(*) as figures
    from figures
    group by document_id, unit
),

prevailing as (
    select document_id, unit, to_wan
    from (
        select *, row_number() over (partition by document_id order by figures desc, unit) as place_in_use
        from used
    ) as ranked
    where place_in_use = 1
)

select
    figures.document_id,
    figures.figure_id,
    prevailing.unit as meant_unit,
    prevailing.to_wan as meant_to_wan
from figures
inner join prevailing
    on figures.document_id = prevailing.document_id
    and figures.to_wan <> prevailing.to_wan
where figures.is_testable and figures.value <> 0
