"""Tables without rulings: columns told by the gaps that run through all their rows.

Reads the runs outside ruled tables, writes `Table`s and the lines that are no table's. Grain: one table per stretch of
rows. A stretch is a table when at least three of its rows hold figures beside other text; a contents list, whose only
figures are rising page numbers, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.extraction.readers.pdf.banner import Segment, heading_rooms, heading_start
from pipelines.extraction.readers.pdf.lines import grouped, line_of
from pipelines.extraction.readers.pdf.runs import Run
from pipelines.extraction.readers.pdf.tables import Room, Table

_NUMERAL = re.compile(r"[(（-]?\d{1,3}(?:[,，]\d{3})*(?:\.\d+)?%?[)）]?|[(（-]?\d+(?:\.\d+)?%?[)）]?")
_CODE = re.compile(r"\d{2,7}")
_LEAST_ROWS = 3
"""Fewest rows with figures of an unruled table; two lines with figures may be anything."""
_LEAST_GAP = 0.9
"""Least ems between two columns' texts: closer set, they are words of one text."""
_ONE_RECORD = 0.85
"""Most ems between the baselines of a figure and of the lines of its wrapped label beside it."""
_WIDEST_STEP = 3.4
"""Most ems between two rows of one table."""
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．]|其中")
_TOTAL = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|总计|小计)|.{0,8}[合总]计")


@dataclass(slots=True)
class _Row:
    """The segments of one or more lines of text that are one row of a table."""

    segments: list[Segment]
    base: float
    em: float
    columns: dict[int, list[Segment]] = field(default_factory=dict)

    @property
    def figures(self) -> list[Segment]:
        return [s for s in self.segments if _NUMERAL.fullmatch(s.text)]

    @property
    def is_data(self) -> bool:
        return len(self.segments) > 1 and bool(self.figures)


def aligned_tables(runs: list[Run], page: int) -> tuple[list[Table], list[Run]]:
    """The unruled tables among the runs, and the lines that belong to none."""
    lines = grouped(runs)
    if sum(1 for run in runs if _NUMERAL.fullmatch(run.text)) < _LEAST_ROWS:
        return [], [line_of(line) for line in lines]
    rows = [_row(line) for line in lines]
    tables: list[Table] = []
    taken: set[int] = set()
    for start, end in _stretches(rows):
        first = heading_start([row.segments for row in rows[:start]], rows[start].segments, taken)
        columns = _columns(rows[start:end])
        if columns is None:
            continue
        table = _table(rows[first:start], rows[start:end], columns, page)
        if table is not None:
            tables.append(table)
            taken.update(range(first, end))
    rest = [line_of([run for s in row.segments for run in s.runs]) for k, row in enumerate(rows) if k not in taken]
    return tables, rest


def _row(line: list[Run]) -> _Row:
    segments: list[Segment] = []
    for run in line:
        if segments and run.left - segments[-1].right < _LEAST_GAP * max(run.em, segments[-1].runs[-1].em):
            segments[-1].runs.append(run)
        else:
            segments.append(Segment([run]))
    return _Row(segments, line[0].base, max(run.em for run in line))


def _stretches(rows: list[_Row]) -> Iterator[tuple[int, int]]:
    """First row and row behind the last of every stretch that holds figures in columns."""
    start = last = -1
    data = 0
    for k, row in enumerate([*rows, None]):
        near = row is not None and (last < 0 or row.base - rows[last].base <= _WIDEST_STEP * 2 * row.em)
        if row is not None and row.is_data and near:
            start = k if start < 0 else start
            last, data = k, data + 1
            continue
        if start >= 0 and (row is None or not near or not _may_stand_between(row)):
            if data >= _LEAST_ROWS and not _is_contents(rows[start : last + 1]):
                yield start, last + 1 + _tail(rows, last + 1)
            start = last = -1
            data = 0
            if row is not None and row.is_data:
                start, last, data = k, k, 1


def _may_stand_between(row: _Row) -> bool:
    """Whether a row without figures can belong to a table: short pieces of text, no running sentence."""
    return all(len(s.text) < 30 and not s.text.endswith(("。", "；", "：")) for s in row.segments)


