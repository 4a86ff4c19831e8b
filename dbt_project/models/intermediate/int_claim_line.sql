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
    resolved.code,
    coalesce(resolved.code_basis, 'unresolved') as code_basis,
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
