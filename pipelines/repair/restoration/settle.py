"""The panels of a matrix, one after the other, until nothing more can be settled.

Reads a `Matrix` with understood columns and its identities; writes `Settled`: which row is which line, and the values
that follow. A panel that stays ambiguous is tried again when the others have settled more.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.repair.restoration.amounts import NOTHING, Amount
from pipelines.repair.restoration.assign import Assigned, assign
from pipelines.repair.restoration.grid import Matrix, Panel, PrintedRow
from pipelines.repair.restoration.sums import Ref, Sum

_ROUNDS = 3


@dataclass(slots=True)
class Settled:
    """Rows by line, per panel; the cells' amounts (None: not settled); rows that stay open, with their choices."""

    line_of: dict[int, int] = field(default_factory=dict)
    row_at: dict[tuple[int, int], PrintedRow] = field(default_factory=dict)
    values: dict[Ref, Amount | None] = field(default_factory=dict)
    open_rows: dict[int, tuple[PrintedRow, tuple[int, ...]]] = field(default_factory=dict)
    omitted: dict[int, PrintedRow] = field(default_factory=dict)


def settle(matrix: Matrix, sums: list[Sum]) -> Settled:
    """Every row that the identities allow on one line only is settled."""
    settled = Settled()
    _forget(settled, matrix, matrix.panels)
    pending = list(matrix.panels)
    for _ in range(_ROUNDS):
        still: list[Panel] = []
        for panel in pending:
            _forget(settled, matrix, [panel])
            found = _labelled(panel) or assign(matrix, panel, sums, settled.values)
            _take(settled, matrix, panel, found)
            if any(row.row in settled.open_rows for row in panel.rows):
                still.append(panel)
        if not still or still == pending:
            break
        pending = still
    return settled


def _forget(settled: Settled, matrix: Matrix, panels: list[Panel]) -> None:
    """Nothing of these panels is settled."""
    for panel in panels:
        for row in panel.rows:
            settled.open_rows.pop(row.row, None)
            settled.omitted.pop(row.row, None)
            line = settled.line_of.pop(row.row, None)
            if line is not None:
                settled.row_at.pop((panel.number, line), None)
        for line in range(len(matrix.labels)):
            for column in panel.columns:
                settled.values[line, column.number] = None


def _labelled(panel: Panel) -> Assigned | None:
    """The rows on the lines their own labels name, when all have one and no two the same; else None."""
    rows = [row for row in panel.rows if row.filled]
    lines = [row.fixed for row in rows if row.fixed is not None]
    if len(lines) != len(rows) or len(set(lines)) != len(lines) or not rows:
        return None
    return Assigned(rows, [{line} for line in lines], 0, True)


def _take(settled: Settled, matrix: Matrix, panel: Panel, found: Assigned) -> None:
    """Notes what was found for one panel: values of settled lines, nothing on lines no row can be, None on the rest."""
    doubtful: set[int] = set()
    for number, row in enumerate(found.rows):
        line = found.settled(number)
        choices = found.lines[number]
        if line is not None:
            settled.line_of[row.row] = line
            settled.row_at[panel.number, line] = row
        elif found.is_complete and choices == {-1}:
            settled.omitted[row.row] = row
        else:
            doubtful |= choices
            settled.open_rows[row.row] = (row, tuple(sorted(choices)))
    labelled_blank = {row.fixed: row for row in panel.rows if row.fixed is not None and not row.filled}
    for line in range(len(matrix.labels)):
        printed = settled.row_at.get((panel.number, line))
        for n, column in enumerate(panel.columns):
            if printed is not None:
                amount: Amount | None = printed.amounts[n]
            else:
                amount = None if line in doubtful else NOTHING
            settled.values[line, column.number] = amount
    _blank_wholes(settled, matrix, panel, set(labelled_blank))


def _blank_wholes(settled: Settled, matrix: Matrix, panel: Panel, labelled: set[int | None]) -> None:
    """A blank line above lines with figures is not printed, not nothing: the total anywhere, others where labelled."""
    for line, label in enumerate(matrix.labels):
        if (panel.number, line) in settled.row_at or not (line == 0 or line in labelled):
            continue
        below = [settled.values[child, column.number] for child in label.children for column in panel.columns]
        if any(amount is None or amount != NOTHING for amount in below):
            for column in panel.columns:
                settled.values[line, column.number] = None
