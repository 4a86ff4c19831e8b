"""Headings that ran over into the first row below them: the end of a heading too long for its cell.

Reads a grid and its kind, writes the grid with the heading in one piece. Grain: one per cell of the first data row.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extraction.model import Cell, Grid
from pipelines.extraction.numerals import parse
from pipelines.extraction.tables.reference import bare_header, reference

_WORDS = re.compile(r"[\u4e00-\u9fff()]{1,8}")


def gathered(kind: str, grid: Grid, data_from: int) -> Grid:
    """The grid with words above the figures of a column put behind the heading that they complete.

    Only where both together are a heading that the kind has (政府性基金预, 算): words in a column of figures may be
    anything else.
    """
    if grid.kind_of_print == "tabbed" or not 0 < data_from < len(grid.rows):
        return grid
    names = reference().headers.get(kind, {})
    rows = [list(row) for row in grid.rows]
    if not any(parse(cell.text) is not None for cell in rows[data_from]):
        return grid
    is_changed = False
    for at, cell in enumerate(rows[data_from]):
        above = _above(rows, data_from, at)
        if above is None or not _WORDS.fullmatch(bare_header(cell.text)):
            continue
        whole = rows[above][at].text + cell.text
        if bare_header(whole) in names:
            rows[above][at] = replace(rows[above][at], text=whole)
            rows[data_from][at] = replace(cell, text="")
            is_changed = True
    return replace(grid, rows=tuple(tuple(row) for row in rows)) if is_changed else grid


def _above(rows: list[list[Cell]], start: int, at: int) -> int | None:
    """The row of the nearest heading above the column, if it has one of its own."""
    return next((n for n in range(start - 1, -1, -1) if at < len(rows[n]) and rows[n][at].text), None)
