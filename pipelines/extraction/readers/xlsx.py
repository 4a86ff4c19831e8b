"""Workbooks (OOXML): every visible sheet, its cells as they are displayed.

Reads the bytes of an `.xlsx`, streaming its sheets; writes the document model. Grain: one line per filled cell.
What a formula last gave is read, never computed; a formula without such a value is refused.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers import paragraphs
from pipelines.extraction.readers.encoding import MAX_BYTES, refuse_too_large
from pipelines.extraction.readers.package import HARMLESS, Package, damaged, of_office, refuse_entities
from pipelines.extraction.readers.pieces import Piece, Writer
from pipelines.extraction.readers.sheets import Format, Sheet, add_sheet, displayed, hidden_sheet, no_words

LABEL = "Excel"
_RELATION = re.compile(r"\{[^}]*relationships\}id")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_CELLS = 1_000_000
_MOST_COLUMNS = 1000


def read(data: bytes, _name: str, limit: int = MAX_BYTES) -> Document:
    """The document as read; raises `Unreadable` for what is damaged, encrypted, without words or without values."""
    refuse_too_large(data, limit)
    package = Package(data, LABEL)
    book = package.xml_of("xl/workbook.xml")
    if book is None:
        raise no_words(LABEL)
    targets = _targets(package)
    has_1904 = any(p.get("date1904") in ("1", "true") for p in book.iter("{*}workbookPr"))
    shared = _Book(_shared_texts(package), _formats(package), has_1904)
    document = Document(source_format="xlsx", encoding="utf-8")
    writer = Writer(document)
    hidden: list[str] = []
    for number, entry in enumerate(book.iter("{*}sheet"), start=1):
        name = entry.get("name", "")
        if entry.get("state", "visible") != "visible":
            hidden.append(name)
            continue
        part = targets.get(next((v for k, v in entry.attrib.items() if _RELATION.fullmatch(k)), ""), "")
        if part in package.names and "worksheets/" in part:
            writer.page, writer.sheet = number, name
            add_sheet(_sheet(package, part, shared), writer)
            document.page_count = number
    document.unread.extend(hidden_sheet(name) for name in hidden)
    if not document.raw_lines:
        raise no_words(LABEL)
    document.blocks = paragraphs.rejoined(document.blocks)
    return document


def _targets(package: Package) -> dict[str, str]:
    """The part behind each relation of the workbook; links to the outside are none."""
    root = package.xml_of("xl/_rels/workbook.xml.rels")
    found: dict[str, str] = {}
    for relation in root if root is not None else ():
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[relation.get("Id", "")] = path
    return found


def _shared_texts(package: Package) -> list[str]:
    root = package.xml_of("xl/sharedStrings.xml")
    return [_text_of(item) for item in root] if root is not None else []


def _text_of(item: etree._Element) -> str:
    """The text of a string, its phonetic readings left out."""
    parts: list[str] = []
    for child in item:
        name = etree.QName(child).localname
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(t.text or "" for t in child.iterchildren("{*}t"))
    return "".join(parts)


def _formats(package: Package) -> list[Format]:
    """The number format of every cell style, by its number."""
    root = package.xml_of("xl/styles.xml")
    if root is None:
        return []
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter("{*}numFmt")}
    styles = next(root.iter("{*}cellXfs"), None)
    return (
        [Format.of(own.get(x.get("numFmtId", "0")), x.get("numFmtId", "0")) for x in styles]
        if styles is not None
        else []
    )


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of every sheet refer to."""

    texts: list[str]
    formats: list[Format]
    has_1904: bool


def _sheet(package: Package, part: str, book: _Book) -> Sheet:
    """The filled cells of a sheet by row and column, both 1-based, and what its merged cells cover."""
    sheet = Sheet()
    row_number = 0
    for event, element in _elements(package.bytes_of(part)):
        name = etree.QName(element).localname
        if event == "start":
            if name == "row":
                row_number = _natural(element.get("r"), row_number + 1)
                if element.get("hidden") in ("1", "true"):
                    sheet.hidden_rows.add(row_number)
            elif name == "col" and element.get("hidden") in ("1", "true"):
                first, last = _natural(element.get("min"), 0), _natural(element.get("max"), 0)
                sheet.hidden_columns.update(range(first, min(last, _MOST_COLUMNS) + 1))
            continue
        if name == "c":
            _take(element, sheet, row_number, book)
        elif name == "mergeCell":
            sheet.merge(element.get("ref", ""))
        if name in ("c", "row", "mergeCell"):
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return sheet


def _elements(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    refuse_entities(data, LABEL)
    try:
        for number, (event, element) in enumerate(etree.iterparse(BytesIO(data), events=("start", "end"), **HARMLESS)):
            yield event, element if number else of_office(element, LABEL)
    except etree.XMLSyntaxError as error:
        raise damaged(LABEL) from error


def _natural(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else otherwise


def _take(element: etree._Element, sheet: Sheet, row: int, book: _Book) -> None:
    """Adds a cell's displayed text to the sheet; a blank adds nothing."""
    match = _CELL.fullmatch(element.get("r") or "")
    column = column_number(match[1]) if match else sheet.last_column(row) + 1
    if column > _MOST_COLUMNS:
        return
    address = f"{column_name(column)}{row}"
    kind = element.get("t", "n")
    value = element.find("{*}v")
    printed = (value.text or "") if value is not None else ""
    if kind == "inlineStr":
        inner = element.find("{*}is")
        text = _text_of(inner) if inner is not None else ""
    elif kind == "s":
        text = book.texts[int(printed)] if printed.isdigit() and int(printed) < len(book.texts) else ""
    elif kind in ("str", "e", "d"):
        text = printed
    elif kind == "b":
        text = {"1": "TRUE", "0": "FALSE"}.get(printed, "")
    else:
        style = _natural(element.get("s"), 0)
        text = displayed(printed, book.formats[style] if style < len(book.formats) else Format(), book.has_1904)
    if not printed and kind != "inlineStr" and element.find("{*}f") is not None:
        sheet.without_values.append(address)
    if text.strip():
        sheet.add(row, column, Piece(text, address))
        if len(sheet.cells) > _MOST_CELLS:
            raise Unreadable(
                f"工作簿过大（单表超过 {_MOST_CELLS} 个单元格）",
                f"the workbook is too large (a sheet of more than {_MOST_CELLS} filled cells)",
                "请只提交一个部门的决算公开表 / hand in the tables of one department",
            )


def column_number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
