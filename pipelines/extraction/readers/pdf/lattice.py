"""Ruled tables: cells, and how many columns and rows each covers, from the lines drawn around them.

Reads a page's rulings, writes `Lattice`s. Grain: one per table; a frame around text is no table.
Where no line is drawn between two places of the raster, they are one merged cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.extraction.readers.pdf.painted import Box
from pipelines.extraction.readers.pdf.rulings import SNAP, Ruling, Rulings

_REACH = 4.0
"""Most points that a line may end short of the one it is meant to meet."""
_OPEN_SIDE = 8.0
"""Least points that lines run on beyond the outermost crossing line for the table to be open on that side."""


@dataclass(frozen=True, slots=True)
class Room:
    """A cell of a lattice, 0-based: the places of the raster it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Lattice:
    """A ruled table: the places of its lines, `owner[row][column]` the index of the cell that covers the place."""

    xs: list[float]
    ys: list[float]
    rooms: list[Room] = field(default_factory=list)
    owner: list[list[int]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def lattices_of(rulings: Rulings) -> list[Lattice]:
    """The ruled tables of a page, from top to bottom."""
    found: list[Lattice] = []
    for across, down in _connected(rulings.across, rulings.down):
        lattice = _lattice(across, down)
        if lattice is not None:
            found.append(lattice)
    found.sort(key=lambda lattice: (lattice.ys[0], lattice.xs[0]))
    return found


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """The rulings in groups of lines that meet one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    offset = len(across)
    places = [horizontal.at for horizontal in across]
    for j, vertical in enumerate(down):
        first = bisect_left(places, vertical.start - _REACH)
        for i in range(first, bisect_right(places, vertical.end + _REACH)):
            if across[i].start - _REACH <= vertical.at <= across[i].end + _REACH:
                parent[root(i)] = root(offset + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, horizontal in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(horizontal)
    for j, vertical in enumerate(down):
        groups.setdefault(root(offset + j), ([], []))[1].append(vertical)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _lattice(across: list[Ruling], down: list[Ruling]) -> Lattice | None:
    """The lattice of rulings that meet; None when they frame a single cell."""
    xs = _places(down)
    ys = _places(across)
    left, right = min(r.start for r in across), max(r.end for r in across)
    top, bottom = min(r.start for r in down), max(r.end for r in down)
    xs = ([left] if left < xs[0] - _OPEN_SIDE else []) + xs + ([right] if right > xs[-1] + _OPEN_SIDE else [])
    ys = ([top] if top < ys[0] - _OPEN_SIDE else []) + ys + ([bottom] if bottom > ys[-1] + _OPEN_SIDE else [])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    return _with_rooms(Lattice(xs, ys), across, down)


def _places(rulings: list[Ruling]) -> list[float]:
    """Where the lines lie, those closer than `SNAP` as one."""
    places: list[list[float]] = []
    for at in sorted(r.at for r in rulings):
        if places and at - places[-1][-1] <= SNAP:
            places[-1].append(at)
        else:
            places.append([at])
    return [sum(place) / len(place) for place in places]


def _with_rooms(lattice: Lattice, across: list[Ruling], down: list[Ruling]) -> Lattice:
    xs, ys = lattice.xs, lattice.ys
    width, height = len(xs) - 1, len(ys) - 1
    right_of = [[False] * width for _ in range(height)]
    middles = [(a + b) / 2 for a, b in pairwise(ys)]
    for r in down:
        column = _index(xs, r.at) - 1
        if 0 <= column < width:
            for row in range(bisect_left(middles, r.start), bisect_right(middles, r.end)):
                right_of[row][column] = True
    below = [[False] * width for _ in range(height)]
    middles = [(a + b) / 2 for a, b in pairwise(xs)]
    for r in across:
        row = _index(ys, r.at) - 1
        if 0 <= row < height:
            for column in range(bisect_left(middles, r.start), bisect_right(middles, r.end)):
                below[row][column] = True
    owner = [[-1] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if owner[row][column] >= 0:
                continue
            last = column
            while last + 1 < width and not right_of[row][last] and owner[row][last + 1] < 0:
                last += 1
            end = row
            while end + 1 < height and not any(below[end][column : last + 1]):
                if any(right_of[end + 1][column:last]) or (column and not right_of[end + 1][column - 1]):
                    break
                if last + 1 < width and not right_of[end + 1][last]:
                    break
                end += 1
            for covered in range(row, end + 1):
                owner[covered][column : last + 1] = [len(lattice.rooms)] * (last + 1 - column)
            lattice.rooms.append(Room(row, column, end + 1 - row, last + 1 - column))
    lattice.owner = owner
    return lattice


def _index(places: list[float], at: float) -> int:
    """The index of the place nearest to `at`."""
    k = bisect_left(places, at)
    return k if k == 0 or (k < len(places) and places[k] - at < at - places[k - 1]) else k - 1
