"""Prevents: a merged heading that loses the columns it stands over on its way into the document model."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from pipelines.extraction.model import Grid
from pipelines.extraction.readers.formats import read

HEAD = [
    ("科目", 0, 0, 2, 1),
    ("本年支出", 0, 1, 1, 3),
    ("小计", 1, 1, 1, 1),
    ("基本支出", 1, 2, 1, 1),
    ("项目支出", 1, 3, 1, 1),
]
"""Text, row and column from 0, rows and columns covered."""
DATA = ["总支出", "3.00", "1.00", "2.00"]


def _as_html() -> bytes:
    head = "".join(
        "<tr>"
        + "".join(f"<td rowspan={down} colspan={span}>{text}</td>" for text, r, _, down, span in HEAD if r == row)
        + "</tr>"
        for row in (0, 1)
    )
    data = "".join(f"<td>{text}</td>" for text in DATA)
    return f"<html><meta charset=utf-8><body><table>{head}<tr>{data}</tr></table></body></html>".encode()


def _as_docx() -> bytes:
    document = docx.Document()
    table = document.add_table(3, 4)
    for text, row, column, down, span in HEAD:
        cell = table.cell(row, column).merge(table.cell(row + down - 1, column + span - 1))
        cell.text = text
    for column, text in enumerate(DATA):
        table.cell(2, column).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for text, row, column, down, span in HEAD:
        sheet.cell(row + 1, column + 1, text)
        if down * span > 1:
            sheet.merge_cells(start_row=row + 1, start_column=column + 1, end_row=row + down, end_column=column + span)
    for column, text in enumerate(DATA):
        sheet.cell(3, column + 1, text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("written", [_as_html, _as_docx, _as_xlsx], ids=["html", "docx", "xlsx"])
def test_a_merged_cell_says_how_much_it_covers(written: object) -> None:
    assert callable(written)
    [grid] = [block for block in read(written(), "x").blocks if isinstance(block, Grid)]
    told = [(c.text, c.row - 1, c.column - 1, c.rows, c.columns) for row in grid.rows[:2] for c in row if c.text]
    assert sorted(told) == sorted(HEAD)
    assert [c.text for c in grid.rows[2]] == DATA
