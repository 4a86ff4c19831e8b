"""Prevents: a figure of the attachments lost, altered or put on another line than a person reads it on, and a golden
sample that somebody picked to suit the reader."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal

import pytest
from real_street import REAL, Row, ask
from street_home import Home

LEAST_CAPTURED = Decimal("0.97")
LEAST_AGREED = Decimal("0.90")
"""Of the measures: what is not told counts against it; things done are `count` or `result` in prose."""
FEWEST = 100
Golden = Callable[[str], list[Row]]


@pytest.mark.parametrize("document_id", REAL)
def test_the_stretches_are_the_first_that_a_fixed_seed_draws_over_the_whole_part(
    document_id: str, golden: Golden
) -> None:
    stretches = [
        (start, min(start + int(row["stretch_lines"]) - 1, int(row["last_line"])))
        for row in golden("attachment_ranges.csv")
        if row["document_id"] == document_id
        for start in range(int(row["first_line"]), int(row["last_line"]) + 1, int(row["stretch_lines"]))
    ]
    random.Random(f"attachments {document_id}").shuffle(stretches)
    read = [row for row in golden("attachment_stretches.csv") if row["document_id"] == document_id]
    assert [(int(row["first_line"]), int(row["last_line"])) for row in read] == stretches[: len(read)]
    lines = [int(row["line"]) for row in golden(f"attachments/{document_id}.csv")]
    typed = [sum(int(r["first_line"]) <= line <= int(r["last_line"]) for line in lines) for r in read]
    assert typed == [int(row["figures"]) for row in read]
    assert sum(typed) == len(lines) >= FEWEST


@pytest.mark.parametrize("document_id", REAL)
def test_the_attachments_are_captured_at_their_place_with_their_value(
    document_id: str, published: Home, golden: Golden
) -> None:
    typed = golden(f"attachments/{document_id}.csv")
    captured = _captured(typed, published, document_id)
    assert sum(captured) >= LEAST_CAPTURED * len(typed), _missing(typed, captured)


def test_the_attachments_of_all_documents_are_captured(published: Home, golden: Golden) -> None:
    captured = [hit for d in REAL for hit in _captured(golden(f"attachments/{d}.csv"), published, d)]
    assert sum(captured) >= LEAST_CAPTURED * len(captured)


@pytest.mark.parametrize("document_id", REAL)
def test_what_was_captured_is_in_the_warehouse_with_line_and_value(
    document_id: str, published: Home, golden: Golden
) -> None:
    stored = Counter(
        (row["line"], row["value"])
        for row in ask(
            published,
            "select line, value from fct_figure where reading = 'printed'"
            f" and statement in ('performance', 'chart') and document_id = '{document_id}'",
        )
    )
    typed = golden(f"attachments/{document_id}.csv")
    captured = zip(typed, _captured(typed, published, document_id), strict=True)
    expected = Counter((int(row["line"]), _value(row)) for row, hit in captured if hit)
    assert expected - stored == Counter()


def test_a_figure_of_the_attachments_has_the_measure_a_person_gives_it(published: Home, golden: Golden) -> None:
    pairs = [
        (row["measure"], _told(published, d).get((row["line"], row["place"]), {}).get("measure", ""))
        for d in REAL
        for row in golden(f"attachments/{d}.csv")
        if row["measure"]
    ]
    agreed = sum(typed == told or {typed, told} == {"count", "result"} for typed, told in pairs)
    assert agreed >= LEAST_AGREED * len(pairs)


def _captured(typed: list[Row], published: Home, document_id: str) -> list[bool]:
    """Of each typed figure, whether the reader tells it at that place with that text and sign."""
    told = _told(published, document_id)
    figures = ((row, told.get((row["line"], row["place"]))) for row in typed)
    return [
        figure is not None and (figure["text"], figure["sign"]) == (row["text"], row["sign"]) for row, figure in figures
    ]


def _told(published: Home, document_id: str) -> dict[tuple[str, str], Row]:
    path = published.folder / "raw" / "extracted" / document_id / "performance.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["line"], row["offset"]): row for row in csv.DictReader(file)}


def _missing(typed: list[Row], captured: Iterable[bool]) -> list[Row]:
    return [row for row, hit in zip(typed, captured, strict=True) if not hit]


def _value(row: Row) -> Decimal:
    return Decimal(row["text"].replace(",", "")) * int(row["sign"])
