"""Prevented failures: a check that passes on a figure it lacks, a displaced row that spoils its neighbours, an identity
that says nothing, an id that moves when another document arrives."""

from __future__ import annotations

import pytest
from extracted_fixture import Answers, Disclosure, run

OFFICE = "云岭省临川市青禾区水务局"
TOTAL = "expenditure|expenditure|total|all_funds|total"
CLASS = "expenditure|expenditure|total|all_funds|function:205"
OTHER_CLASS = "expenditure|expenditure|total|all_funds|function:208"


def by_function(document: Disclosure, kind: str = "expenditure") -> None:
    """Two classes with one section each, everything in agreement."""
    table = document.table(kind)
    table.put("合计", total="30.00", basic="10.00", project="20.00")
    table.put("教育支出", "205", total="10.00", basic="10.00", project="")
    table.put("普通教育", "20502", total="10.00", basic="10.00", project="")
    table.put("社会保障和就业支出", "208", total="20.00", basic="", project="20.00")
    table.put("抚恤", "20808", total="20.00", basic="", project="20.00")


def test_a_missing_term_is_named_and_never_a_pass() -> None:
    document = Disclosure(OFFICE)
    document.say("three_public", "9.00")
    document.say("three_public_overseas", "4.00")
    document.say("three_public_hospitality", "5.00")
    check = run([document]).check(document, "narrative.three_public_parts")
    assert (check["verdict"], check["lhs"], check["rhs"]) == ("not_testable", None, None)
    assert check["reason"] == "缺少：公务用车购置及运行维护费 / missing: vehicles"
    assert check["explanation_zh"].endswith("无法检验，缺少：公务用车购置及运行维护费")
    assert check["explanation_en"].endswith("not testable, missing: vehicles")


def test_blanks_that_nobody_filled_are_no_check_and_zeros_where_one_is() -> None:
    document = Disclosure(OFFICE)
    table = document.table("expenditure")
    table.put("合计", total="5.00", basic="", project="5.00", remitted="")
    table.put("教育支出", "205", total="", basic="", project="")
    answers = run([document])
    checks = {c["check_key"]: c["verdict"] for c in answers.checks_of(document, "row.expenditure_by_nature")}
    assert checks == {"expenditure|all_funds|total": "exact"}


def test_personnel_and_public_funds_are_the_sums_of_their_economic_classes() -> None:
    sound, wrong = Disclosure(OFFICE), Disclosure("云岭省临川市青禾区林业局")
    for document, personnel, public in ((sound, "7.00", "3.00"), (wrong, "7.10", "3.01")):
        table = document.table("general_budget_basic")
        for name, code, amount in (
            ("工资福利支出", "301", "6.00"),
            ("商品和服务支出", "302", "2.00"),
            ("对个人和家庭的补助", "303", "1.00"),
            ("资本性支出", "310", "1.00"),
        ):
            table.put(name, code, amount=amount)
        table.put("人员经费合计", amount=personnel)
        table.put("公用经费合计", amount=public)
    answers = run([sound, wrong])
    for document, expected in ((sound, ["exact", "exact"]), (wrong, ["violated", "rounding"])):
        found = [answers.check(document, f"hierarchy.{part}") for part in ("personnel", "public")]
        assert [check["verdict"] for check in found] == expected


def test_a_displaced_row_makes_its_own_sums_untestable_and_no_others() -> None:
    sound, displaced = Disclosure(OFFICE), Disclosure("云岭省临川市青禾区林业局")
    by_function(sound)
    table = displaced.table("expenditure")
    table.put("合计", total="30.00", basic="10.00", project="20.00")
    table.put("教育支出", "205", total="10.00", basic="10.00", project="")
    table.put("普通教育", "20502", total="10.00", basic="", project="", unheaded=("10.00",), fits=False)
    table.put("社会保障和就业支出", "208", total="20.00", basic="", project="20.00")
    table.put("抚恤", "20808", total="20.00", basic="", project="20.00")
    answers = run([sound, displaced])
    for document, expected in ((sound, "exact"), (displaced, "not_testable")):
        verdicts = {c["check_key"]: c["verdict"] for c in answers.checks_of(document, "hierarchy.class")}
        assert verdicts[CLASS] == expected
        assert verdicts[OTHER_CLASS] == "exact"
        assert answers.check(document, "hierarchy.total", TOTAL)["verdict"] == "exact"
        rows = {c["check_key"]: c["verdict"] for c in answers.checks_of(document, "row.expenditure_by_nature")}
        assert rows.pop("expenditure|all_funds|function:20502") == expected
        assert set(rows.values()) == {"exact"}
    assert "错位" in answers.check(displaced, "hierarchy.class", CLASS)["reason"]
    assert [f["detail_zh"] for f in answers.findings(displaced, "row_displaced")] == ["支出决算表：1 行"]
    assert answers.findings(sound, "row_displaced") == []


