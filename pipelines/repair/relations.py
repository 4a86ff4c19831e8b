"""Checks as exact relations between figures: do they hold, and what may one figure be if the others stay?

Reads `Check`, `Term` and a `Reading`; writes nothing. Grain: one relation per check. The arithmetic is that of the
verdicts in `dbt_project/macros/identity_checks.sql` and `ratio_checks.sql`, in fractions; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from pipelines.repair.facts import Check, Reading, Term

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval; None is an open end."""

    lower: Fraction | None = None
    upper: Fraction | None = None

    @property
    def is_empty(self) -> bool:
        return self.lower is not None and self.upper is not None and self.lower > self.upper

    @property
    def width(self) -> Fraction | None:
        return None if self.lower is None or self.upper is None else self.upper - self.lower

    def meet(self, other: Span) -> Span:
        lowers = [end for end in (self.lower, other.lower) if end is not None]
        uppers = [end for end in (self.upper, other.upper) if end is not None]
        return Span(max(lowers, default=None), min(uppers, default=None))


@dataclass(frozen=True, slots=True)
class Row:
    """lower ≤ Σ coefficient · amount ≤ upper."""

    coefficients: dict[str, Fraction]
    lower: Fraction | None
    upper: Fraction | None

    def span(self, figure_id: str, reading: Reading) -> Span:
        """What the figure may be if the others stay."""
        factor = self.coefficients.get(figure_id, ZERO)
        if factor == 0:
            return Span()
        others = sum(
            (weight * reading.amount(name) for name, weight in self.coefficients.items() if name != figure_id), ZERO
        )
        ends = [None if end is None else (end - others) / factor for end in (self.lower, self.upper)]
        return Span(*ends) if factor > 0 else Span(ends[1], ends[0])


class Relation(Protocol):
    """One check: over `figures`, holding as rounding allows."""

    @property
    def check(self) -> Check: ...
    @property
    def figures(self) -> tuple[str, ...]: ...
    @property
    def may_be_cut(self) -> bool: ...
    def meets(self, reading: Reading) -> bool: ...
    def meets_cut(self, reading: Reading) -> bool: ...
    def is_exact(self, reading: Reading) -> bool: ...
    def rows(self, reading: Reading) -> list[Row]: ...
    def allowed(self, figure_id: str, reading: Reading) -> Span: ...


def holds(relation: Relation, reading: Reading) -> bool:
    """Whether it is exact or rounding, or truncated where the print may be."""
    return relation.meets(reading) or (relation.may_be_cut and relation.meets_cut(reading))


def _spread(relation: Relation) -> int:
    """How many half digits a figure may be off: a cut figure lies up to a whole digit from its print. A hull: `holds`
    decides."""
    return 2 if relation.may_be_cut else 1


@dataclass(frozen=True, slots=True)
class Sum:
    """lhs = rhs or lhs <= rhs: `coefficients` count the right side negative."""

    check: Check
    coefficients: dict[str, Fraction]

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(self.coefficients)

    @property
    def may_be_cut(self) -> bool:
        return self.check.verdict == "truncated"

    def root(self, figure_id: str, reading: Reading) -> Fraction:
        """The figure's amount at which the two sides agree to the digit."""
        weight = self.coefficients[figure_id]
        return reading.amount(figure_id) - self.difference(reading) / weight if weight else ZERO

    def difference(self, reading: Reading) -> Fraction:
        printed = (weight * reading.amount(name) for name, weight in self.coefficients.items())
        return Fraction(self.check.constant) + sum(printed, ZERO)

    def slack(self, reading: Reading) -> Fraction:
        return sum((abs(weight) * reading.half(name) for name, weight in self.coefficients.items()), ZERO)

    def rows(self, reading: Reading) -> list[Row]:
        slack, constant = _spread(self) * self.slack(reading), Fraction(self.check.constant)
        return [Row(self.coefficients, None if self.check.operator == "<=" else -slack - constant, slack - constant)]

    def meets(self, reading: Reading) -> bool:
        difference, slack = self.difference(reading), self.slack(reading)
        return difference <= slack and (self.check.operator == "<=" or -slack <= difference)

    def meets_cut(self, reading: Reading) -> bool:
        least = greatest = Fraction(self.check.constant)
        for name, weight in self.coefficients.items():
            ends = [weight * end for end in reading.cut(name)]
            least, greatest = least + min(ends), greatest + max(ends)
        return least < 0 and (self.check.operator == "<=" or greatest > 0)

    def is_exact(self, reading: Reading) -> bool:
        difference = self.difference(reading)
        return difference == 0 or (self.check.operator == "<=" and difference < 0)

    def allowed(self, figure_id: str, reading: Reading) -> Span:
        probe = reading.with_(figure_id, reading.amount(figure_id))
        return self.rows(probe)[0].span(figure_id, probe)


