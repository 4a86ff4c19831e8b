"""The border between extracted tables and schema `raw`: as many rows are loaded as the files hold."""

from __future__ import annotations

import csv

from dagster import AssetCheckResult, asset_check

from pipelines import paths, warehouse
from pipelines.loading import contract


@asset_check(
    asset=["raw", "document"],
    additional_deps=[["raw", kind.table] for kind in contract.PER_DOCUMENT if kind.table != "document"],
    blocking=True,
)
def rows_loaded_are_rows_extracted() -> AssetCheckResult:
    """Every raw table has the rows of its files, counted on the files by another reader than the one that
    loads."""
    expected = {kind.table: 0 for kind in contract.PER_DOCUMENT}
    for kind in contract.PER_DOCUMENT:
        for path in sorted(paths.extracted().glob(f"[!.]*/{kind.file}")):
            with path.open(encoding="utf-8", newline="") as file:
                expected[kind.table] += sum(1 for _ in csv.reader(file)) - 1
    connection = warehouse.connect(paths.warehouse(), read_only=True)
    try:
        loaded = {
            table: connection.execute(f"select count(*) from raw.{warehouse.quoted(table)}").fetchall()[0][0]
            for table in expected
        }
    finally:
        connection.close()
    return AssetCheckResult(passed=loaded == expected, metadata={"loaded": loaded, "extracted": expected})
