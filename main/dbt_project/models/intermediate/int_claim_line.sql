with

claims as (
    select * from {{ ref('stg_claim') }}
    where subject_key = 'function_line' and {{ only_changed_documents() }}
),

wordings as (
    select distinct document_id, class_name, section_name, item_name, class_code, section_code, item_code
    from claims
),

wanted_class as (select distinct cast(null as {{ type_text() }}) as parent_code, class_name as bare_name from wordings),

class_by_name as ({{ code_of_name('wanted_class', 'function', 'class') }}),

with_class as (
    select
        wordings.*,
        case when length(wordings.class_code) = 3 then wordings.class_code else class_by_name.code end as class_resolved,
        case when length(wordings.class_code) = 3 then 'printed_code' else class_by_name.basis end as class_basis
    from wordings
    left join class_by_name on wordings.class_name = class_by_name.bare_name
),

wanted_section as (select distinct class_resolved as parent_code, section_name as bare_name from with_class),

section_by_name as ({{ code_of_name('wanted_section', 'function', 'section') }}),

with_section as (
    select
        with_class.*,
        case
            when length(with_class.section_code) = 5 then with_class.section_code
            when length(with_class.section_code) = 2 then with_class.class_resolved || with_class.section_code
            else section_by_name.code
        end as section_resolved,
        case
            when length(with_class.section_code) in (2, 5) then 'printed_code'
            else section_by_name.basis
        end as section_basis
    from with_class
    left join section_by_name
        on with_class.class_resolved = section_by_name.parent_code
        and with_class.section_name = section_by_name.bare_name
),

wanted_item as (select distinct section_resolved as parent_code, item_name as bare_name from with_section),

item_by_name as ({{ code_of_name('wanted_item', 'function', 'item') }}),

wanted_item_of_class as (
    select distinct class_resolved as parent_code, item_name as bare_name from with_section where section_name = ''
),

item_of_class as ({{ code_of_name('wanted_item_of_class', 'function', 'item_of_class') }}),

with_item as (
    select
        with_section.*,
        case
            when length(with_section.item_code) = 7 then with_section.item_code
            when length(with_section.item_code) = 2 then with_section.section_resolved || with_section.item_code
            else coalesce(item_by_name.code, item_of_class.code)
        end as item_resolved,
        case
            when length(with_section.item_code) in (2, 7) then 'printed_code'
            else coalesce(item_by_name.basis, item_of_class.basis)
        end as item_basis
    from with_section
    left join item_by_name
        on with_section.section_resolved = item_by_name.parent_code
        and with_section.item_name = item_by_name.bare_name
    left join item_of_class
        on with_section.section_name = ''
        and with_section.class_resolved = item_of_class.parent_code
        and with_section.item_name = item_of_class.bare_name
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
    nullif(claims.class_code || claims.section_code || claims.item_code, '') as printed_code,
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
