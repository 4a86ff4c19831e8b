"""One home of so many disclosures, measured. Reads a home whose `raw/` is filled; writes its `build/` and `published/`.

Grain: a `Size` per number of documents: each room's seconds in a whole refresh and after one more document, memory, and
the queries that people ask. Times of rooms are those the command itself prints.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks.growth.questions import QUESTIONS
from benchmarks.home import HOUSE, RunFailed
from benchmarks.province.write import write_province
from benchmarks.timing import timed
from pipelines.cli.engine import Project

ROUNDS = 5
ADDED = 3
"""Nights on which one more document arrives; the median is told. One where nights are long."""
EVALUATED_UP_TO = 1_000
"""Documents whose identities are evaluated at once beside the scans: a larger corpus is evaluated in batches."""

EVALUATED = ("int_term_printed", "int_ratio_term_printed", "int_check_printed")
"""Identities on the figures as printed: which figure stands where, and what both sides say."""

SCANS = {
    "sum of all figures": "select sum(amount) from intermediate.int_figure_printed",
    "sums by document and column": "select count(*), sum(amount) from (select sum(amount) as amount from"
    " intermediate.int_figure_printed group by document_id, statement, flow, nature, fund)",
}

NUMBERED = """
create or replace temp table numbered as
with checks as (
    select *, cast(row_number() over () as integer) as check_number
    from (select distinct document_id, identity_id, check_key from intermediate.int_term_printed) as named
)

select check_number, side = 'lhs' as is_left, weight, amount, lower, upper
from intermediate.int_term_printed
inner join checks using (document_id, identity_id, check_key)
"""
"""What is handed over for nothing to the last floor: which figures stand in which check, as whole numbers."""

FLOORS = {
    "sum of all terms": "select sum(amount) from intermediate.int_term_printed",
    "rows of the checks, copied": "create or replace temp table copied as from intermediate.int_check_printed",
    "both sides of every check, terms numbered": "select count(*), sum(lhs_lower), sum(rhs_upper) from ("
    " select check_number"
    + "".join(
        f", sum(case when {'' if side == 'lhs' else 'not '}is_left then weight * {column} end) as {side}_{column}"
        for side in ("lhs", "rhs")
        for column in ("amount", "lower", "upper")
    )
    + " from numbered group by check_number)",
}
"""Parts of the work of evaluating, each by itself: no way of evaluating costs less than any of them."""

_ROOM = re.compile(r"^✓ (.+) · ([\d.]+) s$", re.MULTILINE)
_MIB = 1024 * 1024

Tell = Callable[[str], None]


@dataclass(slots=True)
class Night:
    """A refresh: seconds by room in the order of the street, all seconds, and the most memory all its processes held
    together, in MiB (memory they share is counted for each)."""

    rooms: dict[str, float]
    seconds: float
    memory: float


@dataclass(slots=True)
class Size:
    """What was measured on so many documents; queries and scans in milliseconds."""

    documents: int
    figures: int = 0
    checks: int = 0
    whole: Night | None = None
    added: list[Night] = field(default_factory=list)
    questions: dict[str, float] = field(default_factory=dict)
    scans: dict[str, float] = field(default_factory=dict)
    evaluated: dict[str, float] = field(default_factory=dict)
    floors: dict[str, float] = field(default_factory=dict)
    published_mib: float = 0.0

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)


def measured(home: Path, documents: int, tell: Tell) -> Size:
    """Everything, of a home that holds the province's first `documents` disclosures; raises RunFailed where a refresh
    did not do its work."""
    size = Size(documents)
    for name in ("build", "published"):
        shutil.rmtree(home / name, ignore_errors=True)
    for name in ("dbt_project", "expectations"):
        shutil.rmtree(home / name, ignore_errors=True)
        shutil.copytree(HOUSE / name, home / name)
    tell(f"{documents}: refresh")
    size.whole = _night(home)
    tell(f"{documents}: {size.whole.seconds:.0f} s, {size.whole.memory:.0f} MiB")
    size.published_mib = sum(f.stat().st_size for f in (home / "published").rglob("*") if f.is_file()) / _MIB
    _ask(home, size)
    if documents <= EVALUATED_UP_TO:
        _evaluate(home, size)
    for more in range(ADDED if documents <= EVALUATED_UP_TO else 1):
        write_province(home / "raw", 1, range(documents + more, documents + more + 1))
        size.added.append(_night(home))
        tell(f"{documents} + {more + 1}: {size.added[-1].seconds:.0f} s")
    return size


def _night(home: Path) -> Night:
    environment = {**os.environ, "JUESUAN_HOME": str(home), "JUESUAN_LANG": "en", "PYTHONPATH": str(HOUSE)}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli.main", "refresh"],
        cwd=HOUSE, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    )  # fmt: skip
    most: list[float] = [0.0]
    watch = threading.Thread(target=_watch, args=(process, most), daemon=True)
    watch.start()
    output, _ = process.communicate()
    watch.join()
    if process.returncode:
        raise RunFailed(f"refresh: exit {process.returncode}\n{output[-2000:]}")
    rooms = {name: float(seconds) for name, seconds in _ROOM.findall(output) if not name.startswith("published")}
    return Night(rooms, time.perf_counter() - began, most[0])


def _watch(process: subprocess.Popen[str], most: list[float]) -> None:
    while process.poll() is None:
        held = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[3]) == process.pid:  # the session, which is the command's own
                held += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        most[0] = max(most[0], held / _MIB)
        time.sleep(0.5)


def _ask(home: Path, size: Size) -> None:
    with duckdb.connect(str(home / "published" / "current" / "juesuan.duckdb"), read_only=True) as snapshot:
        for name, query in QUESTIONS.items():
            size.questions[name] = _milliseconds(snapshot, query)
        asked = "select count(*) from marts.fct_figure where reading = 'printed'"
        size.figures = snapshot.execute(asked).fetchall()[0][0]
        size.checks = snapshot.execute("select count(*) from audit.fct_identity_check").fetchall()[0][0]


def _evaluate(home: Path, size: Size) -> None:
    models = Project(HOUSE / "dbt_project").models
    with duckdb.connect(str(home / "build" / "juesuan.duckdb"), read_only=True) as built:
        for name, query in SCANS.items():
            size.scans[name] = _milliseconds(built, query)
        built.execute(NUMBERED)
        for name, query in FLOORS.items():
            size.floors[name] = _milliseconds(built, query, 3)
        for name in ("numbered", "copied"):
            built.execute(f"drop table temp.{name}")
        for name in EVALUATED:
            said = "verdict" if name.startswith("int_check") else "check_key"
            # Every row is made, and what it comes to is kept; nothing is written.
            asked = f"select count(*), count(distinct {said}) from ({models[name].sql})"
            size.evaluated[name] = _milliseconds(built, asked, 3)


def _milliseconds(connection: duckdb.DuckDBPyConnection, query: str, rounds: int = ROUNDS) -> float:
    connection.execute(query).fetchall()
    return 1000 * median(timed(lambda: connection.execute(query).fetchall()) for _ in range(rounds))
