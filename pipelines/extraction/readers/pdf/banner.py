"""Headings of tables without rulings: which lines they are, and which columns each heading covers.

Reads the lines above the first row of figures, writes the cells of the heading. Grain: one `Room` per heading.
A heading over several columns stands in their middle; one set on several lines is one heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extraction.readers.pdf.lines import line_of
from pipelines.extraction.readers.pdf.runs import Run
from pipelines.extraction.readers.pdf.tables import Room

_MOST_LINES = 8
"""Most lines of a heading: four levels, each set on two lines."""
_STEP = 2.6
"""Most ems between two lines of a heading, or between it and the first row."""
_LONGEST = 24
"""Most characters of a heading's line."""
_WRAPPED = 1.45
"""Most ems between the lines of one heading."""
_TITLE = re.compile(r"表\s*(?:[(（].*[)）])?$|单位[:：]|[。；：]$|^公开\s?\d+|部门[:：]|年度$")
_CENTRED = 0.9
"""Most ems between the middle of a heading and the middle of the columns it covers."""
Columns = list[tuple[float, float]]


@dataclass(slots=True)
class Segment:
    """Runs of one line that stand in one column."""

    runs: list[Run]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def left(self) -> float:
        return self.runs[0].left

    @property
    def right(self) -> float:
        return self.runs[-1].right

    @property
    def top(self) -> float:
        return min(run.top for run in self.runs)

    @property
    def bottom(self) -> float:
        return max(run.bottom for run in self.runs)

    @property
    def base(self) -> float:
        return self.runs[0].base

    @property
    def em(self) -> float:
        return self.runs[0].em


@dataclass(slots=True)
class _Heading:
    """A heading with the columns it covers, and its lines."""

    first: int
    last: int
    segments: list[Segment]

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.segments)

    @property
    def middle(self) -> float:
        left, right = min(s.left for s in self.segments), max(s.right for s in self.segments)
        return (left + right) / 2


def is_caption(text: str) -> bool:
    """Whether the text stands above a table and not in it: its title, its unit, whose it is, or a sentence."""
    return bool(_TITLE.search(text)) or len(text) > _LONGEST


def heading_start(above: list[list[Segment]], first: list[Segment], taken: set[int]) -> int:
    """The index of the first line of the heading among the lines above the first row of figures."""
    start = len(above)
    below = first[0].base
    for k in range(len(above) - 1, max(len(above) - 1 - _MOST_LINES, -1), -1):
        line = above[k]
        if k in taken or below - line[0].base > _STEP * line[0].em:
            break
        if any(is_caption(s.text) for s in line):
            break
        start, below = k, line[0].base
    return start


def heading_rooms(lines: list[list[Segment]], columns: Columns, page: int) -> tuple[list[Room], int]:
    """The cells of the heading, and how many rows it takes."""
    levels = _levels(lines, columns)
    for k, level in enumerate(levels):
        own = [(h.first, h.last) for h in level]
        below = levels[k + 1 :]
        for heading in level:
            if any(below):
                _widen(heading, level, below, columns)
        if _leaves_twins_out(level, below, levels[:k]):
            for heading, (first, last) in zip(level, own, strict=True):
                heading.first, heading.last = first, last
    rooms = [
        Room(row, heading.first, 1, heading.last - heading.first + 1, [line_of(s.runs) for s in heading.segments], page)
        for row, level in enumerate(levels)
        for heading in level
    ]
    return rooms, len(levels)


def _leaves_twins_out(level: list[_Heading], below: list[list[_Heading]], above: list[list[_Heading]]) -> bool:
    """Whether one of two headings of the same words (小计 … 小计) is covered and the other is not: a cover is wrong."""
    wide = {c for h in level if h.last > h.first for c in range(h.first, h.last + 1)}
    known = {c for headings in (*above, level) for h in headings for c in range(h.first, h.last + 1)}
    lower = [(h.text, h.first) for headings in below for h in headings]
    covered = {text for text, column in lower if column in wide}
    return any(text in covered and column not in known for text, column in lower)


def _levels(lines: list[list[Segment]], columns: Columns) -> list[list[_Heading]]:
    """The headings level by level; a line that goes on headings of the line above belongs to their level."""
    levels: list[list[_Heading]] = []
    for line in lines:
        fresh: list[_Heading] = []
        for segment in line:
            first, last = _covered(segment, columns)
            above = next((h for level in levels[::-1] for h in level if (h.first, h.last) == (first, last)), None)
            if above is not None and segment.base - above.segments[-1].base <= _WRAPPED * segment.em:
                above.segments.append(segment)
            else:
                fresh.append(_Heading(first, last, [segment]))
        if fresh:
            levels.append(fresh)
    return levels


def _covered(segment: Segment, columns: Columns) -> tuple[int, int]:
    """First and last of the columns whose middle the segment reaches over, or the one it overlaps most."""
    inside = [k for k, (left, right) in enumerate(columns) if segment.left <= (left + right) / 2 <= segment.right]
    if inside:
        return inside[0], inside[-1]
    best = max(range(len(columns)), key=lambda k: min(columns[k][1], segment.right) - max(columns[k][0], segment.left))
    return best, best


def _widen(heading: _Heading, level: list[_Heading], below: list[list[_Heading]], columns: Columns) -> None:
    """Lets a heading cover the headings below that it stands in the middle of."""
    taken = {k for other in level if other is not heading for k in range(other.first, other.last + 1)}
    headed = {k: h for lower in below for h in lower for k in range(h.first, h.last + 1)}
    em = heading.segments[0].em
    best: tuple[int, int] | None = None
    for first in range(heading.first, -1, -1):
        if first in taken or first not in headed:
            break
        for last in range(heading.last, len(columns)):
            if last in taken or last not in headed:
                break
            middle = (
                min(columns[first][0], headed[first].segments[0].left)
                + max(columns[last][1], headed[last].segments[0].right)
            ) / 2
            if abs(middle - heading.middle) <= _CENTRED * em and (best is None or last - first > best[1] - best[0]):
                best = (first, last)
    if best is not None and best[1] > best[0]:
        heading.first, heading.last = best
