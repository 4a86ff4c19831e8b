"""What a snapshot says of itself. Reads the dbt manifest's descriptions; gives `manifest.json` and
`datapackage.json`.

Grain: one entry per table, with its columns.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines.publication.digest import Column, Digest


@dataclass(frozen=True, slots=True)
class Words:
    """A table's description, those of its columns, by name, and the columns it is one row per."""

    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    grain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """One table of a snapshot: what it holds and where."""

    schema: str
    name: str
    columns: list[Column]
    digest: Digest
    parquet: str
    words: Words


def descriptions(dbt_manifest: Path) -> dict[tuple[str, str], Words]:
    """Schema and name of each model to its descriptions; empty when dbt has left no manifest."""
    if not dbt_manifest.exists():
        return {}
    nodes = json.loads(dbt_manifest.read_text(encoding="utf-8"))["nodes"].values()
    tested = {
        node["attached_node"]: tuple(node["test_metadata"]["kwargs"]["columns"])
        for node in nodes
        if (node.get("test_metadata") or {}).get("name") == "unique_grain"
    }
    return {
        (node["schema"], node["alias"]): Words(
            node["description"].strip(),
            {name: column["description"].strip() for name, column in node["columns"].items()},
            tested.get(node.get("unique_id"), ()),
        )
        for node in nodes
        if node["resource_type"] == "model"
    }


def manifest(
    snapshot_id: str, tables: list[Published], files: dict[str, str], code_version: str, register_sha256: str
) -> dict[str, Any]:
    """The content of `manifest.json`: tables, rows, columns with descriptions, sha256 of each file."""
    return {
        "snapshot_id": snapshot_id,
        "code_version": code_version,
        "register_sha256": register_sha256,
        "tables": [
            {
                "schema": table.schema,
                "name": table.name,
                "description": table.words.table,
                **asdict(table.digest),
                "parquet": table.parquet,
                "columns": [
                    {"name": c.name, "type": c.type, "description": table.words.columns.get(c.name, "")}
                    for c in table.columns
                ],
            }
            for table in tables
        ],
        "files": [{"path": path, "sha256": sha256} for path, sha256 in files.items()],
    }


# Data Package types for DuckDB's; anything else is published as text.
_TYPES = {
    "VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime", "TINYINT": "integer",
    "SMALLINT": "integer", "INTEGER": "integer", "BIGINT": "integer", "HUGEINT": "integer",
}  # fmt: skip

# Fiscal Data Package (columnType) for the columns whose meaning is the same wherever they stand.
_FISCAL = {
    "amount_wan": "value",
    "fiscal_year": "date:fiscal-year",
    "department": "administrative-classification:generic:level1:label",
    "document_id": "fact:reference:id",
    "function_code": "functional-classification:generic:level1:code",
    "function_name": "functional-classification:generic:level1:label",
    "economic_code": "economic-classification:generic:level1:code",
    "economic_name": "economic-classification:generic:level1:label",
}


def data_package(snapshot_id: str, tables: list[Published]) -> dict[str, Any]:
    """The content of `datapackage.json`: a Fiscal Data Package whose resources are the Parquet files."""
    return {
        "name": "juesuan",
        "id": snapshot_id,
        "profile": "fiscal-data-package",
        "title": "部门决算 · Departmental final accounts",
        "countryCode": "CN",
        "resources": [
            {
                "name": f"{table.schema}-{table.name}".replace("_", "-"),
                "path": table.parquet,
                "profile": "data-resource",
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "description": table.words.table,
                "schema": {"fields": [_field(column, table.words) for column in table.columns]},
            }
            for table in tables
        ],
    }


def _field(column: Column, words: Words) -> dict[str, str]:
    kind = "array" if column.type.endswith("[]") else _TYPES.get(column.type.split("(")[0], "string")
    described = {
        "name": column.name,
        "type": "number" if column.type.startswith("DECIMAL") else kind,
        "description": words.columns.get(column.name, ""),
    }
    if column.name in _FISCAL:
        described["columnType"] = _FISCAL[column.name]
    return described
