"""From runs to lines: what stands on one baseline within a column, a cell or a page.

Reads `Run`s in any order, writes `Line`s from top to bottom. Grain: one per printed line. Text laid twice over itself
(to look bold) is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from pipelines.extraction.numerals import RAISED
from pipelines.extraction.readers.pdf.runs import HIGH, SMALL, Run

Line = Run
"""A line is one run put together of several."""

_SAME_BASE = 0.4
"""Most ems between the baselines of one line: mixed fonts and sizes share a baseline within 0.2."""
_OVERLAID = 0.3
"""Least ems that two runs of one line overlap by for their characters to be looked at one by one."""
_SPACED = 2.5
"""Widest gap in ems inside a word set apart to fill its column (因 公 出 国)."""
_PLAIN = re.compile(r"[!-~]")
NUMERAL_PART = re.compile(r"[\d.,%\-]")


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """The lines the runs make up, each put together from left to right."""
    return [line_of(group) for group in grouped(runs)]


def grouped(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of each line from left to right, lines from top to bottom."""
    lines: list[list[Run]] = []
    base = em = 0.0
    for run in sorted(runs, key=lambda r: r.base):
        if lines and run.base - base <= _SAME_BASE * max(em, run.em):
            lines[-1].append(run)
            em = max(em, run.em)
        else:
            lines.append([run])
            base, em = run.base, run.em
    for line in lines:
        line.sort(key=lambda r: r.left)
    return lines


def line_of(runs: list[Run]) -> Line:
    """One line of runs sorted from left to right."""
    if len(runs) == 1:
        return runs[0]
    if any(b.left < a.right - _OVERLAID * a.em for a, b in pairwise(runs)):
        runs = _unstacked(runs)
    texts: list[str] = []
    edges: list[float] = []
    last: Run | None = None
    for run in runs:
        if last is not None and _is_apart(last, run):
            texts.append(" ")
            edges.append(last.right)
        texts.append(run.text.translate(RAISED) if last is not None and _is_mark(last, run) else run.text)
        edges.extend(run.edges[:-1])
        last = run
    edges.append(max(run.right for run in runs))
    widest = max(runs, key=lambda r: len(r.text))
    return Run(
        "".join(texts),
        edges,
        widest.base,
        min(r.top for r in runs),
        max(r.bottom for r in runs),
        widest.em,
        min((r.confidence for r in runs if r.confidence), default=""),
    )


def _is_mark(left: Run, right: Run) -> bool:
    """Whether the run is small digits that stand high behind a figure: the mark of a note."""
    is_high = right.em <= SMALL * left.em and right.base < left.base - HIGH * left.em
    return is_high and right.text.isdecimal() and left.text[-1].isdigit()


def _is_apart(left: Run, right: Run) -> bool:
    gap = (right.left - left.right) / max(left.em, right.em)
    if _PLAIN.match(left.text[-1]) and _PLAIN.match(right.text[0]):
        return gap > 0.2
    if _PLAIN.match(left.text[-1]) or _PLAIN.match(right.text[0]):
        return gap > 0.75
    return gap > _SPACED


def _unstacked(runs: list[Run]) -> list[Run]:
    """The runs with a character that stands on the same character of another run left out."""
    kept: list[Run] = []
    for run in runs:
        if run.text == " ":
            continue
        doubles = {
            k
            for k in range(len(run.text))
            if any(_has(other, run.text[k], run.edges[k], 0.35 * run.em) for other in kept)
        }
        if len(doubles) == len(run.text):
            continue
        kept.extend(_parts(run, doubles) if doubles else [run])
    return sorted(kept, key=lambda r: r.left)


def _has(run: Run, character: str, left: float, reach: float) -> bool:
    if not run.left - reach <= left <= run.right + reach:
        return False
    return any(c == character and abs(run.edges[k] - left) < reach for k, c in enumerate(run.text))


def _parts(run: Run, without: set[int]) -> list[Run]:
    parts: list[Run] = []
    start = 0
    for k in [*sorted(without), len(run.text)]:
        if k > start:
            parts.append(part_of(run, start, k))
        start = k + 1
    return parts


def part_of(run: Run, start: int, end: int) -> Run:
    """The run's characters from `start` up to `end`."""
    return Run(run.text[start:end], run.edges[start : end + 1], run.base, run.top, run.bottom, run.em, run.confidence)


def cut_at(run: Run, places: list[float]) -> list[Run]:
    """The run cut where vertical rulings pass between its characters; a numeral that runs over a ruling stays whole."""
    parts: list[Run] = []
    start = 0
    for at in places:
        if not run.edges[start] < at < run.right:
            continue
        k = min(range(start, len(run.text) + 1), key=lambda i: abs(run.edges[i] - at))
        while start < k < len(run.text) and _is_inside_numeral(run, k):
            k += 1
        if start < k < len(run.text):
            parts.append(part_of(run, start, k))
            start = k
    parts.append(part_of(run, start, len(run.text)) if start else run)
    return [trimmed for part in parts if (trimmed := _trimmed(part)).text]


def _is_inside_numeral(run: Run, k: int) -> bool:
    return bool(NUMERAL_PART.match(run.text[k - 1]) and NUMERAL_PART.match(run.text[k]))


def _trimmed(run: Run) -> Run:
    start = len(run.text) - len(run.text.lstrip(" "))
    end = len(run.text.rstrip(" "))
    return run if (start, end) == (0, len(run.text)) else part_of(run, start, max(end, start))
