"""Prevents: a row of a matrix panel given to the wrong line, a correction nobody can prove, and a panel given up that
the identities settle.

Measured on invented matrices, each damaged in one way; the damages of a real document come together in a file of their
own. `wrong` is 0 for every kind of damage; how much stays open is bounded, so that a change that gives up more is seen.
"""

from __future__ import annotations

from collections import Counter

import pytest
from restoration_cases import Damage, matrix_case, money, panel_cell
from restoration_score import restored, score

SEEDS = range(20)


def measured(damage: Damage) -> Counter[str]:
    counts: Counter[str] = Counter()
    for seed in SEEDS:
        found, wrong = score(matrix_case(seed, damage))
        assert wrong == [], f"seed {seed}"
        counts += found
    return counts


@pytest.mark.parametrize(
    ("damage", "most_open"),
    [
        pytest.param(Damage(), 0.0, id="blank rows dropped and added"),
        pytest.param(Damage(beside=False), 0.0, id="no table beside it"),
        pytest.param(Damage(shift_head=True), 0.0, id="headings beside their figures"),
        pytest.param(Damage(drop_row=0.05), 0.12, id="rows with figures lost"),
        pytest.param(Damage(double_row=0.08), 0.0, id="rows printed twice"),
        pytest.param(Damage(copies=1), 0.03, id="a cell copied from the row above"),
        pytest.param(Damage(digits=1), 0.08, id="a wrong digit"),
        pytest.param(Damage(swaps=1), 0.08, id="two rows in each other's place"),
    ],
)
def test_rows_without_labels_find_their_line_or_stay_open(damage: Damage, most_open: float) -> None:
    counts = measured(damage)
    assert counts["wrong"] == 0
    assert counts["open"] <= most_open * sum(counts.values())


def test_a_wrong_digit_stays_in_its_place_and_its_identities_fail() -> None:
    noticed = faults = 0
    for seed in SEEDS:
        case = matrix_case(seed, Damage(digits=1))
        sound = matrix_case(seed, Damage())
        changed = {cell["text"] for cell in case.panels} - {cell["text"] for cell in sound.panels}
        found = restored(case)
        faults += bool(changed)
        violated = {name for proof in found.proofs for name in proof.violated}
        noticed += bool(changed) and (bool(violated) or any(u.has_figures for u in found.unresolved))
    assert faults > 0
    assert noticed == faults


def test_a_matrix_whose_order_nothing_proves_stays_open() -> None:
    """Two items of one section, and no other panel, table or subtotal to tell which row is which."""
    case = matrix_case(1, Damage(beside=False))
    case.panels, case.truth = [], {}
    codes = ["", "208", "20805", "2080501", "2080502", "2080503"]
    for row, code in enumerate(codes, start=1):
        label = {"row_code": code, "row_label": f"科目{code}" if code else "合计"}
        case.panels.append(panel_cell("t3", 1, row, 1, money(0), header_path="合计", **label))
    for row, amount in enumerate([3000, 3000, 3000, 1000, 2000], start=7):
        case.panels.append(panel_cell("t3", 2, row, 1, money(amount), header_path="工资福利支出/基本工资"))
    found = restored(case)
    open_rows = {u.table_row for u in found.unresolved if u.has_figures}
    assert {10, 11} <= open_rows
    # What stands on those lines nobody knows: a sum of them is no claim, and never one of nothing.
    unknown = {one.meaning.subject for one in found.implied if one.is_open}
    assert {"function:2080501", "function:2080502", "function:2080503"} & unknown
    nothing = {one.meaning.subject for one in found.implied if not one.is_open}
    assert not {"function:2080501", "function:2080502"} & nothing


def test_the_same_document_gives_the_same_facts() -> None:
    case = matrix_case(3, Damage(copies=1, swaps=1))
    assert restored(case) == restored(case)


def test_a_restoration_never_makes_an_identity_fail_that_held() -> None:
    for seed in SEEDS:
        for proof in restored(matrix_case(seed, Damage(copies=1, swaps=1))).proofs:
            assert proof.held_after > proof.held_before


def test_every_printed_figure_is_a_fact_or_left_open() -> None:
    """Nothing met is dropped: each figure of a panel stands in a fact, or its row or column is said to be open."""
    damage = Damage(drop_row=0.03, double_row=0.03, copies=1, digits=1, swaps=1, shift_head=True)
    for seed in SEEDS:
        case = matrix_case(seed, damage)
        found = restored(case)
        told = {(fact.table_row, fact.table_column) for fact in found.facts}
        open_rows = {u.table_row for u in found.unresolved}
        open_panels = {u.panel for u in found.unresolved if u.table_row == 0}
        for cell in case.panels:
            place = (int(cell["table_row"]), int(cell["table_column"]))
            if cell["text"]:
                assert place in told or place[0] in open_rows or int(cell["panel"]) in open_panels


def test_generated_matrices_are_damaged_at_all() -> None:
    """Guards the measurement itself: a generator that damages nothing would prove nothing."""
    plain, torn = matrix_case(5, Damage(drop_blank=0.0, extra_blank=0.0)), matrix_case(5, Damage(drop_row=0.3))
    assert len(torn.panels) < len(plain.panels)
