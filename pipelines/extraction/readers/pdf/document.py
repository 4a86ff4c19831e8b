"""A PDF as a document: pages read one by one, their tables and paragraphs joined where a page end cut them.

Reads a PDF's bytes, writes the document model; `line` counts the pieces of text (a line of running text, a line within
a cell) in reading order. Grain: one `Document` per file. Raises `Unreadable` where no text can be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Cell, Document, Grid, Paragraph, Place, Run, Spot
from pipelines.extraction.readers import paragraphs
from pipelines.extraction.readers.encoding import MAX_BYTES
from pipelines.extraction.readers.pdf import apart, pictures
from pipelines.extraction.readers.pdf.bounds import is_plain
from pipelines.extraction.readers.pdf.draft import AlignedTable, continued
from pipelines.extraction.readers.pdf.frame import Frame
from pipelines.extraction.readers.pdf.furniture import without_furniture
from pipelines.extraction.readers.pdf.lines import Line
from pipelines.extraction.readers.pdf.page import Page, page_of
from pipelines.extraction.readers.pdf.pdfium import MAX_PAGES, RawPage, opened, page_count, pages_of
from pipelines.extraction.readers.pdf.prose import stretches
from pipelines.extraction.readers.pdf.runs import PageText, runs_of
from pipelines.extraction.readers.pdf.tables import Room, Table

_LINEARIZED = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", re.DOTALL)
_UNMAPPED_SHARE = 0.05
"""Largest share of characters without a Unicode mapping with which a document is still read: symbols and bullets."""


def read(data: bytes, _name: str, limit: int = MAX_BYTES) -> Document:
    """The document as read; raises `Unreadable` with a reason and what to do."""
    _refuse_unsuitable(data, limit)
    with opened(data) as handle:
        count = page_count(handle)
        _refuse_page_count(count)
        if is_plain(data, count):
            return _read(handle, count)
    return apart.read(data)


def read_here(data: bytes, before_picture: Callable[[], None]) -> Document:
    """The document as read in this process, whatever it unpacks to; `before_picture` is called before each page that is
    recognised."""
    with opened(data) as handle:
        return _read(handle, page_count(handle), before_picture)


def _read(handle: Any, count: int, before_picture: Callable[[], None] = lambda: None) -> Document:
    reading = _Reading(before_picture)
    for raw in pages_of(handle):
        reading.take(raw)
    return reading.document(count)


class _Reading:
    """What is known while the pages pass."""

    def __init__(self, before_picture: Callable[[], None]) -> None:
        self._before_picture = before_picture
        self.pages: list[Page] = []
        self.without_text: list[int] = []
        self.characters = 0
        self.unmapped = 0
        self.notes: list[str] = []
        self.unread: list[tuple[str, str]] = []

    def take(self, raw: RawPage) -> None:
        """Reads one page while it is open."""
        text = runs_of(raw)
        if not text.runs and pictures.is_picture(raw):
            self._before_picture()
            found = pictures.recognised(pictures.Picture(raw))
            if found is None:
                self.without_text.append(raw.number)
                return
            text = pictures.text_of(found, raw)
        self.characters += text.characters
        self.unmapped += text.unmapped
        self.pages.append(page_of(raw, text))
        self._note(raw.number, text)

    def _note(self, number: int, text: PageText) -> None:
        for count, what in (
            (text.unmapped, "characters without a Unicode mapping"),
            (text.hidden, "characters are invisible"),
            (text.outside, "characters stand outside the page"),
            (text.slanting, "characters stand aslant"),
        ):
            if count:
                self.notes.append(f"page {number}: {count} {what}")

    def document(self, page_count: int) -> Document:
        """The document; raises `Unreadable` when its text cannot be trusted or it has none."""
        _refuse_unmapped(self.unmapped, self.characters)
        _refuse_scan(self.without_text, sum(1 for page in self.pages if page.items))
        if self.without_text:
            pages = ", ".join(map(str, self.without_text))
            self.unread.append((f"只有图片、没有文字的页：{pages}", f"pages without text, only pictures: {pages}"))
        self.notes.extend(without_furniture(self.pages))
        document = _assembled(self.pages, page_count, self.notes)
        document.unread = self.unread
        return document


def _assembled(pages: list[Page], page_count: int, notes: list[str]) -> Document:
    document = Document(source_format="pdf", page_count=page_count, notes=notes)
    frames = {page.number: page.frame for page in pages}
    writer = _Writer(document, frames)
    blocks: list[Paragraph | Grid] = []
    for stretch in stretches(_flow(pages), frames):
        blocks.append(writer.grid(stretch) if isinstance(stretch, Table) else writer.paragraph(stretch))
    document.blocks = paragraphs.rejoined(blocks)
    document.line_count = len(document.raw_lines)
    return document


def _flow(pages: list[Page]) -> list[tuple[int, Line | Table]]:
    """All items in reading order with their pages, a table cut by a page end as one."""
    flow: list[tuple[int, Line | Table]] = []
    for page in pages:
        for position, item in enumerate(page.items):
            last = flow[-1][1] if flow else None
            whole = None
            if position == 0 and isinstance(item, Table) and isinstance(last, Table):
                whole = continued(last, item)
            if whole is not None:
                flow[-1] = (page.number, whole)
            elif isinstance(item, AlignedTable) and not item.is_certain and not item.has_rows:
                flow.extend((page.number, line) for line in item.as_lines)
            else:
                flow.append((page.number, item))
    return flow


class _Writer:
    """Numbers the pieces of text and says where each stands."""

    def __init__(self, document: Document, frames: dict[int, Frame]) -> None:
        self._document = document
        self._frames = frames
        self._grids = 0

    def paragraph(self, lines: list[tuple[int, Line]]) -> Paragraph:
        return Paragraph(tuple(Run(line.text, self._piece(line, page)) for page, line in lines))

    def grid(self, table: Table) -> Grid:
        """The grid of a draft: every place of its raster a cell, a merged one in the first of its places."""
        self._grids += 1
        rooms = {(room.row, room.column): room for room in table.rooms}
        width = len(table.xs) - 1
        rows: list[tuple[Cell, ...]] = []
        for row in range(table.height):
            at: Place | None = None
            found: list[tuple[Room | None, Place | None]] = []
            for column in range(width):
                room = rooms.get((row, column))
                place = self._cell(room, row, column) if room and room.lines else None
                at = at or place
                found.append((room, place))
            blank = at or Place(max(len(self._document.raw_lines), 1), 0, table.page)
            cells: list[Cell] = []
            for column, (room, place) in enumerate(found):
                text = room.text if room else ""
                spans = (room.columns, room.rows) if room else (1, 1)
                cells.append(Cell(text, row + 1, column + 1, place or Place(blank.line, 0, blank.page), *spans))
            rows.append(tuple(cells))
        return Grid(tuple(rows), table.print)

    def _cell(self, room: Room, row: int, column: int) -> Place:
        places = [self._piece(line, room.page, self._grids, row + 1, column + 1) for line in room.lines]
        return places[0]

    def _piece(self, line: Line, page: int, grid: int = 0, row: int = 0, column: int = 0) -> Place:
        frame = self._frames[page]
        box = frame.shown_box((line.left, line.top, line.right, line.bottom))
        number = len(self._document.raw_lines) + 1
        self._document.raw_lines.append(line.text)
        self._document.spots[number] = Spot(
            box=box,
            edges=tuple(line.edges) if frame.read == frame.shown else (),
            confidence=line.confidence,
            page=page,
            grid=grid,
            row=row,
            column=column,
        )
        return Place(number, 0, page)


def _refuse_unsuitable(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise Unreadable(
            f"文件过大（{len(data) / 1048576:.1f} MB，上限 {limit / 1048576:.0f} MB）",
            f"the file is too large ({len(data) / 1048576:.1f} MB, the limit is {limit / 1048576:.0f} MB)",
            "请只提交一个部门的决算公开文本 / hand in the text of one department's disclosure",
        )
    linearized = _LINEARIZED.search(data[:2048])
    if b"%%EOF" not in data or (linearized and int(linearized[1]) > len(data)):
        raise Unreadable(
            "PDF 文件不完整（下载或复制时被截断）",
            "the PDF is truncated: its end is missing",
            "请重新下载或重新导出 / download or export it again",
        )


def _refuse_page_count(count: int) -> None:
    if count == 0:
        raise Unreadable("PDF 没有任何页面", "the PDF has no pages", "请重新导出后再试 / export the document again")
    if count > MAX_PAGES:
        raise Unreadable(
            f"PDF 页数过多（{count} 页，上限 {MAX_PAGES} 页）",
            f"the PDF has {count} pages, the limit is {MAX_PAGES}",
            "请只提交一个部门的决算公开文本 / hand in the text of one department's disclosure",
        )


def _refuse_unmapped(unmapped: int, characters: int) -> None:
    if unmapped > _UNMAPPED_SHARE * characters:
        raise Unreadable(
            f"PDF 字体缺少 Unicode 映射：{characters} 个字符中有 {unmapped} 个无法识别",
            f"the PDF's fonts lack a Unicode mapping: {unmapped} of {characters} characters cannot be known",
            "请从原始文档重新导出 PDF，或安装 juesuan[ocr] 后按图片识别 / export the PDF again from its source, "
            "or install juesuan[ocr] to read it as pictures",
        )


def _refuse_scan(without_text: list[int], with_text: int) -> None:
    if without_text and len(without_text) >= with_text:
        total = len(without_text) + with_text
        raise Unreadable(
            f"PDF 是扫描件：{total} 页中有 {len(without_text)} 页没有文字层",
            f"the PDF is a scan: {len(without_text)} of {total} pages have no text layer",
            "请安装 juesuan[ocr] 识别，或提交带文字层的 PDF / install juesuan[ocr] to have it recognised, "
            "or hand in a PDF with text",
        )
    if not with_text:
        raise Unreadable(
            "PDF 中没有任何文字", "the PDF holds no text at all", "请重新导出后再试 / export the document again"
        )
