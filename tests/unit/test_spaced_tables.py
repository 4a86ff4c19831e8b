"""Prevents: a table without tabs read as prose, a figure guessed into a column, prose read as a table."""

from __future__ import annotations

import pytest

from pipelines.extraction.model import Paragraph
from pipelines.extraction.parts import parts_of
from pipelines.extraction.readers.text import read
from pipelines.extraction.seen import seen_of
from tests.unit.spaced_case import INCOME, SUMMARY, figures, grids, printed, table


def test_figures_parted_by_single_blanks_stand_under_the_columns_that_the_heading_announces() -> None:
    found = figures(INCOME)
    assert found["213", "appropriation"] == "9.00"
    assert found["213", "other"] == found["合计", "other"] == "1.00"
    assert len(found) == 14


def test_every_cell_is_at_the_place_it_is_printed_at() -> None:
    lines = INCOME.splitlines()
    for row in grids(INCOME)[0].rows:
        for cell in row:
            assert lines[cell.place.line - 1][cell.place.offset :].startswith(cell.text.split(" ")[0])


def test_a_row_whose_blank_cells_vanished_keeps_its_figures_and_fits_no_column() -> None:
    text = INCOME + "21303 水利 10.00 9.00 1.00\n"
    assert printed(text)[-3:] == ["10.00", "9.00", "1.00"]
    assert not any(code == "21303" for code, _ in figures(text))
    assert {c.code for c in table(text).cells if not c.fits} == {"21303"}


def test_line_numbers_say_where_the_halves_are() -> None:
    found = figures(SUMMARY)
    assert found["一、一般公共预算财政拨款收入", "income_lines"] == "9.00"
    assert found["二、外交支出", "expenditure_lines"] == "10.00"
    assert len(found) == 3


def test_a_plain_number_that_may_number_the_other_half_is_no_amount() -> None:
    assert "63" not in figures(SUMMARY + "国有资本经营预算财政拨款收入 3 63\n").values()


def test_halves_that_could_not_be_parted_in_one_row_are_placed_in_none() -> None:
    text = SUMMARY + "3 三、国防支出 5 1.00 2.00\n"
    assert figures(text) == {}
    assert {"9.00", "1.00", "2.00"} <= set(printed(text))


def test_a_row_whose_label_stands_above_its_figures_is_one_row_and_one_without_a_label_spoils_the_table() -> None:
    zeros = "0.00 0.00 0.00 0.00 0.00"
    wrapped = INCOME + f"2130305 水利工程\n建设运行\n维护\n3.00 3.00 {zeros}\n2130306 运行 4.00 4.00 {zeros}\n"
    assert figures(wrapped)["2130305", "total"] == "3.00"
    assert "水利工程建设运行维护" in {c.label for c in table(wrapped).cells}
    lost = INCOME + f"3.00 3.00 {zeros}\n2130306 运行 4.00 4.00 {zeros}\n"
    assert figures(lost) == {}
    assert "3.00" in printed(lost)


def test_columns_whose_headings_stand_on_several_lines_keep_the_order_of_the_form() -> None:
    text = """政府性基金预算财政拨款收入支出决算表
项目 本年支出
年初结转和结余 本年收入 年末结转和结余
科目编码 科目名称 小计 基本支出 项目支出
合计 1.00 2.00 2.50 0.50 2.00 0.50
"""
    assert {key: value for (_, key), value in figures(text).items()} == {
        "opening": "1.00",
        "income": "2.00",
        "total": "2.50",
        "basic": "0.50",
        "project": "2.00",
        "closing": "0.50",
    }


def test_a_heading_that_cannot_be_understood_places_no_figure_and_loses_none() -> None:
    text = """支出决算表
科目编码 科目名称 合计 基本支出 项目支出
合计 2.00 0.50 1.50 0.00 0.00
"""
    assert figures(text) == {}
    assert printed(text) == ["2.00", "0.50", "1.50", "0.00", "0.00"]
    broken = "支出决算表\n本年支出合\n计\n基本支\n出\n科目编码 科目名称\n栏次 1 2 3\n213 农林水支出 2.00 0.50 1.50\n"
    assert figures(broken) == {}
    assert printed(broken) == ["2.00", "0.50", "1.50"]