def _tail(rows: list[_Row], start: int) -> int:
    """How many lines right below the last figure are the rest of its wrapped label."""
    count = 0
    while start + count < len(rows):
        row, above = rows[start + count], rows[start + count - 1]
        if row.base - above.base > 1.3 * row.em or not _may_stand_between(row) or row.figures:
            break
        count += 1
    return count


def _is_contents(rows: list[_Row]) -> bool:
    """Whether the rows' only figures are rising whole numbers at their ends."""
    figures = [[s.text for s in row.figures] for row in rows if row.figures]
    if any(len(texts) > 1 or not texts[0].isdigit() or len(texts[0]) > 3 for texts in figures):
        return False
    return all(int(a[0]) <= int(b[0]) for a, b in pairwise(figures))


def _columns(rows: list[_Row]) -> list[tuple[float, float]] | None:
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


def _is_crowded(row: _Row, columns: list[tuple[float, float]]) -> bool:
    """Whether two figures of the row stand in one column."""
    places = [_nearest(columns, s) for s in row.figures]
    return len(places) != len(set(places))


def _nearest(columns: list[tuple[float, float]], segment: Segment) -> int:
    """The column that the segment overlaps most, else the nearest one."""
    return max(
        range(len(columns)),
        key=lambda k: min(columns[k][1], segment.right) - max(columns[k][0], segment.left),
    )


def _table(head: list[_Row], body: list[_Row], columns: list[tuple[float, float]], page: int) -> Table | None:
    columns = _with_blank_columns(head, columns)
    for row in body:
        for segment in row.segments:
            row.columns.setdefault(_nearest(columns, segment), []).append(segment)
    records = _records(body, columns)
    borders = [columns[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1] + 1]
    rooms, height = heading_rooms([row.segments for row in head], columns, page)
    for number, record in enumerate(records, start=height):
        for column in range(len(columns)):
            lines = [line_of(s.runs) for row in record for s in row.columns.get(column, ())]
            rooms.append(Room(number, column, lines=lines, page=page))
    every = [s for row in (*head, *body) for s in row.segments]
    box = (borders[0], min(s.top for s in every), borders[-1], max(s.bottom for s in every))
    return Table(borders, rooms, box, page, "aligned", height + len(records))


def _with_blank_columns(head: list[_Row], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns, and those that only the lowest line of the heading shows because no figure stands in them."""
    found = list(columns)
    for segment in (s for row in head[::-1] for s in row.segments):
        if all(segment.right < left or segment.left > right for left, right in found):
            found.append((segment.left, segment.right))
    return sorted(found)


def _records(body: list[_Row], columns: list[tuple[float, float]]) -> list[list[_Row]]:
    """The rows of the table, each with the lines of its wrapped cells."""
    coded = sum(1 for row in body if row.is_data and _code_of(row)) * 2 > sum(1 for row in body if row.is_data)
    records: list[list[_Row]] = []
    for row, below in zip(body, [*body[1:], None], strict=True):
        above = records[-1][-1] if records else None
        if above is not None and not _leads(row, above, below) and _is_rest(row, above, records[-1], columns, coded):
            records[-1].append(row)
        else:
            records.append([row])
    return records


def _leads(row: _Row, above: _Row, below: _Row | None) -> bool:
    """Whether the row is the first line of a wrapped label whose figures stand a little lower, beside its middle."""
    if below is None or row.figures or not below.figures:
        return False
    step = below.base - row.base
    return step <= _ONE_RECORD * row.em and step < row.base - above.base


def _is_rest(row: _Row, above: _Row, record: list[_Row], columns: list[tuple[float, float]], coded: bool) -> bool:
    """Whether the row belongs to the record above: a wrapped label, or figures beside its middle."""
    record_has = any(r.figures for r in record)
    if row.base - above.base <= _ONE_RECORD * row.em and not (record_has and row.figures):
        return True
    if row.figures or _code_of(row) or len(row.segments) > 1:
        return False
    [segment] = row.segments
    if _NUMBERED.match(segment.text) or _TOTAL.fullmatch(segment.text):
        return False
    column = next(iter(row.columns))
    if column not in above.columns:
        return False
    if coded:
        return True
    left, right = columns[column]
    return above.columns[column][-1].right > right - 0.12 * (right - left) - row.em


def _code_of(row: _Row) -> bool:
    return bool(_CODE.fullmatch(row.segments[0].text)) and len(row.segments) > 1
