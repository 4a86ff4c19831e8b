"""The matrix table as printed: panels of columns and rows, and the lines its rows may stand for.

Reads the `panels` rows of one table; writes a `Matrix`. Grain: one `Label` per line of the form, one `Column` per
printed column of figures, one `PrintedRow` per printed row of a panel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.repair.restoration.amounts import Amount, Convention
from pipelines.repair.restoration.facts import Row, function
from pipelines.repair.restoration.lines import children_of
from pipelines.repair.restoration.reference import TOTALS, bare_label


@dataclass(frozen=True, slots=True)
class Label:
    """A line: its code (empty for the total) and printed name, and the positions of the lines directly below it."""

    code: str
    name: str
    parent: int
    children: tuple[int, ...]

    @property
    def subject(self) -> str:
        return function(self.code)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: `role` is `total`, `class`, `item`, or `unknown`; `number` counts over all panels."""

    number: int
    panel: int
    column: int
    path: tuple[str, ...]
    role: str = "unknown"
    klass: str = ""
    code: str = ""
    is_shifted: bool = False


@dataclass(slots=True)
class PrintedRow:
    """A row of a panel: its cells by position in the panel's columns; `fixed` is the line its own label names."""

    panel: int
    row: int
    line: int
    texts: list[str]
    numerals: list[str]
    amounts: list[Amount]
    fixed: int | None = None

    @property
    def filled(self) -> tuple[int, ...]:
        """Positions of the cells with figures."""
        return tuple(n for n, numeral in enumerate(self.numerals) if numeral)


@dataclass(slots=True)
class Panel:
    """A grid of the matrix."""

    number: int
    columns: list[Column]
    rows: list[PrintedRow]


@dataclass(slots=True)
class Matrix:
    """The table: its lines, panels, and how it writes figures."""

    table_id: str
    labels: list[Label]
    panels: list[Panel]
    convention: Convention
    never_negative: bool = True
    columns: list[Column] = field(default_factory=list)


def matrix_of(
    table_id: str, cells: Sequence[Row], known_rows: Iterable[tuple[str, str]], convention: Convention
) -> Matrix | None:
    """The matrix, its columns not yet understood; None when neither it nor the table beside it names its lines."""
    named = [(c["row_code"], c["row_label"]) for c in cells if c["row_code"] or bare_label(c["row_label"]) in TOTALS]
    labels = _labels(dict.fromkeys(named), dict.fromkeys(known_rows))
    if not labels:
        return None
    matrix = Matrix(table_id, labels, [], convention)
    position = {label.code: n for n, label in enumerate(labels)}
    by_panel: dict[int, dict[int, list[Row]]] = {}
    for cell in cells:
        by_panel.setdefault(int(cell["panel"]), {}).setdefault(int(cell["table_row"]), []).append(cell)
    for number, rows in sorted(by_panel.items()):
        first = next(iter(rows.values()))
        offset = len(matrix.columns)
        columns = [
            Column(offset + n, number, int(c["table_column"]), tuple(p for p in c["header_path"].split("/") if p))
            for n, c in enumerate(first)
        ]
        printed = [_printed(number, row, convention, position) for row in rows.values()]
        matrix.panels.append(Panel(number, columns, printed))
        matrix.columns += columns
    amounts = [amount for panel in matrix.panels for row in panel.rows for amount in row.amounts]
    matrix.never_negative = all(amount.value >= 0 for amount in amounts)
    return matrix


def _labels(named: Iterable[tuple[str, str]], known: Iterable[tuple[str, str]]) -> list[Label]:
    """The lines in the order of the form: those the matrix names and those of the table beside it, total first."""
    names: dict[str, str] = {}
    own: list[str] = []
    for code, name in named:
        names.setdefault(code, name)
        own.append(code)
    for code, name in known:
        names.setdefault(code, name)
    if not names:
        return []
    names.setdefault("", "合计")
    own = [code for code in dict.fromkeys(own) if code]
    is_rising = all(a < b for a, b in pairwise(own))
    codes = ["", *(sorted(code for code in names if code) if is_rising else own)]
    below = children_of(codes)
    above = {child: parent for parent, children in below.items() for child in children}
    return [Label(c, names[c], above.get(n, -1), tuple(below.get(n, ()))) for n, c in enumerate(codes)]


def _printed(panel: int, cells: list[Row], convention: Convention, position: dict[str, int]) -> PrintedRow:
    code, label = cells[0]["row_code"], cells[0]["row_label"]
    fixed = position.get(code) if code else 0 if bare_label(label) in TOTALS else None
    return PrintedRow(
        panel=panel,
        row=int(cells[0]["table_row"]),
        line=int(cells[0]["line"]),
        texts=[cell["text"] for cell in cells],
        numerals=[cell["numeral"] for cell in cells],
        amounts=[convention.amount(cell["numeral"]) for cell in cells],
        fixed=fixed,
    )
