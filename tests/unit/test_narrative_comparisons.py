"""Failures prevented: a comparison taken for another, a neighbour's amount for one's own, a unit hidden by a mark."""

from __future__ import annotations

from test_narrative_claims import claims_of, document_of, facts

from pipelines.extraction.narrative.claims import read_claims
from pipelines.extraction.parts import Parts


def test_a_document_without_part_two_claims_nothing() -> None:
    assert read_claims(document_of("第一部分 部门概况", "编制人数12人。"), Parts(((1, "front"),), 2)) == []


def test_a_change_from_the_budget_named_with_its_figure_is_no_change_from_last_year() -> None:
    claims = claims_of("（一）机关运行经费支出情况", "机关运行经费支出9万元，比年初预算10万元减少1万元，下降10%。")
    assert facts(claims)[1:] == [
        ("budget", "operating_expense", "10万元"),
        ("budget_change", "operating_expense", "-1万元"),
        ("budget_change_pct", "operating_expense", "-10%"),
    ]


def test_a_list_number_in_front_of_a_short_subject_is_no_foreign_word() -> None:
    claims = claims_of("三、支出决算情况说明", "支出合计9万元，其中：（一）基本支出5万元；（二）项目支出4万元。")
    assert [c.subject_key for c in claims] == ["expenditure_total", "expenditure_basic", "expenditure_project"]


def test_marks_of_markdown_and_formulas_hide_no_unit() -> None:
    claims = claims_of("**三、支出决算情况说明**", r"2023年度支出合计 $9.50$ 万元,基本支出 9.5 万元,占 $100 \%$ 。")
    assert facts(claims)[-1] == ("share_pct", "expenditure_basic", "100%")
    assert [c.numeral for c in claims] == ["9.50", "9.5", "100"]


def test_an_expenditure_behind_an_income_is_not_that_income() -> None:
    claims = claims_of(
        "八、政府性基金预算财政拨款收入支出决算情况说明",
        "2024年度政府性基金预算财政拨款收入9万元，支出8万元，比上年减少1万元。",
    )
    assert facts(claims) == [
        ("settled", "income_government_fund", "9万元"),
        ("settled", "government_fund_expenditure", "8万元"),
        ("change", "government_fund_expenditure", "-1万元"),
    ]
