"""Prevents: a figure that slid out of its column counted in a wrong one, or guessed where identities leave a choice."""

from __future__ import annotations

from collections import Counter

import pytest
from restoration_cases import Case, cell, panel_cell, table
from restoration_score import restored, score
from restoration_shift_cases import shift_case

from pipelines.repair.restoration.amounts import NOTHING, Amount, convention_of
from pipelines.repair.restoration.search import Constraint, Problem, solve

MISFIT = {"row_fits": "false", "note": "the heading does not fit", "column_key": ""}


def measured(**damage: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for seed in range(40):
        found, wrong = score(shift_case(seed, **damage))
        assert wrong == [], f"seed {seed}"
        counts += found
    return counts


@pytest.mark.parametrize(("most_lost", "most_added"), [(1, 0), (3, 0), (0, 2), (4, 3)])
def test_rows_that_lost_or_gained_blanks_find_their_columns(most_lost: int, most_added: int) -> None:
    assert measured(most_lost=most_lost, most_added=most_added).keys() == {"right"}


def test_a_wrong_digit_beside_lost_columns_moves_nothing_into_a_wrong_column() -> None:
    counts = measured(most_lost=2, most_added=2, fault=1000)
    assert counts["right"] > counts["open"]


def three_public(texts: list[str], with_items: bool = True) -> Case:
    """A row of the three public expenses under a heading that lost columns, and the item table beside it."""
    case = Case(tables=[table("t1", "three_public")])
    for at, text in enumerate(texts, start=1):
        path = "预算数/合计" if at <= len(texts) // 2 else "决算数/合计"
        case.panels.append(panel_cell("t1", 1, 9, at, text, header_path=path))
        if text:
            case.cells.append(cell("t1", (9, at), "", "", text, **(MISFIT | {"row_label": "", "header_path": path})))
    if with_items:
        case.tables.append(table("t2", "appropriation_by_economic"))
        for row, (code, text) in enumerate([("30212", ""), ("30217", "0.80"), ("30231", "2.10")], start=1):
            case.cells.append(cell("t2", (row, 4), code, "total", text))
    return case


def test_three_public_expenses_are_read_without_their_heading() -> None:
    row = ["3.00", "", "2.20", "", "2.20", "0.80", "2.90", "", "2.10", "", "2.10", "0.80"]
    found = {fact.table_column: fact.column_key for fact in restored(three_public(row)).facts if fact.text}
    expected = {1: "budget_total", 3: "budget_vehicles", 5: "budget_operation", 6: "budget_hospitality"}
    expected |= {7: "actual_total", 9: "actual_vehicles", 11: "actual_operation", 12: "actual_hospitality"}
    assert found == expected


def test_equal_figures_that_fit_several_columns_stay_open() -> None:
    """One amount printed twice may be total and hospitality of the budget or of the accounts: nothing decides."""
    found = restored(three_public(["0.80", "0.80"], with_items=False))
    assert found.facts == []
    assert [u.table_row for u in found.unresolved] == [9]


def test_a_table_without_damage_is_left_alone() -> None:
    case = three_public(["0.80"])
    case.panels = []
    assert restored(case).facts == []


def test_the_search_finds_every_solution_of_the_least_cost() -> None:
    one, two, three = Amount(1, 0), Amount(2, 0), Amount(3, 0)
    same = Constraint("sum", {0: (one, two), 1: (two, one)}, Amount(-3, 0))
    solved = solve(Problem([2, 2], [same]))
    assert sorted(solved.best) == [(0, 0), (1, 1)]
    assert solved.settled(0) is None
    broken = solve(Problem([2, 1], [Constraint("never", {0: (one, two), 1: (three,)}, NOTHING)]))
    assert broken.cost == 1


def test_amounts_keep_the_interval_of_their_table() -> None:
    convention = convention_of("万元", ["1.25", "3", "4.50"])
    assert convention.decimals == 2
    assert convention.amount("3").slack == convention.amount("1.25").slack
    assert convention.amount("") == NOTHING
    assert convention.amount("0") == NOTHING
    assert (convention.amount("1.25") - convention.amount("1.26")).may_be_zero
    assert not (convention.amount("1.25") - convention.amount("1.27")).may_be_zero
    assert convention.text(convention.amount("1250").value) == "1,250.00"
    yuan = convention_of("元", ["12500.00"])
    assert yuan.amount("12500.00").value == convention.amount("1.25").value
    assert yuan.text(yuan.amount("12500.00").value) == "12,500.00"
