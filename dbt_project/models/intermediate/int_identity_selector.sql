{{ config(materialized='table') }}

-- What each term of each identity picks, written out: joining figures to identities is then a join on equal columns.
with

terms as (select * from {{ ref('stg_identity_term') }}),

coordinates as (
    select statement, section, flow, nature, fund, aspect
    from {{ ref('int_figure_printed') }}
    where flow is not null
    union
    select statement, section, flow, nature, fund, aspect
    from {{ ref('int_figure_restored') }}
    where flow is not null
)

select distinct
    terms.identity_id,
    terms.term,
    terms.side,
    terms.weight,
    terms.is_required,
    terms.label_zh,
    terms.label_en,
    terms.subject,
    terms.subject_level,
    terms.via,
    coordinates.statement,
    coordinates.section,
    coordinates.flow,
    coordinates.nature,
    coordinates.fund,
    coordinates.aspect
from terms
inner join coordinates
    on terms.constant is null
    and terms.aspect = coordinates.aspect
    and (terms.flow is null or terms.flow = coordinates.flow)
    and (
        terms.nature is null
        or terms.nature = coordinates.nature
        or (terms.nature = 'economic_class' and coordinates.nature like 'economic:___')
        or (terms.nature = 'economic_item' and coordinates.nature like 'economic:_____')
    )
    and (terms.fund is null or terms.fund = coordinates.fund)
    and (terms.section is null or terms.section = coordinates.section)
    and (
        terms.statement = coordinates.statement
        -- Reports and charts speak of budgets, projects and other years in the words of the accounts: they are compared
        -- only where an identity names them.
        or (terms.statement is null and coordinates.statement not in ('performance', 'chart'))
        or (terms.statement = 'tables' and coordinates.statement not in ('narrative', 'performance', 'chart'))
    )
