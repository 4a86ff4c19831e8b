"""Rows whose merged cells were printed once, brought back to the columns they stand in.

Reads the texts of ragged rows as a Word text export leaves them, writes rows of equal width.
A horizontally merged cell is printed once and a vertically merged one as an empty cell, so a heading row is laid out
over the row below it: an empty cell there continues one cell above, a run of texts there shares one.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extraction.model import Cell


@dataclass(frozen=True, slots=True)
class Unit:
    """A cell of a heading row with the columns it covers, 0-based."""

    cell: Cell
    start: int
    span: int


def spread(row: tuple[Cell, ...], width: int) -> list[Unit]:
    """The row's cells over `width` columns, the first one covering what is missing: codes are merged before names."""
    slack = max(width - len(row), 0)
    return [
        Unit(cell, index + (slack if index else 0), 1 + (slack if index == 0 else 0)) for index, cell in enumerate(row)
    ]


def over(row: tuple[Cell, ...], below: list[Unit]) -> list[Unit] | None:
    """The row's cells over the units of the row below; None when more than one layout is possible."""
    runs = _runs(below)
    missing = len(row) - len(runs)
    if missing > 0:
        runs = [part for run in runs for part in _split(run)]
    if len(runs) != len(row):
        return None
    return [Unit(cell, run[0].start, sum(unit.span for unit in run)) for cell, run in zip(row, runs, strict=True)]


def _runs(units: list[Unit]) -> list[list[Unit]]:
    """The units a heading row above may cover: each empty one alone, each stretch of texts together."""
    runs: list[list[Unit]] = []
    for unit in units:
        if unit.cell.text and runs and runs[-1][-1].cell.text:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


def _split(run: list[Unit]) -> list[list[Unit]]:
    """The stretch cut wherever its first text comes again (小计 基本支出 项目支出 小计 …)."""
    parts: list[list[Unit]] = []
    for unit in run:
        if not parts or unit.cell.text == run[0].cell.text:
            parts.append([])
        parts[-1].append(unit)
    return parts


def heading_rows(rows: list[tuple[Cell, ...]], width: int) -> list[list[Cell | None]]:
    """The heading rows as full rows of `width` cells, a merged cell in the first of its columns.

    A row that can be laid out in more than one way heads nothing: no heading is better than a wrong one.
    """
    laid: list[list[Unit]] = []
    below: list[Unit] | None = None
    for row in reversed(rows):
        if below is None or len(row) >= width:
            below = spread(row, width)
            laid.append(below)
            continue
        units = over(row, below)
        laid.append(units or [])
        below = units or below
    return [_full(units, width) for units in reversed(laid)]


def _full(units: list[Unit], width: int) -> list[Cell | None]:
    row: list[Cell | None] = [None] * max(width, max((u.start + 1 for u in units), default=0))
    for unit in units:
        row[unit.start] = unit.cell
    return row


def covering(texts: list[list[str]], head: list[tuple[Cell, ...]]) -> list[list[str]]:
    """The texts with each merged heading in every place that it covers."""
    numbers = [row[0].row if row else 0 for row in head]
    for texts_of_row, row in zip([list(t) for t in texts], head, strict=True):
        for cell in row:
            text = texts_of_row[cell.column - 1]
            for r, number in enumerate(numbers):
                if text and cell.row <= number < cell.row + cell.rows:
                    end = cell.column - 1 + cell.columns
                    texts[r][cell.column - 1 : end] = [text] * (end - cell.column + 1)
    return texts


def path_below(texts: list[list[str]], column: int) -> tuple[str, ...]:
    """The headings above a column where the printed spans of merged cells are known."""
    return tuple(dict.fromkeys(row[column] for row in texts if row[column]))
