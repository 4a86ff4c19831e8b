"""Extracted files into schema `raw`. Reads `raw/extracted/`, register, errata, identities, dispositions and
the last
published findings; writes schema `raw` of the connection it is given, in one transaction.

Grain: one row per row of a file. Only documents whose files or register row changed are loaded anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import duckdb

from pipelines.loading import contract, history, kin, stated
from pipelines.loading.read import Known, LoadError, Row, Source, sources, stated_by_document, table_rows
from pipelines.warehouse import quoted, text_literal

FILES_AT_ONCE = 500
"""Files that one statement reads: enough that planning it costs nothing beside reading them."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is loaded beside the extracted folders; a path that is None or absent gives an empty table."""

    register: Path | None = None
    errata: Path | None = None
    identities: Path | None = None
    dispositions: Path | None = None
    last_snapshot: Path | None = None
    run: Row = ("", "", "")


@dataclass(slots=True)
class Loaded:
    """What a load did: rows by raw table, and the documents that were loaded anew, changed or went away."""

    row_counts: dict[str, int] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    documents: int = 0
    healed: list[str] = field(default_factory=list)
    """What was damaged and stopped nothing, "zh / en"."""


def load(connection: duckdb.DuckDBPyConnection, extracted: Path, beside: Beside | None = None) -> Loaded:
    """Schema `raw` holds exactly what the files hold, or, after a LoadError, what it held before."""
    beside = beside or Beside()
    whole = _whole_tables(beside)
    whole["finding_history"], damaged = history.findings(connection, beside.last_snapshot)
    whole["run"] = [_not_before(whole["finding_history"], beside.run)]
    stated_of = stated_by_document([whole["register"], whole["errata"], whole["repair"]])
    found = sources(extracted, stated_of, _known(connection))
    connection.execute("begin transaction")
    try:
        done = _load(connection, found, whole, beside)
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
    done.healed = damaged
    return done


def _load(
    connection: duckdb.DuckDBPyConnection, found: list[Source], whole: dict[str, list[Row]], beside: Beside
) -> Loaded:
    shape_tables(connection)
    before = _fingerprints(connection, "raw", "loaded")
    now = {source.document_id: source.fingerprint for source in found}
    stale = [source for source in found if before.get(source.document_id) != source.fingerprint]
    _forget(connection, [document for document, fingerprint in before.items() if now.get(document) != fingerprint])
    for kind in contract.PER_DOCUMENT:
        for batch in _batches([source for source in stale if source.row_counts[kind.table]]):
            _copy_in(connection, kind, batch)
    _note_loaded(connection, stale, found)
    for name, columns in contract.WHOLE.items():
        _replace(connection, name, columns, whole.get(name, []))
    state = kin.states(connection)
    _insert(connection, "document_state", contract.WHOLE["document_state"], list(state.items()))
    built = _fingerprints(connection, "built", "document")
    changed = sorted({d for d in state | built if state.get(d) != built.get(d)})
    _insert(connection, "changed_document", contract.WHOLE["changed_document"], [(d,) for d in changed])
    if beside.identities is not None:
        from pipelines.loading.identities import load_identities

        identities, terms = load_identities(beside.identities)
        _replace_mappings(connection, "identity", identities)
        _replace_mappings(connection, "identity_term", terms)
    return Loaded(_counted(connection), [s.document_id for s in stale], changed, len(found))


def _batches(found: Sequence[Source]) -> Iterator[list[Source]]:
    rest = iter(found)
    while batch := list(islice(rest, FILES_AT_ONCE)):
        yield batch


def _whole_tables(beside: Beside) -> dict[str, list[Row]]:
    return {
        "register": table_rows(beside.register, contract.WHOLE["register"]) if beside.register else [],
        "errata": stated.errata(beside.errata) if beside.errata else [],
        "disposition": stated.dispositions(beside.dispositions) if beside.dispositions else [],
        "repair": [],
    }


def _not_before(history: list[Row], run: Row) -> Row:
    """The run, on no earlier day than a finding was last seen: a clock may be set back, nights follow one another."""
    run_id, day, code_version = run
    last_seen = contract.WHOLE["finding_history"].index("last_seen")
    return run_id, max([day, *(row[last_seen] for row in history)]), code_version


