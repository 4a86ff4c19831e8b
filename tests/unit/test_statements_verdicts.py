"""Failures prevented: a word taken for wrong that some true values would allow, a contradiction between words and
figures unseen, a word that moves the blame to a figure, another year of a comparison taken for a slip."""

from __future__ import annotations

import pytest
from extracted_fixture import Answers, Disclosure, Row, run

OFFICE = "云岭省临川市青禾区水务局"
LINE = "教育支出/普通教育/小学教育"
BASIC = {"section": "basic", "list_key": "personnel", "relation": "present"}


def compared(relation: str, settled: str, budget: str, unit: str = "万元", **more: str) -> Disclosure:
    document = Disclosure(f"{OFFICE}{relation}{settled}{budget}{unit}")
    against = document.line(LINE, budget, unit, aspect="budget", **more)
    of = document.line(LINE, settled, unit)
    document.line(LINE, "0.01", "万元")
    document.word("against_budget", relation, "决算数与预算数", of_claim=of, against_claim=against)
    return document


def verdict(document: Disclosure, identity: str = "against_budget") -> str:
    return str(run([document]).check(document, f"statements.{identity}")["verdict"])


@pytest.mark.parametrize(
    ("relation", "settled", "budget", "expected"),
    [
        ("greater", "12.01", "12.00", "exact"),
        # Both may have been rounded to the same print: nobody can say that the word is wrong.
        ("greater", "12.00", "12.00", "rounding"),
        # 11.995 at most against 11.995 at least: equal at best, and never greater.
        ("greater", "11.99", "12.00", "violated"),
        ("less", "11.99", "12.00", "exact"),
        ("less", "12.00", "12.00", "rounding"),
        ("less", "12.01", "12.00", "violated"),
        ("less", "0", "0", "violated"),
        ("equal", "12.00", "12.00", "exact"),
        ("equal", "12.01", "12.00", "rounding"),
        ("equal", "12.02", "12.00", "violated"),
        ("about_equal", "12.02", "12.00", "not_testable"),
        ("about_equal", "12.00", "12.00", "exact"),
    ],
)
def test_a_word_is_wrong_only_where_no_true_values_could_satisfy_it(
    relation: str, settled: str, budget: str, expected: str
) -> None:
    assert verdict(compared(relation, settled, budget)) == expected


@pytest.mark.parametrize(
    ("relation", "settled", "rate", "expected"),
    [
        ("equal", "12.00", "100", "exact"),
        ("equal", "12.00", "98", "violated"),
        ("less", "12.00", "98", "exact"),
        ("less", "12.00", "100", "rounding"),
        ("greater", "12.00", "98", "violated"),
        # 0 of 0: no rate tells what the budget was.
        ("equal", "0", "0", "not_testable"),
    ],
)
def test_a_rate_of_completion_stands_for_the_budget(relation: str, settled: str, rate: str, expected: str) -> None:
    document = Disclosure(OFFICE)
    of = document.line(LINE, settled)
    against = document.percent(of, rate, "completion_pct")
    document.word("against_budget", relation, "决算数与预算数", of_claim=of, against_claim=against)
    assert verdict(document) == expected


@pytest.mark.parametrize(
    ("aspect", "text", "unit", "relation", "expected"),
    [
        ("change", "-0.50", "万元", "equal", "violated"),
        ("change", "0.00", "万元", "equal", "exact"),
        ("change", "-0.50", "万元", "less", "exact"),
        ("change", "-0.50", "万元", "greater", "violated"),
        ("change_pct", "3.10", "%", "equal", "violated"),
        ("prior", "3.00", "万元", "equal", "exact"),
        ("prior", "3.40", "万元", "equal", "violated"),
        ("prior", "3.40", "万元", "greater", "violated"),
    ],
)
def test_level_more_and_less_than_last_year_are_held_against_last_year_or_the_change(
    aspect: str, text: str, unit: str, relation: str, expected: str
) -> None:
    document = Disclosure(OFFICE)
    of = document.say("three_public", "3.00", section="three_public_overall")
    against = document.say("three_public", text, unit, section="three_public_overall", aspect=aspect, of_claim=of)
    document.word("against_prior", relation, "与上年持平", of_claim=of, against_claim=against)
    assert verdict(document, "against_prior") == expected


