"""Where each figure stands on its page or sheet.

Reads the document's spots and the rows just extracted, writes `places.csv`. Grain: one row per figure of a document
that has spots (a page with boxes, a sheet with cells, recognised characters); none for plain text.
"""

from __future__ import annotations

from pipelines.extraction.contract import COLUMNS, Row
from pipelines.extraction.model import Document


def place_rows(
    document: Document, cells: list[Row], panels: list[Row], claims: list[Row], performance: list[Row]
) -> list[Row]:
    """The places, in the order of the figures; the key of a figure is its figure_id without the document."""
    if not document.spots:
        return []
    rows: dict[str, Row] = {}
    for row in (*cells, *panels):
        if row["text"]:
            key = f"{row['table_id']}:r{row['table_row']}:c{row['table_column']}"
            rows.setdefault(key, _row(document, key, row, 0))
    for row in claims:
        key = f"L{row['line']}:{row['offset']}"
        rows[key] = _row(document, key, row, int(row["offset"]))
    for row in performance:
        in_table = row["table_id"] and row["table_row"] and row["table_column"]
        stand = f"{row['table_id']}:r{row['table_row']}:c{row['table_column']}" if in_table else f"L{row['line']}"
        key = f"{stand}:p{row['offset']}"
        rows[key] = _row(document, key, row, int(row["offset"]))
    return [row for row in rows.values() if any(row[column] for column in COLUMNS["places"][1:])]


def _row(document: Document, key: str, row: Row, offset: int) -> Row:
    spot = document.spots.get(int(row["line"]))
    if spot is None:
        return dict.fromkeys(COLUMNS["places"], "")
    raw = document.raw_lines[int(row["line"]) - 1]
    start = offset or max(raw.find(row["text"]), 0)
    box = spot.box_of(start, len(row["text"]))
    left, top, right, bottom = (f"{value:.1f}" for value in box) if box else ("", "", "", "")
    return {
        "figure": key,
        "sheet": spot.sheet,
        "sheet_cell": spot.cell,
        "box_left": left,
        "box_top": top,
        "box_right": right,
        "box_bottom": bottom,
        "confidence": spot.confidence,
    }
