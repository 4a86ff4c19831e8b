"""Files on their way in. Reads files and folders somebody names, and `raw/inbox/`; writes
`raw/documents/<id>.<ext>`.

Grain: one `Arrival` per file. What a file says is not looked at here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines import paths
from pipelines.documents import register
from pipelines.documents.register import Entry


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came: its name, bytes and register entry."""

    path: Path
    data: bytes
    entry: Entry


def files_below(path: Path) -> Iterator[Path]:
    """The file itself, or every file below a folder in order of name; hidden files are left out."""
    if path.is_dir():
        for below in sorted(path.iterdir()):
            if not below.name.startswith("."):
                yield from files_below(below)
    elif path.is_file():
        yield path


def arrive(path: Path, today: date) -> Arrival:
    """The file's bytes and the entry it would have in the register; raises OSError when it cannot be read."""
    return arrived(path, path.name, path.read_bytes(), today)


def arrived(path: Path, name: str, data: bytes, today: date) -> Arrival:
    """Bytes that came in the file at `path`, and the entry they would have in the register under this name."""
    entry = register.entry_for(name, hashlib.sha256(data).hexdigest(), len(data), today.isoformat())
    return Arrival(path, data, entry)


def stored(document_id: str) -> Path | None:
    """Where the document's bytes are kept on this machine, if they are."""
    if not paths.documents().is_dir():
        return None
    return next(iter(sorted(paths.documents().glob(f"{document_id}.*"))), None)


def store(arrival: Arrival) -> Path:
    """The document's bytes are kept under its id, and it is registered."""
    kept = stored(arrival.entry.document_id)
    if kept is None or kept.stat().st_size != len(arrival.data):
        kept = paths.documents() / f"{arrival.entry.document_id}.{arrival.entry.source_format}"
        register.replace_file(kept, arrival.data)
    register.add(paths.register(), [arrival.entry])
    return kept


def waiting() -> list[Path]:
    """The files that lie in the inbox."""
    return list(files_below(paths.inbox())) if paths.inbox().is_dir() else []


def take_in(today: date) -> list[Entry]:
    """Every file of the inbox is stored and registered, and the inbox is empty; so is what lies unregistered
    in
    `raw/documents/`. A kill on the way loses nothing: a file leaves the inbox after it is stored."""
    arrivals = []
    for path in waiting():
        arrival = arrive(path, today)
        store(arrival)
        path.unlink()
        arrivals.append(arrival.entry)
    known = {entry.document_id for entry in register.read(paths.register())}
    for path in files_below(paths.documents()) if paths.documents().is_dir() else ():
        if path.stem not in known:
            arrival = arrive(path, today)
            kept = store(arrival)
            if kept != path:
                path.unlink()
            arrivals.append(arrival.entry)
    return arrivals