def shape_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Every table that is kept between loads has the contract's columns; if one had not, all are begun
    anew. Every other table stands, as it was or empty."""
    connection.execute("create schema if not exists raw")
    shapes = {kind.table: kind.table_columns for kind in contract.PER_DOCUMENT} | {"loaded": contract.LOADED}
    present = _columns(connection)
    if any(present.get(name) != columns for name, columns in shapes.items()):
        for name, columns in shapes.items():
            _create(connection, name, columns)
    for name, columns in contract.WHOLE.items():
        if present.get(name) != columns:
            _create(connection, name, columns)


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    found = connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = current_database()"
        " and schema_name = 'raw' order by table_name, column_index"
    ).fetchall()
    tables: dict[str, tuple[str, ...]] = {}
    for table, column in found:
        tables[table] = (*tables.get(table, ()), column)
    return tables


def _create(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
    listed = ", ".join(f"{quoted(column)} varchar" for column in columns)
    connection.execute(f"create or replace table raw.{quoted(table)} ({listed})")


def _fingerprints(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> dict[str, str]:
    known = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and schema_name = ? and table_name = ?",
        [schema, table],
    ).fetchall()
    if not known:
        return {}
    return dict(connection.execute(f"select distinct document_id, fingerprint from {schema}.{table}").fetchall())


def _forget(connection: duckdb.DuckDBPyConnection, documents: list[str]) -> None:
    if documents:
        for table in [*(kind.table for kind in contract.PER_DOCUMENT), "loaded"]:
            connection.execute(f"delete from raw.{quoted(table)} where document_id in (select unnest(?))", [documents])


def _copy_in(connection: duckdb.DuckDBPyConnection, kind: contract.Extracted, batch: Sequence[Source]) -> None:
    """The files' rows stand in their table in the files' order; raises LoadError unless every row arrived."""
    types = ", ".join(f"{text_literal(column)}: 'VARCHAR'" for column in kind.columns)
    names = ", ".join(text_literal(column) for column in kind.columns)
    files = ", ".join(text_literal(str(source.folder / kind.file)) for source in batch)
    owner = "" if kind.names_its_document else "parse_path(filename)[-2] as document_id, "
    ((arrived,),) = connection.execute(
        f"insert into raw.{quoted(kind.table)} select {owner}* exclude (filename) from read_csv([{files}],"
        f" columns={{{types}}}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"',"
        f" force_not_null=[{names}], filename=true, parallel=false, max_line_size=16777216)"
    ).fetchall()
    if arrived != sum(source.row_counts[kind.table] for source in batch):
        raise LoadError(_short_of_rows(connection, kind, batch))


def _short_of_rows(connection: duckdb.DuckDBPyConnection, kind: contract.Extracted, batch: Sequence[Source]) -> str:
    """Which files did not arrive whole."""
    counted = connection.execute(
        f"select document_id, count(*) from raw.{quoted(kind.table)} where document_id in (select unnest(?))"
        " group by 1",
        [[source.document_id for source in batch]],
    ).fetchall()
    arrived = dict(counted)
    return "; ".join(
        f"{source.folder / kind.file}: {rows} rows in the file, {arrived.get(source.document_id, 0)} loaded"
        for source in batch
        if (rows := source.row_counts[kind.table]) != arrived.get(source.document_id, 0)
    )


def _known(connection: duckdb.DuckDBPyConnection) -> dict[str, Known]:
    """What each loaded folder held when it was read; nothing where no such table is."""
    if _columns(connection).get("loaded") != contract.LOADED:
        return {}
    known: dict[str, Known] = {}
    for document, stamp, content, table, rows in connection.execute(
        "select document_id, stamp, content, table_name, row_count from raw.loaded"
    ).fetchall():
        known.setdefault(document, Known(stamp, content)).row_counts[table] = int(rows)
    return known


def _note_loaded(connection: duckdb.DuckDBPyConnection, stale: Sequence[Source], found: Sequence[Source]) -> None:
    """`raw.loaded` says what each document's rows come from; a folder that was written anew, byte by byte the same,
    has another stamp."""
    _insert(
        connection,
        "loaded",
        contract.LOADED,
        [
            (source.document_id, source.fingerprint, source.known.stamp, source.known.content, table, str(count))
            for source in stale
            for table, count in source.row_counts.items()
        ],
    )
    stamps = dict(connection.execute("select distinct document_id, stamp from raw.loaded").fetchall())
    moved = [source for source in found if stamps[source.document_id] != source.known.stamp]
    if moved:
        connection.execute(
            "update raw.loaded set stamp = moved.stamp from (select unnest(?) as document_id, unnest(?) as stamp)"
            " as moved where loaded.document_id = moved.document_id",
            [[source.document_id for source in moved], [source.known.stamp for source in moved]],
        )


def _replace(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    connection.execute(f"delete from raw.{quoted(table)}")
    _insert(connection, table, columns, list(rows))


def _replace_mappings(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, str]]) -> None:
    if not rows:
        raise LoadError(f"{table}: the catalogue of identities is empty")
    columns = tuple(rows[0])
    _create(connection, table, columns)
    _replace(connection, table, columns, [tuple(row[column] for column in columns) for row in rows])


def _insert(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: list[Row]) -> None:
    if rows:
        lists = ", ".join("unnest(?::varchar[])" for _ in columns)
        connection.execute(
            f"insert into raw.{quoted(table)} select {lists}",
            [list(values) for values in zip(*rows, strict=True)],
        )


def _counted(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database() and schema_name ="
        " 'raw'"
        " order by table_name"
    ).fetchall()
    counts = (f"select {text_literal(name)}, count(*) from raw.{quoted(name)}" for (name,) in tables)
    return dict(connection.execute(" union all ".join(counts)).fetchall())
