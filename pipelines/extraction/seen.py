"""How many figures the page shows, counted apart from what extraction understood.

Reads the raw lines of a document and the beginnings of its parts, writes `Seen` rows. Grain: one row per line with at
least one figure. The rules here are its own: neither the readers' grids nor cells nor claims are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipelines.extraction.model import Document
from pipelines.extraction.parts import Parts
from pipelines.extraction.seen_blanks import rows_in_blanks

_WIDE = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_LEFTOVER = re.compile(r"\[(?:bookmark|image)\s*:[^\]]*\]")
_CELL = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\s?\d+)?%?|-?\d{1,3}(?: \d{3})+\.\d+")
_DIGIT = re.compile(r"\d")
_INTEGER = re.compile(r"\d{1,3}")
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}|\d{2}")
_FULL_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_COUNTED = (
    "批次|人次|家次|车次|台次|台|套|辆|个|次|人|名|户|家|分|份|项|件|条|处|场|批|岁|亩|期|册|张|宗|所|座|面|基|位|只|期"
)
_MEASURED = (
    "蒸吨|吨|公斤|公里|千米|平方米|米|公顷|个月|天|小时|千瓦时|千瓦|千伏|立方米|m²|m³|㎡|℃|[Kk][Vv]A?|KM|tce|kg/t|kgce"
)
_PROSE = re.compile(
    r"(?<![\d.A-Za-z第])(?<![A-Za-z]-)(?!(?:19|20)\d\d\s?项)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\s?\.\s?\d+)?\s?(?:余|多)?\s?"
    rf"(?:万元|亿元|千元|元|\\?%|‰|[万亿]?(?:{_COUNTED}|{_MEASURED})|[万亿](?!民|局|公司))(?!民币|月|工作日)"
)
# Articles of a rule (第4项—5项) and what a rule gives points for count nothing.
_ARTICLES = re.compile(r"第\d+[条款项]?\s?[-—–~至]+\s?\d+[条款项]")
_RULE = re.compile(r"扣\s?\d|扣完|得分|不得|得\s?\d|÷|及以上的|以下的")
_LEAST_CODES = 4
"""Fewest codes of a column of codes to the right of figures; fewer may be three whole amounts."""
_LONGEST_CELL = 400
_LONGEST_CONTINUATION = 6
_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CONTENTS = re.compile(r"(?:第.部分|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))[^\t]*\t\s*\d+\s*$")


@dataclass(frozen=True, slots=True)
class Seen:
    """The number of figures one line shows, and whether in running text or in a table."""

    line: int
    page: int
    part: str
    place: str
    figures: int


@dataclass(frozen=True, slots=True)
class _Printed:
    line: int
    text: str


def seen_of(document: Document, parts: Parts) -> list[Seen]:
    """The count of every line of the document."""
    found: dict[int, tuple[str, int]] = {}
    grids = list(_spotted_grids(document) if document.spots else _grids(document.raw_lines))
    if not document.spots:
        counted = {cell.line for rows in grids for row in rows for cell in row}
        for stretch in rows_in_blanks(document.raw_lines, counted):
            grids.append([[_Printed(number, _plain(word)) for word in words] for number, words in stretch])
    for rows in grids:
        for line, figures in _grid_figures(rows):
            found[line] = ("grid", found.get(line, ("grid", 0))[1] + figures)
    covered = {cell.line for rows in grids for row in rows for cell in row}
    covered |= {line for line, spot in document.spots.items() if spot.grid}
    for number, raw in enumerate(document.raw_lines, start=1):
        if number not in covered and (figures := _told(_plain(raw))):
            found[number] = ("prose", figures)
    pages = _pages(document)
    return [
        Seen(line, pages[line - 1], parts.part_of(line), place, figures)
        for line, (place, figures) in sorted(found.items())
        if figures
    ]


def _told(text: str) -> int:
    """How many figures running text tells."""
    if not _DIGIT.search(text):
        return 0
    return len(_PROSE.findall(_ARTICLES.sub("", text) if "第" in text else text))


def _plain(raw: str) -> str:
    return _LEFTOVER.sub("", raw).translate(_WIDE) if "[" in raw else raw.translate(_WIDE)


def _pages(document: Document) -> list[int]:
    if document.spots:
        return [spot.page if (spot := document.spots.get(n)) else 0 for n in range(1, len(document.raw_lines) + 1)]
    if document.page_count == 0:
        return [0] * len(document.raw_lines)
    pages, page = [], 1
    for raw in document.raw_lines:
        page += raw.count("\x0c") if raw.startswith("\x0c") else 0
        pages.append(page)
        page += 0 if raw.startswith("\x0c") else raw.count("\x0c")
    return pages


def _spotted_grids(document: Document) -> Iterator[list[list[_Printed]]]:
    """The printed tables of a document whose lines have spots: a cell that wraps stands at its first line."""
    grids: dict[int, dict[int, dict[int, _Printed]]] = {}
    for line, spot in sorted(document.spots.items()):
        if spot.grid:
            cells = grids.setdefault(spot.grid, {}).setdefault(spot.row, {})
            above = cells.get(spot.column)
            text = _plain(document.raw_lines[line - 1]).strip()
            cells[spot.column] = _Printed(above.line, above.text + text) if above else _Printed(line, text)
    for rows in grids.values():
        width = max(max(cells) for cells in rows.values())
        yield [[rows[r].get(c, _Printed(0, "")) for c in range(1, width + 1)] for r in sorted(rows)]


def _grids(raw_lines: list[str]) -> Iterator[list[list[_Printed]]]:
    """Stretches of lines that are rows of cells: pipes, several tabs, or one cell per line behind a tab."""
    rows: list[list[_Printed]] = []
    style = ""
    for number, raw in enumerate(raw_lines, start=1):
        text = raw.strip(" \r\u3000")
        kind = "pipe" if text.startswith("|") and text.count("|") > 1 else _tab_style(text)
        if style == "cell" and (_is_stray(text) if not kind else kind == "row" and _is_stray(text)):
            kind = "cell"
        elif style == "cell" and text and not kind and _goes_on(raw_lines, number):
            rows[-1].append(_Printed(number, _plain(text).strip()))
            continue
        if kind != style and rows and not (style == "cell" and not text):
            yield rows
            rows = []
        if kind == "pipe":
            rows.append(
                [_Printed(number, _plain(cell).strip()) for cell in text.replace("\\|", " ").strip("|").split("|")]
            )
        elif kind == "row":
            rows.append([_Printed(number, _plain(cell).strip()) for cell in raw.split("\t")])
        elif kind == "cell":
            if not rows or style != "cell" or not raw_lines[number - 2].strip(" \r\u3000"):
                rows.append([])
            rows[-1].append(_Printed(number, _plain(text).strip()))
        if kind or text or style != "cell":
            style = kind
    if rows:
        yield rows


def _tab_style(text: str) -> str:
    if "\t" not in text or _CONTENTS.match(text.translate(_WIDE)):
        return ""
    if text.startswith("\t") and "\t" not in text[1:].rstrip("\t"):
        return "cell" if len(text) < 400 else ""
    return "row" if len([cell for cell in text.split("\t") if cell.strip()]) > 1 else ""


def _is_stray(text: str) -> bool:
    """Whether a line holds one cell behind tabs too many."""
    return text.startswith("\t") and bool(text.strip()) and "\t" not in text.strip("\t \r")


def _goes_on(raw_lines: list[str], number: int) -> bool:
    """Whether a line without a tab is part of the cell above it: the next cell follows before any blank line."""
    if not raw_lines[number - 2].strip(" \r\u3000"):
        return False
    for raw in raw_lines[number : number + _LONGEST_CONTINUATION]:
        if not raw.strip():
            return raw.startswith("\t")
        if raw.startswith("\t"):
            return True
    return False


def _grid_figures(rows: list[list[_Printed]]) -> Iterator[tuple[int, int]]:
    """Line and count of figures per row: numerals that neither number a line or column nor classify it."""
    ordinals = _ordinal_columns(rows)
    codes = _code_columns(rows)
    for row in rows:
        numerals = [(i, cell) for i, cell in enumerate(row) if _CELL.fullmatch(cell.text)]
        for cell in row:
            if len(cell.text) <= _LONGEST_CELL and _DIGIT.search(cell.text) and not _CELL.fullmatch(cell.text):
                yield cell.line, 0 if _RULE.search(cell.text) else _told(cell.text)
        if not numerals or _numbers_columns(row, [cell.text for _, cell in numerals]):
            continue
        for index, cell in numerals:
            if index in ordinals and _INTEGER.fullmatch(cell.text):
                continue
            if _tells_when(row, cell.text):
                continue
            if not _classifies(row, index, codes):
                yield cell.line, 1


def _tells_when(row: list[_Printed], text: str) -> bool:
    """Whether a year or month says when something was or is to be done."""
    words = "".join(cell.text for cell in row)
    if _MONTH.fullmatch(text):
        return re.search(r"时|年限|期限|日期", words) is not None
    return _YEAR.fullmatch(text) is not None and re.search(r"起止|年限|期限|年度", words) is not None


def _ordinal_columns(rows: list[list[_Printed]]) -> frozenset[int]:
    """The columns whose whole numbers count the rows, or that say so."""
    found: set[int] = {i for row in rows[:2] for i, cell in enumerate(row) if cell.text in {"序号", "编号", "行次"}}
    for column in range(max((len(row) for row in rows), default=0)):
        values = [int(r[column].text) for r in rows if column < len(r) and _INTEGER.fullmatch(r[column].text)]
        steps = [b - a for a, b in pairwise(values)]
        if len(values) >= 4 and sum(1 for step in steps if step == 1) * 10 >= len(steps) * 8:
            found.add(column)
    return frozenset(found)


def _numbers_columns(row: list[_Printed], numerals: list[str]) -> bool:
    """Whether the row's numbers only number its columns."""
    if not all(_INTEGER.fullmatch(text) for text in numerals):
        return False
    values = [int(text) for text in numerals]
    words = "".join(cell.text for cell in row if _CHINESE.search(cell.text))
    is_rising = all(a < b for a, b in pairwise(values))
    is_named = bool(words) and re.fullmatch(r"[栏次类款项行合计\s]+", words) is not None
    return is_rising and (is_named or (not words and len(values) >= 3))


