"""What the columns of a matrix's panels mean, also where the headings stand one column beside their figures.

Reads a `Matrix` and the reference; writes its columns with role and code. Grain: one decision per panel: the headings
fit as printed, or shifted by one column if the column totals stated elsewhere say so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.repair.restoration.amounts import NOTHING
from pipelines.repair.restoration.facts import Meaning
from pipelines.repair.restoration.grid import Column, Matrix, Panel
from pipelines.repair.restoration.ledger import Ledger
from pipelines.repair.restoration.reference import SUBTOTALS, TOTALS, Reference, plain

_PROOF = 2
"""Agreements that headings beside their figures need: one alone may be chance."""


def understand(matrix: Matrix, reference: Reference, ledger: Ledger) -> None:
    """Every column whose meaning is settled has a role and a code; the others stay `unknown`."""
    for panel in matrix.panels:
        readings = [_read(panel, shift, reference) for shift in (0, 1, -1)]
        fits = [_fit(matrix, panel, columns, ledger) for columns in readings]
        best = max(range(len(readings)), key=lambda n: (fits[n].score, -n))
        rivals = [n for n in range(len(readings)) if fits[n].score == fits[best].score and n != best]
        if best and not _is_proven(fits[best], fits[0]):
            best, rivals = 0, []
        if rivals and not fits[best].is_whole:
            panel.columns = [replace(column, role="unknown") for column in panel.columns]
        else:
            panel.columns = readings[best]
    matrix.columns = [column for panel in matrix.panels for column in panel.columns]
    _drop_doubles(matrix)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a reading of the headings agrees with what is stated elsewhere; `unknown` counts figures without meaning."""

    agree: int
    differ: int
    unknown: int

    @property
    def score(self) -> tuple[int, int, int]:
        return self.agree - self.differ, -self.unknown, self.agree

    @property
    def is_whole(self) -> bool:
        return not self.unknown


def _is_proven(shifted: _Fit, printed: _Fit) -> bool:
    """Whether headings may be taken for shifted: nothing speaks against it, and more for it than for the print."""
    return shifted.agree >= _PROOF and not shifted.differ and shifted.agree > printed.agree


def _read(panel: Panel, shift: int, reference: Reference) -> list[Column]:
    """The columns, each under the heading printed `shift` columns to its left."""
    paths = [column.path for column in panel.columns]
    found: list[Column] = []
    for n, column in enumerate(panel.columns):
        path = paths[n - shift] if 0 <= n - shift < len(paths) else ()
        found.append(_column(column, path, reference, shift != 0))
    knows_total = any(column.role == "total" for column in found)
    first = found[0] if found else None
    follows = len(found) > 1 and found[1].role == "class"
    # The heading of the first column of figures is lost where it stands over the names: before a class comes the total.
    if first is not None and first.role == "unknown" and not knows_total and follows:
        found[0] = replace(first, role="total", is_shifted=True)
    return found


def _column(column: Column, path: tuple[str, ...], reference: Reference, is_shifted: bool) -> Column:
    names = [plain(part) for part in path]
    if not names or (names[-1] in reference.label_headers and names[-1] not in TOTALS):
        return column
    leaf = names[-1]
    klass = next((code for name in names if (code := reference.economic_classes.get(name))), "")
    if len(names) == 1 and leaf in TOTALS:
        return replace(column, role="total", is_shifted=is_shifted)
    if klass and leaf in SUBTOTALS:
        return replace(column, role="class", klass=klass, code=klass, is_shifted=is_shifted)
    if klass and len(names) > 1:
        code = reference.item_of(klass, leaf)
        role = "item" if code else "unknown"
        return replace(column, role=role, klass=klass, code=code, is_shifted=is_shifted)
    if klass:
        # A class without a subtotal: its only column is the class itself, whatever item it may be.
        return replace(column, role="class", klass=klass, code=klass, is_shifted=is_shifted)
    return _by_leaf(column, leaf, reference, is_shifted)


def _by_leaf(column: Column, leaf: str, reference: Reference, is_shifted: bool) -> Column:
    """A heading without its class: known when only one class has an item so called."""
    codes = {(klass, items[leaf]) for klass, items in reference.economic_items.items() if leaf in items}
    if len(codes) != 1:
        return column
    klass, code = codes.pop()
    return replace(column, role="item", klass=klass, code=code, is_shifted=is_shifted)


def _fit(matrix: Matrix, panel: Panel, columns: list[Column], ledger: Ledger) -> _Fit:
    """How the column totals and the row totals of the panel agree with the tables beside it under this reading."""
    filled = {n for row in panel.rows for n in row.filled}
    unknown = sum(1 for n in filled if columns[n].role == "unknown")
    agree = differ = 0
    first = next((row for row in panel.rows if row.fixed == 0), None)
    first = first or next((row for row in panel.rows if row.filled and row.fixed is None), None)
    for n, column in enumerate(columns):
        if column.role == "unknown":
            continue
        subject = f"economic:{column.code}" if column.code else "total"
        stated = ledger.elsewhere(Meaning(subject, "expenditure", "total", "general_public_budget"), matrix.table_id)
        if first is None or not first.filled or stated is None or NOTHING in (stated, first.amounts[n]):
            continue
        is_same = (first.amounts[n] - stated).may_be_zero
        agree, differ = agree + is_same, differ + (not is_same)
    return _Fit(agree + _lines_agree(matrix, panel, columns, ledger), differ, unknown)


def _lines_agree(matrix: Matrix, panel: Panel, columns: list[Column], ledger: Ledger) -> int:
    """How many labelled rows have the total that the table by function states for them."""
    at = next((n for n, column in enumerate(columns) if column.role == "total"), None)
    found = 0
    for row in panel.rows:
        if at is None or row.fixed is None or not row.numerals[at]:
            continue
        subject = matrix.labels[row.fixed].subject
        stated = ledger.elsewhere(Meaning(subject, "expenditure", "total", "general_public_budget"), matrix.table_id)
        found += stated is not None and (row.amounts[at] - stated).may_be_zero
    return found


def _drop_doubles(matrix: Matrix) -> None:
    """Two columns that claim the same code are both unknown."""
    claimed: dict[tuple[str, str], list[Column]] = {}
    for column in matrix.columns:
        if column.role != "unknown":
            claimed.setdefault((column.role, column.code), []).append(column)
    doubled = {c.number for columns in claimed.values() if len(columns) > 1 for c in columns}
    for panel in matrix.panels:
        panel.columns = [replace(c, role="unknown") if c.number in doubled else c for c in panel.columns]
    matrix.columns = [column for panel in matrix.panels for column in panel.columns]
