"""Prevented failure: a reviewer who takes a guess among several figures for the proven culprit."""

from __future__ import annotations

import pytest
from extracted_fixture import Answers, Disclosure, run

SURE, UNSURE = Disclosure("云岭省临川市青禾区水务局之一"), Disclosure("云岭省临川市青禾区水务局之二")


@pytest.fixture(scope="module")
def answers() -> Answers:
    """In one document three places contradict one cell; in the other nothing says which of three figures is wrong."""
    for kind in ("expenditure", "general_budget_expenditure"):
        table = SURE.table(kind)
        item = "15.70" if kind == "expenditure" else "17.50"
        table.put("合计", total="30.00", basic="12.50", project="17.50")
        table.put("教育支出", "205", total="30.00", basic="12.50", project="17.50")
        table.put("普通教育", "20502", total="30.00", basic="12.50", project="17.50")
        table.put("小学教育", "2050202", total="30.00", basic="12.50", project=item)
    UNSURE.table("expenditure").put("合计", total="30.00", basic="12.00", project="17.00")
    return run([SURE, UNSURE])


def test_a_culprit_that_all_others_contradict_is_sure_and_has_no_alternative(answers: Answers) -> None:
    (finding,) = answers.findings(SURE, "figure_wrong")
    assert (finding["suggested_value"], finding["confidence"], finding["alternatives"]) == ("17.50万元", "sole", None)


def test_a_culprit_among_equals_says_so_and_names_the_others_with_their_values(answers: Answers) -> None:
    (finding,) = answers.findings(UNSURE, "figure_wrong")
    assert finding["confidence"] == "ambiguous"
    others = dict(one.split(" → ") for one in finding["alternatives"].split("；"))
    total, basic, project = (UNSURE.cell(f"t01:r1:c{column}") for column in (3, 4, 5))
    meant = {total: "29.00万元", basic: "13.00万元", project: "18.00万元"}
    assert {finding["culprit_figure_id"], *others} <= meant.keys()
    assert others == {figure: meant[figure] for figure in others}
    assert finding["culprit_figure_id"] not in others
    assert others


def test_only_accused_figures_have_a_confidence(answers: Answers) -> None:
    rows = answers.rows("select finding_kind, confidence is not null as told from audit.fct_finding group by all")
    assert {(row["finding_kind"], row["told"]) for row in rows if row["finding_kind"] != "figure_wrong"} == {
        ("identity_violated", False)
    }
