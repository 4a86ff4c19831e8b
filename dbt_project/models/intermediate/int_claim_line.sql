with

claims as (
    select * from {{ ref('stg_claim') }}
    where whose = 'function_line' and {{ only_changed_documents() }}
),

wordings as (
    select distinct document_id, class_name, section_name, item_name, class_code, section_code, item_code
    from claims
),

names as (
    select * from {{ ref('int_name_resolved') }}
    where {{ only_changed_documents() }}
),

-- What a document's own tables print with a code is its name there, whatever the classification calls it.
own_lines as (
    select distinct document_id, row_code as code, row_name as bare_name
    from {{ ref('stg_cell') }}
    where kind is not null and row_code like '2%' and row_name <> '' and {{ only_changed_documents() }}
),

own_names as (
    select
        own_lines.document_id,
        own_lines.code,
        own_lines.bare_name,
        sections.bare_name as section_name,
        classes.bare_name as class_name
    from own_lines
    left join own_lines as sections
        on own_lines.document_id = sections.document_id
        and substr(own_lines.code, 1, 5) = sections.code
    left join own_lines as classes
        on own_lines.document_id = classes.document_id
        and substr(own_lines.code, 1, 3) = classes.code
),

-- The one line so called, below the lines that are named with it; never a choice between two.
own_wordings as (
    select
        wordings.document_id,
        wordings.class_name,
        wordings.section_name,
        wordings.item_name,
        min(own_names.code) as code
    from wordings
    inner join own_names
        on wordings.document_id = own_names.document_id
        and own_names.bare_name = coalesce(nullif(wordings.item_name, ''), nullif(wordings.section_name, ''), wordings.class_name)
        and length(own_names.code) = case when wordings.item_name <> '' then 7 when wordings.section_name <> '' then 5 else 3 end
        and (wordings.section_name = '' or wordings.section_name = own_names.section_name)
        and (wordings.class_name = '' or wordings.class_name = own_names.class_name)
    where wordings.class_code = '' and wordings.section_code = '' and wordings.item_code = ''
    group by wordings.document_id, wordings.class_name, wordings.section_name, wordings.item_name
    having count(distinct own_names.code) = 1
),

with_class as (
    select
        wordings.*,
        case when length(wordings.class_code) = 3 then wordings.class_code else class_names.code end as class_resolved,
        case when length(wordings.class_code) = 3 then 'printed_code' else class_names.basis end as class_basis
    from wordings
    left join names as class_names
        on wordings.document_id = class_names.document_id
        and wordings.class_name = class_names.bare_name
        and class_names.level = 'class'
),

with_section as (
    select
        with_class.*,
        case
            when length(with_class.section_code) = 5 then with_class.section_code
            when length(with_class.section_code) = 2 then with_class.class_resolved || with_class.section_code
            else section_names.code
        end as section_resolved,
        case
            when length(with_class.section_code) in (2, 5) then 'printed_code'
            else section_names.basis
        end as section_basis
    from with_class
    left join names as section_names
        on with_class.document_id = section_names.document_id
        and with_class.class_resolved = section_names.scope_code
        and with_class.section_name = section_names.bare_name
        and section_names.level = 'section'
),

with_item as (
    select
        with_section.*,
        case
            when length(with_section.item_code) = 7 then with_section.item_code
            when length(with_section.item_code) = 2 then with_section.section_resolved || with_section.item_code
            else coalesce(item_names.code, class_item_names.code)
        end as item_resolved,
        case
            when length(with_section.item_code) in (2, 7) then 'printed_code'
            else coalesce(item_names.basis, class_item_names.basis)
        end as item_basis
    from with_section
    left join names as item_names
        on with_section.document_id = item_names.document_id
        and with_section.section_resolved = item_names.scope_code
        and with_section.item_name = item_names.bare_name
        and item_names.level = 'item'
    left join names as class_item_names
        on with_section.section_name = ''
        and with_section.document_id = class_item_names.document_id
        and with_section.class_resolved = class_item_names.scope_code
        and with_section.item_name = class_item_names.bare_name
        and class_item_names.level = 'item_of_class'
),

-- The deepest level that the words name is the line; what that level does not resolve to, no other level replaces.
resolved as (
    select
        *,
        case
            when item_name <> '' or item_code <> '' then item_resolved
            when section_name <> '' or section_code <> '' then section_resolved
            else class_resolved
        end as code,
        case
            when item_name <> '' or item_code <> '' then item_basis
            when section_name <> '' or section_code <> '' then section_basis
            else class_basis
        end as code_basis
    from with_item
)

select
    claims.document_id,
    claims.claim,
    coalesce(resolved.code, own_wordings.code) as code,
    coalesce(resolved.code_basis, case when own_wordings.code is not null then 'own_table' end, 'unresolved') as code_basis,
    -- Each level may repeat the digits of the one above it.
    nullif(
        case
            when length(claims.item_code) = 7 then claims.item_code
            when length(claims.section_code) = 5 then claims.section_code || claims.item_code
            else claims.class_code || claims.section_code || claims.item_code
        end,
        ''
    ) as printed_code,
    coalesce(nullif(claims.item_label, ''), nullif(claims.section_label, ''), nullif(claims.class_label, '')) as printed_name,
    concat_ws(
        '/', nullif(claims.class_label, ''), nullif(claims.section_label, ''), nullif(claims.item_label, '')
    ) as printed_path
from claims
left join resolved
    on claims.document_id = resolved.document_id
    and claims.class_name = resolved.class_name
    and claims.section_name = resolved.section_name
    and claims.item_name = resolved.item_name
    and claims.class_code = resolved.class_code
    and claims.section_code = resolved.section_code
    and claims.item_code = resolved.item_code
left join own_wordings
    on claims.document_id = own_wordings.document_id
    and claims.class_name = own_wordings.class_name
    and claims.section_name = own_wordings.section_name
    and claims.item_name = own_wordings.item_name
    and claims.class_code = ''
    and claims.section_code = ''
    and claims.item_code = ''
