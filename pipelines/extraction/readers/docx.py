"""Word documents (OOXML): what a reader of the printed document sees, in its order.

Reads the bytes of a `.docx`, writes the document model. Grain: one line per paragraph, in running text and in cells.
Tracked changes are taken as accepted, hidden text and field codes are left out, automatic numbers are written out.
A merged cell is printed once, in its first row and column; the other cells it covers are blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Cell, Document, Grid, Paragraph, Place, Spot
from pipelines.extraction.readers import paragraphs
from pipelines.extraction.readers.docx_numbers import Numbers
from pipelines.extraction.readers.docx_text import MC, W, choice_of, embedded, join_deleted, pieces_of
from pipelines.extraction.readers.encoding import MAX_BYTES, refuse_too_large
from pipelines.extraction.readers.leftovers import runs_of
from pipelines.extraction.readers.package import Package
from pipelines.extraction.readers.pieces import in_one

LABEL = "Word"
_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"})
_MOST_COLUMNS = 1000
_DEEPEST = 12
"""Tables within tables: page layouts nest three deep at most."""


@dataclass(slots=True)
class _Writing:
    """The document being written, and where the reader stands in it."""

    document: Document
    numbers: Numbers
    page: int = 1
    has_pages: bool = False
    grids: int = 0
    notes: list[tuple[str, etree._Element]] = field(default_factory=list)

    def line(self, text: str, grid: int = 0, row: int = 0, column: int = 0) -> int:
        """Adds a line of text and gives its number."""
        self.document.raw_lines.append(text)
        number = len(self.document.raw_lines)
        page = self.page if self.has_pages else 0
        self.document.spots[number] = Spot(page=page, grid=grid, row=row, column=column)
        return number

    def place(self, line: int, offset: int = 0) -> Place:
        return Place(line, offset, self.page if self.has_pages else 0)


def read(data: bytes, _name: str, limit: int = MAX_BYTES) -> Document:
    """The document as read; raises `Unreadable` for what is damaged, encrypted, or holds no text."""
    refuse_too_large(data, limit)
    package = Package(data, LABEL)
    root = package.xml_of("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise Unreadable(
            "Word 文件中没有正文",
            "the Word file has no body of text",
            "请用办公软件重新另存一份 / open it in an office program and save it again",
        )
    document = Document(source_format="docx", encoding="utf-8")
    writing = _Writing(document, Numbers(package.xml_of("word/numbering.xml"), package.xml_of("word/styles.xml")))
    document.unread.extend(embedded(root))
    writing.has_pages = next(root.iter(f"{W}lastRenderedPageBreak"), None) is not None
    join_deleted(body)
    _blocks(body, writing, document.blocks, 0)
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        _notes(package.xml_of(part), writing, document.blocks)
    document.blocks = paragraphs.rejoined(document.blocks)
    document.line_count = len(document.raw_lines)
    document.page_count = writing.page if writing.has_pages else 0
    if not any(text.strip() for text in document.raw_lines):
        raise Unreadable(
            "Word 文件中没有文字（可能只有图片）",
            "the Word file holds no text (perhaps pictures only)",
            "请提交含文字的版本 / hand in a version that holds text",
        )
    return document


def _blocks(parent: etree._Element, writing: _Writing, into: list[Paragraph | Grid], depth: int) -> None:
    """The paragraphs and tables below an element, in reading order."""
    for element in parent:
        if element.tag == f"{W}p":
            _paragraph(element, writing, into, depth)
        elif element.tag == f"{W}tbl":
            into.extend(_table(element, writing, depth))
        elif element.tag in _CONTAINERS:
            _blocks(element, writing, into, depth)
        elif element.tag == f"{MC}AlternateContent":
            _blocks(choice_of(element), writing, into, depth)


def _paragraph(element: etree._Element, writing: _Writing, into: list[Paragraph | Grid], depth: int) -> None:
    """The paragraph as one line per printed line break; text boxes anchored in it follow it."""
    number = writing.numbers.of(element)
    pieces = pieces_of(element)
    writing.page += pieces.pages_before
    for index, text in enumerate(pieces.lines):
        line = writing.line((number if index == 0 else "") + text)
        page = writing.page if writing.has_pages else 0
        if runs := runs_of(writing.document.raw_lines[-1], line, page):
            into.append(Paragraph(runs))
    writing.page += pieces.pages_within
    if depth < _DEEPEST:
        for box in pieces.boxes:
            _blocks(box, writing, into, depth + 1)


def _notes(root: etree._Element | None, writing: _Writing, into: list[Paragraph | Grid]) -> None:
    """The notes below the pages, after the text they belong to."""
    if root is not None:
        join_deleted(root)
    for note in root if root is not None else ():
        if note.get(f"{W}type") in (None, "normal"):
            _blocks(note, writing, into, 1)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A cell as it stands in the XML, at its first column, 0-based."""

    element: etree._Element
    column: int
    span: int
    goes_on: bool
    down: int = 1


