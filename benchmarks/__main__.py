"""`python -m benchmarks` (make bench): measures, shows how far it is, writes `docs/accuracy.md` and
`docs/performance.md`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from pathlib import Path

from benchmarks import accuracy, measurements, paged
from benchmarks.corpus import Corpus, corpus_of
from benchmarks.home import HOUSE, RunFailed
from benchmarks.report import Results, document
from benchmarks.seeded.figures import NARRATIVE, TABLES
from benchmarks.seeded.run import accuracy_of
from benchmarks.timing import LEAST_ROUNDS

BESIDE = HOUSE.parent / "shared" / "documents"
PAGES = ("accuracy", "performance", "pdf")
GROWTH = "## Growth"
"""The section that `python -m benchmarks.growth` writes."""
PARTS = (TABLES, NARRATIVE)


def main() -> int:
    """0 when the pages are written; 1 when something measured did not do its work; 2 for too few rounds."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description="测量 / the measurements")
    asked.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help=f"at least {LEAST_ROUNDS}")
    asked.add_argument(
        "--documents", type=Path, default=BESIDE, help="folder of documents; invented ones if it has none"
    )
    asked.add_argument("--only", choices=PAGES, help="one page alone, or its section on PDF")
    asked.add_argument(
        "--sample", type=int, nargs="+", default=[1], help="faults in every so many figures: of tables, of narratives"
    )
    asked.add_argument("--output", type=Path, default=HOUSE / "docs", help="folder of the pages")
    given = asked.parse_args()
    if given.rounds < LEAST_ROUNDS or min(given.sample) < 1 or len(given.sample) > len(PARTS):
        print(f"至少 {LEAST_ROUNDS} 轮，抽样至少 1 / at least {LEAST_ROUNDS} rounds, a sample of 1", file=sys.stderr)
        return 2
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {what}", flush=True)

    try:
        if given.only in (None, "accuracy"):
            found = accuracy_of(given.documents, dict(zip(PARTS, 2 * given.sample, strict=False)), tell)
            (given.output / "accuracy.md").write_text(accuracy.page(found), encoding="utf-8")
            tell("✓ accuracy.md")
        performance = given.output / "performance.md"
        if given.only in (None, "performance"):
            corpus = corpus_of(given.documents)
            tell(described(corpus))
            before = performance.read_text(encoding="utf-8") if performance.exists() else ""
            page = document(measure(corpus, given.rounds, tell))
            # What the other measurement wrote stands until it is taken again.
            if growth := paged.taken_out(before, GROWTH):
                page = paged.put_in(page, growth, GROWTH)
            performance.write_text(page, encoding="utf-8")
        if given.only != "accuracy":
            files = paged.paged(given.documents, given.rounds, tell)
            page = performance.read_text(encoding="utf-8") if performance.exists() else ""
            section = paged.section(files, machine(), given.rounds)
            performance.write_text(paged.put_in(page, section), encoding="utf-8")
            tell("✓ performance.md")
    except RunFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def measure(corpus: Corpus, rounds: int, tell: measurements.Tell) -> Results:
    """Everything measured once; raises RunFailed where a command failed."""
    extraction = measurements.extraction(corpus, rounds, tell)
    check = measurements.check(corpus, rounds, tell)
    street, rooms = measurements.street(corpus, rounds, tell)
    return Results(described(corpus), machine(), rounds, extraction, street, rooms, check)


def machine() -> str:
    """The machine in words, and how busy it was in the last quarter of an hour."""
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[2]:.1f}"
    return f"{load}, {platform.system()}, Python {platform.python_version()}"


def described(corpus: Corpus) -> str:
    """The corpus in words, without a name of any document."""
    kind = "invented" if corpus.is_invented else "real"
    return f"{len(corpus.documents)} {kind} text documents of {corpus.size // 1000} kB together"


if __name__ == "__main__":
    sys.exit(main())
