-- Printed amounts whose line has a name that no code answers to. Such a line may be a part of any line that has parts in
-- its table, or of any class in the narrative: each gets a stand-in that adds nothing and says so.
with

figures as (
    select * from {{ ref('int_figure_printed') }}
    where {{ only_changed_documents() }}
),

unresolved as (
    select distinct document_id, statement, section, coalesce(table_id, '') as table_id, flow, nature, fund, aspect
    from figures
    where code_basis = 'unresolved' and subject is null and flow is not null and not is_blank and value <> 0
),

parents as (
    select distinct
        document_id,
        table_id,
        parent_subject,
        parent_level,
        cast(null as {{ type_text() }}) as code
    from figures
    where table_id is not null and parent_subject is not null
    union
    select distinct document_id, coalesce(table_id, '') as table_id, 'total' as parent_subject, 'total' as parent_level, null as code
    from figures
    where code_basis = 'unresolved'
    union
    select distinct document_id, '' as table_id, 'total' as parent_subject, 'total' as parent_level, substr(code, 1, 3) as code
    from figures
    where table_id is null and code is not null
),

-- A source of income or a kind of expenditure that no phrase knows is a part of its section's sum all the same.
unknown_parts as (
    select distinct document_id, section
    from figures
    where
        statement = 'narrative'
        and section in ('income', 'expenditure')
        and aspect = 'settled'
        and unit_kind = 'money'
        and ((subject is null and flow is null) or subject_level = 'part')
        and value <> 0
),

-- A line whose budget the narrative tells was settled, too: where nobody read at what, sums of lines lack it.
unsettled as (
    select
        document_id,
        statement,
        section,
        code,
        flow,
        nature,
        fund,
        max(case when aspect = 'settled' then 1 else 0 end) as is_settled
    from figures
    where statement = 'narrative' and code is not null and subject = 'function:' || code and unit_kind = 'money'
    group by document_id, statement, section, code, flow, nature, fund
),

-- A use of vehicles that no list of uses knows is one of them all the same.
unknown_uses as (
    select distinct document_id, statement, coalesce(table_id, '') as table_id
    from figures
    where
        printed_name like '%车'
        and (subject like 'state_assets:vehicles:part:%' or (statement in ('agency_operation', 'state_assets') and subject is null))
        and not is_blank
        and value <> 0
)

select distinct
    unresolved.document_id,
    unresolved.document_id || ':' || unresolved.statement || ':' || unresolved.table_id || ':unresolved' as row_id,
    unresolved.statement,
    unresolved.section,
    'unresolved' as subject,
    parents.parent_subject,
    parents.parent_level,
    'class' as subject_level,
    true as is_leaf,
    parents.code,
    unresolved.flow,
    unresolved.nature,
    unresolved.fund,
    unresolved.aspect
from unresolved
inner join parents
    on unresolved.document_id = parents.document_id
    and unresolved.table_id = parents.table_id
union all
select distinct
    figures.document_id,
    figures.document_id || ':' || figures.section || ':' || figures.nature || ':' || figures.fund || ':unknown' as row_id,
    figures.statement,
    figures.section,
    figures.subject,
    cast(null as {{ type_text() }}) as parent_subject,
    cast(null as {{ type_text() }}) as parent_level,
    figures.subject_level,
    false as is_leaf,
    cast(null as {{ type_text() }}) as code,
    figures.flow,
    figures.nature,
    figures.fund,
    figures.aspect
from figures
inner join unknown_parts
    on figures.document_id = unknown_parts.document_id
    and figures.section = unknown_parts.section
where
    figures.statement = 'narrative'
    and figures.subject = 'total'
    and figures.aspect in ('settled', 'share_pct')
union all
select distinct
    figures.document_id,
    figures.document_id || ':' || figures.statement || ':' || coalesce(figures.table_id, '') || ':unknown_use' as row_id,
    figures.statement,
    figures.section,
    'state_assets:vehicles_other' as subject,
    cast(null as {{ type_text() }}) as parent_subject,
    cast(null as {{ type_text() }}) as parent_level,
    figures.subject_level,
    false as is_leaf,
    cast(null as {{ type_text() }}) as code,
    figures.flow,
    figures.nature,
    figures.fund,
    figures.aspect
from figures
inner join unknown_uses
    on figures.document_id = unknown_uses.document_id
    and figures.statement = unknown_uses.statement
    and coalesce(figures.table_id, '') = unknown_uses.table_id
where figures.subject = 'state_assets:vehicles' and figures.aspect = 'count'
union all
select
    document_id,
    document_id || ':' || section || ':' || code || ':unsettled' as row_id,
    statement,
    section,
    'unresolved' as subject,
    'total' as parent_subject,
    'total' as parent_level,
    'class' as subject_level,
    true as is_leaf,
    substr(code, 1, 3) as code,
    flow,
    nature,
    fund,
    'settled' as aspect
from unsettled
where is_settled = 0
