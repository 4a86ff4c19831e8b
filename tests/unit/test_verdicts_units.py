"""Prevented failures: 元 read as 万元 without a word, a repair that nothing justifies, a legitimate 元 figure altered,
a dropped unit that nobody hears of."""

from __future__ import annotations

from decimal import Decimal

from extracted_fixture import Answers, Disclosure, run

OFFICE = "云岭省临川市青禾区水务局"


def structure(document: Disclosure, slip_unit: str, total: str = "36.96") -> str:
    """A total and its classes in 万元; the second class in the unit given. Gives the second class's claim."""
    document.say("general_expenditure", total, section="general_structure")
    document.line("教育支出", "12.00", codes="205", section="general_structure")
    return document.line("卫生健康支出", "24.96", slip_unit, codes="210", section="general_structure")


def verdicts(answers: Answers, document: Disclosure, identity_id: str) -> tuple[str, str]:
    readings = ("printed", "meant")
    first, second = (answers.check(document, identity_id, reading=reading)["verdict"] for reading in readings)
    return first, second


def test_yuan_where_wan_is_meant_is_found_and_both_readings_stay() -> None:
    document = Disclosure(OFFICE)
    slip = document.figure(structure(document, "元"))
    answers = run([document])
    assert verdicts(answers, document, "narrative.structure") == ("violated", "exact")
    (finding,) = answers.findings(document, "figure_wrong")
    assert (finding["slip"], finding["culprit_figure_id"], finding["suggested_value"]) == ("unit", slip, "24.96万元")
    assert "24.96元" in finding["detail_zh"]
    (violated,) = answers.findings(document, "identity_violated")
    assert violated["caused_by_finding_id"] == finding["finding_id"]
    printed, meant = (answers.figures(document, reading)[slip] for reading in ("printed", "meant"))
    assert (printed["unit"], printed["amount_wan"], printed["repair"]) == ("元", Decimal("0.002496"), None)
    assert (meant["unit"], meant["amount_wan"], meant["repair"]) == ("万元", Decimal("24.96"), "unit")
    assert meant["text"] == printed["text"] == "24.96"


def test_a_proposal_that_mends_nothing_is_not_applied() -> None:
    document = Disclosure(OFFICE)
    slip = document.figure(structure(document, "元", total="99.00"))
    answers = run([document])
    assert verdicts(answers, document, "narrative.structure") == ("violated", "violated")
    assert [f for f in answers.findings(document, "figure_wrong") if f["slip"] == "unit"] == []
    assert answers.figures(document, "meant")[slip]["unit"] == "元"


def test_a_proposal_that_breaks_what_held_is_not_applied() -> None:
    document = Disclosure(OFFICE)
    slip = structure(document, "元")
    document.line("卫生健康支出", "24.96", "元", codes="210", section="general_overall")
    document.line("卫生健康支出", "0.002496", codes="210", section="general_detail")
    answers = run([document])
    assert answers.figures(document, "meant")[document.figure(slip)]["unit"] == "元"
    assert verdicts(answers, document, "agreement.same_fact") == ("exact", "exact")


def test_a_legitimate_figure_in_yuan_is_left_alone() -> None:
    document = Disclosure(OFFICE)
    legitimate = document.figure(structure(document, "元", total="12.00"))
    answers = run([document])
    assert verdicts(answers, document, "narrative.structure") == ("rounding", "rounding")
    assert [f for f in answers.findings(document, "figure_wrong") if f["slip"] == "unit"] == []
    assert answers.figures(document, "meant")[legitimate]["amount_wan"] == Decimal("0.002496")


def test_a_document_in_yuan_throughout_has_no_slips() -> None:
    document = Disclosure(OFFICE)
    document.say("general_expenditure", "369600", "元", section="general_structure")
    document.line("教育支出", "120000", "元", codes="205", section="general_structure")
    document.line("卫生健康支出", "249600", "元", codes="210", section="general_structure")
    answers = run([document])
    assert verdicts(answers, document, "narrative.structure") == ("exact", "exact")
    assert [f for f in answers.findings(document, "figure_wrong") if f["slip"] == "unit"] == []


