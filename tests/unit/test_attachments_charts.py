"""Failures prevented: chart data lost, last year's bar told as this year's, a share told as an amount."""

from __future__ import annotations

from tests.unit.attachments_case import attachment

CHARTS = (
    "\n第五部分 附表\n一、收入支出决算总表\n收、支决算总计变动情况图\n2022年\t\n"
    "收入（万元）\t支出（万元）\t800\t800\t2023年\t\n"
    "收入（万元）\t支出（万元）\t820.55\t820.55\t\n\n支出决算结构图\t\n基本支出\t项目支出\t0.61\t0.39\t\n\n"
    "2023年\t\n教育\t卫生健康\t农林水\t0.05\t0.15\t0.8\t\n"
)


def test_bars_of_two_years_are_the_settled_amount_and_the_prior_one() -> None:
    found = [f for f in attachment("", after=CHARTS) if f.subject_key == "grand_total"]
    assert [(f.statement, f.measure, f.text, f.unit) for f in found] == [
        ("chart", "prior", "800", "万元"),
        ("chart", "prior", "800", "万元"),
        ("chart", "amount", "820.55", "万元"),
        ("chart", "amount", "820.55", "万元"),
    ]


def test_fractions_that_add_up_to_one_are_shares_of_what_the_title_names() -> None:
    found = [f for f in attachment("", after=CHARTS) if f.measure == "share_pct"]
    assert [(f.subject_key, f.class_label, f.text) for f in found] == [
        ("expenditure_basic", "", "0.61"),
        ("expenditure_project", "", "0.39"),
        ("function_line", "教育", "0.05"),
        ("function_line", "卫生健康", "0.15"),
        ("function_line", "农林水", "0.8"),
    ]
