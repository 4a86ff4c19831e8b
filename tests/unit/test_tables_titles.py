"""Prevents: a table taken for another because its name contains the other's, or missed because of a prefix."""

from __future__ import annotations

import pytest

from pipelines.extraction.tables.furniture import furniture_of, unit_note
from pipelines.extraction.tables.reference import reference, rows
from pipelines.extraction.tables.titles import title_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("收入支出决算总表", "income_expenditure_summary"),
        ("财政拨款收入支出决算总表", "appropriation_summary"),
        ("一、收入支出决算总表.....49", "income_expenditure_summary"),
        ("2023年度收入决算表", "income"),
        ("青禾区水务局2023年度支出决算表", "expenditure"),
        ("（一）支 出 决 算 表", "expenditure"),
        ("表5 财政拨款支出决算明细表（续表1）", "appropriation_by_economic"),
        ("一般公共预算财政拨款支出决算明细表", "general_budget_detail"),
        ("八、一般公共预算财政拨款基本支出决算表", "general_budget_basic"),
        ("十三、财政拨款“三公”经费支出决算表", "three_public"),
        ("十、一般公共预算财政拨款“三公”经费支出决算表", "three_public"),
        ("十二、政府性基金预算财政拨款“三公”经费支出决算表", "government_fund_three_public"),
        ("公开09表　国有资本经营预算财政拨款支出决算表　单位：万元", "state_capital_expenditure"),
        ("国有资本经营预算财政拨款收入支出决算表", "state_capital_balance"),
        ("国有资本经营预算财政拨款收支决算表", "state_capital_balance"),
        ("财政拨款“三公”经费、会议费、培训费支出决算表", "three_public"),
        ("部门支出决算明细表", "expenditure_detail"),
    ],
)
def test_a_title_is_known_under_every_way_of_printing_it(text: str, kind: str) -> None:
    title = title_of(text)
    assert title is not None
    assert title.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "专项基金支出决算表",
        "国有资产支出决算表",
        "收入决算情况说明",
        "项目支出绩效自评表",
        "附表：收支情况说明表",
        "会议费支出决算表",
    ],
)
def test_a_name_that_merely_contains_a_title_is_no_title(text: str) -> None:
    assert title_of(text) is None


def test_every_kind_has_its_own_title_among_the_aliases() -> None:
    known = reference()
    for kind, rule in known.kinds.items():
        title = title_of(rule.title)
        assert title is not None, rule.title
        assert title.kind == kind


def test_the_seeds_agree_with_one_another() -> None:
    known = reference()
    assert set(known.aliases.values()) == set(known.kinds)
    meanings = rows("column_meaning")
    keys = [(row["kind"], row["column_key"]) for row in meanings]
    assert len(keys) == len(set(keys)), "a column key means one thing per kind"
    for kind, rule in known.kinds.items():
        headed = {key for k, key in keys if k == kind}
        assert all(set(group) <= headed for group in rule.requires), kind
    assert {row["kind"] for row in rows("line_label")} <= set(known.kinds)


def test_furniture_is_told_cell_by_cell() -> None:
    found = furniture_of("编制单位：临川市青禾区水务局　2022年度　金额单位：万元")
    assert (found.department, found.year, found.unit, found.is_all) == ("临川市青禾区水务局", "2022", "万元", True)
    assert furniture_of("财决公开10表 单位: 万元").form == "财决公开10表"
    assert not furniture_of("2022年决算数").is_all
    assert not furniture_of("单位").is_all


def test_the_unit_may_stand_in_the_note_only() -> None:
    assert unit_note("注：本表以“万元”为金额单位（保留两位小数）。") == "万元"


def test_the_number_of_a_table_before_its_department_is_no_title() -> None:
    said = furniture_of("表2编制单位：青禾区水务局 单位：万元")
    assert said.is_all
    assert (said.form, said.unit, said.department) == ("表2", "万元", "青禾区水务局")
