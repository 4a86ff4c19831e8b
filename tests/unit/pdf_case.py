"""PDF pages of invented departments, set by hand so that every printed trait is where the test wants it.

Writes PDFs with reportlab, whose Chinese font needs no file. Coordinates: points from the upper left corner.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.readers.pdf import read

FONT = "STSong-Light"
SIZE = 10.0
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Pages:
    """A PDF in the making."""

    def __init__(self, size: tuple[float, float] = A4, turn: int = 0) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=size)
        self.width, self.height = size
        self.turn = turn
        self._begin()

    def _begin(self) -> None:
        self.canvas.setFont(FONT, SIZE)
        if self.turn:
            self.canvas.setPageRotation(self.turn)

    def text(self, x: float, y: float, words: str, size: float = SIZE) -> None:
        """Words from `x` on, their baseline at `y`."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - y, words)

    def right(self, x: float, y: float, words: str) -> None:
        """Words that end at `x`."""
        self.canvas.setFont(FONT, SIZE)
        self.canvas.drawRightString(x, self.height - y, words)

    def line(self, *ends: float) -> None:
        """A line from (x, y) to (x, y)."""
        x, y, to_x, to_y = ends
        self.canvas.line(x, self.height - y, to_x, self.height - to_y)

    def next(self) -> None:
        """The page is done; another one begins."""
        self.canvas.showPage()
        self._begin()

    def ruled(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        rows: Sequence[Sequence[str]],
        merged: Sequence[tuple[int, int, int, int]] = (),
    ) -> None:
        """A table with every cell framed; `merged` are (row, column, rows, columns), their text in the first place.

        Text of several lines is parted by line ends; figures stand at the right.
        """
        covered = {
            (r, c): (row, column)
            for row, column, rows_, columns in merged
            for r in range(row, row + rows_)
            for c in range(column, column + columns)
        }
        spans = {(row, column): (rows_, columns) for row, column, rows_, columns in merged}
        for r in range(len(ys) - 1):
            for c in range(len(xs) - 1):
                own = covered.get((r, c), (r, c))
                if own == covered.get((r, c - 1), (r, c - 1)):
                    pass
                else:
                    self.line(xs[c], ys[r], xs[c], ys[r + 1])
                if own != covered.get((r - 1, c), (r - 1, c)):
                    self.line(xs[c], ys[r], xs[c + 1], ys[r])
                if own != (r, c) or c >= len(rows[r]) or not rows[r][c]:
                    continue
                down, across = spans.get((r, c), (1, 1))
                self._fill(xs[c], xs[c + across], ys[r], ys[r + down], rows[r][c])
        self.line(xs[0], ys[-1], xs[-1], ys[-1])
        self.line(xs[-1], ys[0], xs[-1], ys[-1])

    def _fill(self, left: float, right: float, top: float, bottom: float, words: str) -> None:
        lines = words.split("\n")
        base = (top + bottom) / 2 - (len(lines) - 1) * SIZE * 0.6 + SIZE * 0.35
        for number, text in enumerate(lines):
            y = base + number * SIZE * 1.2
            if text.replace(",", "").replace(".", "").replace("-", "").isdigit() and "." in text:
                self.right(right - 3, y, text)
            else:
                self.text(left + 3, y, text)

    def bytes(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self._buffer.getvalue()

    def document(self) -> Document:
        """The finished file as it is read."""
        return read(self.bytes(), "x.pdf")


def grids(document: Document) -> list[list[list[str]]]:
    """The texts of every grid."""
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Grid)]


def paragraphs(document: Document) -> list[str]:
    """The texts of the paragraphs."""
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]
