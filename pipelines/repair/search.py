"""One component of violated checks: the set of figures to change, its exact values, and what would serve as well.

Reads a `Landscape` and a component; writes nothing. Grain: one `Found` per component. A lone figure is found by
intersecting intervals; several by the mixed integer program, whose proposals are proven or cut off until one stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipelines.repair.facts import AMBIGUOUS, LIKELY, SOLE, Reading
from pipelines.repair.landscape import MONEY, NARRATIVE, PERCENT, Landscape
from pipelines.repair.program import Allowance, Question, propose
from pipelines.repair.relations import Relation, holds
from pipelines.repair.settle import Settled, settle, touching
from pipelines.repair.slips import STRENGTH, name_slip

PAIR = 2 * (min(MONEY, PERCENT) + NARRATIVE)
"""The least that two figures weigh: a lone figure below it is the optimum without a solver."""
PROPOSALS = 12
"""How often the solver is asked again after a proposal that no exact values bear out."""
WIDEST = 400
"""Candidates in a widened search: beyond that a proof is not to be had in the time."""
MARGIN = 2
"""A lead in weight and slip that makes the first of several figures the likely one."""


@dataclass(frozen=True, slots=True)
class Task:
    """A component of violated checks in a reading, and what the solver may still take for its document."""

    land: Landscape
    component: Sequence[Relation]
    reading: Reading
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure, the amount it should have (None: nothing forces one), and how sure that is."""

    figure_id: str
    value: Fraction | None
    slip: str
    weight: int
    score: int
    is_forced: bool = False
    confidence: str = AMBIGUOUS
    alternatives: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The culprits of a component, in print order, and the reading with their values."""

    culprits: Mapping[str, Choice]
    reading: Reading


def components(violated: Sequence[Relation]) -> list[list[Relation]]:
    """Violated checks that share figures, directly or through others."""
    groups: list[tuple[set[str], list[Relation]]] = []
    for relation in violated:
        names, members = set(relation.figures), [relation]
        apart = []
        for other_names, others in groups:
            if names.isdisjoint(other_names):
                apart.append((other_names, others))
            else:
                names |= other_names
                members = others + members
        groups = [*apart, (names, members)]
    return [members for _, members in groups]


def search(task: Task) -> Found:
    """The cheapest set whose exact values let every check hold, with its alternatives; where none is found in time,
    the likeliest figures without a value."""
    candidates = {name for relation in task.component for name in relation.figures}
    lone = [one for one in _lone(task.land, task.component, task.reading, candidates) if one.weight < PAIR]
    if lone:
        chosen = _ranked(lone)
        return Found({chosen.figure_id: chosen}, task.reading.with_(chosen.figure_id, _value(chosen)))
    joint = _joined(task, candidates)
    candidates = {name for relation in joint.component for name in relation.figures}
    for reach in (candidates, _widened(task.land, candidates)):
        if len(reach) <= WIDEST:
            settled = _cheapest(joint, reach)
            if settled is not None:
                return _with_alternatives(joint, reach, settled)
    return _unresolved(task, {name for relation in task.component for name in relation.figures})


def _lone(land: Landscape, broken: Sequence[Relation], reading: Reading, candidates: Iterable[str]) -> list[Choice]:
    """Every candidate that mends all the broken relations alone and breaks none."""
    found = []
    for name in candidates:
        if all(name in relation.figures for relation in broken):
            settled = settle({name}, reading, land.standing)
            if settled is not None:
                found.append(_choice(land, name, settled))
    return found


def _choice(land: Landscape, name: str, settled: Settled) -> Choice:
    value, weight = settled.reading.amount(name), land.weight(name)
    slip = name_slip(land.figures[name], value, land.around(name))
    # Where many values would do, one of them is always a digit away from the print: that names no slip.
    if name not in settled.narrow and slip not in {"unit", "sign"}:
        slip = ""
    # A narrative drops its zeros freely: there, fewer digits than meant speak for no figure.
    is_habit = slip == "clipped_digits" and land.figures[name].statement == "narrative"
    score = weight - (0 if is_habit else STRENGTH[slip])
    return Choice(name, value, slip, weight, score, name in settled.forced)


def _value(choice: Choice) -> Fraction:
    return choice.value if choice.value is not None else Fraction(0)


def _ranked(choices: Sequence[Choice]) -> Choice:
    """The best of the choices, knowing the others."""
    first, *others = sorted(choices, key=lambda one: (one.score, one.figure_id))
    confidence = SOLE if first.is_forced else LIKELY
    if others:
        confidence = LIKELY if others[0].score - first.score >= MARGIN else AMBIGUOUS
    return replace(first, confidence=confidence, alternatives=tuple(others))


def _cheapest(task: Task, candidates: Iterable[str], excluded: Sequence[frozenset[str]] = ()) -> Settled | None:
    land, reading = task.land, task.reading
    weights = {name: land.weight(name) for name in sorted(candidates)}
    near = touching(weights, land.standing)
    cuts: list[frozenset[str]] = []
    for _ in range(PROPOSALS):
        proposal = propose(Question(near, weights, reading), cuts, excluded, task.allowance)
        if proposal is None:
            return None
        settled = settle(proposal.culprits, reading, land.standing, proposal.values)
        if settled is not None and all(holds(relation, settled.reading) for relation in task.component):
            return settled
        cuts.append(proposal.culprits)
    return None


def _joined(task: Task, candidates: Iterable[str]) -> Task:
    """The component together with those that a check which holds ties to it: their figures may have to move at once."""
    land, joined = task.land, {relation.check.check_id: relation for relation in task.component}
    printed = [name for name in candidates if not land.figures[name].is_zero]
    for tied in touching(printed, land.standing):
        for relation in touching((name for name in tied.figures if not land.figures[name].is_zero), land.standing):
            if relation.check.verdict == "violated" and not holds(relation, task.reading):
                joined[relation.check.check_id] = relation
    return replace(task, component=list(joined.values()))


def _widened(land: Landscape, candidates: Iterable[str]) -> set[str]:
    return {name for relation in touching(candidates, land.standing) for name in relation.figures}


def _with_alternatives(task: Task, candidates: Iterable[str], settled: Settled) -> Found:
    """Each culprit against the figures that could stand in for it, and the whole set against another as cheap."""
    land, before = task.land, task.reading
    names = [name for name in settled.reading.changed if name not in before.changed]
    reading, chosen = settled.reading, {}
    seen = [frozenset(names)]
    for name in names:
        rest = reading.without(name)
        broken = [relation for relation in touching([name], land.standing) if not holds(relation, rest)]
        others = set(candidates) - reading.changed.keys() if broken else set()
        own = _choice(land, name, replace(settled, reading=reading))
        own = own if name in settled.forced else replace(own, score=own.weight)
        rivals = [choice for choice in _lone(land, broken, rest, others) if choice.weight <= own.weight + MARGIN]
        best = _ranked([own, *rivals])
        if name not in settled.forced:
            best = replace(best, confidence=AMBIGUOUS)
        seen += [frozenset(names) - {name} | {rival.figure_id} for rival in rivals]
        chosen[best.figure_id] = best
        reading = rest.with_(best.figure_id, _value(best))
    cost = sum(land.weight(name) for name in names)
    second = _cheapest(task, candidates, seen)
    if second is not None:
        changed = [name for name in second.reading.changed if name not in before.changed]
        if sum(land.weight(name) for name in changed) <= cost:
            instead = tuple(_choice(land, name, second) for name in changed if name not in chosen)
            for name in set(chosen) - set(changed):
                alternatives = chosen[name].alternatives + instead
                chosen[name] = replace(chosen[name], confidence=AMBIGUOUS, alternatives=alternatives)
    order = sorted(chosen, key=lambda name: land.figures[name].print_order)
    return Found({name: chosen[name] for name in order}, reading)


def _unresolved(task: Task, candidates: Iterable[str]) -> Found:
    """The figures that stand in most violated checks, cheapest first, until every check has one; without values."""
    land = task.land
    left, chosen = list(task.component), {}
    pool = set(candidates)
    while left:
        name = max(
            sorted(pool),
            key=lambda one: (sum(one in relation.figures for relation in left), -land.weight(one)),
        )
        others = tuple(
            Choice(other, None, "", land.weight(other), land.weight(other))
            for other in sorted(pool - {name}, key=land.weight)
            if any(name in relation.figures and other in relation.figures for relation in left)
        )
        chosen[name] = Choice(name, None, "", land.weight(name), land.weight(name), alternatives=others)
        left = [relation for relation in left if name not in relation.figures]
    return Found(chosen, task.reading)
