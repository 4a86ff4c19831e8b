"""The printed text of one Word paragraph.

Reads a `w:p` element, writes its lines, the text boxes anchored in it, and the page ends within it.
Grain: one line per printed line break.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.extraction.numerals import RAISED

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rubyPr", "rt")}
)
_MARKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "", f"{W}cr": "\n"}
_TEXT_BOX = f"{W}txbxContent"
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EMBEDDED = (f"{W}object", f"{W}altChunk", f"{W}subDoc")


@dataclass(slots=True)
class Pieces:
    """A paragraph's lines; `boxes` are the text boxes anchored in it, page ends are those the printing recorded."""

    lines: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pages_before: int = 0
    pages_within: int = 0


@dataclass(slots=True)
class _State:
    fields: list[bool] = field(default_factory=list)
    """For each open field, whether its result has begun."""


def pieces_of(paragraph: etree._Element) -> Pieces:
    """The paragraph as printed."""
    pieces = Pieces()
    state = _State()
    text: list[str] = []
    for mark in _marks(paragraph, state, pieces):
        if mark == "\x0c":
            if any(part.strip() for part in text):
                pieces.pages_within += 1
            else:
                pieces.pages_before += 1
        else:
            text.append(mark)
    whole = "".join(text)
    pieces.lines = whole.split("\n") if whole.strip() else []
    return pieces


def _marks(parent: etree._Element, state: _State, pieces: Pieces) -> Iterator[str]:
    """The texts below an element in order; a page end is a form feed."""
    for element in parent:
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{W}fldChar":
            _field(element, state)
        elif tag in (f"{W}t", _FORMULA_TEXT):
            if all(state.fields):
                text = element.text or ""
                yield text.translate(RAISED) if _is_raised(parent) else text
        elif tag in _MARKS:
            if all(state.fields):
                yield _MARKS[tag]
        elif tag == f"{W}br":
            # A page break is recorded where the printing met it; counting both would count it twice.
            if element.get(f"{W}type") not in ("page", "column"):
                yield "\n"
        elif tag == f"{W}lastRenderedPageBreak":
            yield "\x0c"
        elif tag == f"{W}sym":
            yield _symbol(element)
        elif tag == f"{MC}AlternateContent":
            yield from _marks(choice_of(element), state, pieces)
        elif tag == _TEXT_BOX:
            pieces.boxes.append(element)
        elif tag == f"{W}r" and _is_hidden(element):
            continue
        elif tag not in (f"{W}p", f"{W}tbl"):
            yield from _marks(element, state, pieces)


def choice_of(element: etree._Element) -> etree._Element:
    """The one of several alternatives that is read."""
    chosen = element.find(f"{MC}Choice")
    chosen = element.find(f"{MC}Fallback") if chosen is None else chosen
    return element if chosen is None else chosen


def _field(element: etree._Element, state: _State) -> None:
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        state.fields.append(False)
    elif kind == "separate" and state.fields:
        state.fields[-1] = True
    elif kind == "end" and state.fields:
        state.fields.pop()


def join_deleted(root: etree._Element) -> None:
    """Puts paragraphs whose mark was deleted in tracked changes together with those behind them, as accepting does."""
    for paragraph in list(root.iter(f"{W}p")):
        following = paragraph.getnext()
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is None or following is None or following.tag != f"{W}p":
            continue
        at = 1 if following.find(f"{W}pPr") is not None else 0
        for child in [child for child in paragraph if child.tag != f"{W}pPr"]:
            following.insert(at, child)
            at += 1
        paragraph.getparent().remove(paragraph)


def embedded(root: etree._Element) -> list[tuple[str, str]]:
    """What the document holds of other programs, told as unread, in Chinese and English."""
    count = sum(1 for _ in root.iter(*_EMBEDDED))
    return [(f"文中嵌入的其他文件或对象 {count} 处", f"{count} embedded files or objects")] if count else []


def _is_raised(run: etree._Element) -> bool:
    """Whether the run is set as a mark of a note above the line."""
    align = run.find(f"{W}rPr/{W}vertAlign")
    return align is not None and align.get(f"{W}val") == "superscript"


def _is_hidden(run: etree._Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val", "true") not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    """The character a symbol stands for, empty where only its font knows."""
    code = element.get(f"{W}char", "")
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= value <= 0xF8FF else chr(value)