def test_one_slip_is_one_finding_and_every_failure_hangs_below_it() -> None:
    document = Disclosure(OFFICE)
    slip = structure(document, "元")
    document.percent("2", "32.47", "share_pct", base_key="general_expenditure")
    document.percent(slip, "67.53", "share_pct", base_key="general_expenditure", same_sentence=True)
    document.line("卫生健康支出", "24.96", codes="210", section="general_overall")
    answers = run([document])
    (finding,) = answers.findings(document, "figure_wrong")
    violated = answers.findings(document, "identity_violated")
    assert {f["identity_id"] for f in violated} == {"narrative.structure", "narrative.share", "agreement.same_fact"}
    assert {f["caused_by_finding_id"] for f in violated} == {finding["finding_id"]}


def test_a_dropped_unit_is_read_in_wan_and_said() -> None:
    document = Disclosure(OFFICE)
    figure = document.figure(structure(document, ""))
    answers = run([document])
    assert verdicts(answers, document, "narrative.structure") == ("exact", "exact")
    (finding,) = answers.findings(document, "unit_dropped")
    assert (finding["culprit_figure_id"], finding["suggested_value"]) == (figure, "24.96万元")


def test_what_most_statements_say_is_the_fact_and_the_conflict_is_said() -> None:
    document = Disclosure(OFFICE)
    for kind, text in (("expenditure", "10.00"), ("income_expenditure_summary", "10.00")):
        table = document.table(kind)
        if kind == "expenditure":
            table.put("教育支出", "205", total=text, basic=text, project="")
        else:
            table.put("五、教育支出", block="right", expenditure_lines=text)
    document.line("教育支出", "19.00", codes="205", section="general_structure")
    other = document.table("general_budget_expenditure")
    other.put("教育支出", "205", total="19.00", basic="19.00", project="")
    document.line("教育支出", "18.00", codes="205", section="general_overall")
    answers = run([document], "int_fact")
    stated = answers.rows(
        "select fund, amount_wan, agreement from intermediate.int_fact"
        " where subject = 'function:205' and nature = 'total' and reading = 'printed'"
    )
    facts = {row["fund"]: (row["amount_wan"], row["agreement"]) for row in stated}
    assert facts == {"all_funds": (Decimal(10), "agree"), "general_public_budget": (Decimal(19), "conflict")}


def test_growth_of_millions_of_percent_is_judged() -> None:
    document = Disclosure(OFFICE)
    settled = document.say("three_public", "20000.10")
    change = document.say("three_public", "20000.00", aspect="change", of_claim=settled)
    document.percent(change, "20000000", "change_pct")
    assert run([document]).check(document, "narrative.growth")["verdict"] == "exact"


def test_a_base_that_rounding_may_make_zero_is_not_divided_by() -> None:
    document = Disclosure(OFFICE)
    for now, change in (("5.00", "5.00"), ("5.00", "4.99"), ("5.00", "7.00")):
        settled = document.say("three_public", now)
        document.percent(document.say("three_public", change, aspect="change", of_claim=settled), "100", "change_pct")
    checks = run([document]).checks_of(document, "narrative.growth")
    assert [c["verdict"] for c in checks] == ["not_testable"] * 3
    assert all("zero or negative" in c["reason"] for c in checks)


def test_a_share_of_procurement_finds_its_whole_though_no_fund_is_named() -> None:
    document = Disclosure(OFFICE)
    document.say("procurement", "40.00", section="procurement")
    document.percent(document.say("procurement_sme", "30.00", section="procurement"), "75.00", "share_pct")
    assert run([document]).check(document, "narrative.share")["verdict"] == "exact"


def share_beside(text: str, aspect: str) -> str:
    """The verdict on a share of 70.9 %, which is 70.9375 %, with another percentage in its sentence."""
    document = Disclosure(OFFICE)
    document.say("procurement", "32.00", section="procurement")
    part = document.say("procurement_sme", "22.70", section="procurement")
    document.percent(part, "70.9", "share_pct", same_sentence=True)
    document.percent(part, text, aspect, same_sentence=True)
    checks = run([document]).checks_of(document, "narrative.share")
    (verdict,) = (check["verdict"] for check in checks if check["lhs"] == Decimal("70.9"))
    return str(verdict)


def test_the_decimals_of_a_percentage_are_those_of_its_kind_in_the_sentence() -> None:
    """占70.9% beside 占70.94% is 70.90; beside 增长12.35% it is a share of one decimal."""
    assert share_beside("70.94", "share_pct") == "violated"
    assert share_beside("12.35", "change_pct") == "exact"
