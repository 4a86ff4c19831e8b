"""Keeps `raw/extracted/` up to date. Reads the register and `raw/documents/`; writes
`raw/extracted/<document_id>/`.

Grain: one outcome per registered document. A document whose bytes and reader version are known is not read again; one
whose bytes are not on this machine stays as it was extracted.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from pipelines import hands, paths, settings
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
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    """Of those read: parts that nobody looked into, by name of the document, in Chinese and English."""
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


Tell = Callable[[int, int, str, float], None]
"""Hears of each document as it is done: its number, how many there are, its name, and how many seconds are left."""


def renew(documents: list[Registered], hold: Hold, tell: Tell = lambda _done, _all, _name, _left: None) -> Renewed:
    """Every document that can be is extracted by this reader, over all cores; what cannot be read was handed to
    `hold`."""
    done = Renewed()
    due: dict[Registered, str | None] = {}
    for document in documents:
        known = extracted_version(document.document_id)
        if known == EXTRACTOR_VERSION:
            done.unchanged.append(document.document_id)
        elif document.stored is None:
            (done.absent if known is None else done.kept).append(document.document_id)
        else:
            due[document] = known
    began = time.monotonic()
    for number, (document, extracted) in enumerate(_read_apart(list(due)), start=1):
        if not isinstance(extracted, Unreadable):
            if due[document] is None and _folder(document).exists():
                done.mended.append(document.document_id)
            write(extracted, _folder(document))
            done.read.append(document.document_id)
            done.unread += [(document.source_name, *part) for part in extracted.unread]
        # What an earlier reader could read stays as it was read; only what nobody could read is held.
        elif due[document] is None:
            assert document.stored is not None
            hold(document.stored, document.source_name, extracted)
            done.unreadable.append(document.document_id)
        else:
            done.kept.append(document.document_id)
        left = (time.monotonic() - began) / number * (len(due) - number)
        tell(number, len(due), document.source_name, left)
    return done


def _read_apart(due: list[Registered]) -> Iterator[tuple[Registered, Extracted | Unreadable]]:
    """Each document with what it says, or why it cannot be read, as they are done: one at a time on every core, and no
    more of them in memory than that."""
    free: SimpleQueue[Reader] = SimpleQueue()

    def read(document: Registered) -> tuple[Registered, Extracted | Unreadable]:
        apart = free.get()
        try:
            assert document.stored is not None
            return document, _read(apart, document.document_id, document.stored, document.source_name)
        except Unreadable as error:
            return document, error
        finally:
            free.put(apart)

    workers = max(1, min(len(due), hands.many()))
    # The readers end first: whoever stops in the middle does not wait for what is being read.
    with ThreadPoolExecutor(workers) as pool, ExitStack() as readers:
        for _ in range(workers):
            free.put(readers.enter_context(reader()))
        waiting = iter(due)
        under_way = {pool.submit(read, document) for document in islice(waiting, workers)}
        while under_way:
            finished, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
            under_way |= {pool.submit(read, document) for document in islice(waiting, len(finished))}


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
