"""The identity catalogue as the suites see it.

Reads `expectations/identities/*.yml` or rows of `audit.identity_catalogue`; writes nothing. Grain: one
`Identity` per identity; how its terms select figures is the business of the dbt project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

REQUIRED = ("id", "title_zh", "title_en", "formula", "severity", "basis", "valid_from", "version")


class CatalogueError(ValueError):
    """The catalogue contradicts itself or leaves something out."""


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """One identity by name: what must hold, how much it matters and where that is written."""

    family: str
    identity_id: str
    title_zh: str
    title_en: str
    formula: str
    severity: str
    basis: str
    valid_from: int
    valid_to: int | None
    version: int


def read_catalogue(folder: Path) -> list[Identity]:
    """Every identity declared below `folder`, in order; raises CatalogueError on a gap or a double."""
    declared: list[Identity] = []
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if content["family"] != path.stem:
            raise CatalogueError(f"{path.name} declares the family {content['family']}")
        for entry in content["identities"]:
            missing = [name for name in REQUIRED if str(entry.get(name) or "").strip() == ""]
            if missing:
                raise CatalogueError(f"{path.name}: {entry.get('id', 'an identity')} lacks {', '.join(missing)}")
            declared.append(_identity({**entry, "identity_id": entry["id"], "family": path.stem}))
    return _ordered(declared)


def catalogue_of_rows(rows: Iterable[Mapping[str, Any]]) -> list[Identity]:
    """The identities of `audit.identity_catalogue`, ordered by family and id."""
    return _ordered(_identity(row) for row in rows)


def _identity(row: Mapping[str, Any]) -> Identity:
    valid_to = row.get("valid_to")
    no_end = str(valid_to) in {"None", "", "nan", "<NA>"}  # pandas writes a missing year as NaN
    return Identity(
        family=str(row["family"]),
        identity_id=str(row["identity_id"]),
        title_zh=str(row["title_zh"]),
        title_en=str(row["title_en"]),
        formula=str(row["formula"]).strip(),
        severity=str(row["severity"]),
        basis=str(row["basis"]).strip(),
        valid_from=int(row["valid_from"]),
        valid_to=None if no_end else int(str(valid_to).removesuffix(".0")),
        version=int(row["version"]),
    )


def _ordered(identities: Iterable[Identity]) -> list[Identity]:
    ordered = sorted(identities)
    seen: set[str] = set()
    for identity in ordered:
        if identity.identity_id in seen:
            raise CatalogueError(f"{identity.identity_id} is declared twice")
        seen.add(identity.identity_id)
    return ordered
