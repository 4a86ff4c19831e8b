"""`python -m benchmarks.province HOME --documents N`: a home whose `raw/` holds a province's disclosures, extracted."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.home import lay_home
from benchmarks.province.write import write_province


def main() -> None:
    """The home stands, with documents FIRST to FIRST + N - 1 of the seed; run `JUESUAN_HOME=HOME juesuan refresh`."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.province", description="虚构的一省 / a made-up province")
    asked.add_argument("home", type=Path)
    asked.add_argument("--documents", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0, help="number of the first one, to add to a home")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    if not given.home.exists():
        lay_home(given.home)
    numbers = range(given.first, given.first + given.documents)
    done = write_province(given.home / "raw", given.seed, numbers, lambda said: print(said, flush=True))
    print(f"{done.documents} documents, {done.figures} figures, {done.seconds:.0f} s")
    print(f"{done.faults} faults: raw/truth.csv")


if __name__ == "__main__":
    main()
