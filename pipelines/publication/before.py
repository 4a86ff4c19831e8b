"""The snapshot of the night before, as far as it need not be written again. Reads its manifest; links its files.

Grain: one Parquet file per table. A table that holds the same rows in the same columns is the same file under both
names: snapshots are immutable, and the one that is pruned takes only its own name with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from pipelines.paths import sha256_of
from pipelines.publication.digest import Column, Digest


@dataclass(frozen=True, slots=True)
class Before:
    """A published folder and what its manifest says of each table; empty where nothing is published."""

    folder: Path | None = None
    tables: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """The sha256 of each file by its path."""

    @classmethod
    def of(cls, folder: Path | None) -> Self:
        """What the folder's manifest says; nothing where there is none that can be read."""
        if folder is None:
            return cls()
        try:
            said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            tables = {(table["schema"], table["name"]): table for table in said["tables"]}
            return cls(folder, tables, {file["path"]: file["sha256"] for file in said["files"]})
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            # A snapshot that nobody can read gives nothing to go by; the new one is written whole.
            return cls()

    def link(self, schema: str, name: str, columns: Sequence[Column], held: Digest, parquet: Path) -> bool:
        """Whether `parquet` now is the file of the night before: it was said to hold the same rows, by the same engine,
        in the same columns, and is still what it was. It is read back like any other before anybody sees it."""
        said = self.tables.get((schema, name))
        if self.folder is None or said is None:
            return False
        same_columns = [(one["name"], one["type"]) for one in said["columns"]] == [(c.name, c.type) for c in columns]
        if not same_columns or (said["rows"], said["sums"], said["checksum"]) != (held.rows, held.sums, held.checksum):
            return False
        try:
            if sha256_of(self.folder / said["parquet"]) != self.files.get(said["parquet"]):
                return False
            os.link(self.folder / said["parquet"], parquet)
        except OSError:
            # No such file any more, or a file system without links.
            return False
        return True
