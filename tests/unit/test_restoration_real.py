"""Prevents: the damaged tables of the 2023 disclosure read otherwise than a person reads them.

Reads the committed extracted rows of that document (figures, codes and places). The lines below were compared with the
print by eye: panels without labels, figures one column off, a copied cell, a blank total.
"""

from __future__ import annotations

import csv
from functools import cache

import pytest

from pipelines import paths
from pipelines.repair.restoration.facts import Fact, Restored, Row
from pipelines.repair.restoration.reference import reference_of
from pipelines.repair.restoration.restore import restore

DOCUMENT = "9af5756a0a3e66aa"


def rows(name: str) -> list[Row]:
    path = paths.extracted() / DOCUMENT / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path.name} of {DOCUMENT} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def document() -> Restored:
    return restore(rows("tables"), rows("cells"), rows("panels"), reference_of())


def facts_at(line: int) -> dict[int, Fact]:
    return {
        fact.table_column: fact for fact in document().facts if fact.line == line and (fact.text or fact.meant_text)
    }


def places(line: int) -> list[tuple[str, str]]:
    """The figures of a printed line with their column: item of the matrix, or key."""
    return [(f.meaning.economic or f.column_key, f.text) for f in facts_at(line).values()]


def test_only_the_damaged_breakdown_of_the_three_public_expenses_stays_open() -> None:
    assert [u.line for u in document().unresolved if u.has_figures] == [1995]


def test_every_identity_of_the_restored_tables_holds() -> None:
    assert {proof.violated for proof in document().proofs} == {()}
    assert all(proof.held_after > proof.held_before for proof in document().proofs)


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        (1825, "total"),
        (1826, "function:208"),
        (1828, "function:2080505"),
        (1829, "function:2080506"),
        (1831, "function:20899"),
        (1834, "function:21011"),
        (1840, "function:2130599"),
        (1848, "function:2150599"),
        (1850, "function:221"),
        (1852, "function:2210201"),
        (1862, "function:213"),
        (1872, "function:2150599"),
        (1909, "function:20808"),
        (1928, "function:2150550"),
        (1931, "function:2150805"),
        (1936, "function:2299999"),
    ],
)
def test_rows_of_panels_without_labels_are_the_lines_a_person_reads(line: int, subject: str) -> None:
    found = facts_at(line)
    assert {fact.meaning.subject for fact in found.values()} == {subject}
    assert all(fact.slip and fact.reason_zh and fact.reason_en for fact in found.values())


def test_headings_beside_their_figures_are_told_apart() -> None:
    columns = ["", "301", "30101", "30102", "30103", "30106"]
    figures = ["511.29", "379.18", "140.47", "85.92", "135.79", "16.24"]
    assert places(1808) == list(zip(columns, figures, strict=True))


def test_the_blank_total_is_what_every_table_beside_it_says() -> None:
    found = facts_at(1784)
    assert [fact.meant_text for fact in found.values()] == [
        "2,309.00",
        "645.60",
        "166.71",
        "86.67",
        "164.25",
        "19.40",
        "20.29",
    ]
    assert {fact.slip for fact in found.values()} == {"lost_row"}


def test_a_copied_cell_is_meant_blank() -> None:
    copied = [fact for fact in document().facts if fact.slip == "copied_cell"]
    assert [(fact.line, fact.text, fact.meant_text) for fact in copied] == [(1828, "21.18", "")]


def test_the_housing_fund_printed_one_column_off_goes_back() -> None:
    assert [places(line) for line in (1850, 1851, 1852)] == [[("30113", "51.70")]] * 3


def test_rows_after_the_page_end_find_their_columns() -> None:
    assert places(1690) == [("total", "75.42"), ("fund_total", "75.42"), ("fund_project", "75.42")]
    assert places(1713) == [("total", "2.07"), ("capital_total", "2.07"), ("capital_project", "2.07")]
    assert [key for key, _ in places(1671)][-2:] == ["capital_total", "capital_project"]


def test_a_total_one_column_off_goes_back() -> None:
    assert places(1977) == [("total", "38.31"), ("project", "38.31")]


def test_three_public_expenses_under_a_heading_with_lost_columns() -> None:
    assert [key for key, _ in places(1995)] == [
        "budget_total",
        "budget_hospitality",
        "actual_total",
        "actual_hospitality",
    ]
