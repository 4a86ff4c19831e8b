"""Exact values for a set of figures that are to change, or the certainty that there are none on the figures' digits.

Reads relations and a `Reading`; writes nothing. Grain: one `Settled` per set. Everything in fractions: what comes out
has been verified against every relation that any changed figure stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from pipelines.repair.facts import Figure, Reading
from pipelines.repair.relations import Relation, Same, Span, Sum, holds
from pipelines.repair.slips import typing_slip

NARROW = 20
"""Values that a span may hold and still say which digits were meant."""
ENUMERATED = 60
"""Values of one figure that are tried one by one (a share in whole percents leaves an amount thousands of them)."""
TRIES = 4
"""Values of one figure that are followed further when another figure depends on it."""
ATTEMPTS = 60
"""Figures set before a set is given up: what many figures could be together is no longer a finding."""

Standing = Mapping[str, Sequence[Relation]]


@dataclass(frozen=True, slots=True)
class Settled:
    """The reading with every figure of the set changed; `forced` are those whose value the relations alone decide,
    `narrow` those among them for which they leave few values."""

    reading: Reading
    forced: frozenset[str]
    narrow: frozenset[str]


def settle(
    culprits: Iterable[str], reading: Reading, standing: Standing, guide: Mapping[str, Fraction] | None = None
) -> Settled | None:
    """Values for the culprits with which every relation they stand in holds, the most exact first; None where no such
    values were found."""
    attempt = _Attempt(standing, guide or {})
    found = attempt.settle(frozenset(culprits), Settled(reading, frozenset(), frozenset()))
    if found is None or not all(holds(relation, found.reading) for relation in touching(culprits, standing)):
        return None
    return found


def touching(figure_ids: Iterable[str], standing: Standing) -> list[Relation]:
    """The relations that any of the figures stands in, each once."""
    found = {relation.check.check_id: relation for name in figure_ids for relation in standing.get(name, ())}
    return list(found.values())


@dataclass(slots=True)
class _Attempt:
    """One search for values, depth first: the figure that is held tightest first, its best values first."""

    standing: Standing
    guide: Mapping[str, Fraction]
    left: int = ATTEMPTS

    def settle(self, unknown: frozenset[str], so_far: Settled) -> Settled | None:
        if not unknown:
            return so_far
        self.left -= 1
        spans: dict[str, Span] = {}
        for name in sorted(unknown):
            spans[name] = span_of(name, so_far.reading, self.standing, unknown - {name})
            if spans[name].is_empty:
                return None
        chosen = min(spans, key=lambda name: _openness(name, spans[name], so_far.reading))
        span, figure = spans[chosen], so_far.reading.figures[chosen]
        others = unknown - {chosen}
        decided = [relation for relation in self.standing[chosen] if others.isdisjoint(relation.figures)]
        values = _values(figure, span, so_far.reading, decided, self.guide.get(chosen))
        is_narrow = span.width is not None and span.width <= NARROW * figure.step
        forced = so_far.forced | ({chosen} if span.width is not None else frozenset())
        narrow = so_far.narrow | ({chosen} if is_narrow else frozenset())
        for value in values[: TRIES if others else 1]:
            found = self.settle(others, Settled(so_far.reading.with_(chosen, value), forced, narrow))
            if found is not None or self.left <= 0:
                return found
        return None


def span_of(name: str, reading: Reading, standing: Standing, unknown: frozenset[str] = frozenset()) -> Span:
    """What the figure may be, as far as relations without other unknowns say."""
    span = Span()
    for relation in standing.get(name, ()):
        if not unknown.intersection(relation.figures):
            span = span.meet(relation.allowed(name, reading))
            if span.is_empty:
                break
    return span


def _openness(name: str, span: Span, reading: Reading) -> tuple[int, Fraction, str]:
    """Figures that the others force come first, then those pushed to one side, then those nothing holds."""
    if span.width is not None:
        return (0, span.width / reading.figures[name].step, name)
    amount = reading.amount(name)
    is_pushed = (span.lower is not None and amount < span.lower) or (span.upper is not None and amount > span.upper)
    return (1 if is_pushed else 2, Fraction(0), name)


def _values(
    figure: Figure, span: Span, reading: Reading, decided: Sequence[Relation], guide: Fraction | None
) -> list[Fraction]:
    """Values on the figure's own digits inside the span, best first: those that make most checks exact or are a
    known slip away from the print, then the nearest."""
    printed, step = Fraction(figure.amount), figure.step
    first = None if span.lower is None else ceil(span.lower / step)
    last = None if span.upper is None else floor(span.upper / step)
    if first is not None and last is not None:
        centre = (first + last) // 2
        ends = (first, last) if last - first <= ENUMERATED else (centre - ENUMERATED // 2, centre + ENUMERATED // 2)
    else:
        # Nothing closes the span: the solver's value if there is one, else the nearest to the print.
        near = floor((printed if guide is None else guide) / step + Fraction(1, 2))
        near = max(near, first) if first is not None else near
        near = min(near, last) if last is not None else near
        ends = (near - 2, near + 2)
    points = [
        number
        for number in range(ends[0], ends[1] + 1)
        if (first is None or number >= first) and (last is None or number <= last)
        if number * step != printed and (number >= 0 or figure.may_be_negative)
    ]
    tests = [(_says(relation, reading), _exact_at(relation, figure.figure_id, reading)) for relation in decided]

    def rank(value: Fraction) -> tuple[Fraction, Fraction]:
        exact = sum((says for says, is_exact in tests if is_exact(value)), Fraction(0))
        return (-exact - typing_slip(figure, value), abs(value - printed))

    return sorted((number * step for number in points), key=rank)


def _says(relation: Relation, reading: Reading) -> Fraction:
    """How much it says that a relation is exact: a long sum is off by a digit without anybody's error, a copy never."""
    if isinstance(relation, Same):
        return Fraction(1)
    return Fraction(1, max(2, sum(not reading.figures[name].is_zero for name in relation.figures)))


def _exact_at(relation: Relation, figure_id: str, reading: Reading) -> Callable[[Fraction], bool]:
    """Whether the relation agrees to the digit when the figure has a value; a sum is added up once for all values."""
    if isinstance(relation, Sum) and relation.coefficients[figure_id]:
        root, sign = relation.root(figure_id, reading), relation.coefficients[figure_id]
        if relation.check.operator == "<=":
            return lambda value: (value - root) * sign <= 0
        return lambda value: value == root
    return lambda value: relation.is_exact(reading.with_(figure_id, value))
