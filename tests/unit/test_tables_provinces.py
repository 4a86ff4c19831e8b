"""Prevents: a statutory table left unread because a province heads it in its own words or the other way round."""

from __future__ import annotations

import pytest

from pipelines.extraction.model import Cell, Grid, Paragraph, Place, Run
from pipelines.extraction.readers.paragraphs import rejoined
from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.header import layout_of
from pipelines.extraction.tables.reference import column_key
from pipelines.extraction.tables.statements import LIST_REASON, Statement, statements_of


def statements(text: str) -> list[Statement]:
    return statements_of(read(text.encode(), "a.txt"))


def keys(kind: str, *rows: str) -> list[str]:
    """The keys a one-line or merged heading gives, each cell `text` or `text*columns`."""
    grid = grid_of([*rows, "|".join("1.00" for _ in range(sum(_span(cell) for cell in rows[0].split("|"))))])
    return [column.key for column in layout_of(kind, grid, len(rows)).columns]


def _span(cell: str) -> int:
    return int(cell.partition("*")[2] or 1)


def grid_of(rows: list[str]) -> Grid:
    printed = []
    for number, row in enumerate(rows, start=1):
        cells: list[Cell] = []
        for cell in row.split("|"):
            text, span = cell.partition("*")[0], _span(cell)
            cells.append(Cell(text, number, len(cells) + 1, Place(number), columns=span))
            cells += [Cell("", number, len(cells) + k, Place(number)) for k in range(1, span)]
        printed.append(tuple(cells))
    return Grid(tuple(printed), "docx")


THREE = "合计|因公出国（境）费|小计|公务用车购置费|公务用车运行维护费|公务接待费"
NAMES = ["total", "overseas", "vehicles", "purchase", "operation", "hospitality"]


@pytest.mark.parametrize(
    "budget", ["2023年年初预算数", "2023年初预算数", "2023年度预算数", "全年预算数", "“三公”经费预算数"]
)
@pytest.mark.parametrize("actual", ["2023年决算数", "2023年度决算数", "决算数", "本年决算数", "“三公”经费支出决算数"])
def test_the_only_budget_is_the_budget_and_the_own_year_says_nothing(budget: str, actual: str) -> None:
    found = keys("three_public", f"{budget}*6|{actual}*6", f"{THREE}|{THREE}")
    assert found == [f"budget_{name}" for name in NAMES] + [f"actual_{name}" for name in NAMES]


def test_a_budget_of_the_beginning_of_the_year_is_told_from_the_budget_beside_it() -> None:
    found = keys("three_public", "年初预算数*6|全年预算数*6|决算数*6", f"{THREE}|{THREE}|{THREE}")
    assert found[:6] == [f"initial_budget_{name}" for name in NAMES]
    assert found[6:12] == [f"budget_{name}" for name in NAMES]


def test_the_column_of_another_year_is_not_taken_for_this_years() -> None:
    found = keys("three_public", "项目|2023年预算数|2023年决算数|2022年决算数")
    assert found == ["", "budget", "actual", ""]


def test_two_columns_of_one_meaning_have_none() -> None:
    assert keys("expenditure", "项目|合计|基本支出|项目支出|经营支出|经营支出")[4:] == ["", ""]


def test_rows_of_budget_and_actual_are_read_across_their_columns() -> None:
    text = """财政拨款“三公”经费及会议费、培训费支出决算表

| 项目 | 财政拨款“三公”经费 | 财政拨款“三公”经费 | 财政拨款“三公”经费 | 会议费 | 培训费 |
|--|--|--|--|--|--|
| 项目 | 小计 | 公务接待费 | 公务用车购置及运行维护费 | 会议费 | 培训费 |
| 项目 | 小计 | 公务接待费 | 小计 | 会议费 | 培训费 |
| 栏次 | 1 | 2 | 3 | 4 | 5 |
| 预算数 | 9.00 | 2.00 | 7.00 | 1.50 | |
| 决算数 | 8.00 | 1.00 | 7.00 | 1.20 | 0.30 |
"""
    [table] = statements(text)
    assert (table.kind, table.layout and table.layout.reason) == ("three_public", "")
    assert {c.key: c.numeral for c in table.cells} == {
        "budget_total": "9.00",
        "budget_hospitality": "2.00",
        "budget_vehicles": "7.00",
        "budget_meetings": "1.50",
        "budget_training": "",
        "actual_total": "8.00",
        "actual_hospitality": "1.00",
        "actual_vehicles": "7.00",
        "actual_meetings": "1.20",
        "actual_training": "0.30",
    }
    assert {(c.label, c.path[-1]) for c in table.cells} == {("", "预算数"), ("", "决算数")}


