"""What `check` takes of a PDF, against what its library and another take of the same file.

Reads the PDFs of the folder of documents and invented ones; writes the section `PDF` of `docs/performance.md`. Grain:
one line per file. CPU seconds of a process of its own per file and round; ratios are formed within one process.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.examining import Taken, measured
from benchmarks.home import Run, lay_home
from benchmarks.measurements import HOLDS_OR_VIOLATED, Tell
from benchmarks.report import MIB
from benchmarks.timing import spread
from tests.invented.disclosure import disclosure
from tests.invented.paged import pdf

INVENTED = (3, 5, 8)
"""Numbers of the invented disclosures: ruled and unruled, of both layouts."""
HEADING = "## PDF"
COLUMNS = (
    "document",
    "text and boxes",
    "read",
    "÷ text and boxes",
    "check",
    "÷ text and boxes",
    "the second",
    "÷ text and boxes",
    "pdfplumber's tables ÷ read",
    "memory",
    "whole command: CPU",
    "elapsed",
)


@dataclass(frozen=True, slots=True)
class Paged:
    """One file: its name in the report, its rounds inside a process, and its rounds as a command."""

    what: str
    taken: list[Taken]
    commands: list[Run]


def paged(documents: Path, rounds: int, tell: Tell) -> list[Paged]:
    """Every PDF that holds a disclosure, the real ones first; raises RunFailed where the command fails."""
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        home = lay_home(Path(folder) / "home")
        files = [(f"real, {path.stat().st_size // 1000} kB", path) for path in sorted(documents.glob("*.pdf"))]
        for number in INVENTED:
            made = disclosure(number)
            path = Path(folder) / f"invented-{number}.pdf"
            path.write_bytes(pdf(made))
            ruled = "ruled" if made.habits.is_ruled else "unruled"
            files.append((f"invented no. {number}, {ruled}, {path.stat().st_size // 1000} kB", path))
        found = []
        for what, path in files:
            tell(f"PDF: {what}")
            taken = measured(path, rounds)
            if isinstance(taken, str):
                # A blank form is no disclosure: nothing in it is checked.
                tell(f"  left out: {taken}")
                continue
            home.juesuan("check", str(path), accept=HOLDS_OR_VIOLATED)
            commands = [home.juesuan("check", str(path), accept=HOLDS_OR_VIOLATED) for _ in range(rounds)]
            found.append(Paged(what, taken, commands))
        return found


def section(found: list[Paged], machine: str, rounds: int) -> str:
    """The section of the page, from its heading to its end."""
    lines = [
        HEADING,
        "",
        f"{machine}; {rounds} rounds, median and extremes. CPU seconds, except where elapsed.",
        "*Text and boxes*: pypdfium2 hands over the text and the box of every character of all pages. *Read*: bytes to",
        "figures, and *check* all of it, the first of a process, modules imported; *the second*: the same once more in",
        "the same process, reference data known. *Memory*: the most that the process held in the first.",
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|---|" + "---:|" * (len(COLUMNS) - 1),
    ]
    return "\n".join([*lines, *(_line(one) for one in found), ""])


def _line(one: Paged) -> str:
    def seconds(of: Callable[[Taken], float]) -> str:
        return f"{median(of(t) for t in one.taken):.3f} s"

    def times(of: Callable[[Taken], float]) -> str:
        found = spread(tuple(of(t) for t in one.taken))
        return f"× {found.median:.1f} ({found.least:.1f}–{found.most:.1f})"

    cells = [
        one.what,
        seconds(lambda t: t.floor or 0.0),
        seconds(lambda t: t.read_again),
        times(lambda t: t.read_again / (t.floor or 1.0)),
        seconds(lambda t: t.whole),
        times(lambda t: t.whole / (t.floor or 1.0)),
        seconds(lambda t: t.again),
        times(lambda t: t.again / (t.floor or 1.0)),
        times(lambda t: (t.tables or 0.0) / t.read_again),
        f"{max(t.peak_bytes for t in one.taken) / MIB:.0f} MiB",
        f"{median(run.cpu_seconds for run in one.commands):.2f} s",
        f"{median(run.seconds for run in one.commands):.2f} s",
    ]
    return "| " + " | ".join(cells) + " |"


def put_in(page: str, new: str, its_heading: str = HEADING) -> str:
    """The page with this section in the place of its earlier state, or at its end."""
    before, heading, rest = page.partition(f"\n{its_heading}\n")
    if not heading:
        return f"{page.rstrip()}\n\n{new}"
    _, following, after = rest.partition("\n## ")
    return f"{before}\n{new}" + (f"\n## {after}" if following else "")


def taken_out(page: str, heading: str) -> str:
    """The section of this heading as it stands in the page; empty where there is none."""
    _, found, rest = page.partition(f"\n{heading}\n")
    return f"{heading}\n{rest.partition(chr(10) + '## ')[0]}" if found else ""
