"""Keeps `raw/extracted/` up to date. Reads the register and `raw/documents/`; writes
`raw/extracted/<document_id>/`.

Grain: one outcome per registered document. A document whose bytes and reader version are known is not read
again; one whose
bytes are not on this machine stays as it was extracted.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import paths
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import extract, write
from pipelines.extraction.version import EXTRACTOR_VERSION


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered document, and where its bytes are if they are on this machine."""

    document_id: str
    source_name: str
    stored: Path | None


@dataclass(slots=True)
class Renewed:
    """Document ids by what became of them."""

    read: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Extracted by another version of the reader; not on this machine, or not readable by this version."""
    unreadable: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """Registered, never extracted, and not on this machine."""


def registered() -> list[Registered]:
    """Every document of the register, in its order."""
    if not paths.register().exists():
        return []
    held = {path.stem: path for path in paths.documents().iterdir()} if paths.documents().is_dir() else {}
    with paths.register().open(encoding="utf-8-sig", newline="") as file:
        return [
            Registered(row["document_id"], row["source_name"], held.get(row["document_id"]))
            for row in csv.DictReader(file)
        ]


def extracted_version(document_id: str) -> str | None:
    """The reader version that the document was extracted with; None when it was not."""
    path = paths.extracted() / document_id / "document.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError:
        return None
    return rows[0].get("extractor_version") if rows else None


def renew(
    documents: list[Registered],
    hold: Callable[[Path, str, Unreadable], None],
    tell: Callable[[int, int, str], None] = lambda _done, _all, _name: None,
) -> Renewed:
    """Every document that can be is extracted by this reader; what cannot be read was handed to `hold`."""
    done = Renewed()
    for number, document in enumerate(documents, start=1):
        known = extracted_version(document.document_id)
        if known == EXTRACTOR_VERSION:
            done.unchanged.append(document.document_id)
        elif document.stored is None:
            (done.absent if known is None else done.kept).append(document.document_id)
        else:
            tell(number, len(documents), document.source_name)
            try:
                extracted = extract(document.stored.read_bytes(), document.source_name)
                write(extracted, paths.extracted() / document.document_id)
                done.read.append(document.document_id)
            except Unreadable as error:
                # What an earlier reader could read stays as it was read; only what nobody could read is held.
                if known is None:
                    hold(document.stored, document.source_name, error)
                    done.unreadable.append(document.document_id)
                else:
                    done.kept.append(document.document_id)
    return done


def clear_unfinished() -> None:
    """No half-written folder is left."""
    if paths.extracted().is_dir():
        for leftover in paths.extracted().glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)
