"""Prevented: a comparison with the year before last, or with 2019, that is held against last year's disclosure."""

from __future__ import annotations

import pytest
from test_narrative_claims import document_of, facts

from pipelines.extraction.narrative.claims import Claim, read_narrative
from pipelines.extraction.parts import Parts

HEADING = "（一）机关运行经费支出情况"
AMOUNT = ("settled", "operating_expense", "8万元")
CHANGE = ("change", "operating_expense", "5万元")
GROWTH = ("change_pct", "operating_expense", "3%")


def told_in(year: str, *lines: str) -> list[Claim]:
    lines = (HEADING, *lines)
    return read_narrative(document_of(*lines), Parts(((1, "two"),), len(lines)), year)[0]


@pytest.mark.parametrize(
    "base",
    [
        "比2022年",
        "较2022年度",
        "与2022年同期相比，",
        "较22年",
        "比二〇二二年",
        "与上年相比，",
        "比去年",
        "同比",
        "比2023年",
    ],
)
def test_last_year_by_any_name_is_last_year_and_so_is_the_fiscal_year_by_a_slip(base: str) -> None:
    assert facts(told_in("2023", f"机关运行经费支出8万元，{base}增加5万元，增长3%。")) == [AMOUNT, CHANGE, GROWTH]


@pytest.mark.parametrize(
    "base",
    [
        "比2021年",
        "与2019年相比，",
        "与2019年同期相比，",
        "较19年",
        "较二〇二一年",
        "较2021年和2022年",
        "较2019-2021年平均",
        "比前年",
        "比三年前",
        "较“十三五”末",
        "与2024年相比，",
    ],
)
def test_what_is_compared_with_another_year_is_kept_and_says_nothing_of_last_year(base: str) -> None:
    claims = told_in("2023", f"机关运行经费支出8万元，{base}增加5万元，增长3%。")
    assert facts(claims) == [AMOUNT, ("other", "", "5万元"), ("other", "", "3%")]
    assert [claim.text for claim in claims] == ["8", "5", "3"]


def test_a_decrease_against_another_year_stays_negative() -> None:
    assert facts(told_in("2023", "机关运行经费支出8万元，比2019年减少5万元。"))[1] == ("other", "", "-5万元")


def test_the_year_named_last_counts() -> None:
    both = "机关运行经费支出8万元，比2019年增加6万元，比上年增加5万元，增长3%。"
    assert facts(told_in("2023", both)) == [AMOUNT, ("other", "", "6万元"), CHANGE, GROWTH]
    turned = "机关运行经费支出8万元，比上年增加5万元，增长3%，比2019年增加6万元。"
    assert facts(told_in("2023", turned)) == [AMOUNT, CHANGE, GROWTH, ("other", "", "6万元")]


def test_the_next_sentence_goes_on_with_the_year_and_the_next_paragraph_does_not() -> None:
    claims = told_in("2023", "机关运行经费支出8万元，比2019年增加6万元。增长3%。", "机关运行经费支出8万元，增加5万元。")
    assert facts(claims) == [AMOUNT, ("other", "", "6万元"), ("other", "", "3%"), AMOUNT, CHANGE]


def test_an_amount_of_last_year_is_a_prior_one_and_one_of_another_year_is_settled_nowhere() -> None:
    claims = told_in("2023", "机关运行经费支出8万元。2022年机关运行经费支出7万元，2021年机关运行经费支出6万元。")
    assert facts(claims) == [AMOUNT, ("prior", "operating_expense", "7万元"), ("other", "", "6万元")]
    assert facts(told_in("2023", "机关运行经费支出8万元，比2022年7万元增加1万元。"))[1][0] == "prior"
    assert facts(told_in("2023", "机关运行经费支出8万元，比2021年7万元增加1万元。"))[1:] == [
        ("other", "", "7万元"),
        ("other", "", "1万元"),
    ]


def test_a_share_or_a_budget_beside_the_comparison_keeps_its_meaning() -> None:
    claims = told_in("2023", "与2019年相比，机关运行经费支出增加5万元，完成预算10万元的80%，占支出的12%。")
    assert [claim.aspect for claim in claims] == ["other", "budget", "completion_pct", "share_pct"]


def test_the_year_of_the_document_decides() -> None:
    words = "机关运行经费支出8万元，与2019年相比，增加5万元，增长3%。"
    assert facts(told_in("2020", words)) == [AMOUNT, CHANGE, GROWTH]
    assert facts(told_in("", words)) == [AMOUNT, CHANGE, GROWTH]
