"""The draft of a table without rulings from its rows, and what joins it with the one on the page before.

Reads rows, writes `AlignedTable`s. Grain: one per printed table. Where headings are set flush left they say where the
columns begin (`flush`); else columns are what the gaps through all rows leave.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise

from pipelines.extraction.readers.pdf.banner import Segment, heading_rooms
from pipelines.extraction.readers.pdf.flush import raster_of
from pipelines.extraction.readers.pdf.lines import Line, line_of
from pipelines.extraction.readers.pdf.records import Row, records
from pipelines.extraction.readers.pdf.tables import Room, Table, join, joins

LEAST_ROWS = 3
"""Fewest rows with figures of an unruled table; two lines with figures may be anything."""


@dataclass(slots=True)
class AlignedTable(Table):
    """A table without rulings, with the rows it was made of: of its heading, and of its body page by page."""

    head: list[Row] = field(default_factory=list)
    parts: list[tuple[int, list[Row]]] = field(default_factory=list)
    is_certain: bool = False
    """Whether its headings prove where its columns begin."""
    before: AlignedTable | None = None
    """What stands above its heading, where that is printed again within the table."""

    @property
    def has_rows(self) -> bool:
        """Whether it has rows enough to be a table by itself; else it is the rest of one, or lines of text."""
        return sum(1 for _, rows in self.parts for row in rows if row.is_data) >= LEAST_ROWS

    @property
    def as_lines(self) -> list[Line]:
        """What it is where it goes on no table."""
        return [line_of([run for s in row.segments for run in s.runs]) for _, rows in self.parts for row in rows]


def drafted(head: list[Row], body: list[Row], page: int) -> AlignedTable | None:
    """The draft of rows below their heading, which may be repeated among them; None where they make no columns."""
    pieces = [body]
    texts = [row.texts for row in head]
    for k in range(len(body)):
        at = k - (len(body) - len(pieces[-1]))
        if head and at > 0 and [row.texts for row in body[k : k + len(head)]] == texts:
            pieces[-1:] = [pieces[-1][:at], pieces[-1][at + len(head) :]]
    made = []
    heads = [head]
    start = 0
    for piece in pieces[:-1]:
        start += len(piece)
        heads.append(body[start : start + len(head)])
        start += len(head)
    if len(pieces) > 1:
        made = [_table(own, [(page, piece)]) for own, piece in zip(heads, pieces, strict=True) if piece]
        sound = [table for table in made if table is not None and table.is_certain]
        if len(sound) == len(pieces) and len({len(table.xs) for table in sound}) == 1:
            return reduce(_stacked, sound)
    return _table(head, [(page, body)])


def continued(above: Table, below: Table) -> Table | None:
    """Both as one table where the one at the top of a page goes on the one before it."""
    if not isinstance(above, AlignedTable) or not isinstance(below, AlignedTable):
        return join(above, below) if joins(above, below) else None
    if not below.head:
        whole = _table(above.head, [*above.parts, *below.parts])
        if whole is not None and len(whole.xs) == len(above.xs):
            return _stacked(above.before, whole) if above.before is not None else whole
    elif [row.texts for row in below.head] != [row.texts for row in above.head]:
        return None
    elif above.is_certain and below.is_certain and len(above.xs) == len(below.xs):
        return _stacked(above, below)
    return join(above, below) if joins(above, below) else None


def _stacked(above: AlignedTable, below: AlignedTable) -> AlignedTable:
    """Both as one table, column under column: their headings are the same, and each says where its columns begin."""
    rooms = [Room(r.row + above.height, r.column, r.rows, r.columns, r.lines, r.page) for r in below.rooms]
    height = above.height + below.height
    return AlignedTable(
        below.xs, [*above.rooms, *rooms], below.box, below.page, "aligned", height, below.head, below.parts, True, above
    )


def _ordinals(rows: list[Row]) -> list[Row]:
    """The leading rows that number the columns."""
    count = next((k for k, row in enumerate(rows) if not row.is_ordinals), len(rows))
    return rows[:count]


def _columns(rows: list[Row]) -> list[tuple[float, float]] | None:
    """Left and right of every column that the rows with figures share; None where figures do not stand in columns."""
    spans = sorted((s.left, s.right) for row in rows if row.is_data for s in row.segments)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1] + 0.1:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    crowded = sum(1 for row in rows if _is_crowded(row, columns))
    if len(columns) < 2 or crowded * 5 > sum(1 for row in rows if row.is_data):
        return None
    return columns


def _is_crowded(row: Row, columns: list[tuple[float, float]]) -> bool:
    """Whether two figures of the row stand in one column."""
    places = [_nearest(columns, s) for s in row.figures]
    return len(places) != len(set(places))


def _nearest(columns: list[tuple[float, float]], segment: Segment) -> int:
    """The column that the segment overlaps most, else the nearest one."""
    left, right = segment.left, segment.right
    overlaps = [min(end, right) - max(start, left) for start, end in columns]
    return overlaps.index(max(overlaps))


def _table(head: list[Row], parts: list[tuple[int, list[Row]]]) -> AlignedTable | None:
    """The draft of the rows below their heading; None where their figures do not stand in columns."""
    body = [row for _, rows in parts for row in rows]
    page = parts[0][0]
    heading = [row.segments for row in head]
    numbered = _ordinals(body)
    raster = raster_of(
        heading, [row.segments for row in numbered], [row.segments for row in body[len(numbered) :]], page
    )
    if raster is not None:
        columns, rooms, height = raster.columns, list(raster.rooms), raster.height
    else:
        own = _columns(body)
        if own is None:
            return None
        columns = _with_blank_columns(head, own)
        rooms, height = heading_rooms(heading, columns, page)
    number = height
    for part, rows in parts:
        for row in rows:
            row.columns = {}
            for segment in row.segments:
                row.columns.setdefault(_nearest(columns, segment), []).append(segment)
        for record in records(rows, columns):
            for column in range(len(columns)):
                lines = [line_of(s.runs) for row in record for s in row.columns.get(column, ())]
                rooms.append(Room(number, column, lines=lines, page=part))
            number += 1
    borders = [columns[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1] + 1]
    last = [s for row in (*(head if len(parts) == 1 else ()), *parts[-1][1]) for s in row.segments]
    box = (borders[0], min(s.top for s in last), borders[-1], max(s.bottom for s in last))
    return AlignedTable(borders, rooms, box, parts[-1][0], "aligned", number, head, parts, raster is not None)


def _with_blank_columns(head: list[Row], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns, and those that only the lowest line of the heading shows because no figure stands in them."""
    found = list(columns)
    for segment in (s for row in head[::-1] for s in row.segments):
        if all(segment.right < left or segment.left > right for left, right in found):
            found.append((segment.left, segment.right))
    return sorted(found)
