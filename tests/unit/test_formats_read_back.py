"""Prevents: a figure lost, altered, or given another meaning in one format that is read rightly in another.

Every disclosure here is invented: its figures are known before it is written.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from pipelines.extraction.extract import Extracted, extract
from tests.invented.disclosure import Disclosure, disclosure
from tests.invented.habits import MINISTRY, PLAIN, Habits, habits
from tests.invented.written import FORMS

Figures = Counter[tuple[str, str, str, str, str]]
STYLES = {"sichuan": (1, PLAIN), "ministry": (1, MINISTRY), **{str(seed): (seed, None) for seed in (3, 4, 11, 18, 26)}}
"""Together the numbers have every habit: wide digits, grouped and spaced numerals, strokes and 0.00 for blanks, 元."""


@cache
def _made(name: str) -> Disclosure:
    seed, style = STYLES[name]
    return disclosure(seed, replace(style or habits(seed), is_ruled=True))


def _read(made: Disclosure, form: str) -> Extracted:
    return extract(FORMS[form](made), f"disclosure.{form}")


def _cells(read: Extracted) -> Figures:
    kinds = {table["table_id"]: table["kind"] for table in read.tables}
    return Counter(
        (kinds[c["table_id"]], c["row_code"], _bare(c["row_label"]), c["column_key"], c["numeral"])
        for c in read.cells
        if c["numeral"]
    )


def _matrix(read: Extracted) -> Counter[tuple[str, str, str]]:
    return Counter((c["row_code"], _bare(c["row_label"]), c["numeral"]) for c in read.panels if c["numeral"])


def _claims(read: Extracted) -> Figures:
    return Counter(
        (
            c["aspect"],
            c["subject_key"],
            c["item_label"] or c["section_label"] or c["class_label"],
            ("-" if c["sign"] == "-1" else "") + c["numeral"],
            c["unit"],
        )
        for c in read.claims
    )


def _bare(label: str) -> str:
    return re.sub(r"\s", "", label)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", STYLES)
def test_what_is_written_is_read_figure_by_figure(name: str, form: str) -> None:
    made = _made(name)
    read = _read(made, form)
    written = made.table_figures()
    assert _cells(read) == Counter({k: n for k, n in written.items() if k[0] != "general_budget_detail"})
    matrix: Counter[tuple[str, str, str]] = Counter()
    for (kind, code, label, _, numeral), count in written.items():
        if kind == "general_budget_detail":
            matrix[code, label, numeral] += count
    assert _matrix(read) == matrix
    assert _claims(read) == made.told_figures()


@pytest.mark.parametrize("form", FORMS)
def test_what_a_disclosure_says_of_itself_is_read_in_every_format(form: str) -> None:
    for name in ("sichuan", "ministry", "11"):
        made = _made(name)
        [facts] = _read(made, form).document
        assert facts["department"] == made.truth.department
        assert facts["fiscal_year"] == str(made.truth.year)
        assert facts["layout"] == made.habits.layout
        assert facts["published_on"] == f"{made.truth.year + 1}-09-12"
        assert facts["disclosure_kind"] == "final_accounts"


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 6])
def test_a_table_without_rulings_is_read_figure_by_figure(seed: int) -> None:
    made = disclosure(seed, replace(habits(seed), is_ruled=False))
    read = _read(made, "pdf")
    written = made.table_figures()
    assert _cells(read) == Counter({k: n for k, n in written.items() if k[0] != "general_budget_detail"})
    assert sum(_matrix(read).values()) == sum(n for k, n in written.items() if k[0] == "general_budget_detail")
    assert _claims(read) == made.told_figures()


@pytest.mark.parametrize("upright", ["top", "middle", "bottom"])
@pytest.mark.parametrize("heads", ["left", "centre", "right"])
def test_no_figure_of_a_table_without_rulings_stands_in_a_column_that_is_not_its_own(heads: str, upright: str) -> None:
    for style in (PLAIN, MINISTRY):
        made = disclosure(1, replace(style, is_ruled=False, heads=heads, upright=upright))
        read = _read(made, "pdf")
        written: Counter[tuple[str, str, str]] = Counter()
        for (kind, _, _, key, numeral), count in made.table_figures().items():
            written[kind, key, numeral] += count
        keyed: Counter[tuple[str, str, str]] = Counter()
        for (kind, _, _, key, numeral), count in _cells(read).items():
            if key:
                keyed[kind, key, numeral] += count
        assert sum(keyed.values()) > 50
        assert not keyed - written
        assert _claims(read) == made.told_figures()


@pytest.mark.parametrize("form", ["xlsx", "xls"])
@pytest.mark.parametrize("style", [PLAIN, MINISTRY], ids=["sichuan", "ministry"])
def test_tables_on_one_sheet_are_told_apart_by_their_titles(style: Habits, form: str) -> None:
    made = disclosure(2, replace(style, shares_sheet=True, parts_tables=False))
    read = _read(made, form)
    written = made.table_figures()
    assert _cells(read) == Counter({k: n for k, n in written.items() if k[0] != "general_budget_detail"})
    assert _claims(read) == made.told_figures()


@pytest.mark.parametrize("form", ["docx", "xlsx", "xls", "html", "pdf"])
def test_every_figure_of_a_format_with_pages_or_sheets_has_its_place(form: str) -> None:
    read = _read(_made("sichuan"), form)
    places = {row["figure"]: row for row in read.places}
    figures = sum(1 for c in read.cells if c["text"]) + len(read.claims)
    if form in ("xlsx", "xls"):
        assert sum(1 for row in places.values() if row["sheet"] and row["sheet_cell"]) >= figures
    elif form == "pdf":
        assert sum(1 for row in places.values() if row["box_left"]) >= figures
    else:
        assert {c["line"] for c in read.cells if c["text"]} <= {str(n) for n in range(1, 100_000)}


def test_the_same_number_gives_the_same_file() -> None:
    for form in ("txt", "cells.txt", "md", "html", "pdf"):
        assert FORMS[form](disclosure(5)) == FORMS[form](disclosure(5))


@pytest.mark.parametrize("form", FORMS)
def test_every_figure_read_is_also_counted_apart_from_reading(form: str) -> None:
    for name in ("sichuan", "ministry", "18"):
        read = _read(_made(name), form)
        taken = Counter(row["line"] for row in (*read.cells, *read.panels, *read.claims) if row["numeral"])
        assert taken == Counter({row["line"]: int(row["figures"]) for row in read.seen})
