"""The rows of a damaged table and the columns it should have.

Reads the `cells` and `panels` rows of one table; writes `Line`s in print order and the orders its columns may have.
Grain: one `Line` per printed row, sound or damaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.repair.restoration.amounts import Amount, Convention
from pipelines.repair.restoration.facts import Meaning, Row, function
from pipelines.repair.restoration.reference import TOTALS, Reference, bare_label, plain

BREAKDOWN = "其中"
"""A heading that begins so heads parts of what was already counted; the forms know no columns below it."""
_OWN = "three_public"
"""What the subjects begin with of the columns that the form itself has, where its columns are subjects."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell of a damaged row."""

    column: int
    text: str
    amount: Amount
    is_figure: bool
    may_be_extra: bool


@dataclass(slots=True)
class Line:
    """A row: `fixed` amounts by column key where it fits its heading, `cells` in print order where it does not."""

    row: int
    line: int
    panel: int
    code: str
    label: str
    subject: str
    fixed: dict[str, Amount] = field(default_factory=dict)
    cells: list[Printed] = field(default_factory=list)

    @property
    def is_damaged(self) -> bool:
        return bool(self.cells)

    @property
    def figures(self) -> list[Printed]:
        return [cell for cell in self.cells if cell.is_figure]

    def meaning(self, column: Meaning) -> Meaning:
        """Which figure the row's cell in the column is."""
        if column.subject:
            return column
        return Meaning(self.subject, column.flow, column.nature, column.fund, column.aspect)


def lines_of(cells: Sequence[Row], panels: Sequence[Row], convention: Convention) -> list[Line]:
    """The rows of the table; those that stand in a panel and do not fit their heading as damaged ones."""
    misfits = {int(cell["table_row"]) for cell in cells if cell["row_fits"] == "false"}
    lines: dict[int, Line] = {}
    for cell in cells:
        row = int(cell["table_row"])
        if cell["row_fits"] == "true" and cell["column_key"]:
            line = lines.setdefault(row, _line(cell, 0))
            line.fixed[cell["column_key"]] = convention.amount(cell["numeral"])
    fitting = set(lines)
    for cell in panels:
        row = int(cell["table_row"])
        if row in fitting and row not in misfits:
            continue
        line = lines.setdefault(row, _line(cell, int(cell["panel"])))
        line.fixed.clear()
        line.cells.append(
            Printed(
                column=int(cell["table_column"]),
                text=cell["text"],
                amount=convention.amount(cell["numeral"]),
                is_figure=bool(cell["numeral"]),
                may_be_extra=any(plain(part).startswith(BREAKDOWN) for part in cell["header_path"].split("/")),
            )
        )
    return [lines[row] for row in sorted(lines)]


def _line(cell: Row, panel: int) -> Line:
    is_named = cell["row_code"] or bare_label(cell["row_label"]) in TOTALS
    subject = function(cell["row_code"]) if is_named else ""
    return Line(int(cell["table_row"]), int(cell["line"]), panel, cell["row_code"], cell["row_label"], subject)


def headed_columns(cells: Sequence[Row]) -> dict[int, str]:
    """The keys that the table's own heading gives to its columns; rows that fit come before rows that do not."""
    found: dict[int, str] = {}
    for wanted in ("true", "false"):
        for cell in cells:
            if cell["column_key"] and cell["row_fits"] == wanted:
                found.setdefault(int(cell["table_column"]), cell["column_key"])
        if found:
            break
    return dict(sorted(found.items()))


_INSIDE_BASIC = frozenset({"personnel", "public"})
"""What some provinces print within basic expenditure: no column of a form that parts basic from project."""


def orders_of(kind: str, headed: dict[int, str], panels: Sequence[Row], reference: Reference) -> list[tuple[str, ...]]:
    """The orders the table's columns may have: the printed one, or without a fitting heading those of the form."""
    if len(headed) > 1:
        return [tuple(dict.fromkeys(headed.values()))]
    # Some provinces add columns to the form of the three public expenses (会议费), which then has a heading of its own.
    columns = reference.columns.get(kind, {})
    inside = _INSIDE_BASIC if any(m.nature == "project" for m in columns.values()) else frozenset()
    known = {key: m for key, m in columns.items() if _is_of_form(key, m) and m.nature not in inside}
    by_subject = any(meaning.subject.startswith(_OWN) for meaning in known.values())
    keys = [key for key, meaning in known.items() if meaning.subject.startswith(_OWN) or not by_subject]
    if not by_subject:
        return [tuple(keys)]
    budget = [key for key in keys if known[key].aspect == "budget"]
    actual = [key for key in keys if known[key].aspect == "settled"]
    paired = tuple(key for pair in zip(budget, actual, strict=False) for key in pair)
    blocks = (*budget, *actual)
    roots = _roots(panels)
    if roots & reference.headers.get((kind, "budget"), frozenset()):
        return [blocks]
    leaves = _leaves(panels)
    if leaves & reference.headers.get((kind, "budget"), frozenset()):
        return [paired]
    return [blocks, paired]


def _is_of_form(key: str, meaning: Meaning) -> bool:
    """Whether every print of the form has the column: no part of another, no economic class, no second budget."""
    return not (meaning.flow.endswith("_part") or ":" in meaning.nature or key.startswith(("adjusted_", "initial_")))


def _roots(panels: Sequence[Row]) -> frozenset[str]:
    paths = [cell["header_path"].split("/") for cell in panels if cell["header_path"]]
    return frozenset(plain(path[0]) for path in paths if len(path) > 1)


def _leaves(panels: Sequence[Row]) -> frozenset[str]:
    paths = [cell["header_path"].split("/") for cell in panels if cell["header_path"]]
    return frozenset(plain(path[-1]) for path in paths)


def children_of(codes: Sequence[str]) -> dict[int, list[int]]:
    """Positions of the lines directly below each line, by the nearest printed code above; the total has no code."""
    position = {code: n for n, code in reversed(list(enumerate(codes)))}
    found: dict[int, list[int]] = {}
    for number, code in enumerate(codes):
        if not code or position[code] != number:
            continue
        above = next((code[:n] for n in (5, 3, 0) if n < len(code) and code[:n] in position), None)
        if above is not None:
            found.setdefault(position[above], []).append(number)
    return found
