"""A contradiction without a culprit sends a reviewer through a dozen lines; a wrong culprit, to a sound one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from localise_fixture import Invented, department, prints

from pipelines.repair.facts import AMBIGUOUS, LIKELY, SOLE
from pipelines.repair.program import Allowance

DEPARTMENT = department()
CELLS = sorted(name for name in DEPARTMENT.figures if name.startswith("t"))


def swapped(value: Decimal) -> Decimal:
    """The first two neighbouring digits that differ, swapped."""
    text = list(f"{value:f}")
    for place in range(len(text) - 1):
        if "." not in text[place : place + 2] and text[place] != text[place + 1]:
            text[place], text[place + 1] = text[place + 1], text[place]
            break
    return Decimal("".join(text))


def above(name: str) -> Decimal:
    table, line, nature = name.split(":")
    column = [other for other in DEPARTMENT.figures if other.startswith(f"{table}:") and other.endswith(f":{nature}")]
    place = column.index(f"{table}:{line}:{nature}")
    return prints(DEPARTMENT.figures[column[place - 1]])


FAULTS: dict[str, Callable[[str, Decimal], Decimal]] = {
    "+10.00": lambda _, value: value + 10,
    "+1.00": lambda _, value: value + 1,
    "+0.05": lambda _, value: value + Decimal("0.05"),
    "swapped digits": lambda _, value: swapped(value),
    "moved point": lambda _, value: value.scaleb(1),
    "copied from above": lambda name, _: above(name),
}


def test_the_invented_department_contradicts_itself_nowhere() -> None:
    assert DEPARTMENT.violated() == set()
    assert DEPARTMENT.localised().culprits == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_named_first_and_its_value_restored(fault: str) -> None:
    noticed = named = right = 0
    for name in CELLS[::5]:
        value = prints(DEPARTMENT.figures[name])
        wrong = FAULTS[fault](name, value)
        document = DEPARTMENT.with_fault(name, wrong)
        if wrong == value or not document.violated():
            continue
        noticed += 1
        found = {culprit.figure_id: culprit for culprit in document.localised().culprits}
        named += list(found) == [name]
        right += name in found and found[name].suggested_value == value
    assert noticed >= 25
    assert named >= 0.9 * noticed
    assert right >= 0.9 * named


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(DEPARTMENT.figures)), st.integers(-40000, 40000).filter(lambda cents: abs(cents) > 20))
def test_the_suggested_values_let_every_check_hold_and_break_none(name: str, cents: int) -> None:
    value = prints(DEPARTMENT.figures[name]) + Decimal(cents).scaleb(-2)
    document = DEPARTMENT.with_fault(name, abs(value))
    assert document.with_suggestions().violated() == set()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(CELLS), min_size=2, max_size=3, unique=True), st.integers(150, 9000))
def test_several_faults_at_once_are_mended_exactly_too(names: list[str], cents: int) -> None:
    document = DEPARTMENT
    for number, name in enumerate(names, 1):
        wrong = prints(DEPARTMENT.figures[name]) + number * Decimal(cents).scaleb(-2)
        document = document.with_fault(name, wrong)
    assert document.with_suggestions().violated() == set()


def test_two_independent_faults_are_two_findings() -> None:
    document = DEPARTMENT
    for name, wrong in (("t1:2010101:basic", "631.42"), ("t2:2130135:project", "28.66")):
        document = document.with_fault(name, Decimal(wrong))
    culprits = document.localised().culprits
    assert {culprit.figure_id for culprit in culprits} == {"t1:2010101:basic", "t2:2130135:project"}
    assert len({culprit.finding for culprit in culprits}) == 2


def test_every_violated_check_hangs_below_a_culprit() -> None:
    document = DEPARTMENT.with_fault("t1:208:total", Decimal("999.99")).with_fault("n:total", Decimal("1.00"))
    said = document.localised()
    assert {one.identity_id for one in said.explained} == document.violated()
    assert {one.figure_id for one in said.explained} <= {culprit.figure_id for culprit in said.culprits}


def test_a_figure_that_nothing_else_confirms_is_not_accused_alone() -> None:
    document = Invented()
    parts = [document.money(f"p{number}", amount) for number, amount in enumerate(("40.10", "30.20", "20.30"))]
    document.sum("parts", [document.money("whole", "95.60")], parts)
    (culprit,) = document.localised().culprits
    assert culprit.confidence == AMBIGUOUS
    assert {other.figure_id for other in culprit.alternatives} | {culprit.figure_id} == {"whole", *parts}


def test_what_cannot_hold_at_all_is_told_without_a_value() -> None:
    """Two identities that no amount of change reconciles: their constants contradict each other."""
    document = Invented()
    document.money("a", "10.00")
    document.sum("one", ["a"], [])
    document.money("b", "20.00")
    document.sum("two", ["a"], ["b"])
    document.same("three", "a", "b")
    document.checks["one", ""] = document.checks["one", ""].__class__("one", "", "=", "exact", Decimal("-30"))
    document.checks["two", ""] = document.checks["two", ""].__class__("two", "", "=", "exact", Decimal("-7"))
    culprits = document.localised().culprits
    assert culprits
    assert all(culprit.confidence == AMBIGUOUS and culprit.suggested_value is None for culprit in culprits)


def test_the_majority_of_equal_statements_stands() -> None:
    document = Invented()
    names = [document.money(f"f{number}", amount) for number, amount in enumerate(("50.00", "50.00", "58.00"))]
    document.same("same", *names)
    (culprit,) = document.localised().culprits
    assert (culprit.figure_id, culprit.suggested_text, culprit.confidence) == ("f2", "50.00万元", SOLE)


def test_a_percentage_is_suspected_before_confirmed_amounts() -> None:
    document = Invented()
    document.money("now", "780.40", statement="narrative")
    document.money("table", "780.40")
    document.money("change", "110.25", statement="narrative", aspect="change")
    document.same("same", "now", "table")
    document.ratio("growth", document.percent("pct", "61.45"), "change", "now", -1)
    (culprit,) = document.localised().culprits
    assert (culprit.figure_id, culprit.suggested_text, culprit.confidence) == ("pct", "16.45%", LIKELY)


def test_a_blank_is_not_filled_while_a_printed_figure_may_be_wrong() -> None:
    document = DEPARTMENT.with_fault("t1:2101101:basic", Decimal("44.96"))
    document.figures["t1:blank"] = document.figures["t1:2101101:project"].__class__(
        "t1:blank", "expenditure", "money", "万元", "", 2, Decimal(1), Decimal(0), Decimal(0), Decimal(0), Decimal(0),
        is_blank=True,
    )  # fmt: skip
    document.terms.append(type(document.terms[0])("row.t1.2101101", "", "t1:blank", "rhs"))
    try:
        assert [culprit.figure_id for culprit in document.localised().culprits] == ["t1:2101101:basic"]
    finally:
        document.terms.pop()


def test_what_the_solver_may_do_is_counted_and_not_timed() -> None:
    """A busy machine must find what an idle one finds."""
    allowance = Allowance(5000)
    assert allowance.nodes(1000) == 75
    allowance.spend(1000, 25)
    assert (allowance.left, allowance.nodes(1000), allowance.nodes(1990)) == (2000, 0, 0)
    assert allowance.nodes(960) == 1