def test_nothing_to_compare_with_is_said_and_is_no_pass() -> None:
    document = Disclosure(OFFICE)
    of = document.say("three_public", "3.00", section="three_public_overall")
    document.word("against_prior", "equal", "与上年持平", of_claim=of)
    document.word("against_budget", "equal", "决算数等于预算数")
    answers = run([document])
    reasons = {answers.check(document, f"statements.against_{name}")["reason"] for name in ("prior", "budget")}
    assert reasons == {
        "未印出可比的数字 / the figure to compare with is not printed",
        "话中所指的数字无法确定 / the figure that the words speak of is not certain",
    }


def fund(amount: str) -> Disclosure:
    document = Disclosure(f"{OFFICE}{amount}")
    document.table("government_fund").put("合计", opening="", income=amount, total=amount, closing="")
    document.word("none", "nothing", "无", subject_key="government_fund_expenditure")
    return document


@pytest.mark.parametrize(("amount", "expected"), [("22.00", "violated"), ("0.00", "exact"), ("", "not_testable")])
def test_what_is_said_to_be_nothing_has_no_figure_in_any_table(amount: str, expected: str) -> None:
    document = fund(amount)
    answers = run([document])
    assert answers.check(document, "statements.none")["verdict"] == expected
    assert [f["identity_id"] for f in answers.findings(document, "identity_violated")].count("statements.none") == (
        expected == "violated"
    )


def test_a_table_without_data_contradicts_the_amount_that_prose_states() -> None:
    document = Disclosure(OFFICE)
    document.table("government_fund", title="政府性基金预算财政拨款收入支出决算表").no_data = True
    claim = document.say("government_fund_expenditure", "22.00", section="government_fund")
    answers = run([document])
    (check,) = [c for c in answers.checks_of(document, "statements.no_data") if c["verdict"] == "violated"]
    terms = answers.rows("select side, figure_id from audit.fct_identity_term where check_id = ?", check["check_id"])
    assert terms == [{"side": "lhs", "figure_id": document.figure(claim)}] * len(terms)
    assert terms


@pytest.mark.parametrize(
    ("project", "basic", "expected"),
    [("22.00", "0", "exact"), ("21.00", "", "violated"), ("", "1.00", "violated"), ("", "", "not_testable")],
)
def test_all_of_an_amount_is_its_part_and_leaves_the_others_nothing(project: str, basic: str, expected: str) -> None:
    document = Disclosure(OFFICE)
    of = document.say("government_fund_expenditure", "22.00", section="government_fund")
    for key, text in (("government_fund_project", project), ("government_fund_basic", basic)):
        if text:
            document.say(key, text, section="government_fund")
    document.word("whole", "all", "全部为项目支出", subject_key="government_fund_project", of_claim=of)
    assert verdict(document, "whole") == expected


def lists(*names: str, table: bool = True, **amounts: str) -> Disclosure:
    document = Disclosure(OFFICE)
    if table:
        basic = document.table("general_budget_basic")
        for code, amount in amounts.items():
            basic.put("某项", code.removeprefix("c"), amount=amount)
    for name in names:
        document.word("listed", said=name, label=name, **BASIC)
    return document


def listed(document: Disclosure) -> Row:
    answers: Answers = run([document])
    return answers.check(document, "statements.listed")


def test_a_listed_name_whose_line_is_empty_is_named_and_the_others_are_not() -> None:
    check = listed(lists("基本工资", "奖金", "津贴补贴", c30101="9.00", c30102="0", c30103=""))
    assert check["verdict"] == "violated"
    assert all(name in check["explanation_zh"] for name in ("奖金", "津贴补贴"))
    assert "基本工资" not in check["explanation_zh"]


def test_a_line_that_is_not_printed_or_does_not_fit_is_no_empty_one() -> None:
    assert listed(lists("基本工资", "奖金", c30101="9.00"))["verdict"] == "exact"
    assert listed(lists("奖金", c30101="9.00"))["verdict"] == "not_testable"
    displaced = lists("奖金")
    displaced.tables[0].put("奖金", "30103", amount="", unheaded=("5.00",), fits=False)
    assert listed(displaced)["verdict"] == "not_testable"


def test_a_name_of_two_codes_is_wrong_only_where_both_lines_are_empty() -> None:
    assert listed(lists("办公设备购置", c30902="", c31002="3.00"))["verdict"] == "exact"
    assert listed(lists("办公设备购置", c30902="", c31002=""))["verdict"] == "violated"


