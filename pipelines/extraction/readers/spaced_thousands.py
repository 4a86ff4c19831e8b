"""Figures whose thousands are parted by blanks (1 234.56), in text whose cells are parted by blanks too.

Reads the words of a table's rows, writes them with such a figure as one word where that is certain. Grain: one list
per row. A group that begins with a zero (1 020.00) is no figure by itself; without one, 1 234.56 may be two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.extraction.readers.lost_spans import Word
from pipelines.extraction.readers.spaced_rows import is_figure
from pipelines.extraction.tables import marks

_FIRST = re.compile(r"-?[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}")
_LAST = re.compile(r"\d{3}\.\d{1,6}")
_WHOLE = re.compile(r"[1-9]\d*")


def with_thousands(rows: list[list[Word]], has_ordinals: bool) -> list[list[Word]]:
    """The rows, every figure whole, where one at least of the table shows how they are printed. A number of a line may
    stand before its amount: then nothing is put together."""
    found = [list(_runs(row)) for row in rows]
    is_certain = any(
        row[k].text.startswith("0") for row, runs in zip(rows, found, strict=True) for a, b in runs for k in range(a, b)
    )
    if has_ordinals or not is_certain:
        return rows
    return [_joined(row, runs) for row, runs in zip(rows, found, strict=True)]


def may_be_one(rows: Sequence[Sequence[Word]], has_ordinals: bool) -> list[bool]:
    """Of each row, whether two of its figures may be one. They are two where the table prints whole amounts alone."""
    found = [list(_runs(row)) for row in rows]
    alone = any(
        _WHOLE.fullmatch(word.text) is not None
        for row, runs in zip(rows, found, strict=True)
        for at, word in enumerate(row)
        if at and not any(a <= at < b for a, b in runs) and all(is_figure(after) for after in row[at + 1 : at + 2])
    )
    return [bool(runs) and not has_ordinals and not alone for runs in found]


def _runs(row: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Begin and end of each stretch of words that reads as one figure."""
    at = 1 if row and marks.CODE.fullmatch(row[0].text) else 0
    while at < len(row):
        end = at + 1
        if _FIRST.fullmatch(row[at].text):
            while end < len(row) and _is_next(row[end - 1], row[end]) and _GROUP.fullmatch(row[end].text):
                end += 1
            if end < len(row) and _is_next(row[end - 1], row[end]) and _LAST.fullmatch(row[end].text):
                yield at, end + 1
                end += 1
        at = end


def _is_next(left: Word, right: Word) -> bool:
    """Whether a single blank parts the words."""
    return right.place.line == left.place.line and right.place.offset - left.place.offset == len(left.text) + 1


def _joined(row: list[Word], runs: list[tuple[int, int]]) -> list[Word]:
    found: list[Word] = []
    at = 0
    for begin, end in runs:
        text = " ".join(word.text for word in row[begin:end])
        found += [*row[at:begin], Word(text, row[begin].place, row[begin].left, row[end - 1].right)]
        at = end
    return [*found, *row[at:]]
