"""A built snapshot against its own manifest. Reads the folder as a reader would; writes nothing.

Grain: every file and every table, in the database and in Parquet.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import duckdb

from pipelines import warehouse
from pipelines.paths import sha256_of
from pipelines.publication.digest import columns, digest, tables
from pipelines.publication.snapshot import DATABASE
from pipelines.warehouse import quoted, text_literal


class PublicationError(RuntimeError):
    """A snapshot cannot be published; yesterday's stays."""


def compare(folder: Path) -> int:
    """The number of tables compared; raises PublicationError when the folder differs from its manifest."""
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for file in said["files"]:
        path = folder / file["path"]
        if not path.is_file() or sha256_of(path) != file["sha256"]:
            raise PublicationError(f"{file['path']} is not the file that its manifest names")
    connection = warehouse.connect(folder / DATABASE, read_only=True)
    try:
        named = [(table["schema"], table["name"]) for table in said["tables"]]
        if tables(connection, Path(DATABASE).stem) != named:
            raise PublicationError("the tables of the database are not those of the manifest")
        for table in said["tables"]:
            _compare_table(connection, folder, table)
    finally:
        connection.close()
    return len(said["tables"])


def _compare_table(connection: duckdb.DuckDBPyConnection, folder: Path, said: dict[str, object]) -> None:
    relation = f"{quoted(str(said['schema']))}.{quoted(str(said['name']))}"
    parquet = f"read_parquet({text_literal(str(folder / str(said['parquet'])))})"
    expected = {key: said[key] for key in ("rows", "sums", "checksum")}
    for where, source in (("database", relation), ("parquet", parquet)):
        held = digest(connection, source)
        if not held.agrees_with(said["rows"], said["sums"], str(said["checksum"])):
            raise PublicationError(
                f"{said['schema']}.{said['name']} ({where}) read back: {asdict(held)}; manifest: {expected}"
            )
    described = said["columns"]
    assert isinstance(described, list)
    if [(c.name, c.type) for c in columns(connection, relation)] != [(c["name"], c["type"]) for c in described]:
        raise PublicationError(f"{said['schema']}.{said['name']}: columns are not those of the manifest")
