"""What could not be read, and why. Writes `raw/quarantine/<sha16>/<name>` and one row in
`raw/quarantine/quarantine.csv`.

Grain: one row per document id; a document that is read later leaves the quarantine.
"""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Protocol

from pipelines import paths
from pipelines.documents import register
from pipelines.documents.intake import stored
from pipelines.documents.register import Entry, replace_file


@dataclass(frozen=True, slots=True)
class Held:
    """One quarantined file: the reason in Chinese and English, and what its owner can do."""

    document_id: str
    source_name: str
    sha256: str
    bytes: str
    received_on: str
    reason_zh: str
    reason_en: str
    what_to_do: str


COLUMNS = tuple(field.name for field in fields(Held))


def _list() -> Path:
    return paths.quarantine_list()


def read() -> list[Held]:
    """Every quarantined file."""
    if not _list().exists():
        return []
    rows = list(csv.reader(io.StringIO(_list().read_text(encoding="utf-8"), newline="")))
    return [Held(*row) for row in rows[1:] if len(row) == len(COLUMNS)]


def _write(held: list[Held]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in held)
    replace_file(_list(), buffer.getvalue().encode("utf-8"))


class Reason(Protocol):
    """What the room that could not read a document says about it."""

    @property
    def reason_zh(self) -> str: ...
    @property
    def reason_en(self) -> str: ...
    @property
    def what_to_do(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Told:
    reason_zh: str
    reason_en: str
    what_to_do: str


def hold(entry: Entry, data: bytes, reason_zh: str, reason_en: str, what_to_do: str) -> Held:
    """The file is in quarantine with its reason, and no longer among the documents."""
    replace_file(paths.quarantine() / entry.document_id / Path(entry.source_name).name, data)
    held = _note(entry, _Told(reason_zh, reason_en, what_to_do))
    register.remove_unstated(paths.register(), entry.document_id)
    if (kept := stored(entry.document_id)) is not None:
        kept.unlink()
    return held


def _note(entry: Entry, reason: Reason) -> Held:
    """The quarantine's list names the document and the reason."""
    held = Held(
        entry.document_id, entry.source_name, entry.sha256, entry.bytes, entry.received_on,
        reason.reason_zh, reason.reason_en, reason.what_to_do,
    )  # fmt: skip
    _write([*(row for row in read() if row.document_id != entry.document_id), held])
    return held


def hold_stored(path: Path, source_name: str, reason: Reason) -> None:
    """The stored document is in quarantine instead."""
    data = path.read_bytes()
    known = {entry.document_id: entry for entry in register.read(paths.register())}
    entry = known.get(path.stem) or register.entry_for(
        source_name, hashlib.sha256(data).hexdigest(), len(data), received_on=""
    )
    hold(entry, data, reason.reason_zh, reason.reason_en, reason.what_to_do)


def withdraw(document_id: str, reason: Reason) -> None:
    """The document is in quarantine with its bytes, where they are on this machine, and its extracted tables."""
    known = {entry.document_id: entry for entry in register.read(paths.register())}
    kept = stored(document_id)
    name = kept.name if kept else document_id
    entry = known.get(document_id) or Entry(document_id, name, sha256="", bytes="")
    _note(entry, reason)
    if kept is not None:
        replace_file(paths.quarantine() / document_id / Path(entry.source_name).name, kept.read_bytes())
    extracted = paths.extracted() / document_id
    if extracted.is_dir():
        beside = paths.quarantine() / document_id / "extracted"
        shutil.rmtree(beside, ignore_errors=True)
        beside.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(extracted, beside)
    register.remove_unstated(paths.register(), document_id)
    if kept is not None:
        kept.unlink()


def let_go(document_id: str) -> None:
    """The document is not in quarantine (any more)."""
    held = read()
    kept = [row for row in held if row.document_id != document_id]
    if kept != held:
        _write(kept)
        shutil.rmtree(paths.quarantine() / document_id, ignore_errors=True)
