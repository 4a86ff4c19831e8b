"""Exact values for a set of figures that are to change, or the certainty that there are none on the figures' digits.

Reads relations and a `Reading`; writes nothing. Grain: one `Settled` per set. Everything in fractions: what comes out
has been verified against every relation that any changed figure stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from pipelines.repair.facts import Figure, Reading
from pipelines.repair.relations import Relation, Span, holds
from pipelines.repair.slips import digits_changed

ENUMERATED = 60
"""Values of one figure that are tried one by one (a share in whole percents leaves an amount thousands of them)."""
TRIES = 4
"""Values of one figure that are followed further when another figure depends on it."""

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
    start = Settled(reading, frozenset(), frozenset())
    found = _settle(frozenset(culprits), start, standing, guide or {})
    if found is None or not all(holds(relation, found.reading) for relation in touching(culprits, standing)):
        return None
    return found


def touching(figure_ids: Iterable[str], standing: Standing) -> list[Relation]:
    """The relations that any of the figures stands in, each once."""
    found = {relation.check.check_id: relation for name in figure_ids for relation in standing.get(name, ())}
    return list(found.values())


def _settle(
    open_figures: frozenset[str], so_far: Settled, standing: Standing, guide: Mapping[str, Fraction]
) -> Settled | None:
    if not open_figures:
        return so_far
    spans: dict[str, Span] = {}
    for name in sorted(open_figures):
        spans[name] = span_of(name, so_far.reading, standing, open_figures - {name})
        if spans[name].is_empty:
            return None
    chosen = min(spans, key=lambda name: _openness(name, spans[name], so_far.reading))
    span, figure = spans[chosen], so_far.reading.figures[chosen]
    decided = [relation for relation in standing[chosen] if not open_figures.intersection(relation.figures) - {chosen}]
    values = _values(figure, span, so_far.reading, decided, guide.get(chosen))
    forced = so_far.forced | ({chosen} if span.width is not None else frozenset())
    narrow = so_far.narrow | ({chosen} if span.width is not None and span.width <= 20 * figure.step else frozenset())
    for value in values[: 1 if len(open_figures) == 1 else TRIES]:
        deeper = Settled(so_far.reading.with_(chosen, value), forced, narrow)
        found = _settle(open_figures - {chosen}, deeper, standing, guide)
        if found is not None:
            return found
    return None


def span_of(name: str, reading: Reading, standing: Standing, unknown: frozenset[str] = frozenset()) -> Span:
    """What the figure may be, as far as relations without other unknowns say."""
    figure = reading.figures[name]
    span = Span() if figure.may_be_negative else Span(Fraction(0), None)
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
    """Values on the figure's own digits inside the span, best first: most checks exact, then fewest digits changed,
    then nearest to the print."""
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
        if (first is None or number >= first) and (last is None or number <= last) and number * step != printed
    ]

    # A long sum is off by a digit without anybody's error: the fewer figures agree exactly, the more it says.
    says = [Fraction(1, _printed_figures(relation, reading)) for relation in decided]

    def rank(value: Fraction) -> tuple[Fraction, int, Fraction]:
        read = reading.with_(figure.figure_id, value)
        exact = (weight for weight, relation in zip(says, decided, strict=True) if relation.is_exact(read))
        return (-sum(exact, Fraction(0)), digits_changed(figure, value), abs(value - printed))

    return sorted((number * step for number in points), key=rank)


def _printed_figures(relation: Relation, reading: Reading) -> int:
    return max(2, sum(not reading.figures[name].is_zero for name in relation.figures))
