"""Web pages as government sites serve them: the disclosure within, the navigation around it left out.

Reads the bytes of a page, writes the document model. Grain: one line per printed block of text and per table cell.
Scripts are never run, nothing is fetched; what the page hides is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.numerals import RAISED
from pipelines.extraction.readers import paragraphs
from pipelines.extraction.readers.encoding import MAX_BYTES, decode, refuse_too_large
from pipelines.extraction.readers.package import too_deep
from pipelines.extraction.readers.pieces import Piece, Writer, in_one

# fmt: off
_UNREAD = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "select", "option",
    "button", "input", "textarea", "head", "nav", "footer", "audio", "video", "map",
})
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "kbd", "label", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr", "ins", "o:p", "st1:chsdate",
})
# fmt: on
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "p", "caption"})
_TITLES = ("articletitle", "title")
_SPACE = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_WIDEST_SPAN = 200
_LONGEST_SPAN = 65_000
_MOST_CELLS = 2_000_000
_WITHIN = 0.8
"""Share of a page's own words (links apart) that the element with the disclosure holds."""


def read(data: bytes, _name: str, limit: int = MAX_BYTES) -> Document:
    """The document as read; raises `Unreadable` for what is empty, too large, or holds no text."""
    refuse_too_large(data, limit)
    text, encoding = _decoded(data, limit)
    document = Document(source_format="html", encoding=encoding)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise _empty() from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise too_deep()
    title = _title(root)
    body = root.find(".//body")
    body = root if body is None else body
    for element in list(body.iter(etree.Element)):
        if isinstance(element.tag, str) and (element.tag in _UNREAD or _is_hidden(element)):
            element.drop_tree()
    content = _content(body)
    writer = Writer(document)
    if title and title not in "".join(content.itertext())[:2000]:
        writer.paragraph(title)
    _walk(content, writer)
    if not document.raw_lines:
        raise _empty()
    document.blocks = paragraphs.rejoined(document.blocks)
    return document


def _empty() -> Unreadable:
    return Unreadable(
        "网页中没有文字",
        "the page holds no text",
        "请提交公开文本所在的页面或附件 / hand in the page or attachment that holds the disclosure itself",
    )


def _decoded(data: bytes, limit: int) -> tuple[str, str]:
    """The page's text, in the encoding it declares if that reads it without a fault, else as the bytes show."""
    declared = _DECLARED.search(data[:4096])
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        encoding = declared[1].decode("ascii").lower()
        encoding = "gb18030" if encoding in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else encoding
        try:
            return _undeclared(data.decode(encoding)), encoding
        except (UnicodeDecodeError, LookupError):
            pass
    text, encoding = decode(data, limit)
    return _undeclared(text), encoding


