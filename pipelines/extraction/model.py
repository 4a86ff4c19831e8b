"""The one model of a document: blocks in reading order, each with its place.

Readers write it; `tables` and `narrative` read it. Nothing here knows a format or a province.
Grain: a `Document` holds `Paragraph` and `Grid` blocks in the order they are printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: 1-based line of the raw text, 0-based character in it, 1-based page (0: unpaged)."""

    line: int
    offset: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph that stands on one raw line: `text[k]` is the raw line's character `place.offset + k`
    as long as the reader removed nothing inside the run (a removal starts a new run)."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, one or more runs; a paragraph broken by a page end is one paragraph of several runs."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def place(self) -> Place:
        return self.runs[0].place

    def place_of(self, index: int) -> Place:
        """The place of character `index` of `text`. Raises IndexError beyond the text."""
        start = 0
        for run in self.runs:
            if index < start + len(run.text):
                return Place(run.place.line, run.place.offset + index - start, run.place.page)
            start += len(run.text)
        raise IndexError(index)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, text as printed (trimmed), `row` and `column` 1-based in the grid.

    `columns`, `rows`: how many of either a merged cell covers, where the format tells; the places it covers besides its
    first are cells without text.
    """

    text: str
    row: int
    column: int
    place: Place
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: rows of cells, ragged rows allowed; `kind_of_print` is `markdown`, `tabbed`, `ruled`, …"""

    rows: tuple[tuple[Cell, ...], ...]
    kind_of_print: str

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def first_line(self) -> int:
        return min((c.place.line for row in self.rows for c in row), default=0)

    @property
    def last_line(self) -> int:
        return max((c.place.line for row in self.rows for c in row), default=0)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line stands on its page or sheet, and how surely it was read.

    `box`: left, top, right, bottom in points from the page's upper left corner, rotation undone; empty on a sheet.
    `edges`: the horizontal borders of the line's characters, one more than characters; empty where only the box is
    known. `sheet`: the name of a sheet. `cell`: its cell, as `C7`. `confidence`: of recognised characters, as a
    decimal between 0 and 1; empty where the document itself holds the characters.
    `page`: 1-based page, or number of the sheet. `grid`, `row`, `column`: the printed table the line is a cell of (or
    a part of a cell that wraps), all three counted from 1 within the document, the table, the row; 0 in running text.
    """

    box: tuple[float, float, float, float] | tuple[()] = ()
    edges: tuple[float, ...] = ()
    sheet: str = ""
    cell: str = ""
    confidence: str = ""
    page: int = 0
    grid: int = 0
    row: int = 0
    column: int = 0

    def box_of(self, offset: int, length: int) -> tuple[float, float, float, float] | tuple[()]:
        """The box of `length` characters from `offset` on; the whole line's where its characters have no edges."""
        if not self.box or not self.edges or offset >= len(self.edges) - 1:
            return self.box
        end = min(offset + max(length, 1), len(self.edges) - 1)
        return (min(self.edges[offset:end]), self.box[1], max(self.edges[offset + 1 : end + 1]), self.box[3])


@dataclass(slots=True)
class Document:
    """A document as read: its blocks, and what the reader noticed while reading.

    A format without lines of text numbers its pieces of text in reading order (a line on a page, a paragraph, a cell);
    `spots` says where each of them stands. `raw_lines[n - 1]` is the text of line n.
    """

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    source_format: str = "txt"
    encoding: str = ""
    line_count: int = 0
    page_count: int = 0
    raw_lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Parts of it that nobody looked into (a hidden sheet, a page that is a picture), in Chinese and English."""
    spots: dict[int, Spot] = field(default_factory=dict)
