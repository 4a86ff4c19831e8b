"""Where an examination spends its time: `python -m benchmarks.examining FILE…`, a fresh process per file and round.

Reads any documents that extraction accepts; writes a table to standard output. Grain: one line per file. Times are the
process's own CPU seconds, so that a busy machine weighs less; what is compared was taken in one process. For a PDF the
yardstick is what pypdfium2 needs to hand over the text and the box of every character of the same file.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 5
PHASES = {
    "extract": "read",
    "open_prepared": "open",
    "write": "load",
    "load": "load",
    "restore_documents": "repair",
    "correct_documents": "repair",
    "_build": "models",
    "_examination": "fetch",
}
"""Functions by the phase they are; what no phase took is the rest."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One examination in a process of its own: CPU seconds, and the most memory it held; the same again, its reading
    alone, and for a PDF the yardsticks."""

    imports: float
    phases: dict[str, float]
    whole: float
    elapsed: float
    peak_bytes: int
    again: float
    read_again: float
    floor: float | None
    tables: float | None


def once(path: Path) -> Taken:
    """The file examined in this process, which must not have examined one before. Raises Unreadable."""
    began = time.process_time()
    from pipelines.cli import check, examine, plan
    from pipelines.repair import run as repair

    imports = time.process_time() - began
    data = path.read_bytes()
    phases: dict[str, float] = {}
    for owner in (examine, repair, plan.Plan):
        for name in PHASES.keys() & vars(owner).keys():
            _clock(owner, name, phases)
    began, clock = time.process_time(), time.perf_counter()
    found = check.examine(data, path.name, "printed")
    whole, elapsed = time.process_time() - began, time.perf_counter() - clock
    if not found.checks:
        raise RuntimeError(f"{path.name}: nothing was checked")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    first = dict(phases)
    began = time.process_time()
    check.examine(data, path.name, "printed")
    again = time.process_time() - began
    is_pdf = data.startswith(b"%PDF-")
    return Taken(
        imports,
        first,
        whole,
        elapsed,
        peak,
        again,
        phases["read"] - first["read"],
        _floor(data) if is_pdf else None,
        _tables(data) if is_pdf else None,
    )


def _clock(owner: Any, name: str, phases: dict[str, float]) -> None:
    """The function adds the CPU seconds of its own thread to its phase."""
    function: Callable[..., Any] = getattr(owner, name)

    def timed(*given: Any, **named: Any) -> Any:
        began = time.thread_time()
        try:
            return function(*given, **named)
        finally:
            phases[PHASES[name]] = phases.get(PHASES[name], 0.0) + time.thread_time() - began

    setattr(owner, name, timed)


def _floor(data: bytes) -> float:
    """What the library takes for text and boxes of all pages, nothing made of them."""
    import pypdfium2

    began = time.process_time()
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for number in range(text.count_chars()):
            text.get_charbox(number)
    return time.process_time() - began


def _tables(data: bytes) -> float:
    """What pdfplumber takes for the tables of all pages."""
    import pdfplumber

    began = time.process_time()
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
    return time.process_time() - began


def measured(path: Path, rounds: int = ROUNDS) -> list[Taken] | str:
    """The rounds, each in a fresh process after one that prepares; or why the file is skipped."""
    # Compiling sources is part of setting up: a process that may not keep it would do it every time.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    for _ in range(rounds + 1):
        command = [sys.executable, "-m", "benchmarks.examining", "--once", str(path)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if answer.returncode != 0:
            return (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        taken.append(Taken(**json.loads(answer.stdout)))
    return taken[1:]


def line(path: Path, taken: list[Taken]) -> str:
    """Medians, and each phase as a share of its own round."""
    shares = " · ".join(
        f"{phase} {median(one.phases.get(phase, 0.0) / one.whole for one in taken):.0%}"
        for phase in dict.fromkeys(PHASES.values())
    )
    ratios = [one.whole / one.floor for one in taken if one.floor]
    against = f" · × {median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f}) text and boxes" if ratios else ""
    return (
        f"{path.name[:12]}  {median(one.whole for one in taken):.2f} s CPU{against}"
        f" · {max(one.peak_bytes for one in taken) / 2**20:.0f} MiB"
        f" · imports × {median(one.imports / one.whole for one in taken):.2f} · {shares}"
    )


def main(arguments: list[str]) -> int:
    """0; 2 when no file is named."""
    if arguments[:1] == ["--once"]:
        taken = once(Path(arguments[1]))
        print(json.dumps({name: getattr(taken, name) for name in Taken.__slots__}))
        return 0
    if not arguments:
        print("python -m benchmarks.examining FILE…", file=sys.stderr)
        return 2
    for path in map(Path, arguments):
        found = measured(path)
        print(line(path, found) if isinstance(found, list) else f"{path.name[:12]}  skipped: {found}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