def _table(table: etree._Element, writing: _Writing, depth: int) -> Iterator[Paragraph | Grid]:
    """The grid of a table, then what its cells hold beside text; a frame around other tables is no table."""
    rows = _with_depth([list(_cells(row)) for row in _rows(table)])
    nested = [t for row in rows for cell in row for t in cell.element.iter(f"{W}tbl")]
    if depth < _DEEPEST and nested and _is_frame(rows):
        inside: list[Paragraph | Grid] = []
        for row in rows:
            for cell in row:
                _blocks(cell.element, writing, inside, depth + 1)
        yield from inside
        return
    width = min(max((cell.column + cell.span for row in rows for cell in row), default=0), _MOST_COLUMNS)
    writing.grids += 1
    number = writing.grids
    grid = [_row(row, r, width, number, writing) for r, row in enumerate(rows, start=1)]
    if grid:
        yield Grid(tuple(grid), "docx")
    if depth < _DEEPEST:
        beside: list[Paragraph | Grid] = []
        for row in rows:
            for cell in row:
                for inner in _tables_within(cell.element):
                    beside.extend(_table(inner, writing, depth + 1))
        yield from beside


def _with_depth(rows: list[list[_Printed]]) -> list[list[_Printed]]:
    """The cells with the number of rows they cover: those below that only go on with them count."""
    down: dict[int, int] = {}
    for row in reversed(rows):
        below, down = down, {}
        for index, cell in enumerate(row):
            depth = 1 + below.get(cell.column, 0)
            if cell.goes_on:
                down[cell.column] = depth
            else:
                row[index] = replace(cell, down=depth)
    return rows


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of the table itself; a row whose insertion was tracked counts, a deleted one does not."""
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _CONTAINERS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[_Printed]:
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _of_row(row):
        properties = cell.find(f"{W}tcPr")
        span = _number(properties.find(f"{W}gridSpan"), 1) if properties is not None else 1
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        goes_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
        yield _Printed(cell, column, max(span, 1), goes_on)
        column += max(span, 1)


def _of_row(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
                yield child
        elif child.tag in _CONTAINERS:
            yield from _of_row(child)


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), _MOST_COLUMNS) if value.isdigit() else otherwise


def _is_frame(rows: list[list[_Printed]]) -> bool:
    """Whether the table only arranges other tables: nearly all its text stands in them."""
    inside = outside = 0
    for row in rows:
        for cell in row:
            outside += sum(len(text) for text in _texts(cell.element))
            inside += sum(len(t.text or "") for inner in _tables_within(cell.element) for t in inner.iter(f"{W}t"))
    return inside > outside


def _tables_within(cell: etree._Element) -> Iterator[etree._Element]:
    for child in cell:
        if child.tag == f"{W}tbl":
            yield child
        elif child.tag in _CONTAINERS:
            yield from _tables_within(child)


def _paragraphs_within(cell: etree._Element) -> Iterator[etree._Element]:
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in _CONTAINERS:
            yield from _paragraphs_within(child)


def _texts(cell: etree._Element) -> list[str]:
    """The printed lines of a cell."""
    found: list[str] = []
    for paragraph in _paragraphs_within(cell):
        pieces = pieces_of(paragraph)
        found.extend(line for line in pieces.lines if line.strip())
        found.extend(line for box in pieces.boxes for line in _texts(box))
    return found


def _row(row: list[_Printed], number: int, width: int, grid: int, writing: _Writing) -> tuple[Cell, ...]:
    """The row over all columns of the grid; lines of text are counted for the cells that hold any."""
    at = {cell.column: cell for cell in row if not cell.goes_on and cell.column < width}
    cells: list[Cell] = []
    last = 0
    for column in range(width):
        texts: list[str] = []
        if column in at:
            for paragraph in _paragraphs_within(at[column].element):
                mark = writing.numbers.of(paragraph)
                pieces = pieces_of(paragraph)
                writing.page += pieces.pages_before + pieces.pages_within
                texts.extend((mark if index == 0 else "") + text for index, text in enumerate(pieces.lines))
                texts.extend(text for box in pieces.boxes for text in _texts(box))
        texts = [text for text in texts if text.strip()]
        lines = [writing.line(text, grid, number, column + 1) for text in texts]
        if not lines and not cells:
            lines = [writing.line("", grid, number, column + 1)]
        last = lines[0] if lines else last
        offset = len(texts[0]) - len(texts[0].lstrip()) if texts else 0
        text = re.sub(r"\s*\t\s*", " ", in_one([part.strip() for part in texts]))
        span, down = (at[column].span, at[column].down) if column in at else (1, 1)
        cells.append(Cell(text, number, column + 1, writing.place(last, offset), min(span, width - column), down))
    return tuple(cells)
