"""Running text: which lines are one paragraph.

Reads the items of all pages in reading order, writes paragraphs (their lines) and tables as they come. Grain: one
stretch per paragraph or table. A line goes on the one before it if it begins at the margin and its first word would not
have fitted on the line before; a heading, an indent or a line that ends short begins anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.extraction.readers.paragraphs import stands_alone
from pipelines.extraction.readers.pdf.frame import Frame
from pipelines.extraction.readers.pdf.lines import Line
from pipelines.extraction.readers.pdf.tables import Table

Item = tuple[int, Line | Table]
_INDENT = 0.8
"""Least ems that a line begins right of the margin to be indented; ragged margins differ by half an em."""
_LINE_PITCH = 2.3
"""Most ems between two lines of a paragraph: official documents are set at 28 pt for type of 16 pt."""
_LOOSER = 1.35
"""How much farther apart than the paragraph's own lines a line may stand and still belong to it."""
_LONG = 0.5
"""Least share of the page's width that a line takes to tell where the margins are."""
_FIRST_WORD = re.compile(r"[（(“‘《【\[「『〔]*(?:[A-Za-z\d][A-Za-z\d.,%/\-]*|.)[，。、；：！？）)”’》】\]」』〕%％]*")
_ITEM = re.compile(
    r"\d{1,3}(?:、|[.．](?!\d))|[一二三四五六七八九十]{1,4}[、．.]|第\s?[一二三四五六七八九十\d]{1,3}\s?[部章节]"
)
_BRACKETED = re.compile(
    r"[(（]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[)）]|[①-⑳]|第\s?[一二三四五六七八九十\d]{1,3}\s?条"
)
"""Numbers that sentences also refer to (按照第（二）项): they begin a paragraph only behind the end of a sentence."""
_ENDS = re.compile(r"[。！？；：!?;:…]$")


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def stretches(items: list[Item], frames: dict[int, Frame]) -> Iterator[list[tuple[int, Line]] | Table]:
    """The paragraphs, each as its lines with their pages, and the tables between them."""
    margins = _margins(items, frames)
    open_: list[tuple[int, Line]] = []
    for page, item in items:
        if isinstance(item, Table):
            if open_:
                yield open_
            open_ = []
            yield item
            continue
        if open_ and not _goes_on(open_, page, item, margins, frames):
            yield open_
            open_ = []
        open_.append((page, item))
    if open_:
        yield open_


def _margins(items: list[Item], frames: dict[int, Frame]) -> dict[int, _Margins]:
    """The margins of every page: those of all pages of its width, by their long lines."""
    lefts: dict[int, list[float]] = defaultdict(list)
    rights: dict[int, list[float]] = defaultdict(list)
    for page, item in items:
        width = frames[page].width
        if not isinstance(item, Table) and item.right - item.left > _LONG * width:
            lefts[round(width)].append(item.left)
            rights[round(width)].append(item.right)
    found: dict[int, _Margins] = {}
    for page, frame in frames.items():
        key = round(frame.width)
        if lefts[key]:
            left, right = sorted(lefts[key]), sorted(rights[key])
            found[page] = _Margins(left[len(left) // 20], right[(len(right) - 1) * 19 // 20])
        else:
            found[page] = _Margins(frame.width * 0.1, frame.width * 0.9)
    return found


def _goes_on(
    before: list[tuple[int, Line]], page: int, line: Line, margins: dict[int, _Margins], frames: dict[int, Frame]
) -> bool:
    last_page, last = before[-1]
    margin = margins[last_page]
    if page == last_page and not _is_near(before, line):
        return False
    if page != last_page and page != last_page + 1:
        return False
    if not _is_full(last, line, margin) or stands_alone(line.text) or stands_alone(last.text):
        return False
    if (
        _is_centred(last, frames[last_page])
        and _is_centred(line, frames[page])
        and abs(last.em - line.em) < 0.1 * last.em
    ):
        return page == last_page and not _ENDS.search(last.text)
    if line.left > margins[page].left + _INDENT * line.em and line.left > last.left + _INDENT * line.em:
        return False
    if line.left > margins[page].left + _INDENT * line.em and len(before) > 1:
        return False
    return not (_ITEM.match(line.text) or (_BRACKETED.match(line.text) and _ENDS.search(last.text)))


def _is_near(before: list[tuple[int, Line]], line: Line) -> bool:
    last = before[-1][1]
    pitch = line.base - last.base
    if pitch <= 0 or pitch > _LINE_PITCH * max(line.em, last.em):
        return False
    if len(before) > 1 and before[-2][0] == before[-1][0]:
        own = last.base - before[-2][1].base
        return pitch <= _LOOSER * max(own, 1.2 * max(line.em, last.em))
    return True


def _is_full(last: Line, line: Line, margin: _Margins) -> bool:
    """Whether the first word of `line` would not have fitted behind `last`."""
    word = _FIRST_WORD.match(line.text)
    end = word.end() if word else 1
    needed = line.edges[end] - line.left
    return last.right + needed > margin.right - 0.6 * line.em


def _is_centred(line: Line, frame: Frame) -> bool:
    middle = (line.left + line.right) / 2
    return abs(middle - frame.width / 2) < line.em
