{# The figures of the relation that a list in a sentence makes: a whole and the parts told of it, which add up to it where
   all are told (`parts_told` all) and to no more than it where some are. The check is the whole's, and the list's. Reads a
   relation of the shape of int_figure_printed; gives the shape of identity_terms. Grain: check, term, figure. #}
{% macro part_terms(figures) -%}
with

identities as (
    select * from {{ ref('stg_identity') }}
    where parts_told is not null
),

figures as (
    select * from {{ figures }}
    where statement = 'narrative' and is_testable and not is_blank and {{ only_changed_documents() }}
),

out_of_years as (
    select * from {{ ref('int_identity_out_of_years') }}
    where {{ only_changed_documents() }}
),

parts as (
    select
        identities.identity_id,
        identities.operator,
        figures.*
    from figures
    inner join identities on figures.told = identities.parts_told
    left join out_of_years
        on identities.identity_id = out_of_years.identity_id
        and figures.document_id = out_of_years.document_id
    where out_of_years.identity_id is null
),

-- A part is found with its whole or not at all: half a list relates nothing.
related as (
    select
        parts.identity_id,
        parts.document_id,
        whole.figure_id as check_key,
        whole.subject as check_subject,
        whole.fund as check_fund,
        parts.operator,
        whole.figure_id as whole_figure_id,
        parts.figure_id as part_figure_id
    from parts
    inner join figures as whole
        on parts.document_id = whole.document_id
        and parts.part_of = whole.claim
),

roles as (
    select distinct
        identity_id, document_id, check_key, check_subject, check_fund, operator, whole_figure_id as figure_id, 'whole' as role
    from related
    union all
    select identity_id, document_id, check_key, check_subject, check_fund, operator, part_figure_id, 'part'
    from related
)

select
    roles.identity_id,
    roles.document_id,
    roles.check_key,
    roles.check_subject,
    roles.check_fund,
    roles.operator,
    case when roles.role = 'part' then 1 else 2 end as term,
    -- An inequality is read from the left: the parts are not more than the whole.
    case when (roles.role = 'part') = (roles.operator = '<=') then 'lhs' else 'rhs' end as side,
    cast(1 as decimal(6, 2)) as weight,
    cast(0 as decimal(6, 2)) as whole_weight,
    figures.figure_id,
    figures.print_order,
    figures.statement,
    figures.is_testable,
    figures.is_blank,
    false as is_unresolved,
    figures.printed_name,
    figures.text,
    figures.unit,
    figures.amount,
    figures.lower,
    figures.upper,
    figures.cut_lower,
    figures.cut_upper,
    figures.last_digit
from roles
inner join figures
    on roles.document_id = figures.document_id
    and roles.figure_id = figures.figure_id
{%- endmacro %}
