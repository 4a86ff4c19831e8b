"""Prevents: a heading cut over lines read as two, a figure below the wrong heading, a page's title taken for a row."""

from __future__ import annotations

import pytest

from pipelines.extraction.model import Grid, Paragraph
from pipelines.extraction.readers.running import running_lines
from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.furniture import furniture_of
from pipelines.extraction.tables.reference import column_key
from pipelines.extraction.tables.statements import Statement, statements_of

INCOME = """                              收入决算表
部门：青禾区水务局                                                                单位：万元
         项目                                          上级补助收
功能分类科目     科目名称     本年收入合计  财政拨款收入      入       经营收入  其他收入
    编码
                 合计                20.00         15.00                 4.00      1.00
213          农林水支出              20.00         15.00                 4.00      1.00
"""
SECTION = """21303        水利                    20.00         15.00                 4.00      1.00
"""
FUND = """                        政府性基金预算财政拨款收入支出决算表
              项目           年初结转和结                         本年支出                年末结转和结
科目编码      科目名称            余        本年收入     小计     基本支出   项目支出          余
              合计                 1.00         2.00      2.50                   2.50         0.50
212        城乡社区支出            1.00         2.00      2.50                   2.50         0.50
"""
SUMMARY = """                                收入支出决算总表
                     收入                                              支出
            项目                 决算数                    项目                      决算数
1、一般公共预算财政拨款            20.00  一、一般公共服务支出
2、事业收入                         1.00  二、教育支出                                  21.00
3、经营收入                               三、文化旅游支出
                                          四、其他支出
本年收入合计                       21.00  本年支出合计                                  21.00
使用非财政拨款结余                        结余分配                                       0.50
"""
APPROPRIATION = """                                财政拨款收入支出决算总表
                收入                                                    支出
           项目              决算数           项目            合计    一般公共预算  政府性基金预
                                                                        财政拨款      算财政拨款
一、一般公共预算财政拨款      20.00  一、教育支出             20.00         20.00
二、政府性基金预算财政拨款     2.00  二、城乡社区支出          2.00                        2.00
年初财政拨款结转和结余         3.00  年末财政拨款结转和结余    3.00          3.00
一般公共预算财政拨款           3.00
国有资本经营预算财政拨款
总计                          25.00  总计                     25.00         23.00          2.00
"""
THREE_PUBLIC = """            一般公共预算财政拨款“三公”经费支出决算表
                                     “三公”经费
  项目       合计    因公出国（境）  公务接待费  公务用车购置及  公务用车购置  公务用车运行   会议费
                           费                    运行维护费小计       费          维护费
预算数       9.00          0.00          4.00           5.00          2.00          3.00        1.00
决算数       8.00          0.00          3.00           5.00          2.00          3.00        0.50
"""


def table(text: str) -> Statement:
    [statement] = statements_of(read(text.encode(), "a.txt"))
    return statement


def figures(text: str) -> dict[tuple[str, str], str]:
    """Figure by row and column, of the rows that fit their heading."""
    return {(c.code or c.label, c.key): c.numeral for c in table(text).cells if c.fits and c.numeral}


def printed(text: str) -> int:
    return sum(1 for c in table(text).cells if c.numeral)


def test_a_heading_cut_over_lines_is_one_where_its_parts_stand_below_one_another() -> None:
    found = figures(INCOME)
    assert found["213", "appropriation"] == "15.00"
    assert found["213", "business"] == "4.00"
    assert found["213", "other"] == "1.00"
    assert not any(key == "superior" for _, key in found)
    assert len(found) == printed(INCOME) == 8


def test_a_heading_over_others_leads_the_columns_around_its_middle() -> None:
    found = figures(FUND)
    assert {key: value for (row, key), value in found.items() if row == "212"} == {
        "opening": "1.00",
        "income": "2.00",
        "total": "2.50",
        "project": "2.50",
        "closing": "0.50",
    }


def test_a_column_without_figures_moves_none_of_its_neighbours() -> None:
    moved = INCOME.replace("4.00      1.00", "4.00          ")
    assert ("213", "business") in figures(moved)
    assert not any(key == "other" for _, key in figures(moved))


def test_figures_between_two_headings_are_kept_and_not_understood() -> None:
    between = INCOME.replace("                 4.00      1.00", "            4.00           1.00").replace(
        "15.00  ", "15.00 "
    )
    assert figures(between) == {}
    assert printed(between) == printed(INCOME)


