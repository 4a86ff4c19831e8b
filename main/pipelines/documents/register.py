"""The register: which documents there are, and what is known of each from outside. Reads and writes
`raw/register.csv`.

Grain: one row per document. An empty department, region or fiscal year means that nobody stated it.
"""

from __future__ import annotations

import csv
import io
import os
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path


class RegisterError(RuntimeError):
    """The register cannot be read as one; the message names the line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered document."""

    document_id: str
    source_name: str
    sha256: str
    bytes: str
    department: str = ""
    region: str = ""
    region_level: str = ""
    fiscal_year: str = ""
    source_format: str = ""
    received_on: str = ""
    supersedes_document_id: str = ""
    what: str = ""

    @property
    def is_stated(self) -> bool:
        """Whether somebody said more about the document than the file itself does."""
        said = (self.department, self.region, self.region_level, self.fiscal_year, self.what)
        return any(said) or bool(self.supersedes_document_id)


COLUMNS = tuple(field.name for field in fields(Entry))


def read(path: Path) -> list[Entry]:
    """The entries in the file's order; none when there is no file; raises RegisterError with the line."""
    if not path.exists():
        return []
    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise RegisterError(f"{path.name}: {error}") from error
    if not rows or tuple(rows[0][1]) != COLUMNS:
        raise RegisterError(f"{path.name}, line 1: the columns must be {','.join(COLUMNS)}")
    entries: dict[str, Entry] = {}
    for line, row in rows[1:]:
        if len(row) != len(COLUMNS):
            raise RegisterError(f"{path.name}, line {line}: {len(row)} values for {len(COLUMNS)} columns")
        entry = Entry(*row)
        if entry.document_id != entry.sha256[:16] or len(entry.sha256) != 64:
            raise RegisterError(f"{path.name}, line {line}: document_id must be the first 16 digits of sha256")
        if entry.document_id in entries:
            raise RegisterError(f"{path.name}, line {line}: {entry.document_id} is registered twice")
        entries[entry.document_id] = entry
    return list(entries.values())


def write(path: Path, entries: list[Entry]) -> None:
    """The file holds exactly these entries; a kill on the way leaves the file it was."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(entry) for entry in entries)
    replace_file(path, buffer.getvalue().encode("utf-8"))


def add(path: Path, new: list[Entry]) -> list[Entry]:
    """Every new document is registered; what is known already keeps its row. Returns those that were new."""
    known = read(path)
    ids = {entry.document_id for entry in known}
    added = [entry for entry in {entry.document_id: entry for entry in new}.values() if entry.document_id not in ids]
    if added:
        write(path, [*known, *added])
    return added


def remove_unstated(path: Path, document_id: str) -> None:
    """The document's row is gone, unless somebody stated something in it."""
    known = read(path)
    kept = [entry for entry in known if entry.document_id != document_id or entry.is_stated]
    if kept != known:
        write(path, kept)


def entry_for(source_name: str, sha256: str, size: int, received_on: str) -> Entry:
    """The entry of a file of which nothing but its bytes and name is known."""
    suffix = Path(source_name).suffix.lower().lstrip(".")
    blank = Entry(sha256[:16], source_name, sha256, str(size), received_on=received_on)
    return replace(blank, source_format=suffix if suffix.isalnum() and len(suffix) <= 8 else "bin")


def replace_file(path: Path, data: bytes) -> None:
    """The file holds the data, on disk; at no moment it holds a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
