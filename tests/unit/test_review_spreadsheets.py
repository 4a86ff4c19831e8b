"""Prevents: an exported cell that a spreadsheet runs, and a number that arrives as text or with other digits."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from pipelines.review import spreadsheets

HARMFUL = ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "-a"]
HARMLESS = ["-12.50", "+3", "-8%", "部门", "a=b", "", "'"]


@pytest.mark.parametrize("text", HARMFUL)
def test_text_that_begins_like_a_formula_is_text_in_csv(text: str) -> None:
    content = spreadsheets.as_csv(["=name"], [[text]]).decode("utf-8-sig")
    (head,), (cell,) = csv.reader(io.StringIO(content, newline=""))
    assert head == "'=name"
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", HARMFUL)
def test_text_that_begins_like_a_formula_is_text_in_xlsx(text: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(spreadsheets.as_xlsx(["=name"], [[text]], "x"))).active
    for cell in (page["A1"], page["A2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix


@pytest.mark.parametrize("text", HARMLESS)
def test_text_that_is_no_formula_stays_as_it_is(text: str) -> None:
    content = spreadsheets.as_csv(["name"], [[text, "x"]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline="")))[1][0] == text


def test_numbers_and_dates_arrive_as_what_they_are() -> None:
    row = [Decimal("-1554.79000000"), 7, date(2026, 11, 21), None, True]
    page = openpyxl.load_workbook(io.BytesIO(spreadsheets.as_xlsx(list("abcde"), [row], "x"))).active
    assert [cell.value for cell in page[2]] == [-1554.79, 7, page["C2"].value, None, True]
    assert page["C2"].value.date() == date(2026, 11, 21)
    content = spreadsheets.as_csv(list("abcde"), [row]).decode("utf-8-sig")
    assert content.splitlines()[1] == "-1554.79000000,7,2026-11-21,,True"


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_stays_text() -> None:
    long = Decimal("12345678901234567.89")
    page = openpyxl.load_workbook(io.BytesIO(spreadsheets.as_xlsx(["a"], [[long]], "x"))).active
    assert page["A2"].value == str(long)
