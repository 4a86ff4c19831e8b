"""`juesuan ingest`: files, folders and archives into the register. Reads what is named; writes the register,
`raw/documents/`, `raw/extracted/` and `raw/quarantine/`.

Grain: one outcome per document: a file, or the files of one folder or archive that are one disclosure together. A bad
file is quarantined with its reason and the rest goes on.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from pipelines import paths, warehouse
from pipelines.cli import containers
from pipelines.cli.speech import complain, say
from pipelines.documents import intake, quarantine, register
from pipelines.documents.intake import Arrival
from pipelines.extraction import bundles, renew
from pipelines.extraction.apart import Reader
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import extract, write
from pipelines.extraction.model import Document
from pipelines.extraction.readers import archive
from pipelines.extraction.readers.encoding import MAX_BYTES
from pipelines.extraction.readers.formats import misnamed
from pipelines.extraction.version import EXTRACTOR_VERSION

NOTHING_READ = 2
SOME_BAD = 1


def run(arguments: argparse.Namespace) -> int:
    """0 when every file was read or known, 1 when some were not, 2 when none was."""
    try:
        warehouse.claim()
        register.read(paths.register())
    except warehouse.WarehouseBusy as error:
        complain(f"另一个任务正在运行（进程 {error.pid}），请稍后再试。", f"Busy ({error}): try again later.")
        return NOTHING_READ
    except register.RegisterError as error:
        complain(f"登记表无法读取：{error}", f"The register cannot be read: {error}")
        return NOTHING_READ
    with renew.reader() as apart:
        outcomes = [outcome for named in arguments.paths for outcome in _ingest(Path(named), apart)]
    good = outcomes.count(True)
    if outcomes:
        say(
            f"共 {len(outcomes)} 个文件：{good} 个已登记，{len(outcomes) - good} 个未能读取。",
            f"{len(outcomes)} files: {good} registered, {len(outcomes) - good} not read.",
        )
    if good == 0:
        return NOTHING_READ
    return 0 if good == len(outcomes) else SOME_BAD


def _ingest(named: Path, apart: Reader) -> list[bool]:
    """Whether each document below the path could be read; a path with no file counts as one that could not."""
    if not named.exists():
        complain(f"{named}：没有这个文件或文件夹。", f"{named}: there is no such file or folder.")
        return [False]
    outcomes: list[bool] = []
    for folder in containers.below(named, datetime.now(UTC).date()):
        outcomes.extend(_container(folder, apart))
    if not outcomes:
        complain(f"{named}：其中没有文件。", f"{named}: there is no file in it.")
        return [False]
    return outcomes


def _container(came: containers.Container, apart: Reader) -> list[bool]:
    """The outcome of every file that stands alone, and of every disclosure in several files."""
    outcomes = [_refused(arrival, error) for arrival, error in came.refused]
    halves: list[tuple[Arrival, bundles.Piece]] = []
    for arrival in came.each(datetime.now(UTC).date()):
        if isinstance(arrival, tuple):
            path, error = arrival
            complain(f"{path}：无法打开（{error.strerror}）。", f"{path}: cannot be opened ({error.strerror}).")
            outcomes.append(False)
        elif len(came) == 1 or _is_known(arrival):
            outcomes.append(_document(arrival, apart))
        elif isinstance(piece := _piece(arrival, apart), bundles.Piece) and piece.is_half:
            halves.append((arrival, piece))
        else:
            outcomes.append(_document(arrival, apart, piece.document) if piece else False)
    groups = bundles.groups_of([piece for _, piece in halves])
    outcomes += [_joined([halves[n][0] for n in group], apart) for group in groups]
    alone = set(range(len(halves))) - {n for group in groups for n in group}
    return outcomes + [_document(halves[n][0], apart, halves[n][1].document) for n in sorted(alone)]


def _piece(arrival: Arrival, apart: Reader) -> bundles.Piece | None:
    """The file as read, None where it is in quarantine instead."""
    try:
        return apart.ask(bundles.piece_of, arrival.data, arrival.entry.source_name)
    except Unreadable as error:
        _refused(arrival, error)
        return None


def _joined(arrivals: list[Arrival], apart: Reader) -> bool:
    """The files are registered as the one disclosure they are, stored in one archive."""
    first, names = arrivals[0], [arrival.entry.source_name for arrival in arrivals]
    data = archive.bundle([(arrival.entry.source_name, arrival.data) for arrival in arrivals])
    say(f"+ {'、'.join(names)} 是同一份公开文本，合为一份", f"+ {', '.join(names)} are one disclosure, joined")
    name = f"{Path(first.entry.source_name).stem}.zip"
    return _document(intake.arrived(first.path, name, data, datetime.now(UTC).date()), apart)


def _is_known(arrival: Arrival) -> bool:
    return renew.extracted_version(arrival.entry.document_id) == EXTRACTOR_VERSION


def _document(arrival: Arrival, apart: Reader, document: Document | None = None) -> bool:
    entry = arrival.entry
    name = entry.source_name
    if _is_known(arrival):
        intake.store(arrival)
        say(
            f"= {name} 已登记，内容未变（{entry.document_id}）",
            f"= {name} is known ({entry.document_id})",
        )
        return True
    try:
        extracted = apart.ask(extract, arrival.data, name, MAX_BYTES, document)
    except Unreadable as error:
        return _refused(arrival, error)
    if told := misnamed(extracted.document[0]["source_format"], name):
        say(f"! {name}：{told[0]}", f"! {name}: {told[1]}")
    intake.store(arrival)
    write(extracted, paths.extracted() / entry.document_id)
    quarantine.let_go(entry.document_id)
    say(
        f"✓ {name} 已登记并读取（{entry.document_id}）",
        f"✓ {name} registered, read ({entry.document_id})",
    )
    return True


def _refused(arrival: Arrival, error: Unreadable) -> bool:
    """The file is in quarantine with its reason."""
    entry = arrival.entry
    quarantine.hold(entry, arrival.data, error.reason_zh, error.reason_en, error.what_to_do)
    complain(
        f"✗ {entry.source_name} 已隔离：{error.reason_zh}。{error.what_to_do}",
        f"✗ {entry.source_name} quarantined: {error.reason_en}. {error.what_to_do}",
    )
    return False