def test_a_subtotal_below_the_three_expenses_is_no_subtotal_of_vehicles() -> None:
    assert column_key("three_public", ("决算数", "财政拨款安排的三公经费", "小计"), "") == "actual_total"
    assert column_key("three_public", ("决算数", "小计"), "") == "actual_vehicles"


@pytest.mark.parametrize("total", ["合计", "本年支出合计", "基本支出合计"])
def test_basic_expenditure_is_headed_by_its_total_and_its_halves(total: str) -> None:
    found = keys("general_budget_basic", f"经济分类科目编码|科目名称|{total}|人员经费|公用经费|备注")
    assert found == ["", "", "amount", "personnel", "public", ""]


def test_a_grid_that_names_tables_is_a_list_of_them_and_takes_no_title() -> None:
    text = """目录

| 序号 | 内容 | 是否空表 |
|--|--|--|
| 表1 | 收入支出决算总表 | 否 |
| 表2 | 收入决算表 | 否 |
| 表3 | 支出决算表 | 是 |
"""
    [table] = statements(text)
    assert (table.kind, table.status, table.reason) == ("", "unread", LIST_REASON)


def test_a_merged_total_printed_in_both_label_columns_is_no_heading() -> None:
    text = """国有资本经营预算财政拨款支出决算表

| 项目 | 项目 | 本年支出 | 本年支出 | 本年支出 |
|--|--|--|--|--|
| 功能分类科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| 栏次 | 栏次 | 1 | 2 | 3 |
| 合计 | 合计 | | | |
"""
    [table] = statements(text)
    assert {c.key for c in table.cells} == {"total", "basic", "project"}


def test_a_title_or_the_line_below_it_is_never_glued_to_prose() -> None:
    lines = ["附件2：临川市青禾区水务局年度部门整体支出绩效自评的报告", "收入支出决算总表", "公开01表 部门：水务局"]
    blocks = [Paragraph((Run(text, Place(n)),)) for n, text in enumerate(lines, start=1)]
    assert [block.text for block in rejoined(list(blocks)) if isinstance(block, Paragraph)] == lines


def test_expenditure_by_function_and_economic_class_is_a_table_of_its_own() -> None:
    text = """支出决算明细表

| 支出功能分类 | | 支出经济分类 | | | |
|--|--|--|--|--|--|
| 科目编码 | 科目名称 | 合计 | 工资福利支出 | 商品和服务支出 | 对企业补助 |
| | 合计 | 9.00 | 6.00 | 2.00 | 1.00 |
| 213 | 农林水支出 | 9.00 | 6.00 | 2.00 | 1.00 |
"""
    [table] = statements(text)
    assert table.kind == "expenditure_detail"
    figures = {(c.code or c.label, c.key): c.numeral for c in table.cells}
    assert figures["合计", "total"] == figures["213", "total"] == "9.00"
    assert figures["213", "economic_301"] == "6.00"
    assert figures["213", "economic_312"] == "1.00"


def test_an_item_of_two_classes_is_told_by_the_class_above_it() -> None:
    assert column_key("expenditure_detail", ("资本性支出", "房屋建筑物购建"), "") == "economic_31001"
    assert column_key("expenditure_detail", ("资本性支出(基本建设)", "房屋建筑物购建"), "") == "economic_30901"
    assert column_key("expenditure_detail", ("房屋建筑物购建",), "") == ""
    assert column_key("expenditure_detail", ("工资福利支出", "小计"), "") == "economic_301"


