"""What the files say before DuckDB sees them. Reads `raw/extracted/`, register and the like; writes nothing.

Grain: one `Source` per document folder. A folder whose files are, by the file system's word, those that were read
before is not read again: its `Known` is taken.
"""

from __future__ import annotations

import csv
import hashlib
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.loading.contract import PER_DOCUMENT


class LoadError(RuntimeError):
    """Something to be loaded breaks the contract of its file; the message names file and line."""


class Damaged(LoadError):
    """Extracted folders that are not as they were written: what is wrong with each, by document."""

    def __init__(self, folders: Mapping[str, str]) -> None:
        super().__init__(" | ".join(folders.values()))
        self.folders = dict(folders)


Row = tuple[str, ...]

SUMS = "SHA256SUMS"
"""Beside a document's files: the checksum of each, as it was written."""

SETTLED_SECONDS = 2.0
"""A file that changed later than this before it was read may change again without a new time stamp."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a folder held when it was read: `stamp` is the file system's word on it, `content` a checksum of its
    bytes."""

    stamp: str
    content: str
    row_counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One document's extracted folder: its fingerprint (its bytes and what else is stated of it), and what it holds."""

    document_id: str
    folder: Path
    fingerprint: str
    known: Known

    @property
    def row_counts(self) -> dict[str, int]:
        """Rows of each of its files, by raw table."""
        return self.known.row_counts


def sources(extracted: Path, stated: Mapping[str, list[Row]], known: Mapping[str, Known] | None = None) -> list[Source]:
    """Every document folder in order of its id; `stated` holds what else is said of a document (register,
    errata), `known` what was read before. Raises Damaged, naming every folder that is not whole."""
    if not extracted.is_dir():
        return []
    found: list[Source] = []
    damaged: dict[str, str] = {}
    for folder in sorted(f for f in extracted.iterdir() if not f.name.startswith(".") and f.is_dir()):
        try:
            found.append(_source(folder, stated.get(folder.name, []), (known or {}).get(folder.name)))
        except LoadError as error:
            damaged[folder.name] = str(error)
    if damaged:
        raise Damaged(damaged)
    return found


def _source(folder: Path, stated: list[Row], before: Known | None) -> Source:
    now = time.time()
    stamp, changed = _stamp(folder)
    # Read before the stamp is taken again, a file could change in between: the stamp comes first.
    content = before if before is not None and stamp and before.stamp == stamp else _read(folder)
    settled = Known(stamp if now - changed > SETTLED_SECONDS else "", content.content, content.row_counts)
    fingerprint = hashlib.sha256((repr(stated) + settled.content).encode()).hexdigest()
    return Source(folder.name, folder, fingerprint, settled)


def _stamp(folder: Path) -> tuple[str, float]:
    """Inode, size and times of each file, as one checksum, and the latest change (seconds); empty where one is
    missing. Nobody can set a file's change time, so bytes do not change under the same stamp."""
    digest, latest = hashlib.sha256(), 0.0
    for kind in PER_DOCUMENT:
        try:
            about = (folder / kind.file).stat()
        except OSError:
            return "", latest
        digest.update(repr((about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)).encode())
        latest = max(latest, about.st_ctime)
    return digest.hexdigest(), latest


def _read(folder: Path) -> Known:
    digest = hashlib.sha256()
    counts: dict[str, int] = {}
    sums = _sums(folder)
    for kind in PER_DOCUMENT:
        path = folder / kind.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise LoadError(f"{path}: {error.strerror}") from error
        if sums and sums.get(kind.file) != hashlib.sha256(data).hexdigest():
            raise LoadError(f"{path}: not the bytes of which {SUMS} tells")
        digest.update(kind.file.encode() + data)
        rows = _rows(data, path, kind.columns)
        if kind.names_its_document and [row[0] for row in rows] != [folder.name]:
            raise LoadError(f"{path}: one row is needed, whose document_id is the folder's name")
        counts[kind.table] = len(rows)
    return Known("", digest.hexdigest(), counts)


def _sums(folder: Path) -> dict[str, str]:
    """The checksum of each file; none where an earlier version wrote the folder."""
    try:
        lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise LoadError(f"{folder / SUMS}: {error}") from error
    named = [line.split("  ", maxsplit=1) for line in lines]
    return {pair[1]: pair[0] for pair in named if len(pair) == 2} or {"": ""}


def table_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file that has exactly these columns; none when there is no such file."""
    if not path.exists():
        return []
    return _rows(path.read_bytes(), path, tuple(columns))


def _rows(data: bytes, path: Path, columns: tuple[str, ...]) -> list[Row]:
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    except UnicodeDecodeError as error:
        raise LoadError(f"{path}: {error}") from error
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            raise LoadError(f"{path}: columns are {','.join(header)}; expected {','.join(columns)}")
        rows = [tuple(row) for row in reader]
    except csv.Error as error:
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