@dataclass(frozen=True, slots=True)
class Same:
    """One quantity, stated by every figure."""

    check: Check
    figures: tuple[str, ...]

    @property
    def may_be_cut(self) -> bool:
        return self.check.verdict == "truncated"

    def meets(self, reading: Reading) -> bool:
        lowest = max(reading.amount(name) - reading.half(name) for name in self.figures)
        return lowest <= min(reading.amount(name) + reading.half(name) for name in self.figures)

    def meets_cut(self, reading: Reading) -> bool:
        cuts = [reading.cut(name) for name in self.figures]
        return max(cut[0] for cut in cuts) < min(cut[1] for cut in cuts)

    def is_exact(self, reading: Reading) -> bool:
        return len({reading.amount(name) for name in self.figures}) == 1

    def allowed(self, figure_id: str, reading: Reading) -> Span:
        spread, others = _spread(self), [name for name in self.figures if name != figure_id]
        half = spread * reading.with_(figure_id, reading.amount(figure_id)).half(figure_id)
        lowest = max((reading.amount(name) - spread * reading.half(name) for name in others), default=None)
        highest = min((reading.amount(name) + spread * reading.half(name) for name in others), default=None)
        if lowest is None or highest is None:
            return Span()
        # Others that contradict one another leave no room for any value.
        return Span(lowest - half, highest + half) if lowest <= highest else Span(lowest, highest)

    def rows(self, reading: Reading) -> list[Row]:  # noqa: ARG002  what is the same is no sum
        return []


@dataclass(frozen=True, slots=True)
class Ratio:
    """pct = 100 · part / (whole + in_whole · part): the corners of part and whole decide, multiplied crosswise.
    `may_be_cut`: where a publisher cuts percentages, one that fails may be cut besides."""

    check: Check
    pct: str
    part: str
    whole: str
    in_whole: Fraction
    may_be_cut: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        return (self.pct, self.part, self.whole)

    def rows(self, reading: Reading) -> list[Row]:
        """What part and whole must obey if the percentage stays."""
        half_part, half_whole = reading.half(self.part), reading.half(self.whole)
        made = []
        for end, is_lower in ((-1, True), (1, False)):
            bound = reading.amount(self.pct) + end * _spread(self) * reading.half(self.pct)
            per_part = 100 - bound * self.in_whole
            slack = abs(per_part) * half_part + abs(bound) * half_whole
            coefficients = {self.part: per_part / 100, self.whole: -bound / 100}
            made.append(Row(coefficients, -slack / 100, None) if is_lower else Row(coefficients, None, slack / 100))
        positive = {self.whole: Fraction(1), self.part: self.in_whole}
        return [*made, Row(positive, half_whole + abs(self.in_whole) * half_part, None)]

    def quotients(self, reading: Reading) -> list[Fraction]:
        """100 · part / whole at the corners; none where the whole may be zero."""
        found = []
        for part_end in (-1, 1):
            for whole_end in (-1, 1):
                part = reading.amount(self.part) + part_end * reading.half(self.part)
                whole = reading.amount(self.whole) + whole_end * reading.half(self.whole) + self.in_whole * part
                if whole <= 0:
                    return []
                found.append(100 * part / whole)
        return found

    def meets(self, reading: Reading) -> bool:
        found, pct, half = self.quotients(reading), reading.amount(self.pct), reading.half(self.pct)
        return bool(found) and pct - half <= max(found) and min(found) <= pct + half

    def meets_cut(self, reading: Reading) -> bool:
        found, (lower, upper) = self.quotients(reading), reading.cut(self.pct)
        if not found:
            return False
        if reading.amount(self.pct) >= 0:
            return lower <= max(found) and min(found) < upper
        return lower < max(found) and min(found) <= upper

    def is_exact(self, reading: Reading) -> bool:
        whole = reading.amount(self.whole) + self.in_whole * reading.amount(self.part)
        if whole <= 0:
            return False
        return abs(100 * reading.amount(self.part) / whole - reading.amount(self.pct)) <= reading.half(self.pct)

    def allowed(self, figure_id: str, reading: Reading) -> Span:
        probe = reading.with_(figure_id, reading.amount(figure_id))
        if figure_id == self.pct:
            found, half = self.quotients(probe), _spread(self) * probe.half(self.pct)
            return Span(min(found) - half, max(found) + half) if found else Span(Fraction(1), ZERO)
        span = Span()
        for row in self.rows(probe):
            span = span.meet(row.span(figure_id, probe))
        return span


def relations(checks: Iterable[Check], terms: Iterable[Term]) -> list[Relation]:
    """Every check that has a verdict on its figures, as a relation."""
    standing: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        standing.setdefault((term.identity_id, term.check_key), []).append(term)
    made: list[Relation] = []
    checks = list(checks)
    cuts = any(check.operator == "ratio" and check.verdict == "truncated" for check in checks)
    for check in checks:
        found = standing.get(check.check_id, [])
        if check.verdict != "not_testable" and found:
            relation = _relation(check, found, cuts)
            if relation is not None:
                made.append(relation)
    return made


def _relation(check: Check, terms: Sequence[Term], cuts: bool) -> Relation | None:
    if check.operator == "same":
        return Same(check, tuple(dict.fromkeys(term.figure_id for term in terms)))
    if check.operator == "ratio":
        roles = {term.side: term for term in terms}
        if not {"pct", "part", "whole"} <= roles.keys():
            return None
        part = roles["part"]
        may_be_cut = check.verdict == "truncated" or (cuts and check.verdict == "violated")
        pct, whole = roles["pct"].figure_id, roles["whole"].figure_id
        return Ratio(check, pct, part.figure_id, whole, Fraction(part.whole_weight), may_be_cut)
    coefficients: dict[str, Fraction] = {}
    for term in terms:
        if term.side in {"lhs", "rhs"}:
            weight = Fraction(term.weight) * (1 if term.side == "lhs" else -1)
            coefficients[term.figure_id] = coefficients.get(term.figure_id, ZERO) + weight
    return Sum(check, coefficients)
