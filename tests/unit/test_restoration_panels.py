"""Prevents: a printed cell of a damaged grid lost before anyone restored it, or column numbers taken for figures."""

from __future__ import annotations

from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.panels import PanelCell, panels_of
from pipelines.extraction.tables.statements import statements_of

MATRIX = """
一般公共预算财政拨款支出决算明细表

单位：万元

| 支出功能分类科目编码 | | | 项目 | 合计 | 工资福利支出 | | |
|---|---|---|---|---|---|---|---|
| | | | | | 科目名称 | 小计 | 基本工资 |
| 类 | 款 | 项 | 栏次 | 1 | 2 | 3 | |
| | | | 合计 | | | | |
| | | | 208 | 社会保障和就业支出 | 12.50 | 8.50 | 8.50 |
| | | | 20805 | 行政事业单位养老支出 | 12.50 | 8.50 | 8.50 |

| 商品和服务支出 | | 其他支出 |
|---|---|---|
| 小计 | 办公费 | 其他支出 |
| 16 | 17 | 110 |
| 4.00 | 4.00 | |
| | | |
| 4.00 | 4.00 | |
"""

CONTINUED = """
一般公共预算财政拨款支出决算表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 9.00 | 5.00 | 4.00 |
| 208 | 社会保障和就业支出 | 5.00 | 5.00 | |

| | | | |
|---|---|---|---|
| 210 | 卫生健康支出 | 4.00 | 4.00 |
| 21004 | 公共卫生 | 4.00 | 4.00 |
"""


def panels(text: str) -> list[PanelCell]:
    document = read(text.encode(), "document.md", 10**6)
    return [cell for statement in statements_of(document) for cell in panels_of(document, statement)]


def texts(cells: list[PanelCell], panel: int) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        if cell.panel == panel:
            rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def test_every_cell_of_a_panel_is_kept_blank_rows_too() -> None:
    found = panels(MATRIX)
    assert texts(found, 1) == [["", "", ""], ["12.50", "8.50", "8.50"], ["12.50", "8.50", "8.50"]]
    assert texts(found, 2) == [["4.00", "4.00", ""], ["", "", ""], ["4.00", "4.00", ""]]


def test_labels_are_found_by_what_they_are_and_not_by_the_heading_above() -> None:
    named = [(cell.code, cell.label) for cell in panels(MATRIX) if cell.panel == 1 and cell.column == 6]
    assert named == [("", "合计"), ("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出")]


def test_column_numbers_with_gaps_are_no_figures() -> None:
    last = [cell for cell in panels(MATRIX) if cell.panel == 2]
    assert {cell.ordinal for cell in last} == {"16", "17", "110"}
    assert "16" not in {cell.text for cell in last}
    assert ("商品和服务支出", "小计") in {cell.path for cell in last}


def test_rows_are_counted_over_all_grids_of_the_table() -> None:
    found = panels(CONTINUED)
    assert {(cell.panel, cell.row, cell.place.line) for cell in found} == {(2, 5, 13), (2, 6, 14)}
    assert [(cell.code, cell.text) for cell in found if cell.text] == [
        ("210", "4.00"),
        ("210", "4.00"),
        ("21004", "4.00"),
        ("21004", "4.00"),
    ]


def test_a_table_read_by_position_has_no_panels() -> None:
    assert panels(CONTINUED.rsplit("\n\n", 1)[0]) == []
