"""The grids of statutory tables that are not read by position, cell by cell, for the restoration of tables.

Reads the document and its `Statement`s, writes `PanelCell`s. Grain: one per cell of the data area, printed blanks
included, of the panels of a matrix and of every grid with a row that does not fit its heading.
Columns are told apart by what stands in them, never by the heading above them: that is what is in doubt here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipelines.extraction.model import Document, Grid, Place
from pipelines.extraction.numerals import parse
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.header import Column, Group, Layout, first_data_row, layout_of, texts_of
from pipelines.extraction.tables.reference import bare, reference
from pipelines.extraction.tables.rows import Memory, Reading, cells_of
from pipelines.extraction.tables.statements import Statement

_PLAIN_INTEGER = re.compile(r"\d{1,3}")
_CODE_PART = re.compile(r"\d{1,7}")
_WORD = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class PanelCell:
    """One cell of a panel: `row` counted over all grids of the table, `column` 1-based in its grid."""

    panel: int
    row: int
    column: int
    place: Place
    code: str
    label: str
    path: tuple[str, ...]
    ordinal: str
    text: str
    numeral: str


@dataclass(frozen=True, slots=True)
class _Area:
    """The data area of a grid: where its rows begin, its label columns, and the columns of figures, 0-based."""

    data_from: int
    labels: tuple[int, ...]
    row_ordinal: int | None
    values: tuple[int, ...]
    column_ordinals: dict[int, str]


def panels_of(document: Document, statement: Statement) -> list[PanelCell]:
    """The cells of the statement's grids that position does not explain; none for a table read whole."""
    if not statement.kind:
        return []
    is_matrix = statement.kind in reference().matrices
    misfits = {cell.row for cell in statement.cells if not cell.fits and cell.numeral}
    found: list[PanelCell] = []
    offset = 0
    for panel, grid in enumerate(_grids(document, statement), start=1):
        rows = range(offset + 1, offset + len(grid.rows) + 1)
        if is_matrix or not misfits.isdisjoint(rows):
            found.extend(_cells(statement.kind, grid, panel, offset))
        offset += len(grid.rows)
    return found


def _grids(document: Document, statement: Statement) -> Iterator[Grid]:
    for block in document.blocks:
        if isinstance(block, Grid) and block.rows and not _is_furniture(block):
            first, last = block.first_line, block.last_line
            if statement.first_line <= first and last <= statement.last_line:
                yield block


def _is_furniture(grid: Grid) -> bool:
    texts = [texts_of(row) for row in grid.rows]
    return all(marks.is_blank(row) or marks.is_furniture(row) for row in texts) and any(any(row) for row in texts)


def _cells(kind: str, grid: Grid, panel: int, offset: int) -> Iterator[PanelCell]:
    texts = [texts_of(row) for row in grid.rows]
    area = _area(texts, grid.width)
    heading = layout_of(kind, grid, first_data_row(texts))
    columns = tuple(_column(index, heading, area) for index in range(grid.width))
    group = Group("", area.labels, area.values)
    is_merged_once = grid.kind_of_print == "tabbed"
    layout = Layout(columns, (group,), "", heading.heading, is_merged_once)
    memory = Memory()
    for number in range(area.data_from, len(grid.rows)):
        row = grid.rows[number]
        if marks.is_furniture(texts[number]) or marks.is_note(texts[number]) or _repeats(texts[number], heading):
            continue
        read = {c.column: c for c in cells_of(Reading(kind, layout, memory), [row], offset + number + 1)}
        named = next(iter(read.values()), None)
        code, label = (named.code, named.label) if named else ("", "")
        ordinal = _text(row_texts=texts[number], index=area.row_ordinal)
        for index in area.values:
            cell = read.get(index)
            printed = row[index] if index < len(row) and not is_merged_once else None
            place = cell.place if cell else printed.place if printed else row[0].place
            text = cell.text if cell else printed.text if printed else ""
            yield PanelCell(
                panel=panel,
                row=offset + number + 1,
                column=index + 1,
                place=place,
                code=code,
                label=label,
                path=columns[index].path,
                ordinal=area.column_ordinals.get(index, "") or ordinal,
                text=text,
                numeral=parse(text) or "",
            )


def _repeats(texts: list[str], heading: Layout) -> bool:
    return tuple(text for text in texts if text) in heading.heading


def _text(row_texts: list[str], index: int | None) -> str:
    return row_texts[index] if index is not None and index < len(row_texts) else ""


def _column(index: int, heading: Layout, area: _Area) -> Column:
    path = heading.columns[index].path if index < heading.width else ()
    role = "ordinal" if index == area.row_ordinal else "label" if index in area.labels else "value"
    return Column(index, role, path)


def _area(texts: list[list[str]], width: int) -> _Area:
    """The data area: the label columns end with the last column of words, before the first column of amounts."""
    start = first_data_row(texts)
    numbers: dict[int, str] = {}
    for at in range(max(start - 1, 0), min(start + 1, len(texts))):
        if _numbers_columns(texts[at], texts[at + 1 :]):
            numbers = {i: bare(t) for i, t in enumerate(texts[at]) if t and _PLAIN_INTEGER.fullmatch(bare(t))}
            start = max(start, at + 1)
    rows = [row + [""] * (width - len(row)) for row in texts[start:] if not marks.is_note(row)]
    words = [i for i in range(width) if _holds_words(rows, i)]
    end = words[-1] + 1 if words else 0
    ordinal = next((i for i in range(end, min(end + 2, width)) if words and _numbers_rows(rows, i)), None)
    end = ordinal + 1 if ordinal is not None else end
    labels = tuple(i for i in range(end) if i != ordinal)
    last = max((i for row in rows for i in range(width) if parse(row[i]) is not None), default=end)
    heads = [i for row in texts[:start] for i, text in enumerate(row) if text and not marks.is_furniture([text])]
    stop = min(max(last, max(heads, default=0)) + 1, width)
    return _Area(start, labels, ordinal, tuple(range(end, stop)), numbers)


def _numbers_columns(texts: list[str], below: list[list[str]]) -> bool:
    """Whether the row numbers the columns: nothing but rising plain integers, above rows of amounts."""
    if marks.is_ordinals(texts):
        return True
    filled = [text for text in texts if text]
    if len(filled) < 2 or not all(_PLAIN_INTEGER.fullmatch(bare(text)) for text in filled):
        return False
    rising = all(int(bare(a)) < int(bare(b)) for a, b in pairwise(filled))
    return rising and any("." in text for row in below for text in row)


def _holds_words(rows: list[list[str]], index: int) -> bool:
    """Whether the column names lines: most of its texts are words."""
    filled = [row[index] for row in rows if row[index] and not marks.is_dash(row[index])]
    worded = [text for text in filled if _WORD.search(text)]
    return len(worded) * 2 > len(filled)


def _numbers_rows(rows: list[list[str]], index: int) -> bool:
    """Whether the column numbers the lines: plain integers, each one more than the one above it."""
    filled = [bare(row[index]) for row in rows if row[index]]
    if len(filled) < 2 or not all(_CODE_PART.fullmatch(text) for text in filled):
        return False
    return all(int(b) == int(a) + 1 for a, b in pairwise(filled))
