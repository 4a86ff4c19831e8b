"""The printed figures of a document into which faults are seeded.

Reads extracted tables; writes nothing. Grain: one `Printed` per figure of the statutory tables and of the narrative,
in print order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.extraction.extract import Extracted

Row = dict[str, str]
Key = tuple[str, ...]
TABLES, NARRATIVE = "tables", "narrative"


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed: `offset` is its character in the raw line, -1 where only the line is known; `above` is the
    text of the figure printed above it, empty where there is none."""

    key: Key
    part: str
    line: int
    offset: int
    text: str
    numeral: str
    sign: int
    unit: str
    above: str = ""

    @property
    def value(self) -> Decimal:
        return Decimal(self.numeral) * self.sign

    @property
    def is_amount(self) -> bool:
        """Money or a percentage: what may have decimals."""
        return self.unit.endswith(("元", "%"))

    def figure_id(self, document_id: str) -> str:
        """The id that the street gives it."""
        return ":".join((document_id, *self.key))


def printed_figures(extracted: Extracted, parts: tuple[str, ...] = (TABLES, NARRATIVE)) -> list[Printed]:
    """Every figure of the parts asked for."""
    found: list[Printed] = []
    if TABLES in parts:
        found += _cells(extracted)
    if NARRATIVE in parts:
        found += _claims(extracted)
    return found


def rows_at(extracted: Extracted) -> dict[Key, list[tuple[str, int]]]:
    """Where each figure stands in the extracted tables: a displaced cell stands in two of them."""
    found: dict[Key, list[tuple[str, int]]] = {}
    for table in ("cells", "panels"):
        for number, row in enumerate(extracted.rows(table)):
            found.setdefault(_cell_key(row), []).append((table, number))
    for number, row in enumerate(extracted.claims):
        found.setdefault(_claim_key(row), []).append(("claims", number))
    return found


def _cells(extracted: Extracted) -> Iterator[Printed]:
    units = {row["table_id"]: row["unit"] for row in extracted.tables}
    cells: dict[Key, Row] = {}
    for row in (*extracted.cells, *extracted.panels):
        cells.setdefault(_cell_key(row), row)
    rows = sorted({(row["table_id"], int(row["table_row"])) for row in cells.values()})
    above = {row: rows[place - 1] for place, row in enumerate(rows) if place and rows[place - 1][0] == row[0]}
    for key, row in sorted(cells.items(), key=lambda item: (int(item[1]["line"]), int(item[1]["table_column"]))):
        if not row["numeral"]:
            continue
        table, number = above.get((row["table_id"], int(row["table_row"])), ("", 0))
        over = cells.get((table, f"r{number}", key[2]), {})
        text = over["text"] if over.get("numeral") else ""
        unit = units[row["table_id"]] or "万元"
        yield Printed(key, TABLES, int(row["line"]), -1, row["text"], row["numeral"], 1, unit, text)


def _claims(extracted: Extracted) -> Iterator[Printed]:
    last: dict[tuple[str, str, str], str] = {}
    for row in extracted.claims:
        like = (row["section"], row["aspect"], row["unit"])
        line, offset = int(row["line"]), int(row["offset"])
        numbers = (row["text"], row["numeral"], int(row["sign"]), row["unit"])
        yield Printed(_claim_key(row), NARRATIVE, line, offset, *numbers, last.get(like, ""))
        last[like] = row["text"]


def _cell_key(row: Row) -> Key:
    return (row["table_id"], f"r{row['table_row']}", f"c{row['table_column']}")


def _claim_key(row: Row) -> Key:
    return (f"L{row['line']}", row["offset"])
