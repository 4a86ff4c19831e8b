-- One row per settled quantity and reading of a document, wherever and however often it is stated. Where statements
-- conflict, the value that most of them share stands, tables before narrative, and the conflict is said.
with

figures as (
    select * from {{ ref('int_figure') }}
    where
        aspect = 'settled'
        and statement not in ('performance', 'chart')
        and is_understood
        and is_testable
        and amount_wan is not null
        and coalesce(subject_level, '') <> 'part'
        and {{ only_changed_documents() }}
),

values_stated as (
    select
        document_id,
        reading,
        flow,
        coalesce(nature, '') as nature,
        coalesce(fund, '') as fund,
        subject,
        amount_wan,
        count(distinct statement) as statements,
        count(*) as times,
        max(case when statement <> 'narrative' then 1 else 0 end) as is_in_table,
        min(figure_id) as figure_id
    from figures
    group by document_id, reading, flow, coalesce(nature, ''), coalesce(fund, ''), subject, amount_wan
),

chosen as (
    select *
    from (
        select
            *,
            row_number() over (
                partition by document_id, reading, flow, nature, fund, subject
                order by statements desc, is_in_table desc, times desc, figure_id
            ) as choice
        from values_stated
    ) as ranked
    where choice = 1
),

sets as (
    select
        document_id,
        reading,
        flow,
        coalesce(nature, '') as nature,
        coalesce(fund, '') as fund,
        subject,
        min(code) as code,
        count(*) as times,
        min(amount_wan) as least,
        max(amount_wan) as greatest,
        max(lower_bound) as greatest_lower,
        min(upper_bound) as least_upper,
        {{ statements_stated('statement') }} as stated_in
    from figures
    group by document_id, reading, flow, coalesce(nature, ''), coalesce(fund, ''), subject
)

select
    sets.document_id,
    sets.reading,
    sets.flow,
    sets.nature,
    sets.fund,
    sets.subject,
    sets.code,
    chosen.amount_wan,
    chosen.figure_id,
    sets.stated_in,
    case
        when sets.times = 1 then 'single'
        when sets.least = sets.greatest then 'agree'
        when sets.greatest_lower <= sets.least_upper then 'rounding'
        else 'conflict'
    end as agreement
from sets
inner join chosen
    on sets.document_id = chosen.document_id
    and sets.reading = chosen.reading
    and sets.flow = chosen.flow
    and sets.nature = chosen.nature
    and sets.fund = chosen.fund
    and sets.subject = chosen.subject
