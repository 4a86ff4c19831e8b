"""Tables without rulings: columns told by the gaps that run through all their rows.

Reads the runs outside ruled tables, writes `Table`s and the lines that are no table's. Grain: one table per stretch of
rows. A stretch is a table when at least three of its rows hold figures beside other text; a contents list, whose only
figures are rising page numbers, is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipelines.extraction.readers.pdf.banner import heading_start, is_caption
from pipelines.extraction.readers.pdf.draft import LEAST_ROWS, drafted
from pipelines.extraction.readers.pdf.lines import grouped, line_of
from pipelines.extraction.readers.pdf.records import Row, is_numeral, may_stand_between, row_of
from pipelines.extraction.readers.pdf.runs import Run
from pipelines.extraction.readers.pdf.tables import Table
from pipelines.extraction.readers.pdf.wrapped import rejoined

_WIDEST_STEP = 3.4
"""Most ems between two rows of one table."""


def aligned_tables(runs: list[Run], page: int) -> tuple[list[Table], list[Run]]:
    """The unruled tables among the runs, and the lines that belong to none."""
    runs = rejoined(runs)
    lines = grouped(runs)
    if sum(1 for run in runs if is_numeral(run.text)) < LEAST_ROWS:
        return [], [line_of(line) for line in lines]
    rows = [row_of(line) for line in lines]
    tables: list[Table] = []
    taken: set[int] = set()
    for data, end in _stretches(rows):
        start = data
        while start > 0 and start - 1 not in taken and _names_near(rows[start - 1], rows[start]):
            start -= 1
        first = heading_start([row.segments for row in rows[:start]], rows[start].segments, taken)
        table = drafted(rows[first:start], rows[start:end], page)
        if table is None or not (table.is_certain or table.has_rows or first == start == 0):
            continue
        tables.append(table)
        taken.update(range(first, end))
        taken.update(range(end, _unfilled(rows, rows[first:start], end)))
    rest = [line_of([run for s in row.segments for run in s.runs]) for k, row in enumerate(rows) if k not in taken]
    return tables, rest


def _stretches(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """First row and row behind the last of every stretch that holds figures in columns."""
    start = last = foot = -1
    for k, row in enumerate([*rows, None]):
        near = row is not None and (foot < 0 or row.base - rows[foot].base <= _WIDEST_STEP * 2 * row.em)
        if row is not None and row.is_data and near:
            start = k if start < 0 else start
            last = foot = k
            continue
        if row is not None and near and start >= 0 and (row.is_named or _goes_on(rows[k - 1], row, rows[last])):
            foot = k
            continue
        if start >= 0 and (row is None or not near or not may_stand_between(row)):
            if not _is_contents(rows[start : last + 1]):
                yield start, last + 1 + _tail(rows, last + 1)
            start = last = foot = k if row is not None and row.is_data else -1


def _goes_on(above: Row, row: Row, pattern: Row) -> bool:
    """Whether a row without figures follows closely and begins where texts of the rows with figures begin."""
    edges = [s.left for s in pattern.segments]
    return (
        row.base - above.base <= _WIDEST_STEP * row.em
        and may_stand_between(row)
        and not any(is_caption(s.text) for s in row.segments)
        and all(min(abs(s.left - edge) for edge in edges) <= 0.3 * row.em for s in row.segments)
    )


def _tail(rows: list[Row], start: int) -> int:
    """How many lines right below the last figure are the rest of its wrapped label, or named rows without figures."""
    count = 0
    while start + count < len(rows):
        row, above = rows[start + count], rows[start + count - 1]
        if row.is_named and _is_near(above, row):
            count += 1
            continue
        if row.base - above.base > 1.3 * row.em or not may_stand_between(row) or row.figures:
            break
        count += 1
    return count


def _unfilled(rows: list[Row], head: list[Row], start: int) -> int:
    """Where rows end that say nothing: the heading printed once more, and below it names without a figure."""
    at = start + len(head)
    if not head or [row.texts for row in rows[start:at]] != [row.texts for row in head]:
        return start
    while at < len(rows) and not rows[at].figures and rows[at].is_named and _is_near(rows[at - 1], rows[at]):
        at += 1
    goes_on = at < len(rows) and rows[at].is_data and _is_near(rows[at - 1], rows[at])
    return start if goes_on else at


def _names_near(row: Row, below: Row) -> bool:
    """Whether the row, in which no figure stands, is the line of a table right above."""
    return row.is_named and _is_near(row, below)


def _is_near(above: Row, row: Row) -> bool:
    return row.base - above.base <= _WIDEST_STEP * row.em


def _is_contents(rows: list[Row]) -> bool:
    """Whether the rows' only figures are rising whole numbers at their ends."""
    figures = [[s.text for s in row.figures] for row in rows if row.figures]
    if any(len(texts) > 1 or not texts[0].isdigit() or len(texts[0]) > 3 for texts in figures):
        return False
    return all(int(a[0]) <= int(b[0]) for a, b in pairwise(figures))
