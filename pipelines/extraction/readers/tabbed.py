"""Tables printed with tabs: one cell per line behind a leading tab, or several cells on one line.

Reads raw lines, writes grids. Grain: a row is what stands between two blank lines (one cell per line), or one line.
Word's text export prints a horizontally merged cell once and a vertically merged one as an empty cell.
"""

from __future__ import annotations

import re

from pipelines.extraction.model import Cell, Grid, Place
from pipelines.extraction.readers.leftovers import bare

Line = tuple[int, str, int]
"""Line number, raw text, page."""

_CONTENTS_HEAD = re.compile(
    r"\s*(?:第\s?.{1,2}\s?部分|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]|附[件表]|\d{1,2}[.、])"
)
_CONTENTS_PAGE = re.compile(r"[-–—.…\s]*\d{1,3}")
_SENTENCE_END = ("。", "；", "！", "？")
_STRIP = " \r\x0b\x0c\u00a0\u3000"


def is_cell_line(raw: str) -> bool:
    """Whether the line is a single cell: a leading tab and no other tab before its text ends."""
    text = raw.strip(_STRIP)
    return text.startswith("\t") and "\t" not in text[1:].rstrip("\t")


def is_row_line(raw: str) -> bool:
    """Whether the line holds several cells: a tab stands between two texts, or before a text and after another tab."""
    if "\t" not in raw:
        return False
    cells = raw.strip(_STRIP).split("\t")
    filled = [cell for cell in cells if cell.strip(_STRIP)]
    if len(filled) < 2 and not (len(cells) > 2 and cells[0].strip(_STRIP) == "" and filled):
        return False
    return not (
        len(filled) == 2 and _CONTENTS_HEAD.match(filled[0]) and _CONTENTS_PAGE.fullmatch(filled[1].strip(_STRIP))
    )


def is_row_of(raw: str, tabs: int) -> bool:
    """Whether the line is a row of a table whose first row has so many tabs; a row may hold one text, or none."""
    return is_row_line(raw) or (tabs > 1 and raw.count("\t") == tabs)


def take_cells(lines: list[Line], start: int) -> tuple[Grid | None, int]:
    """The grid of one-cell-per-line rows from index `start` on, None if it is prose; and the index after it."""
    rows: list[list[list[Line]]] = [[]]
    at, end = start, start
    while at < len(lines):
        raw = lines[at][1]
        if is_cell_line(raw):
            rows[-1].append([lines[at]])
        elif not raw.strip():
            if rows[-1]:
                rows.append([])
            at += 1
            continue
        elif at > start and rows[-1] and lines[at - 1][1].strip(_STRIP) and not is_row_line(raw):
            rows[-1][-1].append(lines[at])
        else:
            break
        at += 1
        end = at
    kept = [row for row in rows if row]
    if _is_prose(kept):
        return None, max(end, start + 1)
    return Grid(tuple(_row(row, number) for number, row in enumerate(kept, start=1)), "tabbed"), end


def _row(cells: list[list[Line]], number: int) -> tuple[Cell, ...]:
    return tuple(
        Cell("".join(bare(line[1]) for line in cell), number, column, _place(cell))
        for column, cell in enumerate(cells, start=1)
    )


def _place(cell: list[Line]) -> Place:
    """The place of the cell's first character of text, or of its line when it is empty."""
    for number, raw, page in cell:
        if raw.strip():
            return Place(number, len(raw) - len(raw.lstrip()), page)
    return Place(cell[0][0], 0, cell[0][2])


def _is_prose(rows: list[list[list[Line]]]) -> bool:
    """Whether the tabs are mere paragraph indents: no empty cell, and most cells are sentences or stand alone."""
    texts = ["".join(bare(line[1]) for line in cell) for row in rows for cell in row]
    if not any(texts):
        return True
    if len(texts) == 1:
        return True
    if "" in texts:
        return False
    sentences = sum(1 for text in texts if text.endswith(_SENTENCE_END) or len(text) > 60)
    return sentences * 2 > len(texts)


def grid_of_rows(lines: list[Line]) -> Grid:
    """The grid of consecutive lines of tab-separated cells."""
    rows: list[tuple[Cell, ...]] = []
    for number, raw, page in lines:
        cells: list[Cell] = []
        offset = 0
        pieces = raw.rstrip("\r\n").split("\t")
        for column, piece in enumerate(pieces, start=1):
            lead = len(piece) - len(piece.lstrip()) if piece.strip() else 0
            cells.append(Cell(bare(piece), len(rows) + 1, column, Place(number, offset + lead, page)))
            offset += len(piece) + 1
        rows.append(tuple(cells))
    return Grid(tuple(rows), "tab-separated")
