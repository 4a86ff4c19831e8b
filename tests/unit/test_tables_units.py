"""Prevents: a unit that is printed and not seen, so that yuan are read as ten thousands of them; a zero that no cell
prints."""

from __future__ import annotations

import pytest

from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.statements import Statement, statements_of

HEADING = "| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n"
ROWS = "|---|---|---|---|---|\n| 合计 | | 300000.00 | 100000.00 | 200000.00 |\n"


def table(text: str) -> Statement:
    [statement] = statements_of(read(text.encode(), "a.md"))
    return statement


@pytest.mark.parametrize(
    "above",
    [
        "支出决算表（单位：元）",
        "支出决算表（元）",
        "支出决算表 单位：元",
        "支出决算表\n货币单位：人民币元",
        "支出决算表\n金额：元",
    ],
)
def test_the_unit_is_read_wherever_it_is_printed_above_the_table(above: str) -> None:
    statement = table(f"{above}\n{HEADING}{ROWS}")
    assert (statement.kind, statement.unit) == ("expenditure", "元")


def test_a_unit_in_the_headings_is_the_tables_unit_and_one_above_them_goes_first() -> None:
    headed = HEADING.replace("合计 ", "合计（元） ").replace("支出 ", "支出（元） ")
    assert table(f"支出决算表\n{headed}{ROWS}").unit == "元"
    assert table(f"支出决算表\n单位：万元\n{headed}{ROWS}").unit == "万元"


def test_columns_in_different_units_keep_their_figures_and_none_is_tested() -> None:
    headed = HEADING.replace("合计 ", "合计（万元） ").replace("基本支出 ", "基本支出（元） ")
    cells = table(f"支出决算表\n{headed}{ROWS}").cells
    assert [cell.numeral for cell in cells] == ["300000.00", "100000.00", "200000.00"]
    assert not any(cell.fits for cell in cells)


def test_the_blank_piece_of_a_column_in_two_says_no_zero_beside_its_figure() -> None:
    text = """收入支出决算总表
| 项目 | 决算数 | 决算数 | 项目 | 决算数 |
|---|---|---|---|---|
| 一、财政拨款收入 | | 10.00 | 一、一般公共服务支出 | 9.00 |
| 二、上级补助收入 | | | 二、外交支出 | 1.00 |
"""
    said = [(cell.row, cell.key, cell.text) for cell in table(text).cells]
    assert [text for row, key, text in said if key == "income_lines"] == ["10.00", ""]
    assert len(said) == 4