def test_a_heading_set_apart_character_by_character_and_one_that_wraps_are_read() -> None:
    text = """收入支出决算总表
收 入 支 出
项 目 行 次 决 算 数 项 目 行 次 决 算 数
一、一般公共预算财政拨款收入 1 9.00 一、一般公共服务支出 2 8.00
"""
    assert len(figures(text)) == 2
    wrapped = INCOME.replace("附属单位上缴收入 其他收入\n", "附属单位 其他收入\n上缴收入\n")
    assert figures(wrapped) == figures(INCOME)


def test_a_page_end_within_the_table_loses_no_row() -> None:
    heading = "\n".join(INCOME.splitlines()[3:7])
    text = INCOME + f"- 5 -\n\n{heading}\n21303 水利 10.00 9.00 0.00 0.00 0.00 0.00 1.00\n- 6 -\n"
    assert len(grids(text)) == 1
    assert figures(text)["21303", "total"] == "10.00"


def test_a_label_that_wraps_goes_to_its_row() -> None:
    zeros = "0.00 0.00 0.00 0.00 0.00"
    behind = INCOME + f"2130305 水利工程建\n设 3.00 3.00 {zeros}\n"
    assert "3.00" in printed(behind)
    below = INCOME + f"2130305 水利工程建 3.00 3.00 {zeros}\n设\n2130306 运行 4.00 4.00 {zeros}\n"
    around = INCOME + f"水利工程\n2130305 3.00 3.00 {zeros}\n建设\n2130306 运行 4.00 4.00 {zeros}\n"
    for text in (below, around):
        assert "水利工程建设" in {c.label for c in table(text).cells if c.code == "2130305"}
        assert figures(text)["2130306", "total"] == "4.00"


def test_columns_aligned_by_blanks_keep_their_empty_cells() -> None:
    text = """                       收入决算表
部门：青禾区水务局                                              单位：万元
 科目编码      科目名称     本年收入合计   财政拨款收入   上级补助收入   其他收入
               合计              10.00           9.00                        1.00
 213        农林水支出           10.00           9.00                        1.00
 21303      水利                  8.00           8.00
 21305      巩固脱贫攻坚成        2.00           1.00                        1.00
            果
"""
    found = figures(text)
    assert found["21303", "appropriation"] == "8.00"
    assert found["21305", "other"] == found["213", "other"] == "1.00"
    assert not any(key == "superior" for _, key in found)
    assert "巩固脱贫攻坚成果" in {c.label for c in table(text).cells}


def test_figures_that_do_not_stand_below_their_headings_are_the_columns_in_order() -> None:
    text = """                 支出决算表
 科目编码   科目名称              本年支出合计      基本支出      项目支出
               栏次                     1             2             3
            合计                             30.00         10.00         20.00
 213        农林水支出                       30.00         10.00         20.00
 21303      水利                             20.00                       20.00
 21305      扶贫                             10.00         10.00
"""
    found = figures(text)
    assert found["21303", "project"] == "20.00"
    assert found["21305", "basic"] == "10.00"
    assert ("21303", "basic") not in found
    assert ("21305", "project") not in found


def test_fewer_columns_of_figures_than_headings_are_placed_only_where_one_heading_is_plainly_nearest() -> None:
    heading = "        支出决算表\n科目编码  科目名称      本年支出合计        基本支出        项目支出\n"
    below = "213       农林水支出          30.00                              30.00\n"
    between = "213       农林水支出          30.00                   30.00\n"
    assert ("213", "project") in figures(heading + below * 3)
    assert figures(heading + between * 3) == {}
    assert len(printed(heading + between * 3)) == 6