def test_a_column_of_unknown_meaning_hides_a_part_of_its_row_and_of_nothing_else() -> None:
    document = Disclosure(OFFICE)
    table = document.table("expenditure")
    table.put("合计", total="37.00", basic="10.00", project="20.00", unheaded=("7.00",))
    table.put("教育支出", "205", total="30.00", basic="10.00", project="20.00", unheaded=("0.00",))
    table.put("社会保障和就业支出", "208", total="7.00", basic="", project="", unheaded=("7.00",))
    answers = run([document])
    assert {c["verdict"] for c in answers.checks_of(document, "hierarchy.total")} == {"exact"}
    rows = {c["subject_key"]: c["verdict"] for c in answers.checks_of(document, "row.expenditure_by_nature")}
    assert rows == {"total": "not_testable", "function:205": "exact", "function:208": "not_testable"}
    assert answers.findings(document, "row_displaced") == []
    coverage = answers.rows("select * from audit.coverage")[0]
    assert coverage["figures_extracted"] - coverage["figures_understood"] == 3


def test_an_excluding_term_drops_the_identity_and_its_sister_speaks() -> None:
    by_budget, at_once = Disclosure(OFFICE), Disclosure("云岭省临川市青禾区林业局")
    for document, subject in ((by_budget, "income_general"), (at_once, "income_appropriation")):
        document.say("income_total", "12.00", section="income")
        document.say(subject, "11.00", section="income")
        document.say("income_other", "1.00", section="income")
    answers = run([by_budget, at_once])
    for document, expected in ((by_budget, ("exact", "not_testable")), (at_once, ("not_testable", "exact"))):
        sisters = ("narrative.income_sources", "narrative.income_sources_appropriation")
        assert tuple(answers.check(document, sister)["verdict"] for sister in sisters) == expected


def test_every_identity_speaks_of_every_document_in_both_readings() -> None:
    documents = [Disclosure(OFFICE), Disclosure("云岭省临川市青禾区林业局")]
    by_function(documents[1])
    answers = run(documents)
    silent = answers.rows(
        "select identity_id, document_id, reading from prepared.raw.identity, marts.dim_document,"
        " (values ('printed'), ('meant')) as readings(reading)"
        " where (identity_id, document_id, reading) not in"
        " (select (identity_id, document_id, reading) from audit.fct_identity_check)"
    )
    assert answers.rows("select count(*) as n from marts.dim_document") == [{"n": 2}]
    assert answers.rows("select count(*) > 40 as many from prepared.raw.identity") == [{"many": True}]
    assert silent == []
    assert {c["verdict"] for c in answers.checks.values() if c["document_id"] == documents[0].document_id} == {
        "not_testable"
    }


def test_a_verdict_never_lacks_its_reason_or_its_sides() -> None:
    document = Disclosure(OFFICE)
    by_function(document)
    document.say("three_public", "9.00")
    checks = run([document]).checks.values()
    assert all((c["reason"] is not None) == (c["verdict"] == "not_testable") for c in checks)
    assert all((c["lhs"] is None) == (c["verdict"] == "not_testable") for c in checks)
    assert all(c["explanation_zh"] and c["explanation_en"] for c in checks)


def test_an_explanation_shows_both_sides_as_printed() -> None:
    document = Disclosure(OFFICE)
    table = document.table("expenditure")
    table.put("合计", total="1,005.00", basic="400.5", project="600.00")
    check = run([document]).check(document, "row.expenditure_by_nature")
    assert check["verdict"] == "violated"
    for language in ("explanation_zh", "explanation_en"):
        for part in ("1,005.00万元", "400.5万元", "600.00万元", "1005 ", "1000.5", "4.5"):
            assert part in check[language]


def test_ids_stay_when_another_document_arrives() -> None:
    first, second = Disclosure(OFFICE), Disclosure("云岭省临川市青禾区林业局")
    for document in (first, second):
        table = document.table("expenditure")
        table.put("合计", total="31.00", basic="10.00", project="20.00")
        table.put("教育支出" if document is first else "教育", "20599", total="30.00", basic="10.00", project="20.00")
        document.line("无此类别名称/无此款/无此项", "3.00")
        document.say("three_public", "9.00", unit="")
    alone, together = run([first]), run([first, second])

    def ids(answers: Answers) -> tuple[set[str], set[str], set[str]]:
        return (
            {c["check_id"] for c in answers.checks.values() if c["document_id"] == first.document_id},
            {
                r["finding_id"]
                for r in answers.rows("select * from audit.fct_finding where document_id = ?", first.document_id)
            },
            set(answers.figures(first)),
        )

    assert ids(alone) == ids(together)
    assert len(ids(alone)[1]) >= 4
    assert len({r["finding_id"] for r in together.rows("select finding_id from audit.fct_finding")}) == len(
        together.rows("select finding_id from audit.fct_finding")
    )