def test_without_the_table_the_quantity_that_holds_the_item_speaks_for_it() -> None:
    document = lists("公务接待费", "办公费", table=False)
    document.say("three_public_hospitality", "0", section="three_public_detail")
    check = listed(document)
    assert (check["verdict"], "办公费" in check["explanation_zh"]) == ("violated", False)


def test_a_contradicted_word_blames_no_figure_and_moves_no_other_finding() -> None:
    plain, worded = Disclosure(OFFICE), Disclosure(f"{OFFICE}二")
    for document in (plain, worded):
        table = document.table("expenditure")
        table.put("合计", total="30.00", basic="10.00", project="20.00")
        table.put("教育支出", "205", total="10.00", basic="10.00", project="")
        table.put("社会保障和就业支出", "208", total="21.00", basic="", project="20.00")
        document.say("expenditure_total", "30.00", section="expenditure")
    against = worded.say("expenditure_total", "40.00", section="expenditure", aspect="budget")
    worded.word("against_budget", "greater", "决算数大于预算数", of_claim="1", against_claim=against)
    answers = run([plain, worded])
    blamed = [
        [(f["culprit_figure_id"].split(":", 1)[1], f["suggested_value"]) for f in answers.findings(d, "figure_wrong")]
        for d in (plain, worded)
    ]
    assert blamed[0]
    assert blamed[0] == blamed[1]
    violated = answers.findings(worded, "identity_violated")
    (finding,) = [f for f in violated if f["identity_id"] == "statements.against_budget"]
    assert (finding["culprit_figure_id"], finding["caused_by_finding_id"]) == (None, None)


def dated(*years: tuple[str, str], department: tuple[str, ...] = ()) -> Disclosure:
    document = Disclosure(OFFICE + "".join(map("".join, years)) + "".join(department), department=OFFICE)
    document.say("expenditure_total", "30.00", section="expenditure")
    for relation, year in years:
        document.word("year", relation, year)
    for name in department:
        document.word("department", "own" if name in OFFICE else "other", name)
    return document


@pytest.mark.parametrize(
    ("relation", "year", "found"),
    [
        ("this", "2023", True),
        ("this", "2024", False),
        ("last", "2022", True),
        ("last", "2024", True),
        ("last", "2023", False),
        # Comparisons with a year long ago are meant.
        ("last", "2019", False),
    ],
)
def test_another_year_where_the_documents_own_belongs_is_found(relation: str, year: str, found: bool) -> None:
    document = dated((relation, year), ("this", "2024"), ("last", "2023"))
    assert [f["subject"] for f in run([document]).findings(document, "year_named")] == [year] * found


def test_where_most_places_disagree_it_is_the_reader_who_errs() -> None:
    document = dated(("this", "2021"), ("this", "2021"), ("this", "2024"))
    assert run([document]).findings(document, "year_named") == []
    strange = dated(department=("青禾区粮食局", "青禾区水务局"))
    assert run([strange]).findings(strange, "department_named") == []


def test_the_name_of_another_department_is_found() -> None:
    document = dated(department=("青禾区水务局", "青禾区水务局", "青禾区粮食局"))
    (finding,) = run([document]).findings(document, "department_named")
    assert (finding["subject"], finding["severity"]) == ("青禾区粮食局", "warning")


@pytest.mark.parametrize(("day", "found"), [("2024-09-17", 1), ("2024-12-31", 1), ("2025-08-20", 0), ("", 0)])
def test_accounts_are_not_published_before_their_year_is_over(day: str, found: int) -> None:
    document = Disclosure(f"{OFFICE}{day}", published_on=day)
    document.say("expenditure_total", "30.00", section="expenditure")
    assert len(run([document]).findings(document, "published_early")) == found


def test_text_of_the_form_is_one_finding_per_kind_and_its_instructions_weigh_less() -> None:
    document = Disclosure(OFFICE)
    document.say("expenditure_total", "30.00", section="expenditure")
    for relation, words in (("placeholder", "XX"), ("placeholder", "XXX"), ("instruction", "应注明本表无数据")):
        document.word("template", relation, words)
    found = {f["subject"]: f["severity"] for f in run([document]).findings(document, "template_text")}
    assert found == {"placeholder": "warning", "instruction": "info"}