def test_the_funds_of_an_opening_balance_are_its_parts_with_or_without_a_word_before_them() -> None:
    text = """财政拨款收入支出决算总表

| 收入 | | 支出 | |
|--|--|--|--|
| 项目 | 决算数 | 项目 | 合计 |
| 一、一般公共预算财政拨款 | 7.00 | 一、教育支出 | 8.00 |
| 年初财政拨款结转和结余 | 3.00 | 年末财政拨款结转和结余 | 2.00 |
| 其中：一般公共预算财政拨款 | 1.00 | | |
| 政府性基金预算财政拨款 | 2.00 | | |
| 总计 | 10.00 | 总计 | 10.00 |
"""
    [table] = statements(text)
    under = {c.label: c.context for c in table.cells if c.block == "left" and c.context}
    assert set(under) == {"其中：一般公共预算财政拨款", "政府性基金预算财政拨款"}
    assert set(under.values()) == {"年初财政拨款结转和结余"}


CARRIED = (
    "科目编码|科目名称|年初结转和结余*3|本年收入*3|本年支出*5|年末结转和结余*5",
    "||合计|基本支出结转|项目支出结转和结余|合计|基本支出|项目支出|合计|基本支出*3|项目支出|合计|基本支出结转|项目支出结转和结余*3",
    "|||||||||小计|人员经费|公用经费||||小计|项目支出结转|项目支出结余",
)


@pytest.mark.parametrize("kind", ["general_budget_expenditure", "government_fund"])
def test_balances_and_income_divided_by_nature_are_no_expenditure(kind: str) -> None:
    assert keys(kind, *CARRIED)[2:] == [
        *("opening", "opening_basic", "opening_project", "income", "income_basic", "income_project"),
        *("total", "basic", "personnel", "public", "project"),
        *("closing", "closing_basic", "closing_project", "closing_project_carryover", "closing_project_balance"),
    ]


def test_beside_an_adjusted_budget_the_budget_without_a_word_is_the_first_one() -> None:
    assert keys("three_public", "项目|预算数|全年预算数|决算统计数") == ["", "initial_budget", "budget", "actual"]
    assert keys("three_public", "项目|全年预算数|决算数") == ["", "budget", "actual"]
    both = keys("income_expenditure_summary", "收入项目|年初预算数|调整预算数|决算数|支出项目|预算数|决算数")
    assert both[1:4] == ["income_initial_budget", "income_budget", "income_lines"]
    assert both[6] == "expenditure_lines"


def test_project_expenditure_may_be_divided_by_economic_class() -> None:
    found = keys("general_budget_project", "科目编码|科目名称|合计|工资福利支出|商品和服务支出|资本性支出|对企业补助")
    assert found[2:] == ["total", "economic_301", "economic_302", "economic_310", "economic_312"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("财政拨款支出决算表（功能科目）", "appropriation_expenditure"),
        ("财政拨款基本支出决算表（经济科目）", "appropriation_basic"),
        ("一般公共预算支出决算表（功能科目）", "general_budget_expenditure"),
        ("一般公共预算基本支出决算表（经济科目）", "general_budget_basic"),
        ("政府性基金预算支出决算表（功能科目）", "government_fund"),
    ],
)
def test_the_classification_in_brackets_tells_which_table_of_appropriations_it_is(title: str, kind: str) -> None:
    head = "| 项目 | | 合计 | 基本支出 | 项目支出 |\n|--|--|--|--|--|\n"
    figures = "| 10.00 | 6.00 | 4.00 |\n"
    body = f"| 科目编码 | 科目名称 | | | |\n| | 合计 {figures}| 301 | 工资福利支出 {figures}"
    if "经济" in title:
        head = head.replace("基本支出", "人员经费").replace("项目支出", "公用经费")
    (table,) = statements(f"{title}\n\n{head}{body}")
    assert table.kind == kind
    assert [cell.fits for cell in table.cells if cell.numeral] == [True] * 6
