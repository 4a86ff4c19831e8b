"""Prevented failures: an erratum that alters the print, one that is applied to another print than it corrects, one that
nobody vouches for, and a solver that overrules a person."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from extracted_fixture import Answers, Disclosure, run

from pipelines.loading import contract, stated
from pipelines.loading.load import Beside
from pipelines.loading.read import LoadError

COLUMNS = contract.WHOLE["errata"]
VOUCHED = {"reason": "typed by hand", "source": "letter of the bureau", "noted_by": "Li", "noted_on": "2026-01-04"}
RUN = ("test", "2026-01-05", "test")


def written(folder: Path, *errata: dict[str, str]) -> Path:
    path = folder / "errata.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**VOUCHED, **erratum} for erratum in errata)
    return path


def erratum(document: Disclosure, figure: str, printed: str, meant: str, unit: str = "", **more: str) -> dict[str, str]:
    named = {"document_id": document.document_id, "figure_id": figure}
    return {**named, "printed_text": printed, "meant_text": meant, "meant_unit": unit, **more}


def broken(name: str) -> Disclosure:
    """A row whose project expenditure is 2 short, and a change printed with the wrong direction."""
    document = Disclosure(f"云岭省临川市青禾区{name}")
    document.table("expenditure").put("合计", total="30.00", basic="12.00", project="16.00")
    total = document.say("expenditure_total", "30.00", section="expenditure")
    document.say("expenditure_total", "5.00", section="expenditure", aspect="change", of_claim=total)
    return document


APPLIED, STALE, ABSENT, UNITS, PLAIN = (broken(n) for n in ("水务局", "林业局", "农业局", "商务局", "教育局"))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    path = written(
        tmp_path_factory.mktemp("errata"),
        erratum(APPLIED, APPLIED.cell("t01:r1:c5"), "16.00", "18.00"),
        erratum(APPLIED, APPLIED.figure("2"), "5.00", "-5.00"),
        erratum(STALE, STALE.cell("t01:r1:c5"), "16.50", "18.00"),
        erratum(ABSENT, ABSENT.cell("t09:r1:c5"), "16.00", "18.00"),
        erratum(UNITS, UNITS.cell("t01:r1:c5"), "16.00", "18.00", "%"),
        erratum(Disclosure("elsewhere"), f"{Disclosure('elsewhere').document_id}:t01:r1:c1", "1", "2"),
    )
    return run([APPLIED, STALE, ABSENT, UNITS, PLAIN], beside=Beside(errata=path, run=RUN))


def nature(answers: Answers, document: Disclosure, reading: str) -> str:
    verdict: str = answers.check(document, "row.expenditure_by_nature", reading=reading)["verdict"]
    return verdict


def test_an_erratum_changes_what_is_meant_and_says_so_and_never_the_print(answers: Answers) -> None:
    cell = APPLIED.cell("t01:r1:c5")
    printed, meant = (answers.figures(APPLIED, reading)[cell] for reading in ("printed", "meant"))
    assert (printed["value"], printed["amount_wan"], printed["repair"]) == (Decimal(16), Decimal(16), None)
    assert (meant["value"], meant["amount_wan"], meant["repair"], meant["text"]) == (18, 18, "erratum", "16.00")
    assert meant["repair_reason"].startswith("勘误：typed by hand；依据：letter of the bureau；Li 2026-01-04 / erratum")
    assert [nature(answers, APPLIED, reading) for reading in ("printed", "meant")] == ["violated", "exact"]


def test_a_meant_text_carries_its_sign(answers: Answers) -> None:
    assert answers.figures(APPLIED, "meant")[APPLIED.figure("2")]["value"] == Decimal(-5)
    assert answers.figures(APPLIED, "printed")[APPLIED.figure("2")]["value"] == Decimal(5)


def test_the_violation_hangs_below_the_erratum_and_accuses_nothing_else(answers: Answers) -> None:
    notes = {note["culprit_figure_id"]: note for note in answers.findings(APPLIED, "erratum_applied")}
    note = notes[APPLIED.cell("t01:r1:c5")]
    assert (note["severity"], note["suggested_value"]) == ("info", "18.00万元")
    (failed,) = answers.findings(APPLIED, "identity_violated")
    assert failed["caused_by_finding_id"] == note["finding_id"]
    assert answers.findings(APPLIED, "figure_wrong") == []


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (STALE, "16.00 stands there and not 16.50"),
        (ABSENT, "no figure stands there"),
        (UNITS, "the unit % cannot stand for 万元"),
    ],
    ids=["another print", "no such place", "a unit of another kind"],
)
def test_an_erratum_that_does_not_fit_is_reported_and_not_applied(
    answers: Answers, document: Disclosure, why: str
) -> None:
    (finding,) = answers.findings(document, "erratum_refused")
    assert finding["severity"] == "warning"
    assert finding["detail_en"].endswith(why)
    assert nature(answers, document, "meant") == "violated"
    assert "erratum" not in {figure["repair"] for figure in answers.figures(document, "meant").values()}
    (accused,) = answers.findings(document, "figure_wrong")
    (failed,) = answers.findings(document, "identity_violated")
    assert failed["caused_by_finding_id"] == accused["finding_id"]


def test_errata_of_one_document_leave_another_as_it_was(answers: Answers) -> None:
    assert [nature(answers, PLAIN, reading) for reading in ("printed", "meant")] == ["violated", "violated"]
    assert len(answers.figures(PLAIN, "meant")) == len(answers.figures(PLAIN, "printed")) == 5


def test_a_correction_does_not_overrule_what_a_person_vouches_for(tmp_path: Path) -> None:
    """Three places say 17.50; a person vouches that the fourth, which reads 15.70, is right as 15.00."""
    document = Disclosure("云岭省临川市青禾区统计局")
    for kind in ("expenditure", "general_budget_expenditure"):
        table = document.table(kind)
        for label, code in (("合计", ""), ("教育支出", "205"), ("普通教育", "20502")):
            table.put(label, code, total="30.00", basic="12.50", project="17.50")
        item = "15.70" if kind == "expenditure" else "17.50"
        table.put("小学教育", "2050202", total="30.00", basic="12.50", project=item)
    cell = document.cell("t01:r4:c5")
    path = written(tmp_path, erratum(document, cell, "15.70", "15.00"))
    meant = run([document], beside=Beside(errata=path, run=RUN)).figures(document, "meant")[cell]
    assert (meant["value"], meant["repair"]) == (Decimal(15), "erratum")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ({"reason": ""}, "缺少 reason，请补上 / errata.csv, row 2: reason missing: fill in"),
        ({"source": "", "noted_by": " "}, "source, noted_by missing"),
        ({"printed_text": ""}, "printed_text missing"),
        ({"meant_text": "18.00万元"}, "meant_text must be a numeral"),
        ({"noted_on": "20260104"}, "noted_on=20260104 is no date: write 2026-01-31"),
        ({"noted_on": "2026-02-30"}, "noted_on=2026-02-30 is no date"),
        ({"document_id": "0" * 16}, "figure_id must begin with document_id"),
    ],
)
def test_an_erratum_that_says_too_little_is_refused_with_its_row(
    tmp_path: Path, harm: dict[str, str], told: str
) -> None:
    row = erratum(APPLIED, APPLIED.cell("t01:r1:c5"), "16.00", "18.00") | harm
    with pytest.raises(LoadError) as raised:
        stated.errata(written(tmp_path, row))
    assert told in str(raised.value)
    assert str(raised.value).startswith("errata.csv，第 2 行：")


def test_two_errata_for_one_figure_are_refused(tmp_path: Path) -> None:
    row = erratum(APPLIED, APPLIED.cell("t01:r1:c5"), "16.00", "18.00")
    with pytest.raises(LoadError, match="two errata for one figure"):
        stated.errata(written(tmp_path, row, row))
