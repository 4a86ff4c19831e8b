"""The smallest weighted set of figures whose change lets every relation hold, as a mixed integer program.

Reads relations, weights and a `Reading`; writes nothing. Grain: one answer per component. A figure has a change and a
switch that allows it; money crosses into the solver's floats here and only here, and what comes back is a proposal:
`settle` proves it in fractions, or a cut forbids it and the solver is asked again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import Any

from pipelines.repair.facts import Reading
from pipelines.repair.relations import Ratio, Relation, Same, Sum

INFINITY = float("inf")
ASKED, NODE = 1000, 40
"""What a question and a branch cost in coefficients: on the documents met a question takes 10 to 150 ms, mostly to
begin with, and about a third of it for every 25 branches."""
HANGING = 60.0
"""Seconds of the wall after which a question is given up: hundreds of times what one takes, against a program that
never ends."""
OFF_LIMITS = 1000
"""How many times the discrepancy a change may be when the tight bound finds nothing."""


@dataclass(slots=True)
class Allowance:
    """What the solver may still do for one document, in coefficients looked at: counted, not timed, so that what is
    found depends on the document, and neither on the machine nor on how busy it is."""

    left: int

    def nodes(self, coefficients: int) -> int:
        """The branches that a question of so many coefficients may have; 0 where it cannot be asked any more."""
        return max(0, (self.left - ASKED - coefficients) // NODE)

    def spend(self, coefficients: int, nodes: int) -> None:
        self.left -= ASKED + coefficients + NODE * nodes


@dataclass(frozen=True, slots=True)
class Question:
    """Relations that are to hold, the weights of the figures that may change, and the figures as they stand."""

    relations: Sequence[Relation]
    weights: Mapping[str, int]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Proposal:
    """The figures to change, and the solver's values for them."""

    culprits: frozenset[str]
    values: dict[str, Fraction]


@dataclass(slots=True)
class Program:
    """Rows and columns under construction: column → coefficient, and the ends of the row."""

    weights: Mapping[str, int]
    reading: Reading
    columns: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def column(self, kind: str, name: str) -> int:
        return self.columns.setdefault((kind, name), len(self.columns))

    def add(self, row: Mapping[int, Fraction | float], lower: Fraction | None, upper: Fraction | None) -> None:
        low = -INFINITY if lower is None else float(lower)
        high = INFINITY if upper is None else float(upper)
        self.rows.append(({place: float(value) for place, value in row.items()}, low, high))

    def change(self, coefficients: Mapping[str, Fraction]) -> dict[int, Fraction]:
        """The coefficients on the changes of those figures that may change."""
        return {self.column("change", name): value for name, value in coefficients.items() if name in self.weights}

    def still(self, coefficients: Mapping[str, Fraction]) -> Fraction:
        return sum((value * self.reading.amount(name) for name, value in coefficients.items()), Fraction(0))


def propose(
    question: Question,
    cuts: Sequence[frozenset[str]],
    excluded: Sequence[frozenset[str]],
    allowance: Allowance,
) -> Proposal | None:
    """The cheapest set of candidates on whose change all relations hold in floats, None where there is none or the
    allowance is used up. It holds a figure outside every set of `cuts`, and lacks one of every set of `excluded`."""
    for scale in (1, OFF_LIMITS):
        program = _program(question, scale)
        for cut in cuts:
            others = {program.column("switch", name): 1.0 for name in question.weights if name not in cut}
            program.add(others, Fraction(1), None)
        for names in excluded:
            switches = {program.column("switch", name): 1.0 for name in names}
            program.add(switches, None, Fraction(len(names) - 1))
        found = _solve(program, allowance)
        if found is not None:
            return found
    return None


def _program(question: Question, scale: int) -> Program:
    """A relaxation of the relations: figures that may change have the slack of a changed figure."""
    relations, weights, reading = question.relations, question.weights, question.reading
    loose = reading
    for name in weights:
        loose = loose.with_(name, reading.amount(name)) if reading.half(name) == 0 else loose
    reach = scale * sum((_discrepancy(relation, reading) for relation in relations), Fraction(1))
    program = Program(weights, loose)
    for name in weights:
        change, switch = program.column("change", name), program.column("switch", name)
        amount = reading.amount(name)
        program.add({change: Fraction(1), switch: -reach}, None, Fraction(0))
        down = reach if reading.figures[name].may_be_negative else min(reach, amount)
        program.add({change: Fraction(1), switch: down}, Fraction(0), None)
    for relation in relations:
        if isinstance(relation, Same):
            _add_same(program, relation)
        elif isinstance(relation, Ratio):
            _add_ratio(program, relation, reach)
        elif isinstance(relation, Sum):
            for row in relation.rows(loose):
                still = program.still(row.coefficients)
                program.add(
                    program.change(row.coefficients),
                    None if row.lower is None else row.lower - still,
                    None if row.upper is None else row.upper - still,
                )
    return program


