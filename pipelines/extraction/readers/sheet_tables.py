"""Several tables on one sheet: one below another without a blank row, or side by side.

Reads the filled rows of a sheet, writes them parted. Grain: one part per table or stretch of tables. Only a title
of its own makes a table: a blank column alone is a matter of looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extraction.readers.pieces import Piece

_TITLE = re.compile(r"\S{2,}表\s*(?:[（(].*[）)])?")
_BESIDE_TITLE = re.compile(r"\s*(?:公开|财决|财政公开|附)\s*\d+.*|.*(?:单位|部门)\s*[:：].*")
Row = dict[int, Piece]
"""The filled cells of a row by column."""


def one_below_another(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows cut where a title stands below a table, be it only the heading of an empty one."""
    part: list[Row] = []
    has_cells = False
    for row in rows:
        if has_cells and is_title(row):
            yield part
            part, has_cells = [], False
        part.append(row)
        has_cells = has_cells or (
            len(row) > 1
            and not is_title(row)
            and not all(_BESIDE_TITLE.fullmatch(p.text.strip()) for p in row.values())
        )
    if part:
        yield part


def side_by_side(rows: dict[int, Row]) -> list[dict[int, Row]]:
    """The rows of each table, left to right, where blank columns part them and each has a title; else all rows."""
    filled = {
        c for row in rows.values() for column, piece in row.items() for c in range(column, column + piece.columns)
    }
    starts = sorted(column for column in filled if column - 1 not in filled)
    parts: list[dict[int, Row]] = [{} for _ in starts]
    for number, row in rows.items():
        for column, piece in row.items():
            place = sum(1 for start in starts if start <= column) - 1
            parts[place].setdefault(number, {})[column] = piece
    if len(parts) < 2 or not all(any(is_title(row) for row in part.values()) for part in parts):
        return [rows]
    return parts


def is_title(row: Row) -> bool:
    """Whether the row holds the title of a table, alone or beside the number of its form or its unit."""
    texts = [piece.text.strip() for piece in row.values()]
    titles = [text for text in texts if _TITLE.fullmatch(text) and not _BESIDE_TITLE.fullmatch(text)]
    return len(titles) == 1 and all(text in titles or _BESIDE_TITLE.fullmatch(text) for text in texts)
