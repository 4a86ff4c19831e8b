"""The frames that suites look at.

Reads marts, audit and `built.document` of the warehouse, read-only, through Arrow; writes nothing. Three kinds of
frame: a published table; `identity_checks`, a row per check with its family; and `identity_verdicts`, the same rows
plus one for every identity × document that has no check as printed. A frame that grows by document holds the rows of
the documents asked for. Decimals stay decimals: Arrow's. The connection is closed before anything is validated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipelines import settings, warehouse

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
where checked.document_id is null or checked.document_id in (select document_id from asked)
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

READ_BY_DERIVED = ("marts.dim_document", "audit.fct_identity_check")
"""The tables whose rows name a document in them."""


class FrameError(ValueError):
    """A table or a column that a suite looks at is not in the warehouse."""


def read_states(path: Path, by_document: Iterable[str]) -> tuple[str, dict[str, str]]:
    """What the models were built from, and every document of which a table says anything, with a checksum of all that
    its rows are made of; both empty where nobody kept them.

    `by_document`: the tables. A row of a document that nobody knows is the fault that is looked for: it is named by
    some table, too.
    """
    connection = warehouse.connect(path, read_only=True)
    try:
        columns = {(f"{schema}.{table}", column) for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
        ).fetchall()}  # fmt: skip
        documents = {
            document
            for table in dict.fromkeys([*READ_BY_DERIVED, *by_document])
            if (table, "document_id") in columns
            for (document,) in connection.execute(f"select distinct document_id from {table}").fetchall()
        }
        states = _kept(connection, columns, "built.document", "document_id, fingerprint")
        built_from = _kept(connection, columns, "built.project", "'project', fingerprint").get("project", "")
        # Of models that were not finished nobody knows what state their rows are in.
        known = {document: states.get(document, "") if built_from else "" for document in documents if document}
        return built_from, known
    finally:
        connection.close()


def _kept(
    connection: duckdb.DuckDBPyConnection, columns: set[tuple[str, str]], table: str, what: str
) -> dict[str, str]:
    if (table, "fingerprint") not in columns:
        return {}
    return dict(connection.execute(f"select {what} from {table}").fetchall())


def read_frames(
    path: Path, names: Iterable[str], by_document: Iterable[str] = (), documents: Sequence[str] = ()
) -> dict[str, pd.DataFrame | FrameError]:
    """Each named frame, or the reason why it cannot be had; the warehouse is closed again. The tables `by_document`
    and the derived frames hold the rows of these documents, every other table holds all its rows."""
    parted = set(by_document)
    connection = warehouse.connect(path, read_only=True)
    try:
        # Several batches are read side by side, each by a process of its own.
        connection.execute(f"set memory_limit = '{settings.current().memory_mb // 6}MB'")
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
        # What belongs to no document belongs to every batch: that it is there is the fault.
        found = _frame(
            connection, f"{whole} where document_id is null or document_id in (select document_id from asked)"
        )
        # A table that must not be empty may hold nothing of these documents: it is as empty as all of it.
        return found if len(found) else _frame(connection, f"{whole} limit 1")
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        return FrameError(str(error).splitlines()[0])


def _frame(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    read: Any = connection.sql(query).to_arrow_table()
    return read.to_pandas(types_mapper=_kept_in_arrow)


def _kept_in_arrow(type_: pa.DataType) -> pd.ArrowDtype | None:
    return pd.ArrowDtype(type_) if pa.types.is_decimal(type_) else None