def test_two_columns_that_overlap_are_not_taken_for_one() -> None:
    text = """        支出决算表
科目编码  科目名称      本年支出合计  基本支出  项目支出
213       农林水支出          30.00     10.00
21303     水利                20.00        123456.00
21305     扶贫                10.00  12.00
"""
    assert figures(text) == {}
    assert len(printed(text)) == 6


def test_a_panel_of_a_matrix_in_doubt_leaves_none_of_its_panels_placed() -> None:
    first = """一般公共预算财政拨款支出决算明细表
项目 工资福利支出
合计
科目编码 科目名称 小计 基本工资 奖金
合计 9.00 5.00 3.00 2.00
213 农林水支出 9.00 5.00 3.00 2.00
"""
    second = "一般公共预算财政拨款支出决算明细表（续1）\n商品和服务支出\n小计 办公费 电费\n4.00 3.00 1.00\n"
    assert [cell.text for cell in grids(first + second + "4.00 3.00 1.00\n")[0].rows[2]][2:] == [
        "9.00",
        "5.00",
        "3.00",
        "2.00",
    ]
    doubtful = grids(first + second + "4.00 3.00\n")
    assert len(doubtful) == 2
    cells = [cell for grid in doubtful for row in grid.rows for cell in row]
    assert not any(cell.columns > 1 or cell.text == "基本工资" for cell in cells)
    assert sum("." in cell.text for cell in cells) == 8 + 3 + 2


@pytest.mark.parametrize(
    "below",
    [
        "一、收入支出决算总表\n二、收入决算表\n三、支出决算表\n",
        "收入总计 10.00 万元，与上年相比增加 1.00 万元。\n其中 财政拨款收入 9.00 万元，占 90%。\n",
        "项目支出 2023 年共 3 项\n其中水利 12 处\n",
        "见附件 1\n2 份\n",
        "（图 1：收入决算结构图）\n2022年 2023年\n9.00 10.00\n",
        "本年收入合计情况如下：\n财政拨款收入 9.00\n其他收入 1.00\n",
        "第二部分 情况说明 12\n一、总体情况 13\n二、收入情况 14\n",
        "",
    ],
)
def test_what_stands_below_a_title_and_is_no_table_stays_prose(below: str) -> None:
    text = f"收入决算表\n{below}"
    assert grids(text) == []
    told = "".join(b.text for b in read(text.encode(), "a.txt").blocks if isinstance(b, Paragraph))
    assert "".join(told.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "after",
    [
        "第三部分 情况说明",
        "名词解释",
        "一、收入情况说明",
        "2023年度收入 10.00 万元，其中财政拨款 9.00 万元。",
        "注：本表反映收入情况。",
        "1.财政拨款收入 9.00 万元",
        "（一）收入 10.00 万元",
    ],
)
def test_a_table_ends_where_prose_begins(after: str) -> None:
    document = read(f"{INCOME}{after}\n".encode(), "a.txt")
    assert isinstance(document.blocks[-1], Paragraph)
    assert document.blocks[-1].text == after
    assert len(figures(f"{INCOME}{after}\n")) == 14


@pytest.mark.parametrize(
    "text",
    [INCOME, SUMMARY + "本年收入合计 3 9.00 本年支出合计 5 10.00\n", INCOME + "21303 水利 10.00 9.00 1.00\n"],
)
def test_the_figures_read_are_the_figures_counted(text: str) -> None:
    document = read(text.encode(), "a.txt")
    assert sum(seen.figures for seen in seen_of(document, parts_of(document))) == len(printed(text))


def test_prose_is_not_counted_as_a_table() -> None:
    text = "全年收入 10.00 万元。\n支出 9.00\n结余 1.00\n（一）人员 5\n以上数字 2023.12\n其中：\n"
    document = read(text.encode(), "a.txt")
    assert all(seen.place == "prose" for seen in seen_of(document, parts_of(document)))
