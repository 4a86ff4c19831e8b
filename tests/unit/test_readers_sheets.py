"""Prevents: two tables of one sheet read as one, so that figures stand under another table's headings."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlwt

from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.readers.formats import read


def _grids(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in b.rows] for b in document.blocks if isinstance(b, Grid)]


def _texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def _sheet_of(cells: dict[tuple[int, int], str | float], form: str) -> bytes:
    if form == "xls":
        old = xlwt.Workbook()
        page = old.add_sheet("表")
        for (row, column), value in cells.items():
            page.write(row, column, value)
        buffer = io.BytesIO()
        old.save(buffer)
        return buffer.getvalue()
    book = openpyxl.Workbook()
    for (row, column), value in cells.items():
        book.active.cell(row + 1, column + 1, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _table_at(row: int, column: int, title: str, figure: float) -> dict[tuple[int, int], str | float]:
    return {
        (row, column): title,
        (row + 1, column): "科目名称", (row + 1, column + 1): "合计",
        (row + 2, column): "教育支出", (row + 2, column + 1): figure,
        (row + 3, column): "合计", (row + 3, column + 1): figure,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_a_title_below_data_begins_another_table(form: str) -> None:
    cells = _table_at(0, 0, "收入决算表", 1.5) | _table_at(4, 0, "支出决算表", 2.5) | {(4, 1): "公开03表"}
    document = read(_sheet_of(cells, form), f"a.{form}")
    first, second = ([["科目名称", "合计"], ["教育支出", f], ["合计", f]] for f in ("1.5", "2.5"))
    assert _grids(document)[0] == first
    assert _grids(document)[-1][-3:] == second
    assert next(b.text for b in document.blocks if isinstance(b, Paragraph)) == "收入决算表"


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_tables_side_by_side_are_two_where_each_has_its_title_and_one_where_not(form: str) -> None:
    cells = _table_at(0, 0, "收入决算表", 1.5) | _table_at(0, 3, "支出决算表", 2.5)
    first, second = ([["科目名称", "合计"], ["教育支出", f], ["合计", f]] for f in ("1.5", "2.5"))
    document = read(_sheet_of(cells, form), f"a.{form}")
    assert _grids(document) == [first, second]
    assert _texts(document) == ["收入决算表", "支出决算表"]
    del cells[0, 3]
    assert len(_grids(read(_sheet_of(cells, form), f"a.{form}"))) == 1
