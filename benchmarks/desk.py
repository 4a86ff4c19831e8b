"""How long the review desk takes over ten thousand documents, and what twenty readers at once cost it.

`python -m benchmarks.desk [--documents N]`: generates a snapshot in a temporary folder, runs `juesuan review` on it and
asks for pages; writes `docs/desk.md`. Grain: a line per page, each asked for in words that nobody has asked before.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from benchmarks.home import HOUSE
from benchmarks.snapshots import Size, publish

READERS = 20
PAGES_EACH = 15
ROUNDS = 5
_NEW = count(1)

FILTERS = {
    "by department": "/findings?department=第{n}",
    "by year and family": "/findings?year=2022&family=other&department=局{n}",
    "by severity": "/findings?severity=error&department=云岭{n}",
    "by state": "/findings?state=fixed&page={n}",
    "not decided, third page": "/findings?decided=no&state=&department=第1{n}&page=1",
    "coverage, by department": "/coverage?department=第{n}",
    "coverage, most violated first": "/coverage?order=violated&page={n}",
    "departments, by name": "/departments?q=第{n}",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A running desk and the address it answers at."""

    process: subprocess.Popen[str]
    address: str

    def worked(self) -> float:
        """Seconds of processor time that the process has used, all its threads together."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, path: str) -> tuple[float, float]:
        """Seconds that the page took, by the clock and of the processor."""
        before = self.worked()
        seconds, _ = self.get(path)
        return seconds, self.worked() - before

    def get(self, path: str) -> tuple[float, str]:
        """Seconds and text; raises OSError unless the page is one."""
        began = time.perf_counter()
        quoted = urllib.parse.quote(path, safe="/?&=%")
        with urllib.request.urlopen(self.address + quoted, timeout=120) as answer:
            text = answer.read().decode("utf-8")
        return time.perf_counter() - began, text

    def memory(self) -> tuple[float, float]:
        """MiB held now, and the most that was ever held."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        most, now = (int(found) / 1024 for found in re.findall(r"Vm(?:RSS|HWM):\s+(\d+)", status))
        return now, most


def main() -> int:
    """0 when the page is written."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.desk", description="复核台的测量 / the desk, measured")
    asked.add_argument("--documents", type=int, default=10_000)
    asked.add_argument("--snapshot", type=Path, help="a generated home to use again")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="juesuan-desk-") as folder:
        home = given.snapshot or Path(folder)
        if not given.snapshot:
            lay(home, given.documents)
        page = measured(home, given.documents)
    (HOUSE / "docs" / "desk.md").write_text(page, encoding="utf-8")
    print(page)
    return 0


def lay(home: Path, documents: int) -> None:
    """A home with two nights' snapshots."""
    (home / "expectations").mkdir(parents=True)
    (home / "dbt_project").symlink_to(HOUSE / "dbt_project", target_is_directory=True)
    names = ("青禾区水务局", "白石区林业局", "柳溪县文化局")
    publish(home / "published", Size(documents), names, night="20261120T020000Z")


def start(home: Path) -> Desk:
    """The desk, answering."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli.main", "review", "--no-browser", "--port", "0", "--lang", "en"],
        env={**os.environ, "JUESUAN_HOME": str(home), "PYTHONPATH": str(HOUSE), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return Desk(process, process.stdout.readline().split()[3])


def measured(home: Path, documents: int) -> str:
    """The page with all figures."""
    desk = start(home)
    try:
        rows = [("the first page, the first time, right after the start", [desk.ask("/")])]
        rows.append(("the first page, later", [desk.ask("/") for _ in range(ROUNDS)]))
        for what, path in FILTERS.items():
            rows.append((what, [desk.ask(path.format(n=next(_NEW))) for _ in range(ROUNDS)]))
        ids = re.findall(r"/findings/([0-9a-f]{16})", desk.get("/findings?page=7")[1])[:ROUNDS]
        rows.append(("one finding", [desk.ask(f"/findings/{one}") for one in ids]))
        rows.append(("identities", [desk.ask("/identities") for _ in range(ROUNDS)]))
        rows.append(("one identity", [desk.ask(f"/identities/row.rule_{n}") for n in range(ROUNDS)]))
        one_reader, _ = desk.memory()
        with ThreadPoolExecutor(READERS) as readers:
            at_once = sorted(one for many in readers.map(lambda n: _reader(desk, n), range(READERS)) for one in many)
        after, most = desk.memory()
    finally:
        desk.process.terminate()
        desk.process.wait(30)
    return _page(documents, rows, at_once, (one_reader, after, most))


def _reader(desk: Desk, number: int) -> list[float]:
    """One reader's pages: filters that no other reader has asked for."""
    chosen = random.Random(number)
    return [desk.get(chosen.choice(list(FILTERS.values())).format(n=next(_NEW)))[0] for _ in range(PAGES_EACH)]


def _page(
    documents: int,
    rows: list[tuple[str, list[tuple[float, float]]]],
    at_once: list[float],
    memory: tuple[float, float, float],
) -> str:
    nearly_all = quantiles(at_once, n=20)[-1]
    return f"""<!-- Generated by `python -m benchmarks.desk`. Do not edit. -->

# The review desk, measured

`juesuan review` on a generated snapshot of {documents:,} documents (750 figures and 390 checks each, in two readings;
10 findings each). {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} by this and other work, {platform.system()},
Python {platform.python_version()}. Median, least and most; processor time is that of all threads of the desk, and
does not grow when others use the machine. A filter is asked for in words that nobody has asked for before, so that no
remembered answer helps. Nothing here is asserted in a test.

| page | by the clock | of the processor |
|---|---:|---:|
{chr(10).join(_line(what, seconds) for what, seconds in rows)}

{READERS} readers at once, {PAGES_EACH} pages each without a pause: median {median(at_once):.2f} s, 19 of 20 within
{nearly_all:.2f} s, slowest {at_once[-1]:.2f} s. Memory of the process: {memory[0]:.0f} MiB with one reader,
{memory[1]:.0f} MiB after the {READERS}, never more than {memory[2]:.0f} MiB.
"""


def _line(what: str, seconds: list[tuple[float, float]]) -> str:
    clock, processor = ([one[kind] for one in seconds] for kind in (0, 1))
    told = (f"{median(some):.2f} s ({min(some):.2f}–{max(some):.2f})" for some in (clock, processor))
    return f"| {what} | {' | '.join(told)} |"


if __name__ == "__main__":
    sys.exit(main())
