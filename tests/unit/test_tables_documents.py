"""Prevents: a figure of a real statutory table lost, moved to another column, or trusted where its row is displaced."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipelines import paths
from pipelines.extraction.extract import Extracted, extract

DOCUMENTS = paths.root().parent / "shared" / "documents"
pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not on this machine")

FULLY_READ = {
    "income_expenditure_summary": 15,
    "income": 86,
    "expenditure": 90,
    "appropriation_summary": 29,
    "general_budget_expenditure": 76,
    "government_fund": 12,
    "state_capital_balance": 8,
}


def _file(key: str) -> Path:
    return next(DOCUMENTS.glob(f"{key}_*.txt"))


@pytest.fixture(scope="module")
def ocr() -> Extracted:
    return extract(_file("004").read_bytes(), _file("004").name)


def test_every_printed_figure_of_a_read_table_is_a_cell_at_its_place(ocr: Extracted) -> None:
    lines = _file("004").read_text(encoding="utf-8").split("\n")
    found: dict[int, list[str]] = {}
    for cell in ocr.cells:
        if cell["numeral"]:
            found.setdefault(int(cell["line"]), []).append(cell["text"])
    for table in ocr.tables:
        if table["status"] != "read":
            continue
        for number in range(int(table["first_line"]), int(table["last_line"]) + 1):
            printed = [text.strip() for text in lines[number - 1].split("|")]
            assert found.get(number, []) == [
                t for t in printed if "." in t and t.replace(",", "").replace(".", "").isdigit()
            ]


def test_tables_without_displaced_columns_fit_and_the_others_say_so(ocr: Extracted) -> None:
    kinds = {table["table_id"]: table["kind"] for table in ocr.tables}
    figures = Counter(kinds[c["table_id"]] for c in ocr.cells if c["numeral"])
    misfits = Counter(kinds[c["table_id"]] for c in ocr.cells if c["numeral"] and c["row_fits"] == "false")
    for kind, count in FULLY_READ.items():
        assert (figures[kind], misfits[kind]) == (count, 0), kind
    assert misfits == {"appropriation_by_economic": 27, "state_capital_expenditure": 10, "three_public": 5}
    assert all(cell["note"] for cell in ocr.cells if cell["row_fits"] == "false")
    assert all(cell["column_key"] for cell in ocr.cells if cell["row_fits"] == "true")


def test_no_grid_is_dropped_silently(ocr: Extracted) -> None:
    unread = [table for table in ocr.tables if table["status"] == "unread"]
    assert {table["kind"] for table in unread} == {"", "general_budget_detail"}
    assert all(table["reason"] for table in unread)
    seen = {int(row["line"]): int(row["figures"]) for row in ocr.seen}
    matrix = next(table for table in unread if table["kind"])
    assert sum(seen.get(n, 0) for n in range(int(matrix["first_line"]), int(matrix["last_line"]) + 1)) > 200
    for table in ocr.tables:
        if table["kind"] in FULLY_READ:
            lines = range(int(table["first_line"]), int(table["last_line"]) + 1)
            assert sum(seen.get(n, 0) for n in lines) == FULLY_READ[table["kind"]]


@pytest.mark.parametrize(
    ("kind", "code", "key", "numeral"),
    [
        ("general_budget_expenditure", "215", "total", "1554.79"),
        ("general_budget_expenditure", "215", "basic", "670.51"),
        ("general_budget_expenditure", "215", "project", "884.28"),
        ("appropriation_by_economic", "302", "fund_project", "30.83"),
        ("income", "2230105", "appropriation", "2.07"),
    ],
)
def test_a_figure_stands_under_its_code_and_column(
    ocr: Extracted, kind: str, code: str, key: str, numeral: str
) -> None:
    kinds = {table["table_id"]: table["kind"] for table in ocr.tables}
    [cell] = [c for c in ocr.cells if kinds[c["table_id"]] == kind and c["row_code"] == code and c["column_key"] == key]
    assert cell["numeral"] == numeral


def test_a_clipped_figure_is_kept_as_printed(ocr: Extracted) -> None:
    assert ("1,554.7", "1554.7") in {(cell["text"], cell["numeral"]) for cell in ocr.cells}


@pytest.mark.parametrize(
    ("key", "facts", "tables"),
    [
        ("000", ("攀枝花市西区经济和信息化局", "四川省攀枝花市西区", "2022"), (0, 0)),
        ("001", ("攀枝花市西区经济和信息化局", "四川省攀枝花市西区", "2020"), (14, 0)),
        ("002", ("遂宁市安居区经济信息化和科学技术局", "四川省遂宁市安居区", "2024"), (13, 0)),
        ("003", ("攀枝花市经济和信息化局", "四川省攀枝花市", "2024"), (13, 0)),
        ("004", ("达州市通川区经济和信息化局", "四川省达州市通川区", "2023"), (13, 11)),
    ],
)
def test_the_facts_of_each_document(key: str, facts: tuple[str, str, str], tables: tuple[int, int]) -> None:
    [row] = extract(_file(key).read_bytes(), _file(key).name).document
    assert (row["department"], row["region"], row["fiscal_year"]) == facts
    lists = [[kind for kind in row[f"{which}_tables"].split(";") if kind] for which in ("announced", "present")]
    assert (len(lists[0]), len(lists[1])) == tables
