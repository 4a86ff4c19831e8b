"""Which line each printed row of a panel is: the assignment, in print order, that breaks fewest identities.

Reads a panel, the identities of its matrix and what the other panels settled; writes the lines each row may stand for.
Grain: one set of lines per row with figures; a row is settled when its set holds one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipelines.repair.restoration.amounts import NOTHING, Amount
from pipelines.repair.restoration.grid import Matrix, Panel, PrintedRow
from pipelines.repair.restoration.sums import Ref, Sum
from pipelines.repair.restoration.ways import Task, backward, forward, ready

_BOUNDS = (0, 1, 2, 3, 4, 6, 8, 12)
_OMITTED = 2
"""What it costs to leave a row with figures out, beside one for each figure: more than any one broken identity."""


@dataclass(slots=True)
class Assigned:
    """What came of a panel: for each row with figures the lines it may stand for (-1: left out), and the least cost."""

    rows: list[PrintedRow]
    lines: list[set[int]]
    cost: int
    is_complete: bool

    def settled(self, number: int) -> int | None:
        """The one line the row stands for; None when several remain or it was left out."""
        if not self.is_complete or len(self.lines[number]) != 1:
            return None
        line = next(iter(self.lines[number]))
        return line if line >= 0 else None


def assign(matrix: Matrix, panel: Panel, sums: list[Sum], known: dict[Ref, Amount | None]) -> Assigned:
    """The lines each row with figures may stand for; `known` holds the settled cells of the other panels."""
    rows = [row for row in panel.rows if row.filled]
    if not rows:
        return Assigned([], [], 0, True)
    own = _own_costs(matrix, panel, rows, sums, known)
    omission = [_omission(rows, n) for n in range(len(rows))]
    task = ready(Task(matrix.labels, rows, own, omission, matrix.never_negative))
    for bound in _BOUNDS:
        if task.ahead[0][0] > bound:
            continue
        cost = forward(task, bound)
        if cost is None:
            break
        if cost <= bound:
            lines = backward(task, cost, cost)
            if cost > sum(omission[n] for n, found in enumerate(lines) if found == {-1}):
                # Where nothing fits without a fault, a reading that is nearly as good may be the true one.
                if cost + 1 > bound and forward(task, cost + 1) is None:
                    break
                near = backward(task, cost + 1, cost)
                for n, found in enumerate(lines):
                    # A line that asks for figures keeps a row with a slip; another must at least be content with it.
                    is_asked = all(own[line][-1] for line in found if line >= 0)
                    found |= {line for line in near[n] if not is_asked or line < 0 or own[line][n] == 0}
            _doubt(task, lines)
            return Assigned(rows, lines, cost, True)
    return Assigned(rows, [set(range(len(matrix.labels))) for _ in rows], -1, False)


def _doubt(task: Task, lines: list[set[int]]) -> None:
    """Adds to each row the lines beside its own that ask for figures, get none, and would be content with the row's:
    where rows are missing, a line and its only part are told apart by nothing."""
    has_changed = True
    while has_changed:
        has_changed = False
        for n, row in enumerate(task.rows):
            if row.fixed is not None or lines[n] == {-1}:
                continue
            before = [min(found) for found in lines[:n] if -1 not in found]
            after = [max(found) for found in lines[n + 1 :] if -1 not in found]
            for line in range((before[-1] if before else -1) + 1, after[0] if after else len(task.labels)):
                own = task.own[line]
                if line not in lines[n] and own[n] == 0 and own[-1]:
                    lines[n].add(line)
                    has_changed = True


def _omission(rows: list[PrintedRow], n: int) -> int:
    """What leaving the row out costs: little when it only repeats the row before it."""
    if rows[n].fixed is None and n and rows[n].numerals == rows[n - 1].numerals:
        return 1
    return _OMITTED + len(rows[n].filled)


def _own_costs(
    matrix: Matrix, panel: Panel, rows: list[PrintedRow], sums: list[Sum], known: dict[Ref, Amount | None]
) -> list[list[int | None]]:
    """How many identities of the line alone are broken, by line and row; the last entry is for no row at all."""
    at = {column.number: n for n, column in enumerate(panel.columns)}
    of_line: dict[int, list[Sum]] = defaultdict(list)
    for entry in sums:
        if entry.line is not None and any(ref[1] in at for ref in entry.refs):
            of_line[entry.line].append(entry)
    empty = [NOTHING] * len(panel.columns)
    found: list[list[int | None]] = []
    for line in range(len(matrix.labels)):
        costs: list[int | None] = []
        for row in rows:
            is_open = row.fixed is None or row.fixed == line
            amounts = row.amounts
            costs.append(
                sum(_breaks(s, at, amounts, known, matrix.never_negative) for s in of_line[line]) if is_open else None
            )
        costs.append(sum(_breaks(s, at, empty, known, matrix.never_negative) for s in of_line[line]))
        found.append(costs)
    return found


def _breaks(
    entry: Sum, at: dict[int, int], amounts: list[Amount], known: dict[Ref, Amount | None], never_negative: bool
) -> bool:
    """Whether the identity fails for sure; with terms unknown it does when they could only widen the gap."""
    value, slack = -entry.stated.value, entry.stated.slack
    open_sides: set[int] = set()
    for sign, refs in ((1, entry.whole), (-1, entry.parts)):
        for ref in refs:
            amount = amounts[at[ref[1]]] if ref[1] in at else known.get(ref)
            if amount is None:
                open_sides.add(sign)
                continue
            value += sign * amount.value
            slack += amount.slack
    if not open_sides:
        return abs(value) > slack
    if not never_negative or len(open_sides) == 2:
        return False
    # Unknown parts only take away, an unknown whole only adds.
    return value < -slack if -1 in open_sides else value > slack
