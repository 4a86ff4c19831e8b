"""The choices that let most identities hold: exact search over a few variables with whole-number sums.

Reads a `Problem`; writes `Solved`. Grain: one option per variable. The cost of a solution is the number of constraints
that cannot hold under it; every solution of the least cost is found, or the search says that it gave up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.repair.restoration.amounts import Amount

_STEPS = 60_000
"""States visited before giving up: about half a second; the tables met need a few hundred."""
_SOLUTIONS = 500
_COSTS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Constraint:
    """`constant` + Σ of the chosen options' amounts may be zero; `terms` holds one amount per option of a variable."""

    name: str
    terms: dict[int, tuple[Amount, ...]]
    constant: Amount


@dataclass(slots=True)
class Problem:
    """Variables by their number of options, and what must hold between them."""

    sizes: list[int]
    constraints: list[Constraint]


@dataclass(slots=True)
class Solved:
    """All solutions of the least cost, and in `near` also those that miss it by one when it is not zero."""

    cost: int
    best: list[tuple[int, ...]]
    near: list[tuple[int, ...]]
    is_complete: bool = True

    def settled(self, variable: int) -> int | None:
        """The option that every solution takes for the variable; None when they differ."""
        options = {solution[variable] for solution in self.near}
        return options.pop() if self.is_complete and len(options) == 1 else None


@dataclass(slots=True)
class _Walk:
    """The state of a depth-first search under a bound on the cost."""

    problem: Problem
    bound: int
    of_variable: list[list[int]]
    low: list[dict[int, tuple[int, int, int]]]
    steps: int = 0
    found: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)


def solve(problem: Problem) -> Solved:
    """The solutions that break fewest constraints."""
    of_variable: list[list[int]] = [[] for _ in problem.sizes]
    for number, constraint in enumerate(problem.constraints):
        for variable in constraint.terms:
            of_variable[variable].append(number)
    low = [{v: _range(options) for v, options in c.terms.items()} for c in problem.constraints]
    for bound in _COSTS:
        walk = _Walk(problem, bound, of_variable, low)
        if not _go(walk, [], 0, frozenset()):
            return Solved(bound, [], [], is_complete=False)
        if walk.found:
            least = min(cost for cost, _ in walk.found)
            if least:
                walk = _Walk(problem, least + 1, of_variable, low)
                is_whole = _go(walk, [], 0, frozenset())
            else:
                is_whole = True
            best = [s for cost, s in walk.found if cost == least]
            return Solved(least, best, [s for _, s in walk.found], is_whole)
    return Solved(_COSTS[-1], [], [], is_complete=False)


def _range(options: tuple[Amount, ...]) -> tuple[int, int, int]:
    """The least and the greatest value of the options, and their greatest slack."""
    values = [option.value for option in options]
    return min(values), max(values), max(option.slack for option in options)


def _go(walk: _Walk, chosen: list[int], cost: int, broken: frozenset[int]) -> bool:
    """All solutions below `chosen` were found; False when the search had to stop."""
    variable = len(chosen)
    if variable == len(walk.problem.sizes):
        walk.found.append((cost, tuple(chosen)))
        return len(walk.found) <= _SOLUTIONS
    for option in range(walk.problem.sizes[variable]):
        walk.steps += 1
        if walk.steps > _STEPS:
            return False
        chosen.append(option)
        fails = {n for n in walk.of_variable[variable] if n not in broken and not _possible(walk, n, chosen)}
        is_open = cost + len(fails) <= walk.bound
        if is_open and not _go(walk, chosen, cost + len(fails), broken | fails):
            return False
        chosen.pop()
    return True


def _possible(walk: _Walk, number: int, chosen: list[int]) -> bool:
    """Whether the constraint can still hold whatever is chosen for the other variables."""
    constraint = walk.problem.constraints[number]
    low = high = constraint.constant.value
    slack = constraint.constant.slack
    for variable, options in constraint.terms.items():
        if variable < len(chosen):
            amount = options[chosen[variable]]
            low += amount.value
            high += amount.value
            slack += amount.slack
        else:
            least, most, most_slack = walk.low[number][variable]
            low += least
            high += most
            slack += most_slack
    return low <= slack and high >= -slack
