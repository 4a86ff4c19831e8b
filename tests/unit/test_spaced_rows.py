"""Prevents: a row lost where a page ends, a figure cut in two or put into a wrong column, a zero nobody printed."""

from __future__ import annotations

import pytest

from tests.unit.spaced_case import figures, printed, table

TITLE = "支出决算表\n部门：青禾区水务局 单位：万元\n"
HEADING = "科目编码 科目名称 本年支出合计 基本支出 项目支出\n"
TOTAL = "合计 30.00 10.00 20.00\n"
FIRST = "213 农林水支出 10.00 10.00 0.00\n"
LAST = "208 社会保障 20.00 0.00 20.00\n"
TABLE = f"{TITLE}{HEADING}{TOTAL}{FIRST}"
COLUMNS = """                 支出决算表
 科目编码   科目名称              本年支出合计      基本支出      项目支出
            合计                             30.00         10.00         20.00
"""


@pytest.mark.parametrize(
    "between",
    [
        f"注：本表反映部门支出。\n- 5 -\n{HEADING}",
        "注：本表反映部门支出。\n- 5 -\n",
        f"以上为本页内容，其余见下页。\n- 5 -\n青禾区水务局\n{HEADING}",
        "其中：\n",
    ],
)
def test_rows_behind_a_note_or_the_end_of_a_page_belong_to_the_table(between: str) -> None:
    assert figures(f"{TABLE}{between}{LAST}")["208", "total"] == "20.00"
    assert len(figures(f"{TABLE}{between}{LAST}")) == 9


def test_a_second_total_behind_a_gap_is_that_of_another_table() -> None:
    other = f"注：无。\n没有名称的表\n{HEADING}合计 7.00 3.00 4.00\n205 教育支出 7.00 3.00 4.00\n"
    assert figures(TABLE + other) == figures(TABLE)


def test_a_label_with_a_comma_ends_no_table() -> None:
    text = TABLE + "20805 养老，医疗 5.00 0.00 5.00\n" + LAST
    assert figures(text)["20805", "total"] == "5.00"
    assert figures(text)["208", "total"] == "20.00"


def test_a_line_that_ends_like_a_row_and_is_none_leaves_the_table_untested_and_loses_no_figure() -> None:
    text = f"{TABLE}扶贫 5\n脱贫 5 5\n{LAST}"
    assert figures(text) == {}
    assert printed(text)[-5:] == ["5", "5", "20.00", "0.00", "20.00"]


def test_whole_amounts_of_lines_that_the_form_knows_are_rows() -> None:
    text = """收入支出决算总表
单位：元
收入 支出
项目 决算数 项目 决算数
一、一般公共预算财政拨款收入 500000 一、一般公共服务支出 400000
二、政府性基金预算财政拨款收入 0
三、国有资本经营预算财政拨款收入 1.50 三、国防支出
本年收入合计 500001.50 本年支出合计 400000
"""
    assert printed(text) == ["500000", "400000", "0", "1.50", "500001.50", "400000"]


@pytest.mark.parametrize("row", ["213 农林水支出 1 234.56 234.56\n", "213 农林水支出 1 234.56 /\n"])
def test_two_words_that_may_be_one_figure_with_thousands_apart_stand_in_no_column(row: str) -> None:
    text = f"{TITLE}{HEADING}{TOTAL}{row}"
    assert not any(code == "213" for code, _ in figures(text))
    assert printed(text)[3:5] == ["1", "234.56"]


def test_thousands_apart_are_one_figure_where_a_group_begins_with_a_zero() -> None:
    text = f"{TITLE}{HEADING}{TOTAL}213 农林水支出 1 234.56 1 000.00 234.56\n"
    assert figures(text)["213", "total"] == "1234.56"
    assert printed(text)[3:] == ["1 234.56", "1 000.00", "234.56"]
    aligned = COLUMNS + " 21303      水利                          1 020.00                       20.00\n"
    assert figures(aligned)["21303", "total"] == "1020.00"


def test_whole_amounts_beside_others_are_figures_of_their_own() -> None:
    text = f"{TITLE}{HEADING}合计 300 100 200\n213 农林水支出 235 1 234.50\n"
    assert figures(text)["213", "project"] == "234.50"


def test_a_code_without_a_name_is_no_amount() -> None:
    for text in (f"{TABLE}21303 20.00 20.00\n", COLUMNS + " 21303" + " " * 39 + "20.00" + " " * 23 + "20.00\n"):
        assert "21303" not in figures(text).values()
        assert "20.00" in printed(text)


def test_amounts_with_their_unit_are_no_part_of_a_name_and_their_columns_say_no_zero() -> None:
    cells = [cell for cell in table(f"{TABLE}20805 养老 5.00万元 0.00万元 5.00万元\n").cells if cell.code == "20805"]
    assert [cell.text for cell in cells if cell.text] == ["5.00万元", "0.00万元", "5.00万元"]
    assert {cell.label for cell in cells} == {"养老"}
    assert not any(cell.fits for cell in cells)


def test_a_row_without_figures_says_no_zero_in_a_table_that_is_in_doubt() -> None:
    text = f"{TABLE}206 科学技术\n扶贫 5\n脱贫 5 5\n{LAST}"
    assert not any(cell.code == "206" and cell.fits for cell in table(text).cells)


def test_digits_that_a_figure_above_lacks_are_no_page_number() -> None:
    text = f"{TABLE}20805 养老 123456789.0 1.00 2.00\n1\n{LAST}"
    assert figures(text) == {}
    assert figures(text.replace("789.0 ", "789.01 ").replace("\n1\n", "\n15\n"))["208", "total"] == "20.00"


def test_a_unit_among_the_words_of_the_heading_is_the_tables() -> None:
    text = f"支出决算表\n{HEADING}金额单位：元\n栏次 1 2 3\n{TOTAL}{FIRST}"
    assert table(text).unit == "元"
    assert len(figures(text)) == 6
