select
    document_id,
    cast(statement as integer) as statement_number,
    cast(line as integer) as line,
    cast(nullif(page, '') as integer) as page,
    cast(said.offset as integer) as place_offset,
    part,
    section,
    kind as statement_kind,
    relation,
    nullif(subject_key, '') as subject_key,
    label,
    said as words,
    nullif(list_key, '') as list_key,
    cast(nullif(of_claim, '') as integer) as of_claim,
    cast(nullif(against_claim, '') as integer) as against_claim
from {{ source('raw', 'statement') }} as said
