"""Rows whose figures slid out of their columns, put back where the identities allow it in one way only.

Reads the lines of one table, the order of its columns, and what sound tables state; writes facts with their proof.
Grain: one placement per damaged row: its figures keep their order, columns may have been lost or blanks added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

from pipelines.repair.restoration.amounts import NOTHING, Amount, total
from pipelines.repair.restoration.facts import Meaning
from pipelines.repair.restoration.ledger import Ledger
from pipelines.repair.restoration.lines import Line, Printed, children_of
from pipelines.repair.restoration.relations import Relation, relations_of
from pipelines.repair.restoration.search import Constraint, Problem, Solved, solve

_PLACEMENTS = 30_000
"""Placements tried per row; thirteen columns with any number of figures stay below two thousand."""
_FAULTS = 2
"""A wrong digit breaks at most two of the row's own sums; a row that breaks more is not read at all."""
_CLEARER = 2
"""A placement that changes fewer blanks is preferred only if every other one changes at least this many more."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The column (index in the order, beyond its end for a breakdown) of each figure, the blanks lost or added, and how
    many of the row's own sums fail."""

    columns: tuple[int, ...]
    edits: int
    broken: int = 0

    def amounts(self, line: Line, order: Sequence[str]) -> dict[str, Amount]:
        """The row's amounts by column key."""
        pairs = zip(self.columns, line.figures, strict=True)
        return {order[index]: cell.amount for index, cell in pairs if index < len(order)}


@dataclass(slots=True)
class Shifted:
    """What came of one table under one order of its columns."""

    order: tuple[str, ...]
    lines: list[Line]
    placements: dict[int, list[Placement]]
    chosen: dict[int, Placement]
    by_blanks: frozenset[int]
    held: dict[int, tuple[str, ...]]
    violated: dict[int, tuple[str, ...]]
    cost: int


@dataclass(slots=True)
class Shift:
    """A table under one order of its columns: its lines, and the placements of those that are damaged."""

    table_id: str
    lines: list[Line]
    order: tuple[str, ...]
    meanings: dict[str, Meaning]
    ledger: Ledger
    relations: list[Relation] = field(default_factory=list)
    placements: dict[int, list[Placement]] = field(default_factory=dict)
    free: list[Line] = field(default_factory=list)


def shifted(job: Shift) -> Shifted:
    """The placements of the damaged rows that let most identities hold, where that leaves one."""
    job.relations = relations_of({key: job.meanings[key] for key in job.order})
    damaged = [line for line in job.lines if line.is_damaged and line.figures]
    job.placements = {line.row: _placements(line, job.order, job.relations) for line in damaged}
    job.free = [line for line in damaged if job.placements[line.row]]
    constraints = _constraints(job)
    solved = solve(Problem([len(job.placements[line.row]) for line in job.free], constraints))
    options, by_blanks = _settle(solved, job, constraints)
    chosen = {line.row: job.placements[line.row][option] for line, option in options.items_of(job.free)}
    held, violated = _verdicts(job, options, constraints)
    return Shifted(job.order, job.lines, job.placements, chosen, by_blanks, held, violated, solved.cost)


@dataclass(frozen=True, slots=True)
class _Options:
    """The option settled for each variable, None where none is."""

    taken: tuple[int | None, ...]

    def items_of(self, lines: Sequence[Line]) -> list[tuple[Line, int]]:
        return [(line, option) for line, option in zip(lines, self.taken, strict=True) if option is not None]


def _placements(line: Line, order: Sequence[str], relations: list[Relation]) -> list[Placement]:
    """Every way to put the row's figures, in order, into columns such that the row's own sums hold, or nearly all."""
    figures = line.figures
    width = len(order)
    index_of = {cell.column: n for n, cell in enumerate(line.cells)}
    printed = [index_of[cell.column] for cell in figures]
    found: list[Placement] = []
    least = _FAULTS
    for extra in range(_trailing(figures) + 1):
        inside = len(figures) - extra
        if inside > width or comb(width, inside) > _PLACEMENTS:
            continue
        beyond = tuple(range(width, width + extra))
        for columns in combinations(range(width), inside):
            placement = Placement((*columns, *beyond), _edits(printed, columns))
            amounts = placement.amounts(line, order)
            broken = sum(not _holds(relation, amounts) for relation in relations)
            if broken <= least:
                least = broken
                found.append(Placement(placement.columns, placement.edits, broken))
    return [placement for placement in found if placement.broken == least]


def _trailing(figures: Sequence[Printed]) -> int:
    """How many of the last figures stand below the heading of a breakdown."""
    number = 0
    while number < len(figures) and figures[-1 - number].may_be_extra:
        number += 1
    return number


