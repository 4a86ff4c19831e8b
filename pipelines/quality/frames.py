"""The frames that suites look at.

Reads marts, audit and `built.document` of the warehouse, read-only, through Arrow; writes nothing. Three kinds of
frame: a published table; `identity_checks`, a row per check with its family; and `identity_verdicts`, the same rows
plus one for every identity × document that has no check as printed. A frame that grows by document holds the rows of
the documents asked for. Decimals stay `decimal.Decimal`. The connection is closed before anything is validated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
where checked.document_id in (select document_id from asked)
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
where checked.check_id is null and document.document_id in (select document_id from asked)
order by document.document_id, identity.identity_id
"""

DERIVED = {
    "identity_checks": CHECKS,
    "identity_verdicts": f"select * from ({CHECKS}) union all by name select * from ({UNCHECKED})",
}
"""Frames that are no table of the warehouse; both grow by document."""


class FrameError(ValueError):
    """A table or a column that a suite looks at is not in the warehouse."""


def read_states(path: Path) -> dict[str, str]:
    """Every document of which the warehouse says anything, with a checksum of all its rows are made of; empty where
    nobody kept one."""
    connection = warehouse.connect(path, read_only=True)
    try:
        present = {f"{schema}.{table}" for schema, table in _tables(connection)}
        # A check of a document that nobody knows is the fault that is looked for: its rows are looked at, too.
        named = [
            table
            for table in ("marts.dim_document", "audit.fct_identity_check", "marts.fct_figure")
            if table in present
        ]
        documents = {
            document
            for table in named
            for (document,) in connection.execute(f"select distinct document_id from {table}").fetchall()
        }
        states: dict[str, str] = {}
        if "built.document" in present:
            states = dict(connection.execute("select document_id, fingerprint from built.document").fetchall())
        return {document: states.get(document, "") for document in documents if document is not None}
    finally:
        connection.close()


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    return found


def read_frames(
    path: Path, names: Iterable[str], by_document: Iterable[str] = (), documents: Sequence[str] = ()
) -> dict[str, pd.DataFrame | FrameError]:
    """Each named frame, or the reason why it cannot be had; the warehouse is closed again. The tables `by_document`
    and the derived frames hold the rows of these documents, every other table holds all its rows."""
    parted = set(by_document)
    connection = warehouse.connect(path, read_only=True)
    try:
        connection.execute("create temp table asked as select unnest(?::varchar[]) as document_id", [list(documents)])
        return {name: _read(connection, name, name in parted) for name in dict.fromkeys(names)}
    finally:
        connection.close()


def _read(connection: duckdb.DuckDBPyConnection, name: str, is_parted: bool) -> pd.DataFrame | FrameError:
    try:
        if name in DERIVED:
            return _frame(connection, DERIVED[name])
        schema, _, table = name.rpartition(".")
        whole = f"select * from {warehouse.quoted(schema)}.{warehouse.quoted(table)}"
        if not is_parted:
            return _frame(connection, whole)
        found = _frame(connection, f"{whole} where document_id in (select document_id from asked)")
        # A table that must not be empty may hold nothing of these documents: it is as empty as all of it.
        return found if len(found) else _frame(connection, f"{whole} limit 1")
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        return FrameError(str(error).splitlines()[0])


def _frame(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    read: Any = connection.sql(query).to_arrow_table()
    return read.to_pandas()
