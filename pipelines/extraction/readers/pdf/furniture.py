"""What is printed on every page and belongs to none: page numbers and running heads.

Reads the pages of a document, removes such lines from them, writes what was removed. Grain: one note per text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from pipelines.extraction.readers.pdf.lines import Line
from pipelines.extraction.readers.pdf.page import Page
from pipelines.extraction.readers.pdf.tables import Table

_EDGE = 0.12
"""Share of the page's height at its head and foot in which page numbers and running heads stand."""
_LEAST_PAGES = 3
_LEAST_SHARE = 0.4
"""Least share of the pages that a running head stands on."""
_PAGE_NUMBER = re.compile(
    r"[\s\-—–－·.~]*(?:第\s?)?\d{1,4}(?:\s?页)?(?:\s?[/,，共]\s?(?:共\s?)?\d{1,4}(?:\s?页)?)?[\s\-—–－·.~]*|[IVXivx]{1,6}"
)
_PART_OF_TABLE = re.compile(r"单位|金额|万元|表|部门[^，。]{0,6}[:：]|编制|注")


_NAMES_ALL = re.compile(r"[预决]算")
"""What a running head that names the disclosure holds: on the first page it may stand nowhere else."""


def without_furniture(pages: list[Page]) -> list[str]:
    """The page numbers and running heads, now gone from the pages."""
    outermost = [(page, line) for page in pages for line in _outermost(page)]
    heads: dict[str, set[int]] = defaultdict(set)
    for page, line in outermost:
        heads[_key(line)].add(page.number)
    enough = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    removed: dict[str, int] = defaultdict(int)
    for page, line in outermost:
        is_number = bool(_PAGE_NUMBER.fullmatch(line.text))
        repeated = len(heads[_key(line)]) >= enough and not _PART_OF_TABLE.search(line.text)
        if is_number or (repeated and not (page is pages[0] and _NAMES_ALL.search(line.text))):
            page.items.remove(line)
            removed["page numbers" if is_number else line.text[:20]] += 1
    return [f"left out on {count} pages: {text}" for text, count in removed.items()]


def _key(line: Line) -> str:
    return re.sub(r"\s", "", line.text)


def _outermost(page: Page) -> list[Line]:
    """The lines in the head and foot of the page with no other text beyond them."""
    height = page.frame.height
    head = _until_inside(page.items, lambda line: line.bottom < height * _EDGE)
    foot = _until_inside(page.items[::-1], lambda line: line.top > height * (1 - _EDGE))
    return head + [line for line in foot if line not in head]


def _until_inside(items: list[Line | Table], is_edge: Callable[[Line], bool]) -> list[Line]:
    found: list[Line] = []
    for item in items:
        if isinstance(item, Table) or not is_edge(item):
            break
        found.append(item)
    return found
