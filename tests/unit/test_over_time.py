"""Prevented failures: last year's figure that nobody looked up, a department held against another one's disclosure or
against one that was corrected since, a difference within rounding that is called an error."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest
from extracted_fixture import Answers, Disclosure, Row, run

NUMBERS = count(1)
CHANGE, GROWTH, PRIOR, OPENING = (f"over_time.{name}" for name in ("change", "growth", "prior", "opening"))
IDENTITIES = (CHANGE, GROWTH, PRIOR, OPENING)


def disclosure(department: str, year: int, published: str = "", region: str = "云岭省临川市青禾区") -> Disclosure:
    name = f"{department}{year}第{next(NUMBERS)}份"
    return Disclosure(name, str(year), department=department, published_on=published, region=region)


def last_year(department: str, total: str = "480.00", year: int = 2023, **more: str) -> Disclosure:
    made = disclosure(department, year, **more)
    made.say("expenditure_total", total, section="expenditure")
    return made


def this_year(department: str, change: str = "20.00", amount: str = "500.00", **more: str) -> Disclosure:
    """Expenditure of 500 万元, so much more than the year before."""
    made = disclosure(department, 2024, **more)
    now = made.say("expenditure_total", amount, section="expenditure")
    made.say("expenditure_total", change, section="expenditure", aspect="change", of_claim=now)
    return made


def only(answers: Answers, document: Disclosure, identity: str = CHANGE, reading: str = "printed") -> Row:
    return answers.check(document, identity, reading=reading)


def verdict(documents: list[Disclosure], document: Disclosure, identity: str = CHANGE) -> str:
    told: str = only(run(documents), document, identity)["verdict"]
    return told


def test_an_amount_less_its_change_is_held_against_last_years_disclosure() -> None:
    holds, fails = (this_year(f"临川市青禾区{name}局") for name in ("水务", "林业"))
    before = [last_year("临川市青禾区水务局"), last_year("临川市青禾区林业局", "481.00")]
    answers = run([holds, fails, *before])
    assert only(answers, holds)["verdict"] == "exact"
    check = only(answers, fails)
    assert (check["verdict"], check["lhs"], check["rhs"]) == ("violated", Decimal(480), Decimal(481))
    assert check["check_key"] == fails.figure("2")
    assert "2023年度" in check["explanation_zh"]
    terms = answers.rows(
        "select side, weight, figure_id from audit.fct_identity_term where check_id = ?", check["check_id"]
    )
    assert {(term["side"], int(term["weight"]), term["figure_id"]) for term in terms} == {
        ("lhs", 1, fails.figure("1")),
        ("lhs", -1, fails.figure("2")),
        ("rhs", 1, before[1].figure("1")),
    }
    assert [finding["identity_id"] for finding in answers.findings(fails, "identity_violated")] == [CHANGE]
    assert answers.findings(before[1], "identity_violated") == []


@pytest.mark.parametrize(
    ("printed", "expected"), [("480.004", "exact"), ("480.01", "rounding"), ("480.02", "violated")]
)
def test_rounding_of_both_years_is_no_error(printed: str, expected: str) -> None:
    """500.00 − 20.00 stands for 479.99 to 480.01; a figure in another unit says more digits."""
    now = this_year("临川市青禾区水务局")
    before = last_year("临川市青禾区水务局", printed)
    if printed == "480.004":
        before.claims[0] |= {"text": "4800000", "numeral": "4800000", "unit": "元"}
    assert verdict([now, before], now) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("4.17", "exact"), ("4.16", "truncated"), ("4.18", "violated"), ("4", "exact"), ("-4.17", "violated")],
)
def test_a_growth_rate_without_a_change_is_held_against_last_year(rate: str, expected: str) -> None:
    """5000 ÷ 4800 = 104.1666…: 4.17 % and 4 % to the digit, 4.16 % if it was cut."""
    now = disclosure("临川市青禾区水务局", 2024)
    now.percent(now.say("expenditure_total", "5000.00", section="expenditure"), rate, "change_pct")
    answers = run([now, last_year("临川市青禾区水务局", "4800.00")])
    check = only(answers, now, GROWTH)
    assert check["verdict"] == expected
    assert check["lhs"] == Decimal(rate)
    assert Decimal("4.16") < check["rhs"] < Decimal("4.17")


def test_a_growth_rate_beside_its_change_is_not_tested_a_second_time() -> None:
    now = this_year("临川市青禾区水务局")
    now.percent("2", "4.17", "change_pct")
    answers = run([now, last_year("临川市青禾区水务局", "481.00")])
    assert only(answers, now, GROWTH)["verdict"] == "not_testable"
    assert only(answers, now)["verdict"] == "violated"


def test_a_printed_prior_figure_is_held_against_last_year() -> None:
    now = disclosure("临川市青禾区水务局", 2024)
    now.say("three_public", "6.00", section="three_public_totals", aspect="prior")
    before = disclosure("临川市青禾区水务局", 2023)
    before.say("three_public", "7.00", section="three_public_totals")
    assert verdict([now, before], now, PRIOR) == "violated"


def test_an_opening_balance_is_last_years_closing_by_fund() -> None:
    now, before = (disclosure("临川市青禾区水务局", year) for year in (2024, 2023))
    for document, flow in ((now, "opening"), (before, "closing")):
        table = document.table("government_fund")
        table.put("城乡社区支出", "212", **{flow: "5.00"})
        table.put("国有土地使用权出让收入安排的支出", "21208", **{flow: "5.00" if flow == "opening" else "4.00"})
    answers = run([now, before])
    verdicts = {check["check_key"]: check["verdict"] for check in answers.checks_of(now, OPENING)}
    assert verdicts == {"government_fund|function:212": "exact", "government_fund|function:21208": "violated"}


def test_what_last_year_states_in_two_ways_accuses_nobody() -> None:
    now, before = this_year("临川市青禾区水务局"), last_year("临川市青禾区水务局", "481.00")
    before.say("expenditure_total", "480.00", section="totals")
    check = only(run([now, before]), now)
    assert check["verdict"] == "not_testable"
    assert check["reason"].endswith("one of the two disclosures contradicts itself on this figure")


BESIDE, NOWHERE = "云岭省临川市白石区", ""


@pytest.mark.parametrize(
    ("department", "others", "year", "region"),
    [
        pytest.param("临川市青禾区水务局", "临川市青禾区水务局", 2022, BESIDE, id="two years ago"),
        pytest.param("临川市青禾区水务局", "临川市青禾区林业局", 2023, BESIDE, id="another department"),
        pytest.param("水务局", "水务局", 2023, BESIDE, id="another region"),
        pytest.param("水务局", "水务局", 2023, NOWHERE, id="a region that nobody knows"),
        pytest.param("农贸市场管理局", "农贸市场管理局", 2023, NOWHERE, id="a market is no city"),
    ],
)
def test_without_the_departments_own_year_before_each_identity_says_so_once(
    department: str, others: str, year: int, region: str
) -> None:
    now = this_year(department, region=NOWHERE if region == NOWHERE else "云岭省临川市青禾区")
    answers = run([now, last_year(others, "1.00", year=year, region=region)])
    for identity in IDENTITIES:
        for reading in ("printed", "meant"):
            check = only(answers, now, identity, reading)
            assert (check["verdict"], check["check_key"]) == ("not_testable", "")
            assert check["reason"].endswith("no disclosure of the year before")


@pytest.mark.parametrize(
    ("before", "region"),
    [("临川市 青禾区 水务局", "云岭省临川市青禾区"), ("临川市青禾区水务局", ""), ("临川市青禾区水务局", "云岭省")],
)
def test_a_department_is_known_by_a_name_that_names_its_city(before: str, region: str) -> None:
    now = this_year("临川市青禾区水务局")
    assert verdict([now, last_year(before, region=region)], now) == "exact"


def test_a_department_whose_name_names_no_city_is_known_by_name_and_region() -> None:
    now = this_year("水务局")
    assert verdict([now, last_year("水务局", region="云岭省 临川市青禾区")], now) == "exact"


def test_of_two_disclosures_of_the_year_before_the_later_is_in_force_and_says_which_it_corrects() -> None:
    now = this_year("临川市青禾区水务局")
    first = last_year("临川市青禾区水务局", "470.00", published="2024-09-01")
    second = last_year("临川市青禾区水务局", "480.00", published="2024-11-01")
    answers = run([now, second, first])
    assert only(answers, now)["verdict"] == "exact"
    known = {row["document_id"]: row["supersedes_document_id"] for row in answers.rows("from marts.dim_document")}
    assert known == {now.document_id: None, first.document_id: None, second.document_id: first.document_id}


def test_of_two_disclosures_without_dates_neither_is_taken() -> None:
    now = this_year("临川市青禾区水务局")
    answers = run([now, *(last_year("临川市青禾区水务局", total) for total in ("470.00", "480.00"))])
    check = only(answers, now)
    assert check["verdict"] == "not_testable"
    assert check["reason"].endswith("several disclosures of the year before, and nothing says which is in force")


def test_two_disclosures_with_nothing_in_common_say_so() -> None:
    now, before = this_year("临川市青禾区水务局"), disclosure("临川市青禾区水务局", 2023)
    before.say("income_total", "480.00", section="income")
    assert only(run([now, before]), now)["reason"].endswith("the two disclosures state no quantity in common")


def test_a_grand_total_is_one_quantity_in_narrative_and_table() -> None:
    now, before = disclosure("临川市青禾区水务局", 2024), disclosure("临川市青禾区水务局", 2023)
    total = now.say("grand_total", "520.00")
    now.say("grand_total", "20.00", aspect="change", of_claim=total)
    before.table("income_expenditure_summary").put("总计", block="left", income_lines="500.00")
    assert verdict([now, before], now) == "exact"


def test_what_a_wrong_figure_of_either_year_breaks_hangs_below_that_figures_finding() -> None:
    """Last year's total contradicts its own two parts: that finding explains why this year's change does not fit."""
    now, before = this_year("临川市青禾区水务局"), disclosure("临川市青禾区水务局", 2023)
    for section in ("totals", "expenditure"):
        before.say("expenditure_basic", "200.00", section=section)
        before.say("expenditure_project", "280.00", section=section)
    before.say("expenditure_total", "840.00", section="expenditure")
    answers = run([now, before])
    (wrong,) = answers.findings(before, "figure_wrong")
    assert wrong["culprit_figure_id"] == before.figure("5")
    (failed,) = answers.findings(now, "identity_violated")
    assert (failed["identity_id"], failed["caused_by_finding_id"]) == (CHANGE, wrong["finding_id"])
    assert [only(answers, now, reading=reading)["verdict"] for reading in ("printed", "meant")] == ["violated", "exact"]
