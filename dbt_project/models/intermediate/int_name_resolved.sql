-- The code that a printed name stands for among the children of a code (`scope_code`, empty for classes): the same text
-- first, else the one name that is a single character away (a slip of the pen or of the reader); never a choice between
-- two. Two texts are a character apart when one of them, or both, become the same by leaving out one character.
-- Grain: document, level and name as printed, code above.
with

claims as (
    select distinct document_id, class_name, section_name, item_name
    from {{ ref('stg_claim') }}
    where subject_key = 'function_line' and {{ only_changed_documents() }}
),

lines as (
    select distinct document_id, row_name
    from {{ ref('stg_cell') }}
    where kind is not null and row_code is null and {{ only_changed_documents() }}
),

wanted as (
    select document_id, 'function' as classification, 'class' as level, class_name as bare_name
    from claims
    {%- for level, column in (('section', 'section_name'), ('item', 'item_name'), ('item_of_class', 'item_name')) %}
    union
    select document_id, 'function' as classification, '{{ level }}' as level, {{ column }} as bare_name
    from claims
    {%- endfor %}
    union
    select document_id, 'function' as classification, 'class' as level, row_name as bare_name
    from lines
    union
    select document_id, 'economic' as classification, 'any' as level, row_name as bare_name
    from lines
),

shortened as (
    {{ texts_less_a_character('wanted.document_id, wanted.classification, wanted.level, wanted.bare_name', 'wanted', 'wanted') }}
),

matched as (
    select
        shortened.document_id,
        shortened.classification,
        shortened.level,
        shortened.bare_name,
        names.scope_code,
        names.code,
        names.basis,
        case when shortened.is_whole and names.is_whole then 0 else 1 end as distance
    from shortened
    inner join {{ ref('int_classification_name_shortened') }} as names
        on shortened.shortened = names.shortened
        and shortened.level = names.level
        and shortened.classification = names.classification
),

measured as (
    select
        *,
        min(distance) over (partition by document_id, classification, level, bare_name, scope_code) as nearest
    from matched
)

select
    document_id,
    classification,
    level,
    scope_code,
    bare_name,
    min(code) as code,
    min(case when distance = 1 then 'near' else basis end) as basis
from measured
where distance = nearest
group by document_id, classification, level, scope_code, bare_name
having count(distinct code) = 1
