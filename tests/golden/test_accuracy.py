"""Prevents: fewer figures captured or understood than demanded, and a figure published that no document prints."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest
from real_street import DOCUMENTS, REAL, Row, ask
from street_home import Home

LEAST_CAPTURED = Decimal("0.995")
LEAST_UNDERSTOOD = Decimal("0.99")
TABLES = "9af5756a0a3e66aa"
Golden = Callable[[str], list[Row]]


@pytest.fixture(scope="module")
def figures(published: Home) -> dict[tuple[str, str], list[Row]]:
    """The figures of each real document, by document and reading, in print order."""
    rows = ask(published, "select * from fct_figure order by document_id, line, figure_id")
    return {
        (document_id, reading): [r for r in rows if (r["document_id"], r["reading"]) == (document_id, reading)]
        for document_id in REAL
        for reading in ("printed", "meant")
    }


Figures = dict[tuple[str, str], list[Row]]


@pytest.mark.parametrize("document_id", REAL)
def test_part_two_is_captured(document_id: str, figures: Figures, golden: Golden) -> None:
    typed = Counter((int(g["line"]), _value(g)) for g in golden(f"figures/{document_id}.csv"))
    told = Counter((f["line"], f["value"]) for f in figures[document_id, "printed"] if f["statement"] == "narrative")
    assert (typed & told).total() >= LEAST_CAPTURED * typed.total()


def test_the_statutory_tables_are_captured(figures: Figures, golden: Golden) -> None:
    typed = Counter((int(g["line"]), g["kind"], _value(g)) for g in golden(f"tables/{TABLES}.csv"))
    told = Counter((f["line"], f["statement"], f["value"]) for f in figures[TABLES, "printed"])
    assert (typed & told).total() >= LEAST_CAPTURED * typed.total()


@pytest.mark.parametrize("document_id", REAL)
def test_part_two_is_understood(document_id: str, figures: Figures, golden: Golden) -> None:
    typed = golden(f"figures/{document_id}.csv")
    told = [f for f in figures[document_id, "printed"] if f["statement"] == "narrative"]
    told.sort(key=lambda f: (f["line"], int(f["figure_id"].rsplit(":", 1)[1])))
    understood = [_understood(g, f) for g, f in zip(typed, told, strict=True)]
    assert sum(understood) >= LEAST_UNDERSTOOD * len(typed)


@pytest.mark.parametrize("document_id", REAL)
def test_what_part_two_says_of_the_accounts_is_understood_by_the_warehouse_s_own_word(
    document_id: str, figures: Figures, golden: Golden
) -> None:
    stated = sum(g["aspect"] != "other" for g in golden(f"figures/{document_id}.csv"))
    told = [f for f in figures[document_id, "printed"] if f["statement"] == "narrative" and f["is_understood"]]
    assert all(f["item"] and f["aspect"] != "other" for f in told)
    assert len(told) >= LEAST_UNDERSTOOD * stated


def test_the_statutory_tables_are_understood_as_printed_or_as_meant(figures: Figures, golden: Golden) -> None:
    clear = {f["figure_id"] for r in ("printed", "meant") for f in figures[TABLES, r] if f["is_understood"]}
    typed = Counter((int(g["line"]), g["kind"], _value(g)) for g in golden(f"tables/{TABLES}.csv"))
    told = Counter(
        (f["line"], f["statement"], f["value"]) for f in figures[TABLES, "printed"] if f["figure_id"] in clear
    )
    assert (typed & told).total() >= LEAST_UNDERSTOOD * typed.total()


@pytest.mark.parametrize("document_id", REAL)
def test_no_figure_is_in_the_warehouse_that_the_document_does_not_print(document_id: str, figures: Figures) -> None:
    printed = _lines(document_id)
    told = Counter((f["line"], f["text"]) for f in figures[document_id, "printed"])
    assert [t for t, times in told.items() if times > len(_whole(t[1]).findall(printed[t[0] - 1]))] == []


@pytest.mark.parametrize("document_id", REAL)
def test_what_was_extracted_is_printed_on_its_line_and_no_piece_of_a_longer_numeral(
    document_id: str, published: Home
) -> None:
    printed = _lines(document_id)
    strays = []
    for row in _extracted(published, document_id):
        line = printed[int(row["line"]) - 1]
        places = {found.start() for found in _whole(row["text"].split("\n")[0]).finditer(line)}
        if not places or ("offset" in row and int(row["offset"]) not in places):
            strays.append((row["line"], row["text"]))
    assert strays == []


def _extracted(published: Home, document_id: str) -> Iterator[Row]:
    for name in ("claims", "cells", "performance"):
        path = published.folder / "raw" / "extracted" / document_id / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row for row in csv.DictReader(file) if row["numeral"])


def _understood(typed: Row, figure: Row) -> bool:
    """Measure and fund are the person's, and a named item has its code; what states nothing claims nothing."""
    if typed["aspect"] == "other":
        return not figure["is_understood"]
    if typed["section"] == "general_detail" and typed["label"].count("/") == 2 and not figure["code"]:
        return False
    return (figure["measure"] or "", figure["fund"] or "") == (typed["measure"], typed["fund"])


def _value(row: Row) -> Decimal:
    return Decimal(row["text"].replace(",", "").replace(" ", "")) * int(row.get("sign", 1))


def _whole(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(text)}(?!\d|[.,]\d)")


@cache
def _lines(document_id: str) -> list[str]:
    for path in sorted(DOCUMENTS.glob("*.txt")):
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest().startswith(document_id):
            return content.decode("utf-8").split("\n")
    pytest.skip("the shared documents are not on this machine")
