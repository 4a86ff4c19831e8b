"""The printed tables outside the statutory ones, put together from the grids the reader found.

Reads blocks and raw lines, writes `Sheet`s in reading order. Grain: one sheet per printed table; a cell that a
blank line or a stray tab has cut off is part of its row again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipelines.extraction.attachments.words import words
from pipelines.extraction.model import Cell, Grid, Paragraph
from pipelines.extraction.numerals import normalise

_TITLE = re.compile(r"(?:绩效|自评|评价|评分|目标).{0,20}表(?:\(.{0,12}\))?$")
_SHORTEST_TITLE = 4
_LONGEST_REST = 40


@dataclass(slots=True)
class Row:
    """Cells of one row; each keeps its own place in the grid it was read from."""

    cells: list[Cell]


@dataclass(slots=True)
class Sheet:
    """A printed table: its rows, the lines above it that may name it, and the paragraphs its cells took in."""

    rows: list[Row]
    kind_of_print: str
    above: tuple[Paragraph, ...] = ()
    taken: list[Paragraph] = field(default_factory=list)
    width: int = 0
    grids: list[tuple[int, int]] = field(default_factory=list)
    """First line of each grid that the sheet was put together from, and how many rows were counted above it."""

    @property
    def first_line(self) -> int:
        return self.rows[0].cells[0].place.line

    def __post_init__(self) -> None:
        self.widen(self.rows)
        self.grids.append((self.first_line, 0))

    def rows_above(self, line: int) -> int:
        """How many rows of the sheet were counted before the grid that holds the line."""
        return max((above for first, above in self.grids if first <= line), default=0)

    def widen(self, rows: list[Row]) -> None:
        """The sheet is at least as wide as its rows."""
        self.width = max([self.width, *(len(row.cells) for row in rows)])


def title_of(row: Row) -> str:
    """The title a row prints across the table, empty if it is no such row."""
    filled = [cell.text for cell in row.cells if cell.text.strip()]
    plain = re.sub(r"\s+", "", normalise(filled[0])) if len(filled) == 1 else ""
    return plain if len(plain) >= _SHORTEST_TITLE and _TITLE.search(plain) else ""


def sheets_of(blocks: list[Paragraph | Grid], raw_lines: list[str], skipped: list[tuple[int, int]]) -> Iterator[Sheet]:
    """Every sheet whose lines are not among those `skipped`."""
    current: Sheet | None = None
    above: list[Paragraph] = []
    between: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        is_other = any(first <= block.first_line <= last for first, last in skipped)
        rows = [Row(list(row)) for row in block.rows if row]
        if is_other or not rows:
            if current:
                yield current
            current, between, above = None, [], []
            continue
        if current and _goes_on(raw_lines, current, rows, block, between):
            _append(current, rows, between)
        else:
            if current:
                yield current
            above = between[-3:]
            current = Sheet(rows, block.kind_of_print, tuple(above))
        between = []
    if current:
        yield current


def _goes_on(raw_lines: list[str], sheet: Sheet, rows: list[Row], grid: Grid, between: list[Paragraph]) -> bool:
    """Whether a grid is the rest of the sheet above: nothing or the rest of a cell stands between them."""
    if "markdown" in (sheet.kind_of_print, grid.kind_of_print):
        return False
    if len(between) == 1 and _is_label(between[0]) and _is_stray(rows):
        return True
    if len(between) > 1 or (between and not _is_rest(sheet, rows, between[0])):
        return False
    if between:
        return True
    last = sheet.rows[-1].cells[-1].place.line
    return all(not raw.strip() for raw in raw_lines[last : grid.first_line - 1])


def _is_rest(sheet: Sheet, rows: list[Row], paragraph: Paragraph) -> bool:
    """Whether a paragraph is the rest of the sheet's last cell: its row is short, and so is the next one."""
    if len(paragraph.text) > _LONGEST_REST or paragraph.text.rstrip().endswith(("。", ":", "：", "表")):
        return False
    short = len(sheet.rows[-1].cells)
    return short + len(rows[0].cells) <= sheet.width and not title_of(rows[0])


def _is_label(paragraph: Paragraph) -> bool:
    known = words().role(paragraph.text)
    return known is not None and known.role == "money"


def _is_stray(rows: list[Row]) -> bool:
    """Whether the rows are one value behind a tab too many."""
    return len(rows) == 1 and not rows[0].cells[0].text.strip() and sum(1 for c in rows[0].cells if c.text.strip()) == 1


def _append(sheet: Sheet, rows: list[Row], between: list[Paragraph]) -> None:
    """Adds the grid's rows; they are counted on, so that a row of the sheet has one number."""
    above = max(cell.row for row in sheet.rows for cell in row.cells)
    rows = [Row([replace(cell, row=cell.row + above) for cell in row.cells]) for row in rows]
    sheet.grids.append((rows[0].cells[0].place.line, above))
    if between and _is_label(between[0]) and _is_stray(rows):
        paragraph = between[0]
        sheet.taken.append(paragraph)
        sheet.rows.append(Row([Cell(paragraph.text, above + 1, 1, paragraph.place), *rows[0].cells]))
        return
    last = sheet.rows[-1]
    for paragraph in between:
        cell = last.cells[-1]
        last.cells[-1] = Cell(cell.text + paragraph.text, cell.row, cell.column, cell.place)
        sheet.taken.append(paragraph)
    first = rows[0].cells
    # A tab too many puts a cell on a line of its own kind, right below its row.
    if not between and _is_stray(rows) and first[0].place.line == last.cells[-1].place.line + 1:
        last.cells.extend(cell for cell in first if cell.text.strip())
        sheet.widen([last])
        return
    sheet.rows.extend(rows)
    sheet.widen(rows)
