"""What a document's rows depend on besides its own files: what its department disclosed of the same year and the last.

Reads raw.document, raw.register and raw.loaded; writes nothing. Grain: one state per loaded document. A document is
held against the disclosure of the year before, and a correction takes the place of what it corrects: when one of them
comes, changes or goes, those that are held against it are redone, and no others.
"""

from __future__ import annotations

import duckdb

# Letters only is coarser than the models' own key (name and region without spaces and stops): a document too many is
# redone, never one too few.
_STATES = """
with told as (
    select
        document.document_id,
        loaded.fingerprint,
        regexp_replace(
            coalesce(nullif(register.department, ''), document.department), '[^\\p{L}]', '', 'g'
        ) as department,
        try_cast(coalesce(nullif(register.fiscal_year, ''), document.fiscal_year) as integer) as fiscal_year
    from raw.document as document
    inner join (select distinct document_id, fingerprint from raw.loaded) as loaded
        on document.document_id = loaded.document_id
    left join raw.register as register on document.document_id = register.document_id
)

select
    told.document_id,
    md5(told.fingerprint || coalesce(string_agg(kin.fingerprint, ',' order by kin.document_id), '')) as state
from told
left join told as kin
    on told.department = kin.department
    and told.department <> ''
    and kin.fiscal_year between told.fiscal_year - 1 and told.fiscal_year
    and told.document_id <> kin.document_id
group by told.document_id, told.fingerprint
order by told.document_id
"""


def states(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """For each loaded document a checksum that changes when anything changes that its rows are made of."""
    return dict(connection.execute(_STATES).fetchall())
