"""What the files say before DuckDB sees them. Reads `raw/extracted/`, register and the like; writes nothing.

Grain: one `Source` per document folder.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.loading.contract import PER_DOCUMENT


class LoadError(RuntimeError):
    """Something to be loaded breaks the contract of its file; the message names file and line."""


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One document's extracted folder: its fingerprint and the rows of each of its files."""

    document_id: str
    folder: Path
    fingerprint: str
    row_counts: dict[str, int]


def sources(extracted: Path, stated: dict[str, list[Row]]) -> list[Source]:
    """Every document folder in order of its id; `stated` holds what else is said of a document (register,
    errata)."""
    if not extracted.is_dir():
        return []
    folders = sorted(f for f in extracted.iterdir() if f.is_dir() and not f.name.startswith("."))
    return [_source(folder, stated.get(folder.name, [])) for folder in folders]


def _source(folder: Path, stated: list[Row]) -> Source:
    digest = hashlib.sha256(repr(stated).encode())
    counts: dict[str, int] = {}
    for kind in PER_DOCUMENT:
        path = folder / kind.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise LoadError(f"{path}: {error.strerror}") from error
        digest.update(kind.file.encode() + data)
        rows = _rows(data, path, kind.columns)
        if kind.names_its_document and [row[0] for row in rows] != [folder.name]:
            raise LoadError(f"{path}: one row is needed, whose document_id is the folder's name")
        counts[kind.table] = len(rows)
    return Source(folder.name, folder, digest.hexdigest(), counts)


def table_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file that has exactly these columns; none when there is no such file."""
    if not path.exists():
        return []
    return _rows(path.read_bytes(), path, tuple(columns))


def _rows(data: bytes, path: Path, columns: tuple[str, ...]) -> list[Row]:
    reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            raise LoadError(f"{path}: columns are {','.join(header)}; expected {','.join(columns)}")
        rows = [tuple(row) for row in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        raise LoadError(f"{path}, line {reader.line_num}: {error}") from error
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            raise LoadError(f"{path}, row {number}: {len(row)} values for {len(columns)} columns")
    return rows


def stated_by_document(tables: Sequence[Sequence[Row]]) -> dict[str, list[Row]]:
    """What register, errata and repairs say of each document; the first column of each row is the
    document_id."""
    stated: dict[str, list[Row]] = {}
    for rows in tables:
        for row in rows:
            stated.setdefault(row[0], []).append(row)
    return stated