def _code_columns(rows: list[list[_Printed]]) -> frozenset[int]:
    """The columns that hold classification codes and no other numeral: full ones, or what follows them split apart."""
    found: set[int] = set()
    # Totals are merged over the columns of codes and often printed once: their figures say nothing of the columns.
    lines = [row for row in rows if not any(cell.text.endswith("合计") for cell in row)]
    for column in range(max((len(row) for row in lines), default=0)):
        numerals = [row[column].text for row in lines if column < len(row) and _CELL.fullmatch(row[column].text)]
        kind = _CODE if column - 1 in found else _FULL_CODE
        if len(numerals) >= _LEAST_CODES and all(kind.fullmatch(text) for text in numerals):
            found.add(column)
    return frozenset(found)


def _classifies(row: list[_Printed], index: int, codes: frozenset[int]) -> bool:
    """Whether a number is a classification code: it has a code's digits and the line's name follows it.

    What stands left of it is codes too, unless the table prints a second group of columns beside the first.
    """
    if not _CODE.fullmatch(row[index].text):
        return False
    for cell in row[index + 1 :]:
        if _CHINESE.search(cell.text):
            is_first = all(not c.text or _CODE.fullmatch(c.text) for c in row[:index])
            return len(row) > 2 and (is_first or index in codes)
        if cell.text and not _CODE.fullmatch(cell.text):
            return False
    return False