def _add_same(program: Program, relation: Same) -> None:
    """One value, `shared`, lies in every figure's interval; it is told from the first figure's print."""
    origin = program.reading.amount(relation.figures[0])
    shared = program.column("shared", "/".join(relation.check.check_id))
    for name in relation.figures:
        offset, half = origin - program.reading.amount(name), 2 * program.reading.half(name)
        half = half if relation.may_be_cut else half / 2
        row = {shared: Fraction(1)}
        for place in program.change({name: Fraction(-1)}):
            row[place] = Fraction(-1)
        program.add(row, -half - offset, half - offset)


def _add_ratio(program: Program, relation: Ratio, reach: Fraction) -> None:
    """Linear while the percentage stays; a percentage that changes frees its check, unless part and whole stay."""
    switch = program.column("switch", relation.pct) if relation.pct in program.weights else None
    for row in relation.rows(program.reading):
        still = program.still(row.coefficients)
        free = abs(still) + reach * sum(abs(value) for value in row.coefficients.values()) + 1
        lower = None if row.lower is None else row.lower - still
        upper = None if row.upper is None else row.upper - still
        columns = program.change(row.coefficients)
        if switch is not None:
            columns[switch] = free if lower is not None else -free
        program.add(columns, lower, upper)
    quotients = relation.quotients(program.reading)
    if switch is None or not quotients:
        return
    half = program.reading.half(relation.pct) * (2 if relation.may_be_cut else 1)
    still = program.reading.amount(relation.pct)
    freed = [program.column("switch", name) for name in (relation.part, relation.whole) if name in program.weights]
    free = reach + abs(still) + max(abs(value) for value in quotients)
    moved = {program.column("change", relation.pct): Fraction(1)}
    stays = {switch: -free}
    program.add({**moved, **dict.fromkeys(freed, free), **stays}, min(quotients) - half - still - free, None)
    program.add({**moved, **dict.fromkeys(freed, -free), switch: free}, None, max(quotients) + half - still + free)


def _discrepancy(relation: Relation, reading: Reading) -> Fraction:
    """How far apart the sides are, as a change of the figure that counts least."""
    if isinstance(relation, Same):
        amounts = [reading.amount(name) for name in relation.figures]
        return 2 * (max(amounts) - min(amounts))
    if isinstance(relation, Sum):
        gap = abs(relation.difference(reading))
        gap = gap if relation.check.operator != "<=" or relation.difference(reading) > 0 else Fraction(0)
        return 2 * gap / min(abs(weight) for weight in relation.coefficients.values() if weight)
    if isinstance(relation, Ratio) and not relation.meets(reading):
        rows = relation.rows(reading)
        gaps = [
            abs(sum((value * reading.amount(name) for name, value in row.coefficients.items()), Fraction(0)))
            / min((abs(value) for value in row.coefficients.values() if value), default=Fraction(1))
            for row in rows[:2]
        ]
        return 2 * max(gaps) + 100
    return Fraction(0)


def _solve(program: Program, allowance: Allowance) -> Proposal | None:
    # A quarter of the memory of scipy's door to the same solver, and a fifth of the time to import.
    import highspy

    coefficients = sum(len(row) for row, _, _ in program.rows)
    nodes = allowance.nodes(coefficients)
    if not nodes:
        return None
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    limits = {"mip_max_nodes": nodes, "time_limit": HANGING}
    for option, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, **limits}.items():
        solver.setOptionValue(option, value)
    with _stdout_to_stderr():
        solver.passModel(_model(program))
        solver.run()
    allowance.spend(coefficients, max(0, solver.getInfo().mip_node_count))
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = solver.getSolution().col_value
    culprits = frozenset(
        name for (kind, name), place in program.columns.items() if kind == "switch" and values[place] > 0.5
    )
    moved = {name: Fraction(values[program.columns["change", name]]) for name in culprits}
    return Proposal(culprits, {name: program.reading.amount(name) + change for name, change in moved.items()})


def _model(program: Program) -> Any:
    """The program in the solver's words: its matrix row by row, switches whole and between 0 and 1."""
    from highspy import HighsLp, HighsVarType, MatrixFormat

    model: Any = HighsLp()
    width = len(program.columns)
    cost, kinds = [0.0] * width, [HighsVarType.kContinuous] * width
    least, greatest = [-INFINITY] * width, [INFINITY] * width
    for (kind, name), place in program.columns.items():
        if kind == "switch":
            cost[place], kinds[place] = float(program.weights[name]), HighsVarType.kInteger
            least[place], greatest[place] = 0.0, 1.0
    model.num_col_, model.num_row_ = width, len(program.rows)
    model.col_cost_, model.integrality_ = cost, kinds
    model.col_lower_, model.col_upper_ = least, greatest
    model.row_lower_ = [lower for _, lower, _ in program.rows]
    model.row_upper_ = [upper for _, _, upper in program.rows]
    model.a_matrix_.format_ = MatrixFormat.kRowwise
    model.a_matrix_.start_ = [0, *accumulate(len(row) for row, _, _ in program.rows)]
    model.a_matrix_.index_ = [place for row, _, _ in program.rows for place in row]
    model.a_matrix_.value_ = [value for row, _, _ in program.rows for value in row.values()]
    return model


@contextmanager
def _stdout_to_stderr() -> Iterator[None]:
    """HiGHS prints a line of its own now and then, past its settings: an answer in JSON must stay one."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
