"""The measurements themselves. Reads a corpus; works in temporary homes.

Grain: one `Measurement` per thing measured, grouped so that what is compared was run side by side.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import Corpus, corrected
from benchmarks.home import Home, Run, lay_home, run
from benchmarks.timing import Measurement, timed
from pipelines.cli.progress import ROOMS
from pipelines.extraction.extract import extract

Tell = Callable[[str], None]

NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
DECODED_IN_A_ROW = 20
"""Decoding takes a millisecond: one call alone measures the clock."""
ROOM_TOOK = re.compile(rf"^✓ ({'|'.join(re.escape(en) for _, en in ROOMS.values())}) · ([0-9.]+) s$", re.MULTILINE)
HOLDS_OR_VIOLATED = (0, 1)


def extraction(corpus: Corpus, rounds: int, tell: Tell) -> list[Measurement]:
    """All documents extracted, decoded and searched for numerals, in this process, round by round."""
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        files = [Path(folder) / name for name, _ in corpus.documents]
        for path, (_, data) in zip(files, corpus.documents, strict=True):
            path.write_bytes(data)

        def decode() -> list[str]:
            return [path.read_bytes().decode("utf-8", errors="replace") for path in files]

        def count() -> int:
            return sum(sum(1 for _ in NUMERAL.finditer(text)) for text in decode())

        def read() -> None:
            for path in files:
                extract(path.read_bytes(), path.name)

        # Reference data is read once per process: not part of what a document costs.
        read()
        taken: dict[str, list[float]] = {"decode": [], "count": [], "extract": []}
        for number in range(1, rounds + 1):
            tell(f"extraction {number}/{rounds}")
            taken["decode"].append(timed(decode, DECODED_IN_A_ROW))
            taken["count"].append(timed(count, DECODED_IN_A_ROW))
            taken["extract"].append(timed(read))
    return [
        Measurement("decode", "read and decode the bytes", tuple(taken["decode"])),
        Measurement("count", "count the numerals with one regular expression", tuple(taken["count"]), "decode"),
        Measurement("extract", "extract all documents", tuple(taken["extract"]), "decode"),
        Measurement("extract_to_count", "the same, against counting numerals", tuple(taken["extract"]), "count"),
    ]


def street(corpus: Corpus, rounds: int, tell: Tell) -> tuple[list[Measurement], list[Measurement]]:
    """The refreshes, and the rooms of the whole one; every round in a fresh home."""
    whole: list[Run] = []
    unchanged: list[Run] = []
    one: list[Run] = []
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
            home = lay_home(Path(folder) / "home")
            for name, data in corpus.documents:
                home.receive(name, data)
            tell(f"refresh {number}/{rounds}: whole")
            whole.append(home.juesuan("refresh"))
            tell(f"refresh {number}/{rounds}: unchanged")
            unchanged.append(home.juesuan("refresh"))
            name, data = corpus.largest
            home.receive(name, corrected(data, number))
            tell(f"refresh {number}/{rounds}: one document")
            one.append(home.juesuan("refresh"))
    count = len(corpus.documents)
    return [
        _process("whole", f"whole refresh of {count} documents", whole),
        _process("unchanged", "refresh with nothing changed", unchanged, "whole"),
        _process("one", "refresh after a corrected version of the largest document arrived", one, "whole"),
    ], rooms_of(whole)


def rooms_of(runs: list[Run]) -> list[Measurement]:
    """Seconds by room as the refreshes told them; what no room took is start-up and summary."""
    by_room: dict[str, list[float]] = {}
    rest: list[float] = []
    for one in runs:
        told = {name: float(took) for name, took in ROOM_TOOK.findall(one.output)}
        for _, name in ROOMS.values():
            by_room.setdefault(name, []).append(told.get(name, 0.0))
        rest.append(max(one.seconds - sum(told.values()), 0.0))
    rooms = [Measurement(name, name, tuple(took), "whole") for name, took in by_room.items()]
    return [*rooms, Measurement("rest", "start-up and summary", tuple(rest), "whole")]


def check(corpus: Corpus, rounds: int, tell: Tell) -> list[Measurement]:
    """`juesuan check` as a process of its own, against starting Python with DuckDB."""
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        home = lay_home(Path(folder) / "home")
        largest, middle = (_laid(Path(folder), *document) for document in (corpus.largest, corpus.middle))
        start: list[Run] = []
        first: list[Run] = []
        of_largest: list[Run] = []
        of_middle: list[Run] = []
        for number in range(1, rounds + 1):
            tell(f"check {number}/{rounds}")
            shutil.rmtree(home.folder / "build", ignore_errors=True)
            start.append(run([sys.executable, "-c", "import duckdb"], home.folder))
            first.append(_check(home, largest))
            of_largest.append(_check(home, largest))
            of_middle.append(_check(home, middle))
    return [
        _process("start", "start Python and import DuckDB", start),
        _process("middle", f"`juesuan check` of the middle document{_size(corpus.middle)}", of_middle, "start"),
        _process("largest", f"of the largest document{_size(corpus.largest)}", of_largest, "start"),
        _process("first", "the same, the first time after models or reference data changed", first, "start"),
    ]


def _laid(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _size(document: tuple[str, bytes]) -> str:
    return f" ({len(document[1]) / 1000:.0f} kB)"


def _check(home: Home, path: Path) -> Run:
    return home.juesuan("check", str(path), accept=HOLDS_OR_VIOLATED)


def _process(key: str, what: str, runs: list[Run], against: str = "") -> Measurement:
    return Measurement(key, what, tuple(r.seconds for r in runs), against, max(r.peak_bytes for r in runs))
