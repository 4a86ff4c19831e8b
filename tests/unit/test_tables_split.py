"""Prevents: a column that an unruled page cut in two, lost, and two columns under one heading, taken for one."""

from __future__ import annotations

from pipelines.extraction.tables.split import continuing

HEADINGS = [("科目名称",), ("本年收入合计",), ("本年收入合计",), ("财政拨款收入",)]


def test_a_column_whose_heading_stands_left_of_its_figures_is_one() -> None:
    assert continuing(HEADINGS, [["合计", "", "5027.27", "5027.27"], ["教育支出", "", "10.00", ""]]) == {2}


def test_where_a_row_has_figures_in_both_they_are_two() -> None:
    assert continuing(HEADINGS, [["合计", "", "5027.27", "5027.27"], ["教育支出", "10.00", "10.00", ""]]) == set()


def test_columns_without_a_heading_continue_nothing() -> None:
    assert continuing([(), (), ("合计",)], [["", "1.00", "2.00"]]) == set()
