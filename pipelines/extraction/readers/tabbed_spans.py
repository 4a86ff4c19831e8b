"""Tables of tab-separated cells whose merged cells are printed once: text copied from a page of the web.

Reads a grid and the kind of table it is, writes the grid with every cell in its column. Grain: one grid. A merged cell
leaves no empty cells behind it there, so heading rows and totals are shorter than the rows of figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.extraction.model import Cell, Grid
from pipelines.extraction.numerals import parse
from pipelines.extraction.readers.lost_spans import Heading, Word, headings_of
from pipelines.extraction.readers.spaced_cells import cells_of, kept
from pipelines.extraction.readers.spaced_heading import heading_rows
from pipelines.extraction.readers.spaced_rows import Group, groups_of, placed
from pipelines.extraction.tables import marks

_Cells = Sequence[Cell]


def spread(grid: Grid, kind: str) -> Grid:
    """The grid with its merged cells over their columns; the grid itself where none are, or none for certain."""
    texts = [[cell.text for cell in row] for row in grid.rows]
    heads = [k for k, row in enumerate(texts) if _is_heading(row)]
    first = next((k for k, row in enumerate(texts) if _is_data(row)), len(texts))
    heads = [k for k in heads if k < first]
    widths = _widths(grid.rows[first:])
    if (
        not heads
        or not widths
        or any(all(len(_filled(grid.rows[k])) == len(grid.rows[k]) == width for k in heads) for width in widths)
    ):
        return grid
    if any(not cell.text for k in heads for cell in grid.rows[k]):
        return grid  # an empty cell in a heading is a place kept for a merged one
    lines = [[Word(cell.text, cell.place) for cell in grid.rows[k]] for k in heads]
    headings = headings_of(kind, lines)
    if headings is None or len(headings) not in widths:
        return grid
    ordinals = next((k for k in range(heads[-1] + 1, first) if marks.is_ordinals(texts[k])), -1)
    numbers = [Word(c.text, c.place) for c in _filled(grid.rows[ordinals])] if ordinals >= 0 else []
    count = sum(1 for heading in headings if heading.role == "value")
    if numbers and sum(1 for word in numbers if word.text.isdigit()) != count:
        return grid
    groups = groups_of(headings)
    rows: list[_Cells] = [grid.rows[k] for k in range(heads[0])]
    rows.extend(heading_rows(headings, lines, numbers))
    for k in range(heads[-1] + 1, len(texts)):
        if k != ordinals:
            rows.append(_row(grid.rows[k], headings, groups, kind))
    return Grid(tuple(_numbered(row, number) for number, row in enumerate(rows, start=1)), grid.kind_of_print)


def _is_heading(texts: list[str]) -> bool:
    return not (
        marks.is_blank(texts) or marks.is_furniture(texts) or marks.is_ordinals(texts) or marks.is_lone_total(texts)
    )


def _is_data(texts: list[str]) -> bool:
    if marks.is_blank(texts) or marks.is_furniture(texts) or marks.is_ordinals(texts):
        return False
    return marks.has_numeral(texts) or marks.is_lone_total(texts)


def _filled(row: _Cells) -> list[Cell]:
    return [cell for cell in row if cell.text]


def _widths(rows: Sequence[_Cells]) -> set[int]:
    """The numbers of cells that a whole row may have: of most rows that begin with a code, and of the longest of them,
    where blank cells at the end are left out; without codes of the longest row."""
    coded = Counter(len(row) for row in rows if row and marks.CODE.fullmatch(row[0].text))
    return {coded.most_common(1)[0][0], max(coded)} if coded else {max((len(row) for row in rows), default=0)} - {0}


def _row(row: _Cells, headings: list[Heading], groups: list[Group], kind: str) -> _Cells:
    """The row at its columns: a name over all label columns is followed by what they would hold."""
    width = len(headings)
    if len(row) == width or not _filled(row) or marks.is_note([cell.text for cell in row]):
        return row
    if len(groups) > 1:
        words = [Word(cell.text, cell.place) for cell in _filled(row)]
        found = placed(words, groups, kind) if len(words) == len(row) else None
        return cells_of(found, width, row[0].place) if found is not None else kept(words, groups, kind)
    is_named_once = len(groups[0].labels) > 1 and parse(row[0].text) is None
    if is_named_once and len(row) > 1 and not row[1].text:
        # Either the place of the name, and a blank at the end is left out; or the first figure, and it is blank.
        return kept([Word(cell.text, cell.place) for cell in _filled(row)], groups, kind)
    missing = len(groups[0].labels) - 1 if is_named_once else 0
    blank = Cell("", 0, 0, row[0].place)
    cells = [row[0], *[blank] * missing, *row[1:]]
    if len(cells) > width or len(_filled(cells[: len(groups[0].labels)])) == 0:
        return kept([Word(cell.text, cell.place) for cell in _filled(row)], groups, kind)
    return [*cells, *[blank] * (width - len(cells))]


def _numbered(row: _Cells, number: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell.text, number, column, cell.place, cell.columns, cell.rows) for column, cell in enumerate(row, start=1)
    )
