"""A disclosure as an office program saves it: Word, Excel, Excel 97.

Reads a `Disclosure`; writes the bytes of a file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import docx
import openpyxl
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.invented.disclosure import Disclosure
from tests.invented.print import Box, Table
from tests.invented.words import printed

_TEXT_WIDTH = 9000
"""Twips between the margins of a page."""


def word(made: Disclosure) -> bytes:
    """A DOCX: headings as headings, tables with cells merged sideways and downwards."""
    document = docx.Document()
    for number, block in enumerate(made.page.blocks):
        if isinstance(block, Table):
            _word_table(document, block, made)
            document.add_paragraph("")
        elif number in made.page.headings:
            document.add_heading(block, level=2)
        else:
            document.add_paragraph(block)
    return _saved(document)


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def _word_table(document: object, table: Table, made: Disclosure) -> None:
    grid, merged = table.laid()
    spans = {(m.row, m.column): m for m in merged}
    below = {(m.row + down, m.column): m for m in merged for down in range(1, m.rows)}
    element = OxmlElement("w:tbl")
    element.append(OxmlElement("w:tblPr"))
    columns = OxmlElement("w:tblGrid")
    width = _TEXT_WIDTH // len(grid[0])
    for _ in grid[0]:
        column_width = OxmlElement("w:gridCol")
        column_width.set(qn("w:w"), str(width))
        columns.append(column_width)
    element.append(columns)
    for r, row in enumerate(grid):
        line = OxmlElement("w:tr")
        column = 0
        while column < len(row):
            span = spans.get((r, column)) or below.get((r, column))
            goes_on = (r, column) in below
            line.append(_word_cell(printed(row[column], made.habits), span, goes_on, width))
            column += span.columns if span else 1
        element.append(line)
    document.element.body.insert_element_before(element, "w:sectPr")  # type: ignore[attr-defined]


def _word_cell(text: str, span: object, goes_on: bool, width: int) -> object:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    broad = OxmlElement("w:tcW")
    broad.set(qn("w:w"), str(width * (span.columns if span is not None else 1)))  # type: ignore[attr-defined]
    broad.set(qn("w:type"), "dxa")
    properties.append(broad)
    if span is not None and span.columns > 1:  # type: ignore[attr-defined]
        wide = OxmlElement("w:gridSpan")
        wide.set(qn("w:val"), str(span.columns))  # type: ignore[attr-defined]
        properties.append(wide)
    if span is not None and span.rows > 1:  # type: ignore[attr-defined]
        tall = OxmlElement("w:vMerge")
        if not goes_on:
            tall.set(qn("w:val"), "restart")
        properties.append(tall)
    cell.append(properties)
    paragraph = OxmlElement("w:p")
    if text:
        run, words = OxmlElement("w:r"), OxmlElement("w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    cell.append(paragraph)
    return cell


@dataclass(frozen=True, slots=True)
class _Entry:
    """A cell of a sheet, 0-based: text, or a number with its format."""

    row: int
    column: int
    value: str | float
    form: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet: its entries and merged ranges (first row, last row, first column, last column), 0-based."""

    name: str
    entries: tuple[_Entry, ...]
    merged: tuple[tuple[int, int, int, int], ...]


def _sheets(made: Disclosure) -> Iterator[_Page]:
    """Running text row by row; the tables on sheets of their own, or together on one."""
    shared = made.habits.shares_sheet
    name, row = "封面", 0
    entries: list[_Entry] = []
    merged: list[tuple[int, int, int, int]] = []
    blocks = made.page.blocks
    for number, block in enumerate(blocks):
        starts_table = not isinstance(block, Table) and any(
            isinstance(b, Table) and b.title == block for b in blocks[number : number + 6]
        )
        ends_tables = isinstance(block, str) and block.startswith("第") and "部分" in block
        if entries and ((starts_table and not shared) or (ends_tables and number in made.page.headings)):
            yield _Page(name, tuple(entries), tuple(merged))
            entries, merged, row = [], [], 0
            name = f"{number} {block[:20]}"
        if not isinstance(block, Table):
            entries.append(_Entry(row, 0, block))
            row += 1
            continue
        grid, spans = block.laid()
        for r, line in enumerate(grid):
            for c, box in enumerate(line):
                if box is not None and (entry := _entry(row + r, c, box, made)) is not None:
                    entries.append(entry)
        merged += [(row + m.row, row + m.row + m.rows - 1, m.column, m.column + m.columns - 1) for m in spans]
        row += len(grid) + (shared and made.habits.parts_tables)
    yield _Page(name, tuple(entries), tuple(merged))


def _entry(row: int, column: int, box: Box, made: Disclosure) -> _Entry | None:
    text = printed(box, made.habits)
    if not text:
        return None
    if box.amount is None or made.habits.stores_text or text == "-":
        return _Entry(row, column, text)
    value = box.amount * (Decimal(10000) if made.habits.unit == "元" else 1)
    return _Entry(row, column, float(value), "#,##0.00" if made.habits.has_groups else "0.00")


def workbook(made: Disclosure) -> bytes:
    """An XLSX: numbers as numbers with a format, or as text."""
    book = openpyxl.Workbook(write_only=False)
    book.remove(book.active)
    for page in _sheets(made):
        sheet = book.create_sheet(_sheet_name(page.name))
        for entry in page.entries:
            cell = sheet.cell(entry.row + 1, entry.column + 1, entry.value)
            if isinstance(entry.value, str):
                cell.data_type = "s"
            if entry.form:
                cell.number_format = entry.form
        for top, bottom, left, right in page.merged:
            sheet.merge_cells(start_row=top + 1, end_row=bottom + 1, start_column=left + 1, end_column=right + 1)
    return _saved(book)


def workbook_97(made: Disclosure) -> bytes:
    """An XLS with the same sheets."""
    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[str, xlwt.XFStyle] = {}
    for page in _sheets(made):
        sheet = book.add_sheet(_sheet_name(page.name))
        spans = {(top, left): (bottom, right) for top, bottom, left, right in page.merged}
        for entry in page.entries:
            style = styles.setdefault(entry.form, xlwt.easyxf(num_format_str=entry.form or "General"))
            if (entry.row, entry.column) in spans:
                bottom, right = spans[entry.row, entry.column]
                sheet.write_merge(entry.row, bottom, entry.column, right, entry.value, style)
            else:
                sheet.write(entry.row, entry.column, entry.value, style)
    return _saved(book)


def _sheet_name(name: str) -> str:
    return "".join("" if c in "[]:*?/\\“”" else c for c in name)[:28]
