"""`python -m benchmarks` (make bench): measures, shows how far it is, writes `docs/performance.md`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from pathlib import Path

from benchmarks import measurements
from benchmarks.corpus import Corpus, corpus_of
from benchmarks.home import HOUSE, RunFailed
from benchmarks.report import Results, document
from benchmarks.timing import LEAST_ROUNDS

BESIDE = HOUSE.parent / "shared" / "documents"


def main() -> int:
    """0 when the page is written; 1 when something measured did not do its work; 2 for too few rounds."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description="测量 / the measurements")
    asked.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help=f"at least {LEAST_ROUNDS}")
    asked.add_argument(
        "--documents", type=Path, default=BESIDE, help="folder of text documents; five are invented if it has none"
    )
    asked.add_argument("--output", type=Path, default=HOUSE / "docs" / "performance.md")
    given = asked.parse_args()
    if given.rounds < LEAST_ROUNDS:
        print(f"至少 {LEAST_ROUNDS} 轮 / at least {LEAST_ROUNDS} rounds", file=sys.stderr)
        return 2
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {what}", flush=True)

    corpus = corpus_of(given.documents)
    tell(described(corpus))
    try:
        results = measure(corpus, given.rounds, tell)
    except RunFailed as error:
        print(error, file=sys.stderr)
        return 1
    given.output.write_text(document(results), encoding="utf-8")
    tell(f"✓ {given.output.name}")
    return 0


def measure(corpus: Corpus, rounds: int, tell: measurements.Tell) -> Results:
    """Everything measured once; raises RunFailed where a command failed."""
    extraction = measurements.extraction(corpus, rounds, tell)
    check = measurements.check(corpus, rounds, tell)
    street, rooms = measurements.street(corpus, rounds, tell)
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[2]:.1f}"
    machine = f"{load}, {platform.system()}, Python {platform.python_version()}"
    return Results(described(corpus), machine, rounds, extraction, street, rooms, check)


def described(corpus: Corpus) -> str:
    """The corpus in words, without a name of any document."""
    kind = "invented" if corpus.is_invented else "real"
    return f"{len(corpus.documents)} {kind} text documents of {corpus.size // 1000} kB together"


if __name__ == "__main__":
    sys.exit(main())
