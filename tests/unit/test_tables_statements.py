"""Prevents: a figure under another column's heading, on another line's code, or lost without a word."""

from __future__ import annotations

from pipelines.extraction.readers import html
from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.rows import TableCell
from pipelines.extraction.tables.statements import Statement, statements_of

Key = tuple[str, str, str]

EXPENDITURE = """支出决算表

公开03表
部门：云岭省临川市青禾区水务局　　金额单位：万元

| 项目 | | | | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 |
|--|--|--|--|--|--|--|--|
| 功能分类科目编码 | | | 科目名称 | | | | |
| 类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 |
| | | | 合计 | 1，234. 50 | 1 000.00 | 234.50 | |
| 213 | | | 农林水支出 | 1,234.50 | 1,000.00 | 234.50 | |
| 213 | 03 | | 水利 | 1,234.50 | 1,000.00 | 234.50 | |
| 213 | 03 | 01 | 行政运行 | 1,000.00 | 1,000.00 | — | |
| | | 05 | 水利工程建设 | 234.50 | | 234.50 | |
"""


def statements(text: str) -> list[Statement]:
    return statements_of(read(text.encode(), "a.txt"))


def by_key(cells: list[TableCell]) -> dict[Key, str]:
    return {(c.code or c.label, c.key, c.block): c.numeral for c in cells}


def tabbed(*rows: list[str]) -> str:
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows) + "\n\n"


def test_codes_split_over_three_columns_are_joined_and_inherited() -> None:
    [table] = statements(EXPENDITURE)
    assert (table.kind, table.form_number, table.unit) == ("expenditure", "公开03表", "万元")
    assert (table.department, table.layout and table.layout.reason) == ("云岭省临川市青禾区水务局", "")
    figures = by_key(table.cells)
    assert figures["合计", "total", ""] == "1234.50"
    assert figures["2130301", "basic", ""] == "1000.00"
    assert figures["2130305", "total", ""] == "234.50"
    assert figures["2130301", "project", ""] == ""
    assert figures["213", "remitted", ""] == ""
    assert all(cell.fits for cell in table.cells)
    assert [c.text for c in table.cells if c.code == "2130301" and c.key == "project"] == ["—"]


def test_a_column_no_heading_covers_spoils_its_row_and_no_other() -> None:
    text = EXPENDITURE.replace(
        "| 水利 | 1,234.50 | 1,000.00 | 234.50 | |", "| 水利 | 1,234.50 | 1,000.00 | 234.50 | | 7.00 |"
    )
    [table] = statements(text)
    spoiled = [c for c in table.cells if not c.fits]
    assert {c.code for c in spoiled} == {"21303"}
    assert [c.numeral for c in spoiled if not c.path] == ["7.00"]
    assert "column 9" in spoiled[0].note


def test_a_heading_that_lacks_a_required_column_keeps_its_figures_apart() -> None:
    [table] = statements(EXPENDITURE.replace("| 本年支出合计 | 基本支出 |", "| 本年支出合计 | 甲类支出 |"))
    assert table.kind == "expenditure"
    assert not any(c.fits or c.key for c in table.cells)
    assert "甲类支出" in {"/".join(c.path) for c in table.cells}


def test_a_continuation_inherits_the_heading_only_with_the_same_columns() -> None:
    same = (
        EXPENDITURE + "\n| 221 | | | 住房保障支出 | 9.00 | 9.00 | | |\n| 22102 | | | 住房改革支出 | 9.00 | 9.00 | | |\n"
    )
    [table] = statements(same)
    assert by_key(table.cells)["221", "basic", ""] == "9.00"
    assert len({(c.row, c.column) for c in table.cells}) == len(table.cells)
    [table] = statements(EXPENDITURE + "\n| 221 | | | 住房保障支出 | 9.00 | 9.00 | |\n")
    last = [c for c in table.cells if c.code == "221"]
    assert [(c.numeral, c.fits, c.key, c.path) for c in last] == [("9.00", False, "", ())] * 2
    assert "7 columns" in last[0].note