def _edits(printed: Sequence[int], columns: Sequence[int]) -> int:
    """How many blanks were lost or added, before each figure."""
    steps = zip((-1, *printed), printed, (-1, *columns), columns, strict=False)  # as far as there are columns
    return sum(abs((p - before) - (c - left)) for before, p, left, c in steps)


def _holds(relation: Relation, amounts: dict[str, Amount]) -> bool:
    whole = total(amounts.get(key, NOTHING) for key in relation.whole)
    return (whole - total(amounts.get(key, NOTHING) for key in relation.parts)).may_be_zero


def _constraints(job: Shift) -> list[Constraint]:
    """Sums down the lines, and agreement with the other tables, wherever a damaged row takes part."""
    variable = {line.row: n for n, line in enumerate(job.free)}
    options = {line.row: [p.amounts(line, job.order) for p in job.placements[line.row]] for line in job.free}
    named = [line for line in job.lines if line.subject]
    found: list[Constraint] = []

    def constraint(name: str, key: str, signed: list[tuple[int, Line]], stated: Amount) -> None:
        if any(li.figures and li.row not in variable for _, li in signed):
            return
        constant = total([_times(-1, stated), *(_times(s, li.fixed.get(key, NOTHING)) for s, li in signed)])
        terms = {
            variable[li.row]: tuple(_times(s, option.get(key, NOTHING)) for option in options[li.row])
            for s, li in signed
            if li.row in variable
        }
        if terms:
            found.append(Constraint(name, terms, constant))

    for parent, children in children_of([line.code for line in named]).items():
        signed = [(1, named[parent]), *((-1, named[child]) for child in children)]
        for key in job.order:
            constraint(f"hierarchy {named[parent].subject} {key}", key, signed, NOTHING)
    for line in job.free:
        for key in job.order:
            if line.subject or job.meanings[key].subject:
                stated = job.ledger.elsewhere(line.meaning(job.meanings[key]), job.table_id)
                if stated is not None:
                    constraint(f"agreement {line.subject or key} {key}", key, [(1, line)], stated)
    return found


def _times(sign: int, amount: Amount) -> Amount:
    return Amount(sign * amount.value, amount.slack)


def _settle(solved: Solved, job: Shift, constraints: list[Constraint]) -> tuple[_Options, frozenset[int]]:
    """The option of each row on which all solutions agree; else that of the one with clearly fewest blanks lost."""
    free = job.free
    settled = tuple(solved.settled(n) for n in range(len(free)))
    is_sound = not any(placement.broken for options in job.placements.values() for placement in options)
    is_sound = is_sound and len(free) == sum(line.is_damaged and bool(line.figures) for line in job.lines)
    if not solved.is_complete or solved.cost or None not in settled or not is_sound:
        return _Options(settled), frozenset()

    def edits(solution: tuple[int, ...]) -> int:
        return sum(job.placements[line.row][option].edits for line, option in zip(free, solution, strict=True))

    ranked = sorted(solved.near, key=edits)
    if edits(ranked[0]) + _CLEARER > edits(ranked[1]):
        return _Options(settled), frozenset()
    chosen = ranked[0]
    backed = {n for c in constraints for n, options in c.terms.items() if options[chosen[n]] != NOTHING}
    undecided = {n for n, option in enumerate(settled) if option is None}
    # Blanks alone decide nothing: a statement elsewhere has to confirm a figure of the row.
    if not undecided <= backed:
        return _Options(settled), frozenset()
    return _Options(tuple(chosen)), frozenset(free[n].row for n in undecided)


def _verdicts(
    job: Shift, options: _Options, constraints: list[Constraint]
) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """The identities that hold and that fail with the settled placements, by row; unsettled rows have none."""
    held: dict[int, list[str]] = {line.row: [] for line in job.free}
    violated: dict[int, list[str]] = {line.row: [] for line in job.free}
    for constraint in constraints:
        taken = [(n, options.taken[n]) for n in constraint.terms]
        if any(option is None for _, option in taken):
            continue
        amounts = [constraint.terms[n][option] for n, option in taken if option is not None]
        target = held if total([constraint.constant, *amounts]).may_be_zero else violated
        for (n, _), amount in zip(taken, amounts, strict=True):
            if amount != NOTHING or target is violated:
                target[job.free[n].row].append(constraint.name)
    for line, option in options.items_of(job.free):
        by_key = job.placements[line.row][option].amounts(line, job.order)
        for relation in job.relations:
            if any(key in by_key for key in relation.whole):
                target = held if _holds(relation, by_key) else violated
                target[line.row].append(f"{relation.name} {relation.whole[0]}")
    return (
        {row: tuple(names) for row, names in held.items()},
        {row: tuple(names) for row, names in violated.items()},
    )
