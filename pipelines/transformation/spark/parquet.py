"""The border between DuckDB and Spark. Reads schemas raw and repair and the seeds; writes `build/spark/sources/`, and
reads what Spark built back into the warehouse: staging and intermediate as views on Parquet, marts and audit as tables.

Grain: one Parquet file per source, one folder per model.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from pipelines import paths
from pipelines.warehouse import quoted, text_literal

SOURCES = ("raw", "repair")
READ_IN_PLACE = ("staging", "intermediate")
"""Layers that are read where Spark left them; those to be published are brought in."""
PUBLISHED = ("marts", "audit")


def sources() -> Path:
    return paths.spark() / "sources"


def models() -> Path:
    """Where Spark keeps its tables: `<schema>.db/<model>/`."""
    return paths.spark() / "warehouse"


def begin() -> None:
    """Nothing that an earlier build left is there to be read."""
    shutil.rmtree(paths.spark(), ignore_errors=True)


def hand_over(connection: duckdb.DuckDBPyConnection) -> None:
    """Each table of raw and repair, and each seed, is a Parquet file that says the same."""
    held = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
        " and list_contains(?, schema_name) order by all",
        [list(SOURCES)],
    ).fetchall()
    for schema, table in held:
        _copy(connection, f"{schema}.{quoted(table)}", sources() / schema / f"{table}.parquet")
    for seed in sorted(paths.seeds().glob("*.csv")):
        _copy(connection, _seed(seed), sources() / "reference" / f"{seed.stem}.parquet")


def _seed(file: Path) -> str:
    """The seed's rows, all text, as dbt reads them: an empty cell is null."""
    with file.open(encoding="utf-8", newline="") as opened:
        columns = ", ".join(f"{text_literal(column)}: 'VARCHAR'" for column in next(csv.reader(opened)))
    return (
        f"read_csv({text_literal(str(file))}, columns={{{columns}}}, auto_detect=false, header=true, delim=',',"
        " quote='\"', escape='\"')"
    )


def _copy(connection: duckdb.DuckDBPyConnection, relation: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"copy (from {relation}) to {text_literal(str(file))} (format parquet, compression zstd)")


def standing() -> dict[tuple[str, str], Path]:
    """Every source and every model that was built, by schema and name: its file or folder of Parquet."""
    found = {(file.parent.name, file.stem): file for file in sorted(sources().glob("*/*.parquet"))}
    for folder in sorted(models().glob("*.db/*")):
        if (folder / "_SUCCESS").is_file():
            found[folder.parent.name.removesuffix(".db"), folder.name] = folder
    return found


def read_back(connection: duckdb.DuckDBPyConnection, manifest: Path) -> None:
    """What Spark built stands in the warehouse under its own names, with the types that the contracts state."""
    types = _types(manifest)
    connection.execute("begin transaction")
    for schema in (*READ_IN_PLACE, *PUBLISHED):
        connection.execute(f"drop schema if exists {schema} cascade; create schema {schema}")
    for (schema, name), folder in standing().items():
        if schema not in (*READ_IN_PLACE, *PUBLISHED):
            continue
        parquet = f"read_parquet({text_literal(str(folder / '*.parquet'))})"
        kind = "table" if schema in PUBLISHED else "view"
        columns = types.get((schema, name), {})
        stated = ", ".join(
            f"cast({quoted(column)} as {type_}) as {quoted(column)}" for column, type_ in columns.items()
        )
        connection.execute(f"create {kind} {schema}.{quoted(name)} as select {stated or '*'} from {parquet}")
    connection.execute("commit")


def leave(connection: duckdb.DuckDBPyConnection) -> None:
    """No layer is a view on Parquet any more: the next engine finds nothing where it builds."""
    for schema in READ_IN_PLACE:
        on_parquet = "select 1 from duckdb_views() where schema_name = ? and contains(sql, 'read_parquet')"
        if connection.execute(on_parquet, [schema]).fetchall():
            connection.execute(f"drop schema {schema} cascade")


def _types(manifest: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The columns of every model with a contract, in its order, with their types."""
    nodes: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    return {
        (node["schema"], node["name"]): {name: column["data_type"] for name, column in node["columns"].items()}
        for node in nodes.values()
        if node["resource_type"] == "model" and node["config"]["contract"]["enforced"]
    }
