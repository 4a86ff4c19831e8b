"""A document being written by a reader of a format without lines of text.

Reads paragraphs and tables of cells as a reader finds them, writes the document model with numbered lines and spots.
Grain: one line per paragraph and per cell with text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.extraction.model import Cell, Document, Grid, Paragraph, Place, Spot
from pipelines.extraction.numerals import parse
from pipelines.extraction.readers.leftovers import runs_of

_BLANKS = re.compile(r"\s+")
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){1,2}")


def in_one(lines: Sequence[str], between: str = "") -> str:
    """The lines of a cell as one text. A figure may go on in the next line, but two whole ones are no figure together;
    of codes one line holds a part."""
    whole = between.join(lines)
    if len(lines) < 2 or sum(parse(line) is not None for line in lines) < 2 or _CODE.fullmatch("".join(lines)):
        return whole
    return "; ".join(lines)


@dataclass(slots=True)
class Piece:
    """The text of one cell, the name of its cell on its sheet, and how many columns and rows it covers."""

    text: str = ""
    cell: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Writer:
    """Adds blocks to `document` in reading order; `page` and `sheet` are those of what is added next."""

    document: Document
    page: int = 0
    sheet: str = ""
    grids: int = field(default=0, init=False)

    def paragraph(self, text: str, cell: str = "") -> None:
        """A paragraph of one line; nothing for a text without any character."""
        if not text.strip():
            return
        line = self._line(text, Spot(sheet=self.sheet, cell=cell, page=self.page))
        if runs := runs_of(text, line, self.page):
            self.document.blocks.append(Paragraph(runs))

    def grid(self, rows: Sequence[Sequence[Piece]], kind_of_print: str) -> None:
        """A printed table; every row keeps its columns, so that what a merged cell covers is blank."""
        if not rows:
            return
        self.grids += 1
        self.document.blocks.append(
            Grid(tuple(self._row(row, number) for number, row in enumerate(rows, start=1)), kind_of_print)
        )

    def _row(self, row: Sequence[Piece], number: int) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        line = 0
        for column, piece in enumerate(row, start=1):
            text = in_one([bare for part in piece.text.splitlines() if (bare := _BLANKS.sub(" ", part).strip())], " ")
            if text or not line:
                spot = Spot(
                    sheet=self.sheet, cell=piece.cell, page=self.page, grid=self.grids, row=number, column=column
                )
                line = self._line(text, spot)
            cells.append(Cell(text, number, column, Place(line, 0, self.page), piece.columns, piece.rows))
        return tuple(cells)

    def _line(self, text: str, spot: Spot) -> int:
        self.document.raw_lines.append(text)
        number = len(self.document.raw_lines)
        self.document.spots[number] = spot
        self.document.line_count = number
        return number