def test_a_heading_whose_parts_are_not_below_one_another_is_not_put_together() -> None:
    apart = INCOME.replace("  上级补助收", "上级补助收  ").replace("     入  ", "  入     ")
    shifted = apart.replace("   上级补助收", "上级补助收   ").replace("   上级补助收", "上级补助收   ")
    assert ("213", "superior") not in figures(shifted)


def test_two_halves_side_by_side_are_parted_by_where_their_words_stand() -> None:
    found = figures(SUMMARY)
    assert found == {
        ("1、一般公共预算财政拨款", "income_lines"): "20.00",
        ("2、事业收入", "income_lines"): "1.00",
        ("二、教育支出", "expenditure_lines"): "21.00",
        ("本年收入合计", "income_lines"): "21.00",
        ("本年支出合计", "expenditure_lines"): "21.00",
        ("结余分配", "expenditure_lines"): "0.50",
    }


def test_a_named_line_without_figures_is_no_rest_of_the_name_above() -> None:
    labels = {cell.label for cell in table(APPROPRIATION).cells}
    assert "国有资本经营预算财政拨款" in labels
    assert figures(APPROPRIATION)["一般公共预算财政拨款", "income_lines"] == "3.00"


def test_headings_of_one_half_are_cut_over_lines_while_the_other_has_one() -> None:
    found = figures(APPROPRIATION)
    assert found["二、城乡社区支出", "fund"] == found["二、城乡社区支出", "total"] == "2.00"
    assert found["总计", "general"] == "23.00"
    assert len(found) == printed(APPROPRIATION)


def test_rows_that_end_the_headings_are_understood_below_a_heading_over_some_of_the_columns() -> None:
    found = {c.key: c.numeral for c in table(THREE_PUBLIC).cells if c.fits}
    assert (found["budget_total"], found["budget_vehicles"]) == ("9.00", "5.00")
    assert (found["actual_operation"], found["actual_meetings"]) == ("3.00", "0.50")


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("three_public", "公务用车购置及运行维护费小计", "budget_vehicles"),
        ("three_public", "不知名的费用小计", ""),
    ],
)
def test_a_heading_printed_with_the_word_for_its_sum_is_both(kind: str, text: str, key: str) -> None:
    assert column_key(kind, ("预算数", text), "") == key


def test_the_title_that_every_page_prints_is_no_row_and_casts_no_doubt() -> None:
    heading = "\n".join(INCOME.splitlines()[2:5])
    pages = "".join(f"\n— {n} —\n\n青禾区水务局2020年度部门决算\n\n{heading}\n{SECTION}" for n in (5, 6, 7))
    found = figures(INCOME + pages.replace("21303", "21305", 1))
    assert found["21303", "total"] == found["21305", "total"] == "20.00"
    once = INCOME + f"\n青禾区水务局2020年度部门决算\n{SECTION}"
    assert figures(once) == {}
    assert printed(once) == 12


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("".join(f"青禾区水务局决算\n第{n}章\n— {n} —\n" for n in range(1, 5)), 1),
        ("科目编码 科目名称 合计\n1\n甲\n2\n科目编码 科目名称 合计\n3\n科目编码 科目名称 合计\n", 0),
        ("二、其他各项收入\n12\n二、其他各项收入\n40\n二、其他各项收入\n7\n", 0),
        ("二、其他收入 1.00\n1\n二、其他收入 1.00\n2\n二、其他收入 1.00\n3\n", 0),
    ],
)
def test_only_what_stands_at_the_ends_of_numbered_pages_runs_through_them(text: str, count: int) -> None:
    lines = [(number, raw, 0) for number, raw in enumerate(text.splitlines(), start=1)]
    assert len(running_lines(lines)) == count


def test_labels_that_wrap_below_many_lines_without_figures_are_read() -> None:
    text = SUMMARY.replace(
        "本年收入合计 ",
        "".join(f"{' ' * 42}{n}、资源勘探信息\n{' ' * 42}等支出\n" for n in "五六七八") + "本年收入合计 ",
    )
    assert figures(text) == figures(SUMMARY)
    assert "八、资源勘探信息等支出" in {cell.label for cell in table(text).cells}


