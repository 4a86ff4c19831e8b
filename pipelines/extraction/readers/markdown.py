"""Tables printed with Markdown pipes.

Reads the raw lines of one table, writes a grid. Grain: one row per printed line, the separator line apart.
"""

from __future__ import annotations

import re

from pipelines.extraction.model import Cell, Grid, Place
from pipelines.extraction.readers.leftovers import bare
from pipelines.extraction.readers.pieces import in_one

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SEPARATOR_CELL = re.compile(r"\s*:?-{2,}:?\s*")


def is_table_line(raw: str) -> bool:
    """Whether the line is a row of a pipe table."""
    text = raw.strip()
    return text.startswith("|") and text.count("|") >= 2


def grid_of(lines: list[tuple[int, str, int]]) -> Grid:
    """The grid of consecutive table lines, each given as (line number, raw text, page)."""
    rows: list[tuple[Cell, ...]] = []
    for number, raw, page in lines:
        pieces = _split(raw)
        filled = [text for _, text in pieces if text.strip()]
        if filled and all(_SEPARATOR_CELL.fullmatch(text) for text in filled):
            continue
        row = len(rows) + 1
        rows.append(
            tuple(
                Cell(_clean(text), row, column, Place(number, offset, page))
                for column, (offset, text) in enumerate(pieces, start=1)
            )
        )
    return Grid(tuple(rows), "markdown")


def _split(raw: str) -> list[tuple[int, str]]:
    """The cells of a line with the offset each begins at; an escaped pipe belongs to its cell."""
    begin = raw.index("|") + 1
    end = len(raw.rstrip())
    pieces: list[tuple[int, str]] = []
    start = at = begin
    while at < end:
        if raw[at] == "\\" and at + 1 < end and raw[at + 1] == "|":
            at += 2
            continue
        if raw[at] == "|":
            pieces.append(_piece(raw, start, at))
            start = at + 1
        at += 1
    if start < end:
        pieces.append(_piece(raw, start, end))
    return pieces


def _piece(raw: str, start: int, end: int) -> tuple[int, str]:
    text = raw[start:end]
    lead = len(text) - len(text.lstrip())
    return (start + lead if text.strip() else start), text


def _clean(text: str) -> str:
    text = text.replace("\\|", "|")
    text = in_one([part.strip() for part in _BREAK.split(text)], " ") if "<" in text else text
    return bare(text) if "[" in text or "*" in text else text.strip(" \t\u3000\u00a0")