def test_an_empty_column_that_only_parts_others_is_no_column_of_the_form() -> None:
    rows = (
        "<td colspan=3>人员经费</td><td colspan=5>公用经费</td>",
        "<td>经济分类科目编码</td><td>科目名称</td><td>金额</td>"
        "<td>经济分类科目编码</td><td>科目名称</td><td>金额</td><td></td><td></td>",
        "<td>301</td><td>工资福利支出</td><td>9.00</td><td>302</td><td>商品和服务支出</td><td>1.00</td><td></td><td></td>",
        "<td colspan=2>人员经费合计</td><td>9.00</td><td colspan=2>公用经费合计</td><td>1.00</td><td></td><td></td>",
    )
    page = "<p>一般公共预算财政拨款基本支出决算表</p><table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    [table] = statements_of(html.read(page.encode(), "a.html"))
    assert {cell.key for cell in table.cells} == {"amount"}
    assert {c.numeral for c in table.cells if c.label == "公用经费合计"} == {"1.00"}


def test_a_table_printed_again_is_another_table_and_a_continued_one_is_not() -> None:
    assert len(statements(EXPENDITURE + "\n" + EXPENDITURE)) == 2
    assert len(statements(EXPENDITURE + "\n" + EXPENDITURE.replace("支出决算表", "支出决算表（续表）", 1))) == 1


def test_the_name_of_a_contents_list_right_above_a_grid_is_not_its_title() -> None:
    text = "一、收入支出决算总表\n二、收入决算表\n三、支出决算表\n\n| 一级指标 | 指标值 |\n|--|--|\n| 产出 | 12 |\n"
    [table] = statements(text)
    assert (table.kind, table.status) == ("", "unread")


def test_a_grid_behind_prose_does_not_continue_the_table() -> None:
    text = EXPENDITURE + "\n附件\n\n本项目绩效目标已完成。\n\n| 甲 | 1 |\n|--|--|\n| 乙 | 2 |\n"
    assert [t.kind for t in statements(text)] == ["expenditure", ""]


def test_sides_of_a_summary_are_told_apart_and_sub_lines_know_their_heading() -> None:
    text = """财政拨款收入支出决算总表

| 收 入 | | | 支 出 | | | | |
|--|--|--|--|--|--|--|--|
| 项　目 | 行次 | 金　额 | 项　目 | 行次 | 小计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
| 一、一般公共预算财政拨款 | 1 | 10.00 | 一、一般公共服务支出 | 33 | 10.00 | 10.00 | |
| 本年收入合计 | 27 | 10.00 | 本年支出合计 | 59 | 10.00 | 10.00 | |
| 年初财政拨款结转和结余 | 28 | 3.00 | 年末财政拨款结转和结余 | 60 | 3.00 | 3.00 | |
| 　一般公共预算财政拨款 | 29 | 2.00 | | 61 | | | |
| 二、政府性基金预算财政拨款 | 30 | 1.00 | | 62 | | | |
| 总计 | 32 | 13.00 | 总计 | 64 | 13.00 | 13.00 | |
"""
    [table] = statements(text)
    left = [(c.label, c.context, c.numeral) for c in table.cells if c.block == "left"]
    assert left[0] == ("一、一般公共预算财政拨款", "", "10.00")
    assert left[2] == ("年初财政拨款结转和结余", "", "3.00")
    assert left[3] == ("一般公共预算财政拨款", "年初财政拨款结转和结余", "2.00")
    assert left[4] == ("二、政府性基金预算财政拨款", "年初财政拨款结转和结余", "1.00")
    assert {c.key for c in table.cells if c.block == "right"} == {"total", "general", "fund"}
    assert all(c.fits for c in table.cells)


def test_groups_side_by_side_are_read_as_one_and_a_spanning_label_keeps_its_figure() -> None:
    text = """一般公共预算财政拨款基本支出决算明细表

| 人员经费 | | | 公用经费 | | | | | |
|--|--|--|--|--|--|--|--|--|
| 经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数 |
| 301 | 工资福利支出 | 300.00 | 302 | 商品和服务支出 | 50.00 | 310 | 资本性支出 | 1.00 |
| 人员经费合计 | | 300.00 | 公用经费合计 | | | | | 51.00 |
"""
    [table] = statements(text)
    figures = [(c.block, c.code or c.label, c.numeral) for c in table.cells if c.numeral]
    assert figures == [
        ("left", "301", "300.00"),
        ("middle", "302", "50.00"),
        ("right", "310", "1.00"),
        ("left", "人员经费合计", "300.00"),
        ("right", "公用经费合计", "51.00"),
    ]
    assert all(c.fits and c.key == "amount" for c in table.cells)


