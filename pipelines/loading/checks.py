"""The border between extracted tables and schema `raw`: as many rows are loaded as the files hold."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
from dagster import AssetCheckResult, asset_check

from pipelines import paths, warehouse
from pipelines.loading import contract


@asset_check(
    asset=["raw", "document"],
    additional_deps=[["raw", kind.table] for kind in contract.PER_DOCUMENT if kind.table != "document"],
    blocking=True,
)
def rows_loaded_are_rows_extracted() -> AssetCheckResult:
    """Every raw table has the rows of its files. The files of documents that are new or changed are counted here, by
    another reader than the one that loads; those of the others were when they came."""
    connection = warehouse.connect(paths.warehouse(), read_only=True)
    try:
        expected = rows_extracted(connection, paths.extracted())
        loaded = {
            table: connection.execute(f"select count(*) from raw.{warehouse.quoted(table)}").fetchall()[0][0]
            for table in expected
        }
    finally:
        connection.close()
    return AssetCheckResult(passed=loaded == expected, metadata={"loaded": loaded, "extracted": expected})


def rows_extracted(connection: duckdb.DuckDBPyConnection, extracted: Path) -> dict[str, int]:
    """Rows of all folders by raw table."""
    changed = {one for (one,) in connection.execute("select document_id from raw.changed_document").fetchall()}
    counted = "select document_id, table_name, row_count from raw.loaded"
    known = {(document, table): int(rows) for document, table, rows in connection.execute(counted).fetchall()}
    expected = {kind.table: 0 for kind in contract.PER_DOCUMENT}
    # Where nothing was ever read there is no such folder.
    found = extracted.iterdir() if extracted.is_dir() else ()
    for folder in (path for path in found if path.is_dir() and not path.name.startswith(".")):
        for kind in contract.PER_DOCUMENT:
            rows = None if folder.name in changed else known.get((folder.name, kind.table))
            expected[kind.table] += _rows_of(folder / kind.file) if rows is None else rows
    return expected


def _rows_of(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1
