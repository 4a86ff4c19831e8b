"""Tables whose columns are aligned by runs of blanks, as a PDF's text keeps the layout of its page.

Reads the lines of a heading and of the rows below, writes a grid. Grain: one per table. A line of text is a line of a
page whose characters are one column wide or two, so the geometry that reads unruled tables of PDFs reads these.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from pipelines.extraction.model import Cell, Grid, Place
from pipelines.extraction.numerals import parse
from pipelines.extraction.readers.pdf.banner import Segment
from pipelines.extraction.readers.pdf.draft import AlignedTable, drafted
from pipelines.extraction.readers.pdf.records import Row, is_numeral
from pipelines.extraction.readers.pdf.runs import Run
from pipelines.extraction.readers.tabbed import Line

_Places = dict[int, dict[float, Place]]
"""Where each character stands in the text, by its line and by the edge it begins at."""
_EM = 10.0
_STEP = 12.0
"""Points between two lines: a wrapped heading's lines are one heading, rows are rows of their own."""
_STRETCH = re.compile(r"\S+(?:[ \u3000\u00a0]\S+)*")
_WORD = re.compile(r"\S+")
_CODE = re.compile(r"\d{2,7}")
_LEAST_SHARE = 2
"""One of so many rows at least sets its figures apart by several blanks."""


def grid_in_columns(head: list[Line], numbers: Line, body: list[Line]) -> Grid | None:
    """The table whose columns the blanks of its lines show, every figure below a number of the line that numbers the
    columns; None where they do not, or where a figure would be lost."""
    apart = sum(1 for _, raw, _ in body if len(re.findall(r"\S[ \u3000\u00a0]{2,}(?=\S)", raw)) > 1)
    if not body or apart * _LEAST_SHARE < len(body):
        return None
    measures = sorted((width, _count), key=lambda measure: _edges(body, measure))
    places: _Places = {}
    rows = [_row(line, at, measures[0], places) for at, line in enumerate([*head, numbers, *body])]
    table = drafted(rows[: len(head)], rows[len(head) :], 0)
    if table is None:
        return None
    grid = _grid(table, places)
    cells = [cell for row in grid.rows for cell in row if parse(cell.text) is not None]
    numbered = {cell.column for cell in cells if cell.place.line == numbers[0]}
    figures = [cell for cell in cells if cell.place.line != numbers[0]]
    printed = Counter(text for row in rows[len(head) + 1 :] for text in row.texts if parse(text) is not None)
    if printed - Counter(cell.text for cell in figures):
        return None
    is_below = all(cell.column in numbered or _CODE.fullmatch(cell.text) for cell in figures)
    return grid if is_below and len(numbered) == sum(text.isdigit() for text in rows[len(head)].texts) else None


def width(text: str) -> int:
    """The columns the text takes where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _count(text: str) -> int:
    """The columns the text takes where every character takes one."""
    return len(text)


def _edges(body: list[Line], measure: Callable[[str], int]) -> int:
    """How many places figures end at: in the measure that a text was laid out in, columns share their edges."""
    return len({measure(raw[: m.end()]) for _, raw, _ in body for m in _WORD.finditer(raw) if parse(m[0]) is not None})


def _row(line: Line, at: int, measure: Callable[[str], int], places: _Places) -> Row:
    """The line as a row of segments, each of one run; where each character stands is kept under its edge."""
    number, raw, page = line
    base = at * _STEP
    segments: list[Segment] = []
    for start, end in _parts(raw):
        edges = [measure(raw[:k]) * _EM / 2 for k in range(start, end + 1)]
        run = Run(raw[start:end], edges, base, base - _EM / 2, base + _EM / 2, _EM)
        own = places.setdefault(at, {})
        own |= {edge: Place(number, start + k, page) for k, edge in enumerate(edges[:-1])}
        segments.append(Segment([run]))
    return Row(segments, base, _EM)


def _parts(raw: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each stretch without a gap; a figure, and a code before a name, is one of its own."""
    for stretch in _STRETCH.finditer(raw):
        words = [(stretch.start() + m.start(), stretch.start() + m.end()) for m in _WORD.finditer(stretch[0])]
        begin = words[0][0]
        for at, (start, end) in enumerate(words):
            text = raw[start:end]
            follows = at + 1 < len(words)
            is_alone = is_numeral(text) or (start == begin and _CODE.fullmatch(text) is not None)
            if is_alone and start > begin:
                yield begin, words[at - 1][1]
            if is_alone:
                yield start, end
                begin = words[at + 1][0] if follows else end
        if begin < words[-1][1]:
            yield begin, words[-1][1]


def _place(run: Run, places: _Places) -> Place:
    """Where the run begins: the draft may have cut one, or put several together."""
    at = round(run.base / _STEP)
    at = at if at in places else min(places, key=lambda line: abs(line - at))
    edge = min(places[at], key=lambda edge: abs(edge - run.left))
    return places[at][edge]


def _grid(table: AlignedTable, places: _Places) -> Grid:
    """The grid of a draft: every place of its raster a cell, a merged one in the first of its places."""
    rooms = {(room.row, room.column): room for room in table.rooms}
    rows: list[tuple[Cell, ...]] = []
    for row in range(table.height):
        cells: list[Cell] = []
        found = [rooms.get((row, column)) for column in range(len(table.xs) - 1)]
        at = [_place(room.lines[0], places) if room and room.lines else None for room in found]
        blank = next((place for place in at if place), rows[-1][0].place if rows else Place(1))
        for column, (room, place) in enumerate(zip(found, at, strict=True), start=1):
            spans = (room.columns, room.rows) if room else (1, 1)
            cells.append(Cell(room.text if room else "", row + 1, column, place or blank, *spans))
        rows.append(tuple(cells))
    return Grid(tuple(rows), "aligned")
