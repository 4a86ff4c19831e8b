"""The fiscal tables of a snapshot as one Fiscal Data Package: CSV files and their description, zipped.

Reads an edition; writes a file it is given. Grain: a CSV file per table, a row per row. The description follows the
specification's own schema: a tabular package whose `model` says which columns are money and what they are sorted by.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from pipelines.review.editions import Edition, Row

TABLES = {
    "fct_expenditure_by_function": ("function_code", "function_name", "functional", "expenditure"),
    "fct_expenditure_by_economic": ("economic_code", "economic_name", "economic", "expenditure"),
    "fct_income_by_source": ("source", "source", "economic", "revenue"),
}
"""Per table: the columns of its classification's code and name, the kind of classification, the direction."""
_TYPES = {"INTEGER": "integer", "BIGINT": "integer", "DATE": "date", "BOOLEAN": "boolean"}
_FACTOR = 10_000
"""Yuan in one 万元."""


def write(edition: Edition, target: Path) -> None:
    """The package stands in the file; amounts with all their digits."""
    described = {table["name"]: table for table in edition.manifest["tables"] if table["name"] in TABLES}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "datapackage.json", json.dumps(_descriptor(edition, described), ensure_ascii=False, indent=1) + "\n"
        )
        for name, table in described.items():
            with package.open(f"data/{name}.csv", "w") as file:
                _csv(edition, name, [column["name"] for column in table["columns"]], file)


def _csv(edition: Edition, name: str, columns: list[str], file: object) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")  # type: ignore[type-var]
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in edition.stream(f"select * from {name}"):
        writer.writerow([" ".join(value) if isinstance(value, list) else value for value in row])
    text.flush()
    text.detach()


def _descriptor(edition: Edition, tables: dict[str, Row]) -> Row:
    return {
        "profile": "tabular-data-package",
        "name": "juesuan",
        "id": edition.snapshot_id,
        "title": "部门决算 · Departmental final accounts",
        "created": edition.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "countryCode": "CN",
        "granularity": "aggregated",
        "model": {
            "measures": {_resource(name): _measure(name) for name in tables},
            "dimensions": {key: value for name in tables for key, value in _dimensions(name).items()},
        },
        "resources": [_described(name, table) for name, table in tables.items()],
    }


def _resource(name: str) -> str:
    return name.removeprefix("fct_").replace("_", "-")


def _measure(name: str) -> Row:
    return {
        "source": "amount_wan",
        "resource": _resource(name),
        "currency": "CNY",
        "factor": _FACTOR,
        "direction": TABLES[name][3],
        "phase": "executed",
    }


def _dimensions(name: str) -> Row:
    code, label, kind, _ = TABLES[name]
    resource, short = _resource(name), _resource(name).replace("-", "_")

    def attribute(column: str, **more: str) -> Row:
        return {"source": column, "resource": resource, **more}

    return {
        f"{short}_department": {
            "dimensionType": "classification",
            "classificationType": "administrative",
            "primaryKey": "department",
            "attributes": {"department": attribute("department"), "region": attribute("region")},
        },
        f"{short}_year": {
            "dimensionType": "datetime",
            "primaryKey": "fiscal_year",
            "attributes": {"fiscal_year": attribute("fiscal_year")},
        },
        f"{short}_classification": {
            "dimensionType": "classification",
            "classificationType": kind,
            "primaryKey": "code",
            "attributes": {"code": attribute(code), "label": attribute(label, labelfor="code")},
        },
        f"{short}_fund": {"dimensionType": "other", "primaryKey": "fund", "attributes": {"fund": attribute("fund")}},
        f"{short}_document": {
            "dimensionType": "fact",
            "primaryKey": "document_id",
            "attributes": {"document_id": attribute("document_id")},
        },
    }


def _described(name: str, table: Row) -> Row:
    return {
        "profile": "tabular-data-resource",
        "name": _resource(name),
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": table["description"],
        "schema": {"fields": [_field(column) for column in table["columns"]]},
    }


def _field(column: Row) -> Row:
    kind = str(column["type"]).upper()
    return {
        "name": column["name"],
        "type": "number" if kind.startswith("DECIMAL") else _TYPES.get(kind, "string"),
        "description": column["description"],
    }
