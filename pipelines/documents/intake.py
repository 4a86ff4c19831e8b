"""Files on their way in. Reads files and folders somebody names, and `raw/inbox/`; writes
`raw/documents/<id>.<ext>`.

Grain: one `Arrival` per file. What a file says is not looked at here.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines import paths
from pipelines.documents import register
from pipelines.documents.register import Entry

SETTLED_SECONDS = 2.0
"""A file that changed later than this may still be on its way in."""
_LOOKS = 3


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
    if kept is None or kept.read_bytes() != arrival.data:
        kept = paths.documents() / f"{arrival.entry.document_id}.{arrival.entry.source_format}"
        register.replace_file(kept, arrival.data)
    register.add(paths.register(), [arrival.entry])
    return kept


def waiting() -> list[Path]:
    """The files that lie in the inbox."""
    return list(files_below(paths.inbox())) if paths.inbox().is_dir() else []


@dataclass(slots=True)
class Taken:
    """What was taken in, and the names of files that stay in the inbox until the next time."""

    arrived: list[Entry] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def take_in(today: date) -> Taken:
    """Every file of the inbox that stands still is stored and registered, and has left the inbox; so is what lies
    unregistered in `raw/documents/`.

    A kill on the way loses nothing: a file leaves the inbox after it is stored, and only if it is still the file that
    was read.
    """
    taken = Taken()
    for path in waiting():
        try:
            before = _still(path)
            arrival = arrive(path, today)
        except OSError:
            taken.left.append(path.name)
            continue
        store(arrival)
        taken.arrived.append(arrival.entry)
        if _state(path) == before:
            path.unlink()
        else:
            taken.left.append(path.name)
    known = {entry.document_id for entry in register.read(paths.register())}
    for path in files_below(paths.documents()) if paths.documents().is_dir() else ():
        if path.stem not in known:
            arrival = arrive(path, today)
            kept = store(arrival)
            if kept != path:
                path.unlink()
            taken.arrived.append(arrival.entry)
    return taken


def _state(path: Path) -> tuple[int, int, int, int]:
    about = path.stat()
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _still(path: Path) -> tuple[int, int, int, int]:
    """The file's state once it has not changed for `SETTLED_SECONDS`; raises OSError when it does not come to rest."""
    for _ in range(_LOOKS):
        state = _state(path)
        age = time.time() - state[3] / 1e9
        # A change in the future came before the clock was set back.
        if not 0 <= age < SETTLED_SECONDS:
            return state
        time.sleep(SETTLED_SECONDS - age)
    raise TimeoutError(f"{path.name} keeps changing")
