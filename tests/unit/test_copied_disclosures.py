"""Prevented failures: one disclosure published under two names, last year's table left standing, and a department
accused of copying because round amounts recur or because it published a correction."""

from __future__ import annotations

from extracted_fixture import Answers, Disclosure, run

AMOUNTS = ("431.17", "52.80", "7.46", "318.02", "96.55", "12.31", "205.64", "88.19")


def disclosure(department: str, year: str, *amounts: str, total: str = "900.00", unit: str = "万元") -> Disclosure:
    """A narrative total, and a table whose items are the amounts."""
    made = Disclosure(f"{department}{year}{total}{unit}", year, department=department)
    made.say("expenditure_total", total, section="expenditure")
    table = made.table("general_budget_expenditure", unit)
    for number, amount in enumerate(amounts, 1):
        table.put("某项", f"20502{number:02}", total=amount, basic=amount, project="")
    return made


def kinds(answers: Answers, document: Disclosure) -> list[str]:
    found = [kind for kind in ("disclosure_copied", "block_copied") if answers.findings(document, kind)]
    assert all(len(answers.findings(document, kind)) == 1 for kind in found)
    return found


def test_one_disclosure_under_two_names_is_found_once_at_the_later() -> None:
    first = disclosure("临川市青禾区水务局", "2023", *AMOUNTS)
    second = disclosure("临川市青禾区林业局", "2024", *AMOUNTS)
    answers = run([second, first])
    assert [kinds(answers, document) for document in (first, second)] == [[], ["disclosure_copied"]]
    (finding,) = answers.findings(second, "disclosure_copied")
    assert first.document_id in finding["detail_zh"]
    assert "临川市青禾区水务局 2023" in finding["detail_zh"]
    assert (finding["severity"], finding["state"]) == ("warning", "new")


def test_last_years_table_left_standing_is_found_and_named() -> None:
    before = disclosure("临川市青禾区水务局", "2023", *AMOUNTS, total="900.00")
    now = disclosure("临川市青禾区水务局", "2024", *AMOUNTS, total="950.00")
    answers = run([before, now])
    assert [kinds(answers, document) for document in (before, now)] == [[], ["block_copied"]]
    (finding,) = answers.findings(now, "block_copied")
    assert finding["subject"] == "一般公共预算财政拨款支出决算表"


def test_the_same_amounts_in_another_unit_are_the_same() -> None:
    in_yuan = [f"{amount.replace('.', '').lstrip('0')}00" for amount in AMOUNTS]
    before = disclosure("临川市青禾区水务局", "2023", *in_yuan, total="900.00", unit="元")
    now = disclosure("临川市青禾区水务局", "2024", *AMOUNTS, total="950.00")
    assert kinds(run([before, now]), now) == ["block_copied"]


def test_a_correction_a_few_round_amounts_and_another_order_are_no_copies() -> None:
    first = disclosure("临川市青禾区水务局", "2024", *AMOUNTS)
    corrected = disclosure("临川市青禾区水务局", "2024", *AMOUNTS, total="901.00")
    few = [disclosure(name, "2024", "10.00", "20.00", "30.00", total="60.00") for name in ("甲局", "乙局")]
    other = disclosure("丙局", "2024", *reversed(AMOUNTS))
    one_off = disclosure("丁局", "2024", *AMOUNTS[:-1], "88.91")
    documents = [first, corrected, *few, other, one_off]
    answers = run(documents)
    assert [kinds(answers, document) for document in documents] == [[]] * len(documents)
