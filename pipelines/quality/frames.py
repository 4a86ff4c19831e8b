"""The frames that suites look at.

Reads marts and audit of the warehouse, read-only, through Arrow; writes nothing. Three kinds of frame:
a published table as it is; `identity_checks`, a row per check with its family; and `identity_verdicts`,
the same rows plus one for every identity × document that has no check as printed. Decimals stay
`decimal.Decimal`. The connection is closed before anything is validated.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipelines import warehouse

CHECKS = """
select
    checked.identity_id, checked.document_id, checked.subject, checked.check_id, checked.reading,
    checked.verdict,
    nullif(trim(checked.reason), '') as reason,
    cast(checked.lhs as varchar) || ' ↔ ' || cast(checked.rhs as varchar) as stated,
    checked.lhs_lower, checked.lhs_upper, checked.rhs_lower, checked.rhs_upper,
    identity.family,
    case
        when identity.identity_id is null or document.document_id is null then 'no' else 'yes'
    end as declared
from audit.fct_identity_check as checked
left join audit.identity_catalogue as identity on checked.identity_id = identity.identity_id
left join marts.dim_document as document on checked.document_id = document.document_id
order by checked.document_id, checked.identity_id, checked.check_id
"""

UNCHECKED = """
select identity.identity_id, document.document_id, 'yes' as declared
from audit.identity_catalogue as identity
cross join marts.dim_document as document
left join audit.fct_identity_check as checked
    on checked.identity_id = identity.identity_id
    and checked.document_id = document.document_id
    and checked.reading = 'printed'
where checked.check_id is null
order by document.document_id, identity.identity_id
"""

DERIVED = {
    "identity_checks": CHECKS,
    "identity_verdicts": f"select * from ({CHECKS}) union all by name select * from ({UNCHECKED})",
}
"""Frames that are no table of the warehouse."""


class FrameError(ValueError):
    """A table or a column that a suite looks at is not in the warehouse."""


def read_frames(path: Path, names: Iterable[str]) -> dict[str, pd.DataFrame | FrameError]:
    """Each named frame, or the reason why it cannot be had; the warehouse is closed again."""
    connection = warehouse.connect(path, read_only=True)
    try:
        return {name: _read(connection, name) for name in dict.fromkeys(names)}
    finally:
        connection.close()


def _read(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame | FrameError:
    schema, _, table = name.rpartition(".")
    query = DERIVED.get(name) or f"select * from {warehouse.quoted(schema)}.{warehouse.quoted(table)}"
    try:
        read: Any = connection.sql(query).to_arrow_table()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        return FrameError(str(error).splitlines()[0])
    return read.to_pandas()