def test_three_public_is_read_interleaved_and_budget_first() -> None:
    columns = "| 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 "
    parts = "| | | 小计 | 公务用车购置费 | 公务用车运行维护费 | "
    first = f"""财政拨款“三公”经费支出决算表

| 预算数 | | | | | | 决算数 | | | | | |
|--|--|--|--|--|--|--|--|--|--|--|--|
{columns}{columns}|
{parts}{parts}|
| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 |
| 5.00 | | 4.00 | | 4.00 | 1.00 | 4.50 | | 3.90 | | 3.90 | 0.60 |
"""
    pairs = """一般公共预算财政拨款“三公”经费支出决算表

| 合计 | | 因公出国（境）费 | | 公务用车购置及运行费 | | | | | | 公务接待费 | |
|--|--|--|--|--|--|--|--|--|--|--|--|
| 预算数 | 决算数 | 预算数 | 决算数 | 小计 | | 购置费 | | 运行费 | | 预算数 | 决算数 |
| | | | | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | | |
| 5.00 | 4.50 | | | 4.00 | 3.90 | | | 4.00 | 3.90 | 1.00 | 0.60 |
"""
    expected = {
        "budget_total": "5.00",
        "budget_vehicles": "4.00",
        "budget_operation": "4.00",
        "budget_hospitality": "1.00",
        "actual_total": "4.50",
        "actual_vehicles": "3.90",
        "actual_operation": "3.90",
        "actual_hospitality": "0.60",
    }
    for text in (first, pairs):
        [table] = statements(text)
        assert {c.key: c.numeral for c in table.cells if c.numeral} == expected
        assert all(c.fits for c in table.cells)


def test_merged_cells_that_word_prints_once_are_laid_out_again() -> None:
    text = "政府性基金预算财政拨款收入支出决算表\n" + tabbed(
        ["项目", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"],
        ["功能分类科目编码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""],
        ["类", "款", "项", "栏次", "1", "2", "3", "4", "5", "6"],
        ["合计", "", "10.00", "9.00", "", "9.00", "1.00"],
        ["212", "08", "99", "其他国有土地使用权\n出让收入安排的支出", "", "10.00", "9.00", "", "9.00", "1.00"],
    )
    [table] = statements(text)
    figures = by_key(table.cells)
    for line in ("合计", "2120899"):
        assert [figures[line, k, ""] for k in ("opening", "income", "total", "basic", "project", "closing")] == [
            *("", "10.00", "9.00", "", "9.00", "1.00"),
        ]
    assert all(c.fits for c in table.cells)


def test_no_data_is_an_assertion_and_an_instruction_is_none() -> None:
    said = "国有资本经营预算财政拨款支出决算表\n公开09表\n单位：万元\n本部门没有此项支出，本表无数据。\n"
    [table] = statements(said)
    assert (table.kind, table.no_data, table.first_line, table.form_number) == (
        *("state_capital_expenditure", True, 1, "公开09表"),
    )
    asked = EXPENDITURE + "\n说明：如部门没有此项支出，应注明本表无数据。\n"
    assert [t.no_data for t in statements(asked)] == [False]


def test_a_matrix_is_kept_as_unread_with_all_its_panels() -> None:
    text = """一般公共预算财政拨款支出决算明细表

| 科目编码 | 科目名称 | 合计 | 工资福利支出 |
|--|--|--|--|
| 213 | 农林水支出 | 5.00 | 5.00 |

| 商品和服务支出 | |
|--|--|
| 小计 | 办公费 |
| 1.00 | 1.00 |
"""
    [table] = statements(text)
    assert (table.kind, table.status, table.rows) == ("general_budget_detail", "unread", 5)
    assert table.reason
    assert table.last_line == 10


def test_words_where_a_figure_belongs_spoil_the_row() -> None:
    [table] = statements(EXPENDITURE.replace("| 水利 | 1,234.50 |", "| | 水利 |"))
    assert {c.code for c in table.cells if not c.fits} == {"21303"}
