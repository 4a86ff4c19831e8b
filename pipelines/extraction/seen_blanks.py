"""Which lines of a text are rows of a table parted by blanks, for the count of the figures that a page shows.

Reads raw lines, writes those lines' numbers and words, stretch by stretch. Grain: one list per stretch. The rules are
the count's own: no title, no heading and nothing that readers decided is looked at. A number that counts the lines up,
and the code before a name, are left out of their line's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMERAL = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,6}")
_STROKE = re.compile(r"[-—–/]{1,2}")
_SENTENCE = re.compile(r"[。；，！？]|[:：]$")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_CHINESE = re.compile(r"[“(（]?[\u4e00-\u9fff]")
_INTEGER = re.compile(r"[1-9]\d{0,2}")
_LISTED = re.compile(r"\d{1,2}[.．、)）](?!\d)|第.{1,3}(?:部分|章|节)")
_BETWEEN = re.compile(r"[-—–\s]*\d{0,4}[-—–\s]*")
_LONGEST_WORD = 40
_LEAST_ROWS = 3
"""Fewest rows that are a table; fewer lines that end with a number may be anything."""
_LEAST_AMOUNTS = 4
"""Fewest amounts of a line that is a table by itself: the expenses of one line, budget beside account."""


def rows_in_blanks(raw_lines: list[str], covered: set[int]) -> Iterator[list[tuple[int, list[str]]]]:
    """Number and words of the lines of each table parted by blanks; `covered` lines are counted already."""
    rows: list[int] = []
    for number, raw in enumerate([*raw_lines, "。"], start=1):
        text = raw.strip()
        if number not in covered and "\t" not in raw and _is_row(text):
            rows.append(number)
        elif rows and _BETWEEN.fullmatch(text):
            continue
        elif rows and (number in covered or _SENTENCE.search(_BRACKETED.sub("", text))):
            if _is_table(raw_lines, rows):
                yield [(n, _uncounted(raw_lines, n)) for n in rows]
            rows = []


def _is_row(text: str) -> bool:
    """Whether the line is words and numbers set apart, a code first or a number or stroke last, and no sentence."""
    words = text.split()
    if len(words) < 2 or text.startswith("|"):
        return False
    if not _is_figure(words[-1]) and not _CODE.fullmatch(words[0]):
        return False
    if not any(_AMOUNT.fullmatch(word) for word in words) or any(len(word) > _LONGEST_WORD for word in words):
        return False
    if _LISTED.match(text) and not all(map(_is_figure, words[1:])):
        return False
    return not _SENTENCE.search(_BRACKETED.sub("", text))


def _uncounted(raw_lines: list[str], line: int) -> list[str]:
    """The line's words without codes, and without numbers that count lines: one less above, or one more below."""
    above = next((raw for raw in reversed(raw_lines[: line - 1]) if raw.strip()), "")
    below = next((raw for raw in raw_lines[line:] if raw.strip()), "")
    near = {number + 1 for number in _integers(above)} | {number - 1 for number in _integers(below)}
    words = raw_lines[line - 1].split()
    named = [bool(_CHINESE.match(word)) for word in [*words[1:], ""]]
    return [
        word
        for word, is_before_name in zip(words, named, strict=True)
        if not (_INTEGER.fullmatch(word) and int(word) in near) and not (is_before_name and _CODE.fullmatch(word))
    ]


def _integers(raw: str) -> set[int]:
    return {int(word) for word in raw.split() if _INTEGER.fullmatch(word)}


def _is_figure(word: str) -> bool:
    return bool(_NUMERAL.fullmatch(word) or _STROKE.fullmatch(word))


def _is_table(raw_lines: list[str], rows: list[int]) -> bool:
    printed = [raw_lines[n - 1].split() for n in rows]
    amounts = [sum(1 for word in words if _AMOUNT.fullmatch(word)) for words in printed]
    columned = sum(1 for words in printed if sum(map(_is_figure, words)) > 1)
    return (len(rows) >= _LEAST_ROWS and columned > 1) or max(amounts) >= _LEAST_AMOUNTS
