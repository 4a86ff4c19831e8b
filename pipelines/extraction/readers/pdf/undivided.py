"""Rows of a ruled table that no line parts: columns are ruled, the lines between the records are not.

Reads the cells of a draft, writes more of them. Grain: one row per record. A stretch is undivided when one of its cells
holds several figures, each on a line of its own; every line of text then goes to the record it stands beside.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from pipelines.extraction.readers.pdf.lines import Line
from pipelines.extraction.readers.pdf.tables import Room, Table
from pipelines.extraction.readers.pdf.wrapped import convention, is_one_figure

_NUMERAL = re.compile(r"[(（-]?\d[\d,，]*(?:\.\d+)?%?[)）]?")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．]|其中|.{0,8}[合总]计$"
)
_BESIDE = 0.6
"""Most ems between the middles of texts of one record."""
_FULL_CELL = 1.8
"""Most ems that a figure which goes on below itself leaves free in its cell, margins with it."""
_FULL = 1.2
"""Most ems that a wrapped line leaves free at the end of its cell."""


def divided(table: Table) -> Table:
    """The table with every undivided row parted into its records; the very table where there is none."""
    rows: dict[int, list[Room]] = {}
    for room in table.rooms:
        rows.setdefault(room.row, []).append(room)
    reaching = {r for room in table.rooms if room.rows > 1 for r in range(room.row, room.row + room.rows)}
    if not any(row not in reaching and _is_undivided(rooms) for row, rooms in rows.items()):
        return table
    wrapped = _Wrapped(table.xs, convention(room.text for room in table.rooms))
    found: list[Room] = []
    moved = 0
    for row in range(table.height):
        rooms = rows.get(row, [])
        if row in reaching or not _is_undivided(rooms, wrapped):
            found.extend(
                Room(row + moved, room.column, room.rows, room.columns, room.lines, room.page) for room in rooms
            )
            continue
        starts = _starts(rooms, table.xs)
        for room in rooms:
            parts: list[list[Line]] = [[] for _ in starts]
            for line in room.lines:
                parts[max(bisect_right(starts, line.base) - 1, 0)].append(line)
            found.extend(
                Room(row + moved + k, room.column, 1, room.columns, lines, room.page) for k, lines in enumerate(parts)
            )
        moved += len(starts) - 1
    table.rooms, table.height = found, table.height + moved
    return table


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """Tells figures too wide for their cell, by the columns' borders and the decimals that the table prints."""

    xs: list[float]
    decimals: int

    def holds(self, room: Room) -> bool:
        """Whether the lines of the cell are one figure that fills it."""
        first = room.lines[0]
        free = self.xs[room.column + room.columns] - self.xs[room.column] - (first.right - first.left)
        return free < _FULL_CELL * first.em and is_one_figure([line.text for line in room.lines], self.decimals)


def _is_undivided(rooms: list[Room], wrapped: _Wrapped | None = None) -> bool:
    """Whether a cell holds several figures, and not one that is wrapped."""
    for room in rooms:
        figures = sum(1 for line in room.lines if _NUMERAL.fullmatch(line.text))
        if figures > 1 and not (wrapped and wrapped.holds(room)):
            return True
    return False


def _starts(rooms: list[Room], xs: list[float]) -> list[float]:
    """Where each record begins: a little above its texts, a wrapped label's further lines left with its first."""
    lines = sorted(((line, room) for room in rooms for line in room.lines), key=lambda pair: pair[0].base)
    groups: list[list[tuple[Line, Room]]] = []
    for line, room in lines:
        if groups and line.base - groups[-1][0][0].base <= _BESIDE * line.em:
            groups[-1].append((line, room))
        else:
            groups.append([(line, room)])
    records = groups[:1]
    for above, group in pairwise(groups):
        if not _is_rest(above, group, xs):
            records.append(group)
    return [min(line.base for line, _ in group) - 0.1 for group in records]


def _is_rest(above: list[tuple[Line, Room]], group: list[tuple[Line, Room]], xs: list[float]) -> bool:
    """Whether the only text of the group goes on a line above it that fills its cell."""
    if len(group) > 1 or _NUMERAL.fullmatch(group[0][0].text) or _NUMBERED.match(group[0][0].text):
        return False
    room = group[0][1]
    last = next((line for line, other in above if other is room), None)
    return last is not None and last.right > xs[room.column + room.columns] - _FULL * last.em