def test_the_lines_of_a_heading_stand_around_its_neighbours_single_line() -> None:
    text = """                              支出决算表
                                                                    对附属单位补
科目编码       科目名称        本年支出合计    基本支出    项目支出                     经营支出
                                                                       助支出
               合计                 30.00        10.00       15.00                         5.00
213        农林水支出               30.00        10.00       15.00                         5.00
"""
    found = figures(text)
    assert found["213", "business"] == "5.00"
    assert found["213", "project"] == "15.00"
    assert not any(key == "subsidy" for _, key in found)


HEADING = "     支出决算表\n科目编码  科目名称      本年支出合计        基本支出        项目支出      经营支出\n"


def test_figures_between_headings_belong_to_the_side_that_all_others_stand_on() -> None:
    right = "213       水利" + " " * 17 + "30.00" + " " * 11 + "18.00" + " " * 15 + "12.00\n"
    middle = "213       水利" + " " * 11 + "30.00" + " " * 14 + "18.00" + " " * 18 + "12.00\n"
    assert figures(HEADING + right * 2)["213", "project"] == "12.00"
    assert figures(HEADING + middle * 2) == {}


def test_figures_left_of_certain_ones_are_in_the_only_column_that_is_left() -> None:
    text = """             支出决算表
科目编码  科目名称  本年支出合计    基本支出   项目支出   经营支出
213       水利                   30.00  20.00     10.00
21303     水利                   30.00  20.00     10.00
"""
    found = figures(text)
    assert {key: value for (code, key), value in found.items() if code == "213"} == {
        "total": "30.00",
        "basic": "20.00",
        "project": "10.00",
    }


def test_a_line_of_furniture_may_be_as_wide_as_the_page() -> None:
    wide = "部门：青禾区水务局" + " " * 90 + "公开02表" + " " * 90 + "单位：万元"
    assert furniture_of(wide).is_all
    assert figures(INCOME.replace(INCOME.splitlines()[1], wide)) == figures(INCOME)


STAFF = """    各单位人员情况如下：
       单位名称               编制人数    在职人数
    青禾区水务局（本级）         12          11
    青禾区水文站                 8           7
    合计                         20          18
    三、工作总结
"""


def test_a_table_of_things_counted_is_one_without_a_title() -> None:
    [grid] = [block for block in read(STAFF.encode(), "a.txt").blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows][1:] == [
        ["青禾区水务局（本级）", "12", "11"],
        ["青禾区水文站", "8", "7"],
        ["合计", "20", "18"],
    ]
    lines = STAFF.splitlines()
    assert all(lines[c.place.line - 1][c.place.offset :].startswith(c.text) for row in grid.rows for c in row)


@pytest.mark.parametrize(
    "text",
    [
        STAFF.replace("编制人数", "年初预算数").replace("在职人数", "决算数"),
        STAFF.replace("12  ", "1.20"),
        STAFF.replace("    12          11", "                11"),
        STAFF.replace("单位名称 ", "人员总数 "),
        "  ".join(STAFF.split("       ")).replace("    ", " ").replace("   ", " ").replace("  ", " "),
    ],
)
def test_lines_that_count_nothing_for_certain_stay_prose(text: str) -> None:
    assert not any(isinstance(block, Grid) for block in read(text.encode(), "a.txt").blocks)


def test_the_title_that_every_page_prints_cuts_no_sentence() -> None:
    pages = "".join(f"青禾区水务局决算\n\n第{n}页的第一句在这里结束。\n\n— {n} —\n\n" for n in (1, 2, 3))
    cut = "全年支出年初预算为九十五点八万元，\n\n— 4 —\n\n青禾区水务局决算\n\n支出决算为同样的数，完成预算。\n"
    texts = [
        b.text for b in read((pages + "青禾区水务局决算\n" + cut).encode(), "a.txt").blocks if isinstance(b, Paragraph)
    ]
    assert any("九十五点八万元，支出决算" in text for text in texts)
    assert sum(text == "青禾区水务局决算" for text in texts) == 5


def test_a_row_that_is_shifted_by_some_blanks_keeps_its_names_in_their_halves() -> None:
    shifted = "".join(f"   {line}\n" if line.startswith("年初") else f"{line}\n" for line in APPROPRIATION.splitlines())
    assert figures(shifted) == figures(APPROPRIATION)
    assert {c.label for c in table(shifted).cells} == {c.label for c in table(APPROPRIATION).cells}