def _undeclared(text: str) -> str:
    """The text without an XML declaration, which lxml refuses in a decoded text."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"), count=1)


def _title(root: lxml_html.HtmlElement) -> str:
    """The title the page gives its article, else its own without the site's name."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == _TITLES[0] and (meta.get("content") or "").strip():
            return _SPACE.sub(" ", meta.get("content") or "").strip()
    title = root.find(".//title")
    words = _SPACE.sub(" ", title.text or "").strip() if title is not None else ""
    return re.split(r"\s*[-_|–—]\s*", words)[0]


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _content(body: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The smallest element that holds nearly all words of the page that are no links."""
    weight: dict[lxml_html.HtmlElement, int] = {}
    for element in reversed(list(body.iter(etree.Element))):
        own = 0 if element.tag == "a" else len((element.text or "").strip())
        own += sum(len((child.tail or "").strip()) + weight.get(child, 0) for child in element)
        weight[element] = 0 if element.tag == "a" else own
    whole = weight.get(body, 0)
    content = body
    while inner := [c for c in content if isinstance(c.tag, str) and weight.get(c, 0) >= whole * _WITHIN]:
        content = inner[0]
    # A table whose cells share the words, or a lone paragraph, is a part of the disclosure; what stands around it too.
    while content is not body and (content.tag in _PARTS or content.tag in _INLINE):
        content = content.getparent()
    return content


def _walk(element: lxml_html.HtmlElement, writer: Writer) -> None:
    """The blocks of text and the tables below an element, in reading order."""
    text: list[str] = []
    for piece in _stream(element):
        if isinstance(piece, str):
            text.append(piece)
            continue
        _flush(text, writer)
        if piece is not None:
            _table(piece, writer)
    _flush(text, writer)


def _flush(text: list[str], writer: Writer) -> None:
    writer.paragraph(_SPACE.sub(" ", "".join(text)))
    text.clear()


def _stream(element: lxml_html.HtmlElement) -> Iterator[str | lxml_html.HtmlElement | None]:
    """Texts, tables, and None wherever a block of text ends; without recursion, since pages nest without bounds."""
    waiting: list[tuple[str, lxml_html.HtmlElement]] = [("open", element)]
    while waiting:
        step, at = waiting.pop()
        if step == "tail":
            yield at.tail or ""
            continue
        if step == "close":
            yield None
            continue
        if at.tag == "table":
            yield at
            continue
        is_block = at.tag not in _INLINE and at.tag != "br"
        if is_block or at.tag == "br":
            yield None
        yield (at.text or "").translate(RAISED) if at.tag == "sup" else at.text or ""
        if is_block:
            waiting.append(("close", at))
        for child in reversed(at):
            if isinstance(child.tag, str):
                waiting.append(("tail", child))
                waiting.append(("open", child))


def _table(table: lxml_html.HtmlElement, writer: Writer) -> None:
    """The table's grid; a table that only arranges the page is walked through instead."""
    rows = list(_rows(table))
    nested = any(True for row in rows for cell in row for _ in cell.iter("table"))
    if nested or max((len(row) for row in rows), default=0) < 2:
        for caption in table.iterchildren("caption"):
            _walk(caption, writer)
        for row in rows:
            for cell in row:
                _walk(cell, writer)
        return
    for caption in table.iterchildren("caption"):
        _walk(caption, writer)
    writer.grid(_laid(rows), "html")


def _rows(table: lxml_html.HtmlElement) -> Iterator[list[lxml_html.HtmlElement]]:
    for child in table:
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _laid(rows: list[list[lxml_html.HtmlElement]]) -> list[list[Piece]]:
    """The cells over the columns of the table, spans laid out, a merged cell in its first place only."""
    laid: list[list[Piece]] = []
    covered: dict[int, int] = {}
    total = 0
    for row in rows:
        line: list[Piece] = []
        below: dict[int, int] = {}
        for cell in row:
            _leave_covered(line, covered, below)
            columns, down = _span(cell, "colspan"), _span(cell, "rowspan", _LONGEST_SPAN) - 1
            below.update((len(line) + n, down) for n in range(columns) if down)
            line.append(Piece(_text(cell), columns=columns, rows=down + 1))
            line.extend(Piece() for _ in range(columns - 1))
        _leave_covered(line, covered, below)
        covered = below
        laid.append(line)
        total += len(line)
        if total > _MOST_CELLS:
            raise Unreadable(
                "网页中的表格过大",
                "a table of the page is larger than any disclosure's",
                "请提交单个部门的公开文本 / hand in the disclosure of one department",
            )
    width = max((len(line) for line in laid), default=0)
    return [line + [Piece() for _ in range(width - len(line))] for line in laid]


def _leave_covered(line: list[Piece], covered: dict[int, int], below: dict[int, int]) -> None:
    """Leaves blank what cells of the rows above cover at the end of the line."""
    while covered.get(len(line), 0) > 0:
        left = covered[len(line)] - 1
        if left:
            below[len(line)] = left
        line.append(Piece())


def _span(cell: lxml_html.HtmlElement, name: str, most: int = _WIDEST_SPAN) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), most) if value.isdigit() and len(value) < 6 else 1


def _text(cell: lxml_html.HtmlElement) -> str:
    lines = [""]
    for piece in _stream(cell):
        if piece is None:
            lines.append("")
        elif isinstance(piece, str):
            lines[-1] += piece
    return _SPACE.sub(" ", in_one([line for line in lines if line.strip()])).strip()
