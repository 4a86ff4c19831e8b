"""Which line each printed row of a panel is: the assignment, in print order, that breaks fewest identities.

Reads a panel, the identities of its matrix and what the other panels settled; writes the lines each row may stand for.
Exact: a shortest path over (line, next row, open sums), pruned by what the rows' own identities already cost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pipelines.repair.restoration.amounts import NOTHING, Amount
from pipelines.repair.restoration.grid import Label, Matrix, Panel, PrintedRow
from pipelines.repair.restoration.sums import Ref, Sum

_STATES = 12_000
"""States kept before giving up, about a second; the panels met need a few hundred."""
_BOUNDS = (0, 1, 2, 3, 4, 6, 8, 12, 16)
_OMITTED = 2
"""What it costs to leave a row with figures out, beside one for each figure: more than any one broken identity."""
_LOST_TOTAL = 2
"""What it costs to say that the row of the total is not printed, instead of taking it for nothing."""
_UNKNOWN = -2

Vector = tuple[Amount, ...]
Open = tuple[tuple[int, Vector], ...]
"""The lines above that are still open: the row each got (-1: none, -2: not printed) and the sum of its parts so far."""
State = tuple[int, Open]


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


@dataclass(slots=True)
class _Task:
    """A panel made ready: what each line costs with each row, before any sum down the lines."""

    labels: list[Label]
    rows: list[PrintedRow]
    width: int
    own: list[list[int | None]]
    ahead: list[list[int]]
    omission: list[int]
    steps: list[dict[State, int]] = field(default_factory=list)


def assign(matrix: Matrix, panel: Panel, sums: list[Sum], known: dict[Ref, Amount | None]) -> Assigned:
    """The lines each row with figures may stand for; `known` holds the settled cells of the other panels."""
    rows = [row for row in panel.rows if row.filled]
    task = _Task(matrix.labels, rows, len(panel.columns), _own_costs(matrix, panel, rows, sums, known), [], [])
    task.omission = [_omission(rows, n) for n in range(len(rows))]
    task.ahead = _ahead(task)
    for bound in _BOUNDS:
        if task.ahead[0][0] > bound:
            continue
        cost = _forward(task, bound)
        if cost is None:
            break
        if cost <= bound:
            lines = _backward(task, cost, cost)
            if cost == sum(task.omission[n] for n, found in enumerate(lines) if found == {-1}):
                return Assigned(rows, lines, cost, True)
            # Where nothing fits without a fault, a reading that is nearly as good may be the true one.
            if cost + 1 > bound and _forward(task, cost + 1) is None:
                break
            return Assigned(rows, _backward(task, cost + 1, cost), cost, True)
    return Assigned(rows, [set(range(len(matrix.labels))) for _ in rows], -1, False)


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


def _ahead(task: _Task) -> list[list[int]]:
    """The least that the lines from here on cost with the rows from here on, sums down the lines left aside."""
    lines, rows = len(task.labels), len(task.rows)
    found = [[0] * (rows + 1) for _ in range(lines + 1)]
    for row in range(rows - 1, -1, -1):
        found[lines][row] = found[lines][row + 1] + task.omission[row]
    for line in range(lines - 1, -1, -1):
        for row in range(rows, -1, -1):
            options = [(task.own[line][-1] or 0) + found[line + 1][row]]
            if row < rows:
                own = task.own[line][row]
                options.append(task.omission[row] + found[line][row + 1])
                if own is not None:
                    options.append(own + found[line + 1][row + 1])
            if line == 0:
                options.append(_LOST_TOTAL + found[1][row])
            found[line][row] = min(options)
    return found


def _forward(task: _Task, bound: int) -> int | None:
    """The least cost of a whole assignment, or one more than the bound; `steps` keeps every state within it."""
    task.steps = [{(0, ()): 0}]
    for line in range(len(task.labels) + 1):
        states = task.steps[line]
        for state, cost in sorted(states.items(), key=lambda item: item[0][0]):
            _omit(task, line, state, cost, bound)
        following: dict[State, int] = {}
        for state, cost in task.steps[line].items():
            for target, step in _moves(task, line, state):
                reached = cost + step
                if reached + task.ahead[min(line + 1, len(task.labels))][target[0]] <= bound:
                    following[target] = min(reached, following.get(target, reached))
        if len(following) + len(states) > _STATES:
            return None
        task.steps.append(following)
    final = [cost for (row, _), cost in task.steps[-1].items() if row == len(task.rows)]
    return min(final, default=bound + 1)


def _omit(task: _Task, line: int, state: State, cost: int, bound: int) -> None:
    """Adds the states reached by leaving out the next rows, one after the other."""
    row, stack = state
    while row < len(task.rows):
        cost += task.omission[row]
        row += 1
        if _repeats(task, row):
            continue
        if cost + task.ahead[line][row] > bound:
            return
        states = task.steps[line]
        states[row, stack] = min(cost, states.get((row, stack), cost))


def _repeats(task: _Task, row: int) -> bool:
    """Whether the row says the same as the one before it: of a run of such rows the last are left out first."""
    return 0 < row < len(task.rows) and task.rows[row].numerals == task.rows[row - 1].numerals


def _moves(task: _Task, line: int, state: State) -> list[tuple[State, int]]:
    """What the line may be: the next row, or none; lines above that end here are summed up. The last step ends all."""
    row, stack = state
    labels = task.labels
    depth = _depth(labels, line) if line < len(labels) else 0
    closed = 0
    while len(stack) > depth:
        closed += _broken(task, stack[-1])
        stack = stack[:-1]
    if line == len(labels):
        return [((row, ()), closed)]
    found: list[tuple[State, int]] = []
    nothing = (NOTHING,) * task.width
    choices = [(-1, task.own[line][-1], nothing, row)]
    if row < len(task.rows):
        choices.append((row, task.own[line][row], tuple(task.rows[row].amounts), row + 1))
    if line == 0:
        choices.append((_UNKNOWN, _LOST_TOTAL, nothing, row))
    for chosen, own, amounts, following in choices:
        if own is None:
            continue
        above = stack
        if above and chosen >= 0:
            parent, so_far = above[-1]
            above = (*above[:-1], (parent, tuple(a + b for a, b in zip(so_far, amounts, strict=True))))
        if labels[line].children:
            above = (*above, (chosen, nothing))
        found.append(((following, above), own + closed))
    return found


def _depth(labels: list[Label], line: int) -> int:
    """How many lines above it are open when the line begins."""
    depth = 0
    while labels[line].parent >= 0:
        line = labels[line].parent
        depth += 1
    return depth


def _broken(task: _Task, entry: tuple[int, Vector]) -> int:
    """In how many columns a line is not the sum of its parts."""
    row, parts = entry
    if row == _UNKNOWN:
        return 0
    whole = task.rows[row].amounts if row >= 0 else [NOTHING] * task.width
    return sum(not (a - b).may_be_zero for a, b in zip(whole, parts, strict=True))


def _backward(task: _Task, bound: int, least: int) -> list[set[int]]:
    """The lines each row takes on some way within the bound; left out (-1) only on a way of the least cost."""
    rest: dict[State, int] = {s: 0 for s in task.steps[-1] if s[0] == len(task.rows)}
    lines: list[set[int]] = [set() for _ in task.rows]
    for line in range(len(task.labels), -1, -1):
        before: dict[State, int] = {}
        states = task.steps[line]
        for state in sorted(states, key=lambda s: -s[0]):
            row, stack = state
            cost = states[state]
            ways: list[int] = []
            for target, step in _moves(task, line, state):
                if target in rest:
                    ways.append(step + rest[target])
                    if cost + ways[-1] <= bound and target[0] > row:
                        lines[row].add(line)
            spent = 0
            for omitted in range(row, len(task.rows)):
                spent += task.omission[omitted]
                target = (omitted + 1, stack)
                if _repeats(task, omitted + 1) or target not in before:
                    continue
                ways.append(spent + before[target])
                if cost + ways[-1] <= least:
                    for out in range(row, omitted + 1):
                        lines[out].add(-1)
            if ways:
                before[state] = min(ways)
        rest = before
    return lines
