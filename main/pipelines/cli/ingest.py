"""`juesuan ingest`: files and folders into the register. Reads what is named; writes the register,
`raw/documents/`,
`raw/extracted/` and `raw/quarantine/`.

Grain: one outcome per file. A bad file is quarantined with its reason and the rest goes on.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from pipelines import paths, warehouse
from pipelines.cli.speech import complain, say
from pipelines.documents import intake, quarantine, register
from pipelines.documents.intake import Arrival
from pipelines.extraction import renew
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import extract, write
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
    outcomes = [outcome for named in arguments.paths for outcome in _ingest(Path(named))]
    good = outcomes.count(True)
    if outcomes:
        say(
            f"共 {len(outcomes)} 个文件：{good} 个已登记，{len(outcomes) - good} 个未能读取。",
            f"{len(outcomes)} files: {good} registered, {len(outcomes) - good} not read.",
        )
    if good == 0:
        return NOTHING_READ
    return 0 if good == len(outcomes) else SOME_BAD


def _ingest(named: Path) -> list[bool]:
    """Whether each file below the path could be read; a path with no file counts as one that could not."""
    if not named.exists():
        complain(f"{named}：没有这个文件或文件夹。", f"{named}: there is no such file or folder.")
        return [False]
    files = list(intake.files_below(named))
    if not files:
        complain(f"{named}：其中没有文件。", f"{named}: there is no file in it.")
        return [False]
    return [_file(path) for path in files]


def _file(path: Path) -> bool:
    try:
        arrival = intake.arrive(path, datetime.now(UTC).date())
    except OSError as error:
        complain(f"{path}：无法打开（{error.strerror}）。", f"{path}: cannot be opened ({error.strerror}).")
        return False
    entry = arrival.entry
    if renew.extracted_version(entry.document_id) == EXTRACTOR_VERSION:
        intake.store(arrival)
        say(
            f"= {path.name} 已登记，内容未变（{entry.document_id}）",
            f"= {path.name} is known ({entry.document_id})",
        )
        return True
    try:
        extracted = extract(arrival.data, path.name)
    except Unreadable as error:
        _hold(arrival, error)
        return False
    intake.store(arrival)
    write(extracted, paths.extracted() / entry.document_id)
    quarantine.let_go(entry.document_id)
    say(
        f"✓ {path.name} 已登记并读取（{entry.document_id}）",
        f"✓ {path.name} registered, read ({entry.document_id})",
    )
    return True


def _hold(arrival: Arrival, error: Unreadable) -> None:
    entry = arrival.entry
    quarantine.hold(entry, arrival.data, error.reason_zh, error.reason_en, error.what_to_do)
    complain(
        f"✗ {entry.source_name} 已隔离：{error.reason_zh}。{error.what_to_do}",
        f"✗ {entry.source_name} quarantined: {error.reason_en}. {error.what_to_do}",
    )
