"""The warehouse's `marts` and `audit` into a snapshot. Reads `build/juesuan.duckdb` read-only and the dbt
manifest;
writes `published/<snapshot_id>/`, then the link `published/current`.

Grain: one snapshot per call. Until the link is swapped, and if anything fails, readers see yesterday's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines import warehouse
from pipelines.paths import sha256_of
from pipelines.publication import snapshot
from pipelines.publication.before import Before
from pipelines.publication.describe import Published, Words, data_package, descriptions, manifest
from pipelines.publication.digest import SCHEMAS, columns, digest, tables
from pipelines.publication.read_back import PublicationError, compare
from pipelines.warehouse import quoted, text_literal


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where a snapshot comes from and where it goes."""

    warehouse: Path
    published: Path
    dbt_manifest: Path
    register: Path
    code_version: str
    keep: int
    beside: Callable[[Path], None] | None = None
    """Called with the folder before it is sealed: puts beside the tables what else belongs to the snapshot."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published snapshot: its folder, rows by table, and the older ones that went."""

    snapshot_id: str
    folder: Path
    rows: dict[str, int]
    pruned: list[str]
    cleared: int = 0
    """Unfinished pieces of runs that were killed, now gone."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before anything is copied: dbt's descriptions, and the snapshot of the night before."""

    words: dict[tuple[str, str], Words]
    before: Before


def publish(inputs: Inputs) -> Snapshot:
    """A new snapshot is current, read back and equal to its manifest; raises PublicationError and changes
    nothing else."""
    cleared = snapshot.clear(inputs.published)
    building = snapshot.unfinished(inputs.published)
    built = _build(inputs, building)
    if inputs.beside is not None:
        inputs.beside(building)
    content = hashlib.sha256(repr([(t.schema, t.name, t.digest) for t in built]).encode()).hexdigest()
    snapshot_id = snapshot.free_name(inputs.published, content[:8])
    files = {str(path.relative_to(building)): sha256_of(path) for path in sorted(building.rglob("*")) if path.is_file()}
    register = sha256_of(inputs.register) if inputs.register.exists() else ""
    _write_json(building / "datapackage.json", data_package(snapshot_id, built))
    files["datapackage.json"] = sha256_of(building / "datapackage.json")
    _write_json(building / "manifest.json", manifest(snapshot_id, built, files, inputs.code_version, register))
    compare(building)
    final = snapshot.give_name(building, snapshot_id)
    snapshot.make_current(final)
    pruned = snapshot.prune(inputs.published, inputs.keep)
    return Snapshot(snapshot_id, final, {f"{t.schema}.{t.name}": t.digest.rows for t in built}, pruned, cleared)


def _build(inputs: Inputs, folder: Path) -> list[Published]:
    """The database and the Parquet files stand in the folder, closed."""
    known = Known(descriptions(inputs.dbt_manifest), Before.of(snapshot.current(inputs.published)))
    if not inputs.warehouse.exists():
        raise PublicationError(f"{inputs.warehouse} is missing: nothing was built")
    connection = warehouse.connect(folder / snapshot.DATABASE)
    try:
        connection.execute(f"attach {text_literal(str(inputs.warehouse))} as built (read_only)")
        found = tables(connection, "built")
        if {schema for schema, _ in found} != set(SCHEMAS):
            raise PublicationError("the warehouse holds no marts or no audit tables: nothing was built")
        return [_copy(connection, folder, schema, name, known) for schema, name in found]
    finally:
        connection.close()


def _copy(connection: duckdb.DuckDBPyConnection, folder: Path, schema: str, name: str, known: Known) -> Published:
    said = known.words.get((schema, name), Words())
    relation = f"{quoted(schema)}.{quoted(name)}"
    connection.execute(f"create schema if not exists {quoted(schema)}")
    # The same rows lie in the same order every night. Where a table is one row per so many columns, they say it alone.
    order = ", ".join(quoted(column) for column in said.grain) or "all"
    connection.execute(f"create table {relation} as select * from built.{relation} order by {order}")
    if said.table:
        connection.execute(f"comment on table {relation} is {text_literal(said.table)}")
    described = columns(connection, relation)
    for column in described:
        if said.columns.get(column.name):
            about = text_literal(said.columns[column.name])
            connection.execute(f"comment on column {relation}.{quoted(column.name)} is {about}")
    parquet = folder / "parquet" / schema / f"{name}.parquet"
    parquet.parent.mkdir(parents=True, exist_ok=True)
    held = digest(connection, f"built.{relation}")
    if not known.before.link(schema, name, described, held, parquet):
        connection.execute(f"copy {relation} to {text_literal(str(parquet))} (format parquet, compression zstd)")
    return Published(schema, name, described, held, str(parquet.relative_to(folder)), said)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
