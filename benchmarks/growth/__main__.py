"""`python -m benchmarks.growth` (part of make bench): provinces of several sizes, measured.

Writes the section on growth of `docs/performance.md` and `docs/growth.svg`. The largest takes more than an hour to make
and refresh on a small machine: `--sizes 100 1000` is the short way. Each size is kept in `--homes` as it is done, so
that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.__main__ import machine
from benchmarks.growth import page
from benchmarks.growth.measure import Night, Size, Tell, measured
from benchmarks.home import HOUSE, RunFailed, lay_home
from benchmarks.paged import put_in
from benchmarks.province.write import write_province


def main() -> int:
    """0 when the section is written; 1 when a refresh did not do its work."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.growth", description="规模与代价 / size and cost")
    asked.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    asked.add_argument("--homes", type=Path, help="folder whose homes and results are used again")
    asked.add_argument("--output", type=Path, default=HOUSE / "docs")
    given = asked.parse_args()
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"[{time.monotonic() - began:7.1f} s] {what}", flush=True)

    with tempfile.TemporaryDirectory(prefix="juesuan-growth-") as folder:
        homes = given.homes or Path(folder)
        try:
            sizes = [size_of(homes, documents, tell) for documents in sorted(given.sizes)]
        except RunFailed as error:
            print(error, file=sys.stderr)
            return 1
    performance = given.output / "performance.md"
    before = performance.read_text(encoding="utf-8") if performance.exists() else ""
    performance.write_text(put_in(before, page.section(sizes, machine()), page.HEADING), encoding="utf-8")
    page.draw(sizes, given.output / page.PICTURE)
    tell("✓ performance.md")
    return 0


def size_of(homes: Path, documents: int, tell: Tell) -> Size:
    """What was measured on so many documents, now or when these homes were last used."""
    known = homes / f"{documents}.json"
    if known.exists():
        return _read(json.loads(known.read_text(encoding="utf-8")))
    home = homes / str(documents)
    register = home / "raw" / "register.csv"
    if not register.exists() or len(register.read_text(encoding="utf-8").splitlines()) != documents + 1:
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(parents=True, exist_ok=True)
        lay_home(home)
        write_province(home / "raw", 1, range(documents), tell)
    size = measured(home, documents, tell)
    known.write_text(json.dumps(size.as_plain(), ensure_ascii=False, indent=1), encoding="utf-8")
    return size


def _read(held: dict[str, object]) -> Size:
    whole, added = held.pop("whole"), held.pop("added")
    assert isinstance(whole, dict)
    assert isinstance(added, list)
    return Size(**held, whole=Night(**whole), added=[Night(**night) for night in added])  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
