"""The ways through a panel: lines taken by rows in print order, with the sums down the lines they leave open.

Reads a `Task`; writes the least cost of a whole way, and the lines each row takes on the ways within a bound. Exact: a
shortest path over (line, next row, open sums), pruned by what the rows' own identities will cost at least.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.repair.restoration.amounts import Amount
from pipelines.repair.restoration.grid import Label, PrintedRow

_MOVES = 25_000
"""Moves tried in one panel before giving up, about half a second; the panels met need a few thousand."""
LOST = 3
"""What it costs to say that a line's row is not printed, instead of taking it for nothing: then nothing is known of the
line but that it is no less than its parts, and the line above no less than the parts known of it."""
_UNKNOWN = -2

Vector = tuple[int, ...]
"""The values of a row's columns, then their slacks."""
Entry = tuple[int, bool, Vector]
Open = tuple[Entry, ...]
"""The lines above that are still open: the row each got (-1: none, -2: not printed), whether one of its parts is not
printed, and the sum of its parts so far."""
State = tuple[int, Open]


@dataclass(slots=True)
class Task:
    """A panel made ready: what each line costs with each row (None: not allowed; last: with none), sums left aside."""

    labels: list[Label]
    rows: list[PrintedRow]
    own: list[list[int | None]]
    omission: list[int]
    never_negative: bool
    vectors: list[Vector] = field(default_factory=list)
    ahead: list[list[int]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    steps: list[dict[State, int]] = field(default_factory=list)
    moves: int = 0


def ready(task: Task) -> Task:
    """The task with everything worked out that the search asks for again and again."""
    task.vectors = [_vector(row.amounts) for row in task.rows]
    task.depths = []
    for label in task.labels:
        task.depths.append(task.depths[label.parent] + 1 if label.parent >= 0 else 0)
    task.depths.append(0)
    task.ahead = _ahead(task)
    return task


def _vector(amounts: list[Amount]) -> Vector:
    return (*(amount.value for amount in amounts), *(amount.slack for amount in amounts))


def _ahead(task: Task) -> list[list[int]]:
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
            options.append(LOST + found[line + 1][row])
            found[line][row] = min(options)
    return found


def forward(task: Task, bound: int) -> int | None:
    """The least cost of a whole way, or one more than the bound; `steps` keeps every state within it. None: gave up."""
    task.steps = [{(0, ()): 0}]
    for line in range(len(task.labels) + 1):
        for state, cost in sorted(task.steps[line].items(), key=lambda item: item[0][0]):
            _omit(task, line, state, cost, bound)
        following: dict[State, int] = {}
        least_after = task.ahead[min(line + 1, len(task.labels))]
        for state, cost in task.steps[line].items():
            for target, step in _moves(task, line, state):
                reached = cost + step
                if reached + least_after[target[0]] <= bound:
                    following[target] = min(reached, following.get(target, reached))
        if task.moves > _MOVES:
            return None
        task.steps.append(following)
    final = [cost for (row, _), cost in task.steps[-1].items() if row == len(task.rows)]
    return min(final, default=bound + 1)


def _omit(task: Task, line: int, state: State, cost: int, bound: int) -> None:
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


def _repeats(task: Task, row: int) -> bool:
    """Whether the row says the same as the one before it: of a run of such rows the last are left out first."""
    return 0 < row < len(task.rows) and task.rows[row].numerals == task.rows[row - 1].numerals


def _moves(task: Task, line: int, state: State) -> list[tuple[State, int]]:
    """What the line may be: the next row, or none; lines above that end here are summed up. The last step ends all."""
    row, stack = state
    labels = task.labels
    closed = 0
    task.moves += 1
    while len(stack) > task.depths[line]:
        closed += _broken(task, stack[-1])
        stack = _closed(stack)
    if line == len(labels):
        return [((row, ()), closed)]
    has_parts = bool(labels[line].children)
    nothing = (0,) * (2 * len(task.rows[0].amounts))
    found: list[tuple[State, int]] = []
    for chosen, own in _choices(task, line, row):
        above = stack
        if above and chosen >= 0:
            above = _with_part(above, task.vectors[chosen], False)
        elif above and chosen == _UNKNOWN and not has_parts:
            above = _with_part(above, nothing, True)
        if has_parts:
            above = (*above, (chosen, False, nothing))
        found.append(((row + (chosen >= 0), above), own + closed))
    return found


def _choices(task: Task, line: int, row: int) -> list[tuple[int, int]]:
    """Which row the line may be, and what that costs by itself."""
    own = task.own[line]
    choices = [(-1, own[-1] or 0)]
    if row < len(task.rows) and (cost := own[row]) is not None:
        choices.append((row, cost))
    if own[-1] or task.labels[line].children or line:
        choices.append((_UNKNOWN, LOST))
    return choices


def _with_part(stack: Open, vector: Vector, is_open: bool) -> Open:
    """The open lines, a part added to the last of them."""
    row, was_open, so_far = stack[-1]
    grown = tuple([a + b for a, b in zip(so_far, vector, strict=True)])
    return (*stack[:-1], (row, was_open or is_open, grown))


def _closed(stack: Open) -> Open:
    """The open lines without the last; what was not printed counts above with its parts at least."""
    row, _, parts = stack[-1]
    stack = stack[:-1]
    return _with_part(stack, parts, True) if row == _UNKNOWN and stack else stack


def _broken(task: Task, entry: Entry) -> int:
    """In how many columns a line is not the sum of its parts, or less than those known."""
    row, is_open, parts = entry
    if row == _UNKNOWN:
        return 0
    width = len(parts) // 2
    whole = task.vectors[row] if row >= 0 else (0,) * len(parts)
    broken = 0
    for n in range(width):
        gap = whole[n] - parts[n]
        slack = whole[n + width] + parts[n + width]
        if is_open:
            broken += task.never_negative and gap < -slack
        else:
            broken += abs(gap) > slack
    return broken


def backward(task: Task, bound: int, least: int) -> list[set[int]]:
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
