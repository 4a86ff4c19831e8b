"""Prevents: a street that is green and answers the questions it was built for wrongly.

The figures and verdicts that issue 2 names, asked of the published snapshot through `juesuan sql`.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from real_street import Row, ask, real_home
from street_home import Home

CITY = ("攀枝花市经济和信息化局", 2024)
WEST_2022 = ("攀枝花市西区经济和信息化局", 2022)
WEST_2020 = ("攀枝花市西区经济和信息化局", 2020)
ANJU = ("遂宁市安居区经济信息化和科学技术局", 2024)
TONGCHUAN = ("达州市通川区经济和信息化局", 2023)

# Where table 04 prints the classes paid from the general public budget, and their total.
GENERAL = {1572, 1573, 1576, 1578, 1583, 1587, 1591}


@pytest.fixture(scope="module")
def home() -> Home:
    return real_home()


@pytest.mark.parametrize(
    ("whose", "code", "nature", "amount"),
    [
        (TONGCHUAN, "215", "total", "1554.79"),
        (TONGCHUAN, "215", "basic", "670.51"),
        (TONGCHUAN, "215", "project", "884.28"),
        (CITY, "2150501", "total", "955.74"),
        (WEST_2022, "2101103", "total", "0.25"),
        (ANJU, "2060404", "total", "32.93"),
        (ANJU, "2060902", "total", "30.18"),
    ],
)
def test_an_expenditure_is_found_by_its_code(
    home: Home, whose: tuple[str, int], code: str, nature: str, amount: str
) -> None:
    rows = ask(
        home,
        "select distinct amount_wan from fct_expenditure_by_function"
        f" where department = '{whose[0]}' and fiscal_year = {whose[1]} and function_code = '{code}'"
        f" and fund = 'general_public_budget' and nature = '{nature}'",
    )
    assert rows == [{"amount_wan": Decimal(amount)}]


def test_a_name_without_code_is_found_under_its_official_seven_digits(home: Home) -> None:
    """2020 prints 医药储备 below 粮油物资储备支出 and no code."""
    rows = ask(
        home,
        "select function_name, class_code, length(function_code) as digits, amount_wan from fct_expenditure_by_function"
        f" where department = '{WEST_2020[0]}' and fiscal_year = {WEST_2020[1]} and function_name like '%医药储备%'"
        " and nature = 'total' and fund = 'general_public_budget'",
    )
    assert rows == [{"function_name": "医药储备", "class_code": "222", "digits": 7, "amount_wan": Decimal("150.00")}]


@pytest.mark.parametrize(
    ("whose", "identity", "told", "lines"),
    [
        (ANJU, "narrative.expenditure_natures", ("5180.59", "3393.81", "violated"), {45}),
        (WEST_2022, "narrative.items_to_class", ("16.36", "16.36", "exact"), {36, 43, 44, 45, 46}),
        (ANJU, "narrative.items_to_class", ("0.002496", "24.96", "violated"), {73, 102, 103, 104}),
        (CITY, "narrative.structure", ("2551.99", "2551.98", "rounding"), {114}),
        (TONGCHUAN, "hierarchy.total", ("2309.00", "2308.91", "violated"), GENERAL),
        (TONGCHUAN, "hierarchy.total", ("2526.30", "2526.22", "violated"), GENERAL | {1575, 1585}),
        (WEST_2022, "narrative.basic_parts", ("296.79", "296.79", "exact"), {52, 53, 54}),
    ],
)
def test_a_verdict_has_both_sides_and_their_places(
    home: Home, whose: tuple[str, int], identity: str, told: tuple[str, str, str], lines: set[int]
) -> None:
    lhs, rhs, verdict = told
    found = _checks(home, whose, f"identity_id = '{identity}' and lhs = {lhs} and rhs = {rhs}")
    assert [check["verdict"] for check in found] == [verdict]
    assert {"lhs", "rhs"} <= set(found[0]["sides"])
    assert set(found[0]["lines"]) == lines


def test_a_share_that_was_cut_is_told_from_one_that_is_wrong(home: Home) -> None:
    found = _checks(home, TONGCHUAN, "identity_id = 'narrative.share' and lhs = 91.39")
    assert {check["verdict"] for check in found} == {"truncated"}
    assert {line for check in found for line in check["lines"]} == {92, 101, 123}


def test_a_clipped_cell_is_kept_as_printed_and_named_by_the_checks_it_breaks(home: Home) -> None:
    clipped = f"department = '{TONGCHUAN[0]}' and text = '1,554.7' and reading = 'printed'"
    figures = ask(
        home,
        f"select statement, value, line from fct_figure join dim_document using (document_id) where {clipped}"
        " order by table_column",
    )
    row = {"statement": "appropriation_summary", "value": Decimal("1554.70"), "line": 1578}
    assert figures == [row, row]
    verdicts = ask(
        home,
        "select distinct identity_id from fct_identity_check as c join fct_identity_term using (check_id)"
        " join fct_figure as f using (figure_id) join dim_document as d on d.document_id = f.document_id"
        f" where c.verdict = 'violated' and c.reading = 'printed' and {clipped.replace('reading', 'f.reading')}"
        " order by 1",
    )
    assert [row["identity_id"] for row in verdicts] == ["agreement.same_fact", "hierarchy.total"]


def test_yuan_for_wan_is_a_finding_of_its_own_and_is_not_read_as_wan(home: Home) -> None:
    whose = f"department = '{ANJU[0]}' and f.line = 73 and f.text = '24.96'"
    readings = ask(
        home,
        "select reading, f.unit, value, amount_wan, repair from fct_figure as f join dim_document using (document_id)"
        f" where {whose} order by reading desc",
    )
    assert [(r["reading"], r["unit"], r["amount_wan"]) for r in readings] == [
        ("printed", "元", Decimal("0.002496")),
        ("meant", "万元", Decimal("24.96")),
    ]
    assert readings[0]["value"] == Decimal("24.96")
    assert [r["repair"] is None for r in readings] == [True, False]
    findings = ask(
        home,
        "select finding_kind, severity, suggested_value, culprit_figure_id from fct_finding"
        f" join dim_document using (document_id) where department = '{ANJU[0]}'"
        " and finding_kind = 'figure_wrong' and slip = 'unit'",
    )
    assert [(f["suggested_value"], ":L73:" in f["culprit_figure_id"]) for f in findings] == [("24.96万元", True)]


def test_a_cell_that_repeats_its_neighbour_is_a_finding_of_its_own(home: Home) -> None:
    findings = ask(
        home,
        "select severity, suggested_value, culprit_figure_id, figures.text from fct_finding"
        " join fct_figure as figures on culprit_figure_id = figures.figure_id and reading = 'printed'"
        f" join dim_document on fct_finding.document_id = dim_document.document_id where department = '{TONGCHUAN[0]}'"
        " and finding_kind = 'figure_wrong' and slip = 'copied_cell'",
    )
    assert [(f["severity"], f["suggested_value"]) for f in findings] == [("error", "0万元")]
    assert findings[0]["text"]


def test_as_meant_the_unit_slip_breaks_nothing_any_more(home: Home) -> None:
    found = _checks(home, ANJU, "identity_id in ('narrative.items_to_class', 'narrative.structure')", "meant")
    verdicts = {(c["subject"], c["lhs"], c["rhs"], c["verdict"]) for c in found}
    assert ("210 卫生健康支出", Decimal("24.96"), Decimal("24.96"), "exact") in verdicts
    assert (None, Decimal("4657.38"), Decimal("4657.39"), "rounding") in verdicts


def test_every_identity_has_a_verdict_on_every_document_and_every_untestable_one_a_reason(home: Home) -> None:
    (row,) = ask(
        home,
        "select count(*) filter (verdict is null) as nothing,"
        " count(*) filter (verdict = 'not_testable' and coalesce(reason, '') = '') as silent,"
        " count(*) filter (verdict <> 'not_testable' and (lhs is null or rhs is null or slack is null)) as half,"
        " count(*) filter (explanation_zh is null or explanation_en is null) as wordless from fct_identity_check",
    )
    assert row == {"nothing": 0, "silent": 0, "half": 0, "wordless": 0}


def test_what_is_seen_on_the_page_and_not_understood_is_counted(home: Home) -> None:
    rows = ask(home, "select * from coverage")
    assert len(rows) == 7
    for row in rows:
        # The count of the page is an independent one: what it and the extraction disagree on is held elsewhere.
        counts = [row[f"figures_{name}"] for name in ("extracted", "understood", "testable")]
        assert counts == sorted(counts, reverse=True)
        assert row["figures_seen"] > counts[-1] > 0
        assert row["checks"] == sum(
            row[f"checks_{verdict}"] for verdict in ("exact", "rounding", "truncated", "violated", "not_testable")
        )


def _checks(home: Home, whose: tuple[str, int], where: str, reading: str = "printed") -> list[Row]:
    """The checks of a document, with the sides and the lines of their figures."""
    return ask(
        home,
        "select c.subject, c.lhs, c.rhs, c.verdict, list(distinct t.side) as sides, list(distinct f.line) as lines"
        " from fct_identity_check as c join dim_document using (document_id)"
        " join fct_identity_term as t using (check_id)"
        " join fct_figure as f on f.figure_id = t.figure_id and f.reading = c.reading"
        f" where department = '{whose[0]}' and fiscal_year = {whose[1]} and c.reading = '{reading}' and {where}"
        " group by c.check_id, c.subject, c.lhs, c.rhs, c.verdict",
    )
