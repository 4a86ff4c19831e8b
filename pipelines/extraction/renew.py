"""Keeps `raw/extracted/` up to date. Reads the register and `raw/documents/`; writes
`raw/extracted/<document_id>/`.

Grain: one outcome per registered document. A document whose bytes and reader version are known is not read
again; one whose
bytes are not on this machine stays as it was extracted.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import paths, settings
from pipelines.extraction.apart import Reader
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import Extracted, extract, write
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
    mended: list[str] = field(default_factory=list)
    """Of those read: what was left of their extracted tables did not say what they are."""
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


Hold = Callable[[Path, str, Unreadable], None]
"""Puts a stored document into quarantine: its path, its name, and the reason."""
Withdraw = Callable[[str, Unreadable], None]
"""Puts a document's extracted tables into quarantine, and its bytes where they are: its id, and the reason."""


def renew(
    documents: list[Registered],
    hold: Hold,
    tell: Callable[[int, int, str], None] = lambda _done, _all, _name: None,
) -> Renewed:
    """Every document that can be is extracted by this reader; what cannot be read was handed to `hold`."""
    done = Renewed()
    with reader() as apart:
        for number, document in enumerate(documents, start=1):
            known = extracted_version(document.document_id)
            if known == EXTRACTOR_VERSION:
                done.unchanged.append(document.document_id)
            elif document.stored is None:
                (done.absent if known is None else done.kept).append(document.document_id)
            else:
                tell(number, len(documents), document.source_name)
                try:
                    extracted = _read(apart, document.document_id, document.stored, document.source_name)
                    if known is None and _folder(document).exists():
                        done.mended.append(document.document_id)
                    write(extracted, _folder(document))
                    done.read.append(document.document_id)
                except Unreadable as error:
                    # What an earlier reader could read stays as it was read; only what nobody could read is held.
                    if known is None:
                        hold(document.stored, document.source_name, error)
                        done.unreadable.append(document.document_id)
                    else:
                        done.kept.append(document.document_id)
    return done


def mend(document_id: str, damage: str, withdraw: Withdraw) -> str:
    """The damaged tables of the document are extracted anew, or in quarantine where its bytes are not to be had; what
    was done, "zh / en"."""
    document = next((one for one in registered() if one.document_id == document_id), None)
    if document is not None and document.stored is not None:
        try:
            with reader() as apart:
                write(_read(apart, document_id, document.stored, document.source_name), _folder(document))
        except Unreadable as error:
            withdraw(document_id, error)
            return (
                f"{document_id} 的提取结果损坏，重读失败，已隔离：{error.reason_zh} / the tables of {document_id} were"
                f" damaged, and it cannot be read again: quarantined: {error.reason_en}"
            )
        return (
            f"{document_id} 的提取结果损坏，已由原文件重新提取 / the extracted tables of {document_id} were damaged:"
            f" read again from the document ({damage})"
        )
    withdraw(
        document_id,
        Unreadable(
            f"提取结果损坏，且本机没有原文件（{damage}）",
            f"its extracted tables are damaged, and the document is not on this machine ({damage})",
            "从版本库恢复 raw/extracted 中的文件夹，或重新提交原文件 / restore its folder in raw/extracted from version"
            " control, or ingest the document",
        ),
    )
    return (
        f"{document_id} 的提取结果损坏且没有原文件，已隔离 / the extracted tables of {document_id} are damaged and the"
        f" document is not here: quarantined ({damage})"
    )


def reader() -> Reader:
    """A process apart, within the limits of the settings."""
    limits = settings.current()
    return Reader(limits.read_seconds, limits.read_memory_mb)


def _read(apart: Reader, document_id: str, stored: Path, name: str) -> Extracted:
    """What the stored bytes say, if they are those that were registered."""
    data = stored.read_bytes()
    if hashlib.sha256(data).hexdigest()[:16] != document_id:
        raise Unreadable(
            "存放的文件已不是登记的那一份（sha256 不符）",
            "the stored file is not the one that was registered: its sha256 is another",
            "重新提交原文件；如要采用新内容，请将隔离的文件另行提交 / ingest the original again; what replaced it is a"
            " document of its own: ingest it from the quarantine",
        )
    return apart.ask(extract, data, name)


def _folder(document: Registered) -> Path:
    return paths.extracted() / document.document_id


def clear_unfinished() -> int:
    """No half-written folder and no stray file is left; how many went."""
    if not paths.extracted().is_dir():
        return 0
    leftovers = [
        path for path in paths.extracted().iterdir() if path.name.startswith(".") or path.suffix in {".part", ".tmp"}
    ]
    for leftover in leftovers:
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()
    return len(leftovers)
