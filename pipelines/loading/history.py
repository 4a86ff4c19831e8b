"""The findings of the last published snapshot. Reads `published/`; writes nothing.

Grain: one row per finding. A file whose bytes are not those its snapshot's manifest names is passed over, and it is
said: the other file of the same rows is read, else those of the newest older snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipelines.loading import contract
from pipelines.loading.read import LoadError, Row
from pipelines.paths import sha256_of
from pipelines.warehouse import quoted, text_literal

_TABLE = ("audit", "fct_finding")
_NAMED_BEFORE = {"detail_zh": "detail", "detail_en": "detail"}
"""Columns of the findings by the names they had in earlier versions."""


def findings(connection: duckdb.DuckDBPyConnection, database: Path | None) -> tuple[list[Row], list[str]]:
    """Rows in the contract's columns, as text, and each file that was passed over, "zh / en"; nothing where nothing is
    published.

    `database` is the last snapshot's. Raises LoadError where no snapshot can be read any more: the findings would lose
    the nights they were seen.
    """
    files = list(_files(database)) if database is not None else []
    if database is None or not any(path.exists() for path, _ in files):
        return [], []
    damaged: list[str] = []
    for path, sha256 in files:
        try:
            if sha256 is not None and sha256_of(path) != sha256:
                raise OSError(f"{path} is not the file that its manifest names")
            return _rows(connection, path), damaged
        except (OSError, duckdb.Error):
            name = str(path.relative_to(database.parents[1]))
            damaged.append(
                f"已发布的 {name} 缺失或损坏，问题的历史改由另一份读取 / published {name} is missing or damaged: the"
                " history of findings was read elsewhere"
            )
    raise LoadError(
        "已发布的快照均已损坏，问题的历史无从读取；请从备份恢复其中之一，或移走 published/ 后重新发布（首次发现日将重新"
        "计算） / every published snapshot is damaged, and the history of findings with it: restore one from a backup,"
        " or move published/ away and publish anew (the nights findings were first seen begin again)"
    )


def _files(database: Path) -> Iterator[tuple[Path, str | None]]:
    """The files that hold the findings, those of the newest snapshot first, each with the sha256 it is to have."""
    folder = database.parent
    yield from _files_of(folder, database.name)
    for older in sorted(folder.parent.glob("*/manifest.json"), reverse=True):
        if older.parent.name < folder.name and not older.parent.is_symlink():
            yield from _files_of(older.parent, database.name)


def _files_of(folder: Path, database: str) -> Iterator[tuple[Path, str | None]]:
    """Parquet first: it is small, and an engine that opens damaged files is not asked to."""
    try:
        said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        sums = {file["path"]: file["sha256"] for file in said["files"]}
        parquet = {(table["schema"], table["name"]): str(table["parquet"]) for table in said["tables"]}
    except (OSError, ValueError, KeyError, TypeError):
        # Nothing to hold a file against: the engine says whether it can read it.
        sums, parquet = {}, {}
    named = parquet.get(_TABLE, "")
    if named in sums:
        yield folder / named, sums[named]
    yield folder / database, sums.get(database)


def _rows(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    """The findings of one file, in the contract's columns, as text."""
    if path.suffix == ".parquet":
        return _asked(connection, f"read_parquet({text_literal(str(path))})")
    connection.execute(f"attach {text_literal(str(path))} as last_snapshot (read_only)")
    try:
        held = connection.execute(
            "select 1 from duckdb_tables()"
            " where database_name = 'last_snapshot' and schema_name = ? and table_name = ?",
            _TABLE,
        ).fetchall()
        return _asked(connection, ".".join(("last_snapshot", *_TABLE))) if held else []
    finally:
        connection.execute("detach last_snapshot")


def _asked(connection: duckdb.DuckDBPyConnection, relation: str) -> list[Row]:
    columns = contract.WHOLE["finding_history"]
    # A snapshot of an earlier version may lack a column: what it never knew is empty, what it named otherwise is not.
    present = {name for name, *_ in connection.execute(f"describe select * from {relation}").fetchall()}
    named = {c: next((n for n in (c, _NAMED_BEFORE.get(c)) if n in present), None) for c in columns}
    listed = ", ".join(f"coalesce(cast({quoted(n)} as varchar), '')" if n else "''" for n in named.values())
    found: list[Row] = connection.execute(f"select {listed} from {relation} order by all").fetchall()
    return found
