"""Prevented: a suggested value that does not mend its check, or a mending one that is not considered, because an end of
an interval was drawn a hair off. What a figure may be is held against whether the check then holds, in fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.repair.facts import Check, Figure, Reading
from pipelines.repair.relations import Ratio, Relation, Same, Span, Sum

HAIR = Fraction(1, 10**9)
WEIGHTS = st.sampled_from((Fraction(1), Fraction(-1), Fraction(2), Fraction(-3), Fraction(1, 2)))
ENDS = st.one_of(st.none(), st.fractions(-50, 50, max_denominator=8))
property_test = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def figure(name: str, amount: Decimal, decimals: int, kind: str = "money") -> Figure:
    half = Decimal(1).scaleb(-decimals) / 2
    return Figure(
        name, "narrative", kind, "万元", f"{amount}", decimals, Decimal(1), amount, half, amount, amount + 2 * half
    )


@st.composite
def figures(draw: st.DrawFn, least: int, most: int, low: int = -5000) -> dict[str, Figure]:
    names = "abcdefgh"[: draw(st.integers(least, most))]
    found = {}
    for name in names:
        decimals = draw(st.integers(0, 2))
        amount = Decimal(draw(st.integers(low, 5000))).scaleb(-decimals)
        found[name] = figure(name, amount, decimals)
    return found


def holds_within_and_nowhere_else(relation: Relation, name: str, read: Reading) -> None:
    """Both ends and the middle are allowed, a hair beyond either end is not."""
    span = relation.allowed(name, read)
    ends = [end for end in (span.lower, span.upper) if end is not None]
    if span.is_empty:
        assert not any(relation.meets(read.with_(name, end)) for end in ends)
        return
    for end in ends:
        assert relation.meets(read.with_(name, end)), (end, "an end is one of the values")
    if len(ends) == 2:
        assert relation.meets(read.with_(name, (ends[0] + ends[1]) / 2))
    if span.lower is not None:
        assert not relation.meets(read.with_(name, span.lower - HAIR))
    if span.upper is not None:
        assert not relation.meets(read.with_(name, span.upper + HAIR))


@property_test
@given(figures(1, 6), st.data())
def test_a_sum_allows_a_figure_exactly_the_values_with_which_it_meets(
    known: dict[str, Figure], data: st.DataObject
) -> None:
    """Weights of either sign; a constant; equal or at most."""
    operator = data.draw(st.sampled_from(("=", "<=")))
    check = Check("sum", "", operator, "violated", Decimal(data.draw(st.integers(-100, 100))))
    relation = Sum(check, {name: data.draw(WEIGHTS) for name in known})
    holds_within_and_nowhere_else(relation, data.draw(st.sampled_from(sorted(known))), Reading(known))


@property_test
@given(figures(2, 6), st.data())
def test_a_set_of_statements_allows_a_figure_exactly_what_all_the_others_can_be(
    known: dict[str, Figure], data: st.DataObject
) -> None:
    relation = Same(Check("same", "", "same", "violated"), tuple(known))
    holds_within_and_nowhere_else(relation, data.draw(st.sampled_from(sorted(known))), Reading(known))


@property_test
@given(figures(3, 3, low=1), st.data())
def test_a_division_allows_each_of_its_figures_exactly_the_values_with_which_it_meets(
    known: dict[str, Figure], data: st.DataObject
) -> None:
    """As a share (the whole stands alone) and as growth (the whole is less the change)."""
    in_whole = data.draw(st.sampled_from((Fraction(0), Fraction(-1))))
    relation = Ratio(Check("ratio", "", "ratio", "violated"), "a", "b", "c", in_whole)
    read, name = Reading(known), data.draw(st.sampled_from("ab"))
    span = relation.allowed(name, read)
    if in_whole and name == "b":
        # Where the whole would vanish there is no quotient: that end is not one of the values.
        room = read.amount("c") - read.half("c") - max(read.half("b"), Fraction(read.figures["b"].step) / 2)
        if span.upper is None or span.upper >= room:
            return
    if relation.quotients(read) or name == "b":
        holds_within_and_nowhere_else(relation, name, read)


@property_test
@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from((-1, 1)))
def test_statements_one_digit_apart_touch_and_meet_and_a_hair_more_parts_them(n: int, k: int, way: int) -> None:
    first, other = figure("a", Decimal(n), 0), figure("b", Decimal(n + way), 0)
    same = Same(Check("same", "", "same", "violated"), ("a", "b"))
    read = Reading({"a": first, "b": other})
    assert same.meets(read)
    assert not same.meets(read.with_("b", Fraction(n + way) + way * HAIR))
    # As many half digits as the sum has figures is the most that rounding explains.
    parts = {name: figure(name, Decimal(k), 0) for name in "cdef"}
    whole = figure("a", Decimal(4 * k), 0)
    total = Sum(Check("sum", "", "=", "violated"), {"a": Fraction(1), **dict.fromkeys(parts, Fraction(-1))})
    whole_read = Reading({"a": whole, **parts})
    edge = Fraction(4 * k) + way * Fraction(5, 2)
    assert total.meets(whole_read.with_("a", edge))
    assert not total.meets(whole_read.with_("a", edge + way * HAIR))


@property_test
@given(figures(1, 4), st.data())
def test_a_figure_on_both_sides_counts_for_what_is_left_of_it(known: dict[str, Figure], data: st.DataObject) -> None:
    """A duplicate whose weights cancel is free, and adds no slack of its own."""
    name = data.draw(st.sampled_from(sorted(known)))
    weights = {one: data.draw(WEIGHTS) for one in known}
    relation = Sum(Check("sum", "", "=", "violated"), {**weights, name: Fraction(0)})
    read = Reading(known)
    assert relation.allowed(name, read) == Span()
    moved = read.with_(name, read.amount(name) + 1000)
    assert (relation.meets(read), relation.slack(read)) == (relation.meets(moved), relation.slack(moved))


@property_test
@given(ENDS, ENDS, ENDS, ENDS, st.fractions(-60, 60, max_denominator=8))
def test_the_meet_of_two_spans_holds_what_both_hold(
    a: Fraction | None, b: Fraction | None, c: Fraction | None, d: Fraction | None, value: Fraction
) -> None:
    one, other = Span(a, b), Span(c, d)

    def within(span: Span) -> bool:
        return (span.lower is None or span.lower <= value) and (span.upper is None or value <= span.upper)

    assert within(one.meet(other)) == (within(one) and within(other))
    assert one.meet(other) == other.meet(one)
    assert not (one.is_empty and within(one))
