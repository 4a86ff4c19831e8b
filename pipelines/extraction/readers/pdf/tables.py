"""A page's printed tables as drafts: cells with their lines of text, over the raster of their columns.

Reads lattices and runs, writes `Table`s. Grain: one per printed table of a page. What a table on the next page goes on
is decided on the drafts (`joins`, `join`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from pipelines.extraction.readers.pdf.lattice import Lattice
from pipelines.extraction.readers.pdf.lines import Line, cut_at, lines_of
from pipelines.extraction.readers.pdf.painted import Box
from pipelines.extraction.readers.pdf.runs import Run

_ALIKE = 3.0
"""Most points that a table's borders on two pages lie apart."""
_WORD_END = re.compile(r"[A-Za-z)]$")
_WORD_START = re.compile(r"^[A-Za-z(]")


@dataclass(slots=True)
class Room:
    """A cell of a draft, 0-based, with the rows and columns it covers and its lines of text, each with its page."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: list[Line] = field(default_factory=list)
    page: int = 0

    @property
    def text(self) -> str:
        """The lines as one text: a space only where two words of letters meet."""
        text = ""
        for line in self.lines:
            text += " " if _WORD_END.search(text) and _WORD_START.match(line.text) else ""
            text += line.text
        return text


@dataclass(slots=True)
class Table:
    """A printed table: the places of its columns' borders, its cells, and where on which page it stands."""

    xs: list[float]
    rooms: list[Room]
    box: Box
    page: int
    print: str
    height: int = 0


def table_of(lattice: Lattice, runs: list[Run], page: int) -> Table:
    """The draft of a ruled table; rows without any text are left out, they say nothing."""
    filled: dict[int, list[Run]] = {}
    for run in runs:
        middle = (run.top + run.bottom) / 2
        row = min(max(bisect_right(lattice.ys, middle) - 1, 0), len(lattice.ys) - 2)
        owners = lattice.owner[row]
        first = _column(lattice.xs, run.left + 0.25 * run.em)
        last = _column(lattice.xs, run.right - 0.25 * run.em)
        if owners[first] == owners[last]:
            filled.setdefault(owners[first], []).append(run)
            continue
        borders = [lattice.xs[c] for c in range(first + 1, last + 1) if owners[c] != owners[c - 1]]
        for part in cut_at(run, borders):
            filled.setdefault(owners[_column(lattice.xs, part.middle)], []).append(part)
    rooms: list[Room] = []
    for index, room in enumerate(lattice.rooms):
        lines = lines_of(filled[index]) if index in filled else []
        rooms.append(Room(room.row, room.column, room.rows, room.columns, lines, page))
    return _compact(Table(lattice.xs, rooms, lattice.box, page, "ruled"))


def _column(xs: list[float], x: float) -> int:
    return min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)


def _compact(table: Table) -> Table:
    """The table without rows in which no text begins."""
    kept = sorted({room.row for room in table.rooms if room.lines})
    place = {row: k for k, row in enumerate(kept)}
    rooms: list[Room] = []
    for room in table.rooms:
        covered = [place[r] for r in range(room.row, room.row + room.rows) if r in place]
        if covered:
            rooms.append(Room(covered[0], room.column, len(covered), room.columns, room.lines, room.page))
    table.rooms, table.height = rooms, len(kept)
    return table


def joins(above: Table, below: Table) -> bool:
    """Whether a table at the top of a page goes on the one at the foot of the page before: the same outer borders."""
    if above.print != below.print or not above.height or not below.height:
        return False
    if any(room.row == 0 and room.columns == len(below.xs) - 1 > 1 and room.lines for room in below.rooms):
        return False  # a title within the table: another table begins
    if abs(above.xs[0] - below.xs[0]) > _ALIKE or abs(above.xs[-1] - below.xs[-1]) > _ALIKE:
        return False
    few, many = sorted((above.xs, below.xs), key=len)
    return all(min(abs(x - other) for other in many) <= _ALIKE for x in few)


def join(above: Table, below: Table) -> Table:
    """Both as one table, over the borders of the one that has more."""
    xs = max((above.xs, below.xs), key=len)
    rooms = [*_over(above, xs), *_over(below, xs, above.height)]
    return Table(xs, rooms, below.box, below.page, above.print, above.height + below.height)


def _over(table: Table, xs: list[float], down: int = 0) -> list[Room]:
    """The table's cells over the raster `xs`, moved down by so many rows."""
    place = [min(range(len(xs)), key=lambda k: abs(xs[k] - x)) for x in table.xs]
    return [
        Room(
            room.row + down,
            place[room.column],
            room.rows,
            place[room.column + room.columns] - place[room.column],
            room.lines,
            room.page,
        )
        for room in table.rooms
    ]
