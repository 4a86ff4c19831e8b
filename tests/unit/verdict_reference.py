"""The interval rules of the domain guide (section 4) once more: exact fractions, nothing shared with the models.

Reads an invented document; gives the verdict of a relation that the document must satisfy. Grain: one relation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from extracted_fixture import Disclosure

TO_WAN = {"元": Fraction(1, 10_000), "万元": Fraction(1), "亿元": Fraction(10_000), "%": Fraction(1)}
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Span:
    """All true values that a figure can stand for; an open end is not one of them."""

    low: Fraction
    high: Fraction
    has_low: bool = True
    has_high: bool = True

    def times(self, weight: int) -> Span:
        if weight > 0:
            return Span(self.low * weight, self.high * weight, self.has_low, self.has_high)
        return Span(self.high * weight, self.low * weight, self.has_high, self.has_low)

    def plus(self, other: Span) -> Span:
        ends = (self.low + other.low, self.high + other.high)
        return Span(*ends, self.has_low and other.has_low, self.has_high and other.has_high)

    def meets(self, other: Span) -> bool:
        return self.reaches(other) and other.reaches(self)

    def reaches(self, other: Span) -> bool:
        """Whether a value of this one is at most a value of the other."""
        return self.low < other.high or (self.low == other.high and self.has_low and other.has_high)


@dataclass(frozen=True)
class Figure:
    """A printed figure with what its statement's convention makes of it."""

    value: Fraction
    digit: Fraction

    @property
    def rounded(self) -> Span:
        return Span(self.value - self.digit * HALF, self.value + self.digit * HALF)

    @property
    def cut(self) -> Span:
        if self.digit == 0:
            return self.rounded
        if self.value < 0:
            return Span(self.value - self.digit, self.value, False, True)
        return Span(self.value, self.value + self.digit, True, False)


@dataclass(frozen=True)
class Relation:
    """What a document must satisfy: figure ids with weights on two sides, or percentage, part and whole."""

    identity_id: str
    key: str
    operator: str
    lhs: tuple[tuple[int, str], ...] = ()
    rhs: tuple[tuple[int, str], ...] = ()
    is_growth: bool = False


@dataclass
class Case:
    """A document and what it must satisfy."""

    document: Disclosure
    relations: list[Relation] = field(default_factory=list)

    def relate(
        self,
        identity_id: str,
        key: str,
        operator: str,
        lhs: Iterable[str],
        rhs: Iterable[str] = (),
        *,
        is_growth: bool = False,
    ) -> None:
        """The document must satisfy a relation of figures that all count once."""
        sides = tuple((1, figure) for figure in lhs), tuple((1, figure) for figure in rhs)
        self.relations.append(Relation(identity_id, key, operator, *sides, is_growth=is_growth))


def own_decimals(numeral: str) -> int:
    return len(numeral.partition(".")[2])


def figures_of(document: Disclosure) -> dict[str, Figure]:
    """Every figure by id, its last digit as the convention of its statement has it (domain guide, section 4)."""
    printed: list[tuple[str, str, str, str, bool, int]] = []
    for table in document.tables:
        for cell in table.cells:
            figure = document.cell(f"{table.table_id}:r{cell['table_row']}:c{cell['table_column']}")
            printed.append((figure, table.table_id, table.unit, cell["numeral"], False, 1))
    for claim in document.claims:
        scope = f"s{claim['sentence']}" if claim["unit"] == "%" else "narrative"
        approx = claim["approx"] == "true"
        printed.append(
            (document.figure(claim["claim"]), scope, claim["unit"], claim["numeral"], approx, int(claim["sign"]))
        )
    shown: dict[tuple[str, str], list[int]] = {}
    for _, scope, unit, numeral, approx, _ in printed:
        if numeral not in ("", "0") and not approx:
            shown.setdefault((scope, unit), []).append(own_decimals(numeral))
    usual = {(scope, unit): convention(digits, unit) for (scope, unit), digits in shown.items()}
    found = {}
    for figure, scope, unit, numeral, approx, sign in printed:
        value = Fraction(numeral or 0) * sign * TO_WAN[unit]
        if numeral == "" or (numeral == "0" and unit != "%"):
            found[figure] = Figure(value, Fraction(0))
            continue
        decimals = own_decimals(numeral)
        if not approx:
            decimals = max(decimals, usual.get((scope, unit), 0))
        found[figure] = Figure(value, Fraction(1, 10**decimals) * TO_WAN[unit])
    return found


def convention(shown: list[int], unit: str) -> int:
    """The most decimals of a sentence's percentages; of a statement's money, the most that a tenth of it shows."""
    usual = [d for d in shown if unit == "%" or sum(other >= d for other in shown) * 10 >= len(shown)]
    return max(usual, default=0)


def verdict(relation: Relation, figures: dict[str, Figure]) -> str:
    if relation.operator == "ratio":
        return ratio_verdict(relation, figures)
    lhs = [(weight, figures[name]) for weight, name in relation.lhs]
    rhs = [(weight, figures[name]) for weight, name in relation.rhs]
    if relation.operator == "same":
        members = [figure for _, figure in lhs]
        if len({figure.value for figure in members}) == 1:
            return "exact"
        if all(a.rounded.reaches(b.rounded) for a in members for b in members):
            return "rounding"
        return "truncated" if all(a.cut.reaches(b.cut) for a in members for b in members) else "violated"
    left, right = (sum((w * f.value for w, f in side), Fraction(0)) for side in (lhs, rhs))
    at_most = relation.operator == "<="
    if left == right or (at_most and left < right):
        return "exact"
    for name, spans in (("rounding", "rounded"), ("truncated", "cut")):
        a, b = (added(getattr(f, spans).times(w) for w, f in side) for side in (lhs, rhs))
        if a.reaches(b) if at_most else a.meets(b):
            return name
    return "violated"


def added(spans: Iterable[Span]) -> Span:
    total = Span(Fraction(0), Fraction(0))
    for span in spans:
        total = total.plus(span)
    return total


def ratio_verdict(relation: Relation, figures: dict[str, Figure]) -> str:
    (_, pct), (_, part), (_, other) = ((w, figures[name]) for w, name in relation.lhs)
    corners = [
        (p, o - p if relation.is_growth else o)
        for p, o in product((part.rounded.low, part.rounded.high), (other.rounded.low, other.rounded.high))
    ]
    if min(whole for _, whole in corners) <= 0:
        return "not_testable"
    ratios = [100 * p / whole for p, whole in corners]
    true = Span(min(ratios), max(ratios))
    printed = 100 * part.value / (other.value - part.value if relation.is_growth else other.value)
    if pct.rounded.meets(Span(printed, printed)):
        return "exact"
    return "rounding" if pct.rounded.meets(true) else "truncated" if pct.cut.meets(true) else "violated"