@pytest.mark.parametrize("missing", ["20805", "208", None])
def test_a_line_adds_up_in_its_nearest_printed_ancestor(missing: str | None) -> None:
    document = Disclosure(OFFICE)
    table = document.table("expenditure")
    rows = {"": "12.00", "208": "12.00", "20805": "7.00", "2080505": "4.00", "2080506": "3.00", "20808": "5.00"}
    for code, text in rows.items():
        if missing is None or code != missing:
            table.put("某项" if code else "合计", code, total=text, basic=text, project="")
    answers = run([document])
    found = {
        c["subject_key"]: c["verdict"]
        for identity in ("hierarchy.total", "hierarchy.class", "hierarchy.section")
        for c in answers.checks_of(document, identity)
        if "|total|all_funds|" in c["check_key"]
    }
    expected = {"total", "function:208", "function:20805"} - {f"function:{missing}"}
    assert {key for key, verdict in found.items() if verdict == "exact"} == expected
    assert "violated" not in found.values()


def test_the_first_statement_in_its_own_section_speaks_for_a_line() -> None:
    document = Disclosure(OFFICE)
    document.line("教育支出", "5.00", codes="205", section="general_structure")
    document.line("科学技术支出", "3.00", codes="206", section="general_structure")
    document.line("教育支出", "5.00", codes="205")
    document.line("科学技术支出/基础研究/自然科学基金", "3.00", codes="206/02/03")
    checks = run([document]).checks_of(document, "narrative.items_to_class")
    assert {c["check_key"]: c["verdict"] for c in checks} == {"function:205": "exact", "function:206": "exact"}


def test_a_source_that_no_phrase_knows_makes_its_sum_not_testable_and_not_violated() -> None:
    """An unseen department earns from something new: the sum that lacks it is no contradiction in print."""
    document = Disclosure("云岭省临川市青禾区水务局未知来源")
    document.say("income_total", "100.00", section="income")
    document.say("income_general", "80.00", section="income")
    document.say("", "20.00", section="income")
    answers = run([document])
    check = answers.check(document, "narrative.income_sources")
    assert (check["verdict"], bool(check["reason"])) == ("not_testable", True)


def test_a_sum_that_holds_without_the_unknown_source_holds() -> None:
    document = Disclosure("云岭省临川市青禾区水务局未知来源二")
    document.say("income_total", "80.00", section="income")
    document.say("income_general", "80.00", section="income")
    document.say("", "20.00", section="income")
    assert run([document]).check(document, "narrative.income_sources")["verdict"] == "exact"


def test_sums_that_only_cutting_explains_are_truncated_and_one_digit_more_is_violated() -> None:
    """Five cut parts hide less than five digits: 0.04 is within them, 0.05 is not, and rounding explains but 0.03."""
    document = Disclosure("云岭省临川市青禾区水务局截位")
    table = document.table("expenditure")
    parts = ("basic", "project", "remitted", "business", "subsidy")
    codes = ("201", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214")
    for number, code in enumerate(codes, 1):
        for hidden, row in ((3, f"{code}01"), (4, f"{code}02"), (5, f"{code}03")):
            total = f"{5 * number}.{hidden:02}"
            table.put("支出", row, total=total, **dict.fromkeys(parts, f"{number}.00"))
    answers = run([document])
    verdicts = {
        code: [
            answers.check(document, "row.expenditure_by_nature", f"expenditure|all_funds|function:{code}{end}")[
                "verdict"
            ]
            for end in ("01", "02", "03")
        ]
        for code in codes
    }
    assert verdicts == {code: ["rounding", "truncated", "violated"] for code in codes}


@pytest.mark.parametrize(
    ("share", "base", "verdict"),
    [
        ("40.00", "", "exact"),  # of all expenditure
        ("80.00", "", "exact"),  # of the appropriations
        ("60.00", "", "violated"),
        ("40.00", "expenditure_total", "exact"),
        ("80.00", "expenditure_total", "violated"),  # the words name the whole
    ],
)
def test_a_share_is_alleged_only_where_it_fits_no_whole_that_its_words_admit(
    share: str, base: str, verdict: str
) -> None:
    document = Disclosure(OFFICE)
    document.say("expenditure_total", "20.00", section="expenditure")
    document.say("appropriation_expenditure", "10.00", section="appropriation_totals")
    part = document.say("general_expenditure", "8.00", section="general_overall")
    document.percent(part, share, "share_pct", base_key=base)
    assert run([document]).check(document, "narrative.share")["verdict"] == verdict


@pytest.mark.parametrize(("rate", "verdict"), [("-25", "exact"), ("-33.33", "violated")])
def test_the_rate_of_a_difference_from_the_budget_is_of_the_budget(rate: str, verdict: str) -> None:
    document = Disclosure(OFFICE)
    settled = document.say("three_public_hospitality", "3.00", section="three_public_detail")
    change = document.say(
        "three_public_hospitality", "-1.00", section="three_public_detail", aspect="budget_change", of_claim=settled
    )
    document.percent(change, rate, "budget_change_pct")
    answers = run([document])
    assert answers.check(document, "narrative.budget_growth")["verdict"] == verdict
    assert answers.figures(document, "printed")[document.figure(change)]["measure"] is None
