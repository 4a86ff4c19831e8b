"""Prevents: a figure of a statutory table lost, invented, or read under another row or column than the printed one."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from real_street import Row, ask
from street_home import Home

DOCUMENT = "9af5756a0a3e66aa"
# What a person understands by the printed column; the last part of a two-storey header where no kind is named.
MEANING = {
    ("income_expenditure_summary", "收入/决算数"): "income_lines",
    ("income_expenditure_summary", "支出/决算数"): "expenditure_lines",
    ("income", "本年收入合计"): "total",
    ("income", "财政拨款收入"): "appropriation",
    ("expenditure", "本年支出合计"): "total",
    ("expenditure", "基本支出"): "basic",
    ("expenditure", "项目支出"): "project",
    ("appropriation_summary", "收入/金额"): "income_lines",
    ("appropriation_summary", "支出/合计"): "total",
    ("appropriation_summary", "支出/一般公共预算财政拨款"): "general",
    ("appropriation_summary", "支出/政府性基金预算财政拨款"): "fund",
    ("appropriation_summary", "支出/国有资本经营预算财政拨款"): "capital",
    ("appropriation_by_economic", "合计"): "total",
    ("appropriation_by_economic", "一般公共预算财政拨款/小计"): "general_total",
    ("appropriation_by_economic", "一般公共预算财政拨款/基本支出"): "general_basic",
    ("appropriation_by_economic", "一般公共预算财政拨款/项目支出"): "general_project",
    ("appropriation_by_economic", "政府性基金预算财政拨款/小计"): "fund_total",
    ("appropriation_by_economic", "政府性基金预算财政拨款/项目支出"): "fund_project",
    ("appropriation_by_economic", "国有资本经营预算财政拨款/小计"): "capital_total",
    ("appropriation_by_economic", "国有资本经营预算财政拨款/项目支出"): "capital_project",
    ("general_budget_expenditure", "合计"): "total",
    ("general_budget_expenditure", "基本支出"): "basic",
    ("general_budget_expenditure", "项目支出"): "project",
    ("government_fund", "本年收入"): "income",
    ("government_fund", "本年支出/合计"): "total",
    ("government_fund", "本年支出/项目支出"): "project",
    ("state_capital_balance", "本年收入"): "income",
    ("state_capital_balance", "本年支出"): "expenditure",
    ("state_capital_expenditure", "合计"): "total",
}
DISPLACED_YET_HEADED = 13
"""Figures of displaced rows whose own column a person can still name; the row as a whole is not trusted."""


@pytest.fixture(scope="module")
def cells(published: Home) -> list[Row]:
    """The printed figures of the tables that were read, with the kind of their table."""
    folder = published.folder / "raw" / "extracted" / DOCUMENT
    with (folder / "tables.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["table_id"]: row["kind"] for row in csv.DictReader(file)}
    with (folder / "cells.csv").open(encoding="utf-8", newline="") as file:
        return [row | {"kind": kinds[row["table_id"]]} for row in csv.DictReader(file) if row["numeral"]]


@pytest.fixture(scope="module")
def typed(golden: Callable[[str], list[Row]]) -> list[Row]:
    return golden(f"tables/{DOCUMENT}.csv")


def test_the_figures_read_are_the_figures_printed_no_more_and_no_less(cells: list[Row], typed: list[Row]) -> None:
    told = [(c["kind"], c["line"], c["row_code"], c["row_label"], c["text"]) for c in cells]
    assert sorted(told) == sorted((g["kind"], g["line"], g["row_code"], g["row_label"], g["text"]) for g in typed)


def test_a_figure_is_the_number_its_text_says(cells: list[Row]) -> None:
    assert [c["numeral"] for c in cells] == [c["text"].replace(",", "") for c in cells]


def test_every_figure_stands_in_the_column_a_person_reads_it_in(cells: list[Row], typed: list[Row]) -> None:
    pairs = list(zip(typed, cells, strict=True))
    assert [(g["line"], g["text"]) for g, _ in pairs] == [(c["line"], c["text"]) for _, c in pairs]
    trusted = [(g, c) for g, c in pairs if c["row_fits"] == "true"]
    wrong = [(g, c["column_key"]) for g, c in trusted if MEANING.get((g["kind"], g["column"])) != c["column_key"]]
    assert wrong == []


def test_no_figure_of_a_displaced_column_is_trusted_and_few_others_go_with_it(
    cells: list[Row], typed: list[Row]
) -> None:
    untrusted = [g["column"] for g, c in zip(typed, cells, strict=True) if c["row_fits"] == "false"]
    assert untrusted.count("?") == [g["column"] for g in typed].count("?")
    headed = [
        (g["kind"], g["column"], c["column_key"])
        for g, c in zip(typed, cells, strict=True)
        if c["row_fits"] == "false" and g["column"] != "?" and c["column_key"] == ""
    ]
    assert len(headed) == DISPLACED_YET_HEADED


def test_the_warehouse_holds_the_same_figures_at_the_same_places(published: Home, cells: list[Row]) -> None:
    kinds = ", ".join(sorted({f"'{cell['kind']}'" for cell in cells}))
    stored = ask(
        published,
        "select statement, line, text, value, table_row, table_column from fct_figure"
        f" where document_id = '{DOCUMENT}' and reading = 'printed' and statement in ({kinds})",
    )
    told = [
        (f["statement"], f["line"], f["table_row"], f["table_column"], f["text"], f"{f['value']:f}") for f in stored
    ]
    printed = [
        (
            c["kind"],
            int(c["line"]),
            int(c["table_row"]),
            int(c["table_column"]),
            c["text"],
            _two(c["numeral"]),
        )
        for c in cells
    ]
    assert sorted(told) == sorted(printed)


def _two(numeral: str) -> str:
    """The numeral with two decimals, the least an answer of the warehouse shows."""
    whole, _, decimals = numeral.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"
