"""Failures prevented: a table that lists projects one a row kept and not understood; its scores taken for the points of
spending the budget; the budgets of several projects held against one amount."""

from __future__ import annotations

import pytest

from pipelines.cli.examine import Examination, examine
from pipelines.extraction.attachments.columns import Heading, heading_of
from pipelines.extraction.attachments.listing import is_listing, tiered
from pipelines.extraction.attachments.sheets import Row
from pipelines.extraction.model import Cell, Place
from tests.unit.attachments_case import BEFORE, attachment

LIST = """
项目支出绩效自评表
单位：万元
|序号|项目名称|全年预算数|全年执行数|执行率（%）|分值构成||||自评得分|
|---|---|---|---|---|---|---|---|---|---|
||||||预算执行率|产出指标|效益指标|满意度指标||
|1|河道清淤|520.00|508.76|97.84|10|50|30|10|98.1|
|2|水库值守|186.00|186.00|100.00|10|50|30|10|96.5|
"""
PLAIN = """
项目支出绩效自评情况表
单位：万元
|项目名称|全年预算数|全年执行数|执行率|自评得分|
|---|---|---|---|---|
|河道清淤|520.00|508.76|97.84%|98.1|
|水库值守|186.00|186.00|100.00%|96.5|
|合计|706.00|694.76|98.41%||
"""


def _examined(text: str) -> Examination:
    return examine((BEFORE + text).encode(), "青禾.txt", "printed")


def _verdicts(found: Examination, identity: str) -> list[str]:
    return [check["verdict"] for check in found.checks if check["identity_id"] == identity]


def _row(*texts: str) -> Row:
    return Row([Cell(text, 1, at, Place(1)) for at, text in enumerate(texts, start=1)])


def _heading(*texts: str) -> Heading:
    found = heading_of(_row(*texts))
    assert found is not None
    return found


def test_each_row_is_the_project_it_names_and_line_numbers_are_no_figures() -> None:
    found = [(f.project, f.measure, f.part, f.text, f.unit) for f in attachment(LIST)]
    assert found[:8] == [
        ("河道清淤", "budget", "total", "520.00", "万元"),
        ("河道清淤", "amount", "total", "508.76", "万元"),
        ("河道清淤", "completion_pct", "", "97.84", "%"),
        ("河道清淤", "weight", "execution", "10", ""),
        ("河道清淤", "weight", "output", "50", ""),
        ("河道清淤", "weight", "benefit", "30", ""),
        ("河道清淤", "weight", "satisfaction", "10", ""),
        ("河道清淤", "score", "total", "98.1", ""),
    ]
    assert {project for project, *_ in found} == {"河道清淤", "水库值守"}
    assert len(found) == 16


@pytest.mark.parametrize("table", [LIST, PLAIN])
def test_every_project_of_a_list_is_held_against_itself(table: str) -> None:
    found = _examined(table)
    assert set(_verdicts(found, "performance.executed_within_budget")) == {"exact"}
    assert _verdicts(found, "performance.completion").count("exact") == 2
    assert not [check for check in found.checks if check["verdict"] == "violated"]
    wrong = _examined(table.replace("|508.76|", "|580.76|"))
    assert "violated" in _verdicts(wrong, "performance.executed_within_budget")


def test_the_points_that_a_list_divides_add_up_to_a_hundred() -> None:
    assert _verdicts(_examined(LIST), "performance.weights") == ["exact", "exact"]
    wrong = LIST.replace("|97.84|10|50|30|10|", "|97.84|10|60|30|10|")
    assert sorted(_verdicts(_examined(wrong), "performance.weights")) == ["exact", "violated"]


def test_two_rows_of_one_name_are_asked_for_no_sum() -> None:
    found = _examined(LIST.replace("水库值守", "河道清淤"))
    assert not [check for check in found.checks if check["verdict"] == "violated"]


def test_a_score_for_a_whole_project_is_no_score_for_spending_its_budget() -> None:
    scores = [(f.part, f.text) for f in attachment(PLAIN) if f.measure == "score"]
    assert scores == [("total", "98.1"), ("total", "96.5")]


def test_a_second_tier_parts_merged_headings_only() -> None:
    upper = _heading("项目名称", "预算数", "分值构成", "", "得分")
    lower = tiered(upper, _row("", "", "产出指标", "效益指标", ""))
    assert is_listing(upper)
    assert lower is not None
    assert [role.part for role in lower.columns if role.role == "weight"] == ["output", "benefit"]
    assert tiered(upper, _row("", "其中", "产出指标", "效益指标", "")) is None
    assert tiered(upper, _row("河道清淤", "5.00", "50", "40", "98")) is None
