"""Prevents: an exit code that says the opposite of the answer, a member the contract promises and nobody prints, a
figure rounded on its way out, and words of a document that a terminal obeys.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from street_home import CORPUS

from pipelines.cli import check
from pipelines.cli.examine import Examination
from pipelines.cli.main import main
from pipelines.cli.written import exact, json_text, visible
from pipelines.extraction.errors import ContractBroken
from tests.invented.disclosure import disclosure
from tests.invented.habits import MINISTRY
from tests.invented.written import FORMS

QINGHE = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")
SOUND = QINGHE.replace("基本支出320.00万元，占61.54%", "基本支出310.00万元，占59.62%")
SLIP = SOUND.replace("农林水支出440.00万元，占", "农林水支出440.00元，占")
CONTRACT = {
    "document": "document_id department region fiscal_year disclosure_kind layout source_name source_sha256"
    " source_format published_on supersedes_document_id page_count figure_count announced_tables present_tables",
    "figures": "figure_id document_id statement place item item_path code printed_code measure fund value unit"
    " amount_wan decimals text page line table_row table_column reading repair repair_reason",
    "checks": "check_id identity_id document_id subject reading lhs rhs difference slack verdict reason explanation_zh"
    " explanation_en terms",
    "findings": "finding_id document_id title_zh title_en severity caused_by_finding_id culprit_figure_id"
    " suggested_value slip state first_seen last_seen disposition disposition_reason disposition_by disposition_on",
}
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        return json.loads(self.out, parse_float=Decimal)


Ask = Callable[..., Said]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """`juesuan check` of a text, with the arguments; a language asked for ends with the test."""
    monkeypatch.setenv("JUESUAN_LANG", "both")

    def said(text: str, *arguments: str) -> Said:
        path = tmp_path / "disclosure.txt"
        path.write_text(text, encoding="utf-8")
        code = main(["check", str(path), *arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return said


def test_the_exit_code_is_zero_where_nothing_is_violated_and_one_where_something_is(ask: Ask) -> None:
    sound, unsound = ask(SOUND, "--format", "json"), ask(QINGHE, "--format", "json")
    assert (sound.code, sound.told["summary"]["verdicts"]["violated"]) == (0, 0)
    assert (unsound.code, unsound.told["summary"]["verdicts"]["violated"]) == (1, 2)


def test_text_and_json_give_the_same_exit_code(ask: Ask) -> None:
    assert [ask(text).code for text in (SOUND, QINGHE)] == [0, 1]


@pytest.mark.parametrize("text", [SOUND, QINGHE, SLIP])
def test_the_json_has_the_members_and_columns_of_the_contract(ask: Ask, text: str) -> None:
    told = ask(text, "--format", "json").told
    assert list(told) == ["document", "figures", "checks", "findings", "summary"]
    for member, columns in CONTRACT.items():
        rows = told[member] if isinstance(told[member], list) else [told[member]]
        for row in rows:
            assert set(columns.split()) <= row.keys(), member
    for check_row in told["checks"]:
        for term in check_row["terms"]:
            assert {"side", "weight", "figure_id"} <= term.keys()
    assert told["summary"]["coverage"]["figures_seen"] == 47
    assert sum(told["summary"]["verdicts"].values()) == len(told["checks"])


def test_every_term_names_a_figure_that_is_listed(ask: Ask) -> None:
    told = ask(QINGHE, "--format", "json").told
    figures = {figure["figure_id"] for figure in told["figures"]}
    assert {term["figure_id"] for row in told["checks"] for term in row["terms"]} <= figures
    assert all(row["terms"] for row in told["checks"] if row["verdict"] != "not_testable")


def test_a_figure_leaves_with_the_digits_it_came_with(ask: Ask) -> None:
    """0.1 + 0.2: a float on the way would show."""
    odd = SOUND.replace("公务接待费支出决算1.00万元", "公务接待费支出决算12345678901.07万元")
    said = ask(odd, "--format", "json")
    assert "12345678901.07" in {str(figure["value"]) for figure in said.told["figures"]}
    assert '"amount_wan": 12345678901.07,' in said.out
    assert not re.search(r"\d[eE][-+]?\d", re.sub(r'"(?:[^"\\]|\\.)*"', '""', said.out))


def test_the_meant_reading_repairs_the_unit_and_the_printed_one_does_not(ask: Ask) -> None:
    printed, meant = (ask(SLIP, "--format", "json", "--reading", reading) for reading in ("printed", "meant"))
    assert (printed.code, meant.code) == (1, 0)

    def slip(said: Said) -> list[tuple[str, Decimal, bool]]:
        rows = [f for f in said.told["figures"] if f["text"] == "440.00"]
        return [(row["unit"], row["amount_wan"], row["repair"] is None) for row in rows]

    assert slip(printed) == [("元", Decimal("0.044"), True)]
    assert slip(meant) == [("万元", Decimal("440.00"), False)]
    for said, reading in ((printed, "printed"), (meant, "meant")):
        assert {row["reading"] for row in said.told["figures"] + said.told["checks"]} == {reading}
        assert ("figure_wrong", "unit") in {(row["finding_kind"], row["slip"]) for row in said.told["findings"]}


def test_the_text_names_both_sides_their_lines_and_what_else_was_found(ask: Ask) -> None:
    said = ask(QINGHE)
    assert "云岭省临川市青禾区水务局 · 2024" in said.out
    assert re.search(r"不成立 violated\s+2\b", said.out)
    assert "520 对 530" in said.out
    assert "520 against 530" in said.out
    for value in ("520.00万元", "320.00万元", "210.00万元"):
        assert f"line 25  {value}" in said.out
    slip = ask(SLIP).out
    assert "440.00元" in slip
    assert "(= 0.044万元)" in slip


@pytest.mark.parametrize(("language", "absent"), [("en", "不成立"), ("zh", "violated")])
def test_one_language_is_one_language(ask: Ask, language: str, absent: str) -> None:
    said = ask(QINGHE, "--lang", language)
    assert said.code == 1
    assert absent not in said.out


HOSTILE = {
    "script": ("青禾区水务局", "青禾区<script>alert(1)</script>水务局"),
    "escape sequence in the name": ("青禾区水务局", "青禾区\x1b[2J\x1b]0;owned\x07水务局"),
    "one-byte escape in a line of the accounts": ("农林水支出440", "农林水\x9b31m支出440"),
    "turned direction": ("人员经费260", "人员\u202e经费260"),
    "sql in a name": ("农林水支出（类）", "农林水'); drop table marts.fct_figure; --支出（类）"),
    "format string": ("农林水支出440", "农林水{0}%s{{支出440"),
    "template": ("农林水支出440", "农林水{{ ref('x') }}支出440"),
    "quotes and commas": ("农林水支出440", '农林水",",\\支出440'),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("how", ["json", "text"])
def test_hostile_words_are_printed_harmlessly_and_cost_no_figure(ask: Ask, kind: str, how: str) -> None:
    said = ask(QINGHE.replace(*HOSTILE[kind]), "--format", how)
    assert said.code == 1, said.err
    assert not OBEYED.search(said.out.replace("\n", "") + said.err.replace("\n", ""))
    if how == "json":
        assert len(said.told["figures"]) == 47


def test_a_fault_of_the_program_is_told_as_one(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Examination:
        raise ContractBroken("cells: line 0")

    monkeypatch.setattr(check, "examine", broken)
    said = ask(QINGHE)
    assert said.code == 2
    assert "cells: line 0" in said.err
    assert "报告" in said.err
    assert "report" in said.err


def test_a_decimal_is_written_with_every_digit_it_has_and_few_zeros_it_has_not() -> None:
    pairs = {"1554.70000000": "1554.70", "0E-8": "0.00", "0.00249600": "0.002496", "-3.02": "-3.02", "7": "7"}
    pairs |= {"1E+3": "1000", "12345678901234567890.12345678": "12345678901234567890.12345678"}
    assert {text: exact(Decimal(text)) for text in pairs} == pairs


def test_json_is_json_whatever_the_value() -> None:
    value = {"a": [None, True, 3, Decimal("0.10"), date(2024, 5, 1)], '引"号\\': ("\x1b[0m", "\u202e", "\x9b", "字\n")}
    text = json_text(value)
    assert not OBEYED.search(text)
    assert json.loads(text, parse_float=str) == {
        "a": [None, True, 3, "0.10", "2024-05-01"],
        '引"号\\': ["\x1b[0m", "\u202e", "\x9b", "字\n"],
    }


def test_what_a_question_computed_with_floats_is_a_number_where_json_has_one() -> None:
    assert json_text([0.5, float("nan"), float("inf")]) == '[0.5, "nan", "inf"]'


def test_what_a_terminal_obeys_is_written_out_and_the_rest_is_left() -> None:
    assert visible("收\x1b[31m支\x9b\u202e") == "收\\u001b[31m支\\u009b\\u202e"
    plain = "收入　支出\t520.00万元\n“三公”经费 <b> – é 𠮷"
    assert visible(plain) == plain


def test_a_stream_that_is_no_terminal_is_left_alone(ask: Ask) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert ask(QINGHE).code == 1
    assert "云岭省临川市青禾区水务局" in out.getvalue()


@pytest.mark.parametrize(
    ("form", "name", "told"),
    [
        ("pdf", "a.docx", ("内容却是PDF", "holds PDF")),
        ("docx", "a.pdf", ("内容却是Word（DOCX）", "holds Word (DOCX)")),
        ("html", "a.doc", ("内容却是网页", "holds HTML")),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_read_and_the_person_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, name: str, told: tuple[str, str]
) -> None:
    data = FORMS[form](disclosure(1, MINISTRY))
    for called, is_told in ((name, True), (f"a.{form}", False)):
        (tmp_path / called).write_bytes(data)
        assert main(["check", str(tmp_path / called), "--format", "json", "--lang", "both"]) == 0
        said = capsys.readouterr()
        assert json.loads(said.out)["document"]["source_format"] == form
        assert [words in said.err for words in told] == [is_told, is_told]


def test_what_nobody_looked_into_is_told_and_the_rest_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = load_workbook(io.BytesIO(FORMS["xlsx"](disclosure(1, MINISTRY))))
    hidden = book.create_sheet("底稿")
    hidden["A1"] = 9.99
    hidden.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert main(["check", str(path), "--format", "json", "--lang", "both"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["figures"]
    assert "未读：隐藏的工作表“底稿”" in said.err
    assert "Not read: hidden sheet 底稿" in said.err
