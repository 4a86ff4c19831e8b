"""Prevents: a part of a balance added to the balance itself, a count read as money, a class left out of its line."""

from __future__ import annotations

from extracted_fixture import Disclosure, run

OFFICE = "云岭省临川市青禾区水务局"
CARRIED = {
    "opening": "3.00",
    "opening_basic": "1.00",
    "opening_project": "2.00",
    "income": "9.00",
    "income_basic": "4.00",
    "income_project": "5.00",
    "total": "10.00",
    "basic": "4.00",
    "project": "6.00",
    "closing": "2.00",
    "closing_basic": "1.00",
    "closing_project": "1.00",
}


def test_parts_of_a_balance_are_summed_to_it_and_never_with_it() -> None:
    documents = [Disclosure(f"{OFFICE}第{n}分局") for n in range(3)]
    for document, kind, closing in zip(
        documents,
        ("government_fund", "general_budget_expenditure", "general_budget_expenditure"),
        ("2.00", "2.00", "2.10"),
        strict=True,
    ):
        document.table(kind).put("合计", **{**CARRIED, "closing": closing})  # type: ignore[arg-type]
    answers = run(documents)
    for document, carry_over, verdict in zip(
        documents,
        ("balance.fund_carry_over", "balance.general_carry_over", "balance.general_carry_over"),
        ("exact", "exact", "violated"),
        strict=True,
    ):
        found = {c["identity_id"]: c["verdict"] for c in answers.checks.values() if _is_of(c, document)}
        assert found[carry_over] == found["row.closing_by_nature"] == verdict
        assert found["row.opening_by_nature"] == found["row.income_by_nature"] == "exact"


def test_parts_of_the_balance_of_a_summary_do_not_enter_its_total() -> None:
    document = Disclosure(OFFICE)
    table = document.table("income_expenditure_summary")
    table.put("本年收入合计", block="left", income_lines="7.00")
    table.put("年初结转和结余", block="left", income_lines="3.00")
    table.put("其中：项目支出结转和结余", block="left", context="年初结转和结余", income_lines="2.50")
    table.put("总计", block="left", income_lines="10.00")
    answers = run([document])
    assert answers.check(document, "balance.inflow")["verdict"] == "exact"
    assert answers.findings(document, "name_unresolved") == []


def test_a_line_of_the_three_expenses_that_counts_is_no_money() -> None:
    document = Disclosure(OFFICE)
    table = document.table("three_public", unit="元")
    table.put("1．公务用车保有量（辆）", actual="2")
    ((_, figure),) = run([document]).figures(document).items()
    assert (figure["measure"], figure["amount_wan"], figure["subject"]) == ("count", None, "three_public:vehicles_held")


def test_a_line_by_function_is_the_sum_of_its_economic_classes() -> None:
    document = Disclosure(OFFICE)
    table = document.table("expenditure_detail")
    table.put("合计", total="9.00", economic_301="6.00", economic_302="3.00")
    table.put("农林水支出", "213", total="9.00", economic_301="6.00", economic_302="2.00")
    answers = run([document])
    assert answers.check(document, "row.matrix_classes", "expenditure_detail|all_funds|total")["verdict"] == "exact"
    assert (
        answers.check(document, "row.matrix_classes", "expenditure_detail|all_funds|function:213")["verdict"]
        == "violated"
    )


def _is_of(check: dict[str, object], document: Disclosure) -> bool:
    return check["document_id"] == document.document_id and check["reading"] == "printed"
