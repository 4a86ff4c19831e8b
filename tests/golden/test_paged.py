"""Prevents: a figure of the nine-table PDF lost, invented, or read under another line, column, page or sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal

import pytest
from real_street import Row

from pipelines import paths
from pipelines.cli.examine import Examination, examine
from pipelines.extraction.extract import Extracted, extract

DOCUMENTS = paths.root().parent / "shared" / "documents"
pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not on this machine")

DOCUMENT = "d45e923176f9fe4b"
EMPTY_FORM = "deb3a453319935a1"
# The headings that span all columns of a table say nothing that its title does not.
OVERALL = "财政拨款“三公”经费/"
TABLES = "paged/tables/" + DOCUMENT + ".csv"
FIGURES = "paged/figures/" + DOCUMENT + ".csv"
STRANGE = 1
"""Most figures that state nothing of the accounts: the price from which equipment is counted."""


def _read(document_id: str) -> tuple[bytes, str]:
    for path in sorted(DOCUMENTS.glob("*.pdf")):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest()[:16] == document_id:
            return data, path.name
    raise LookupError(document_id)


@pytest.fixture(scope="module")
def extracted() -> Extracted:
    return extract(*_read(DOCUMENT))


@pytest.fixture(scope="module")
def examined() -> Examination:
    return examine(*_read(DOCUMENT), "printed")


@pytest.fixture(scope="module")
def narrative(examined: Examination) -> list[Row]:
    rows = [row for row in examined.figures if row["statement"] == "narrative"]
    return sorted(rows, key=lambda row: (row["line"], int(row["figure_id"].split(":")[2])))


def test_the_figures_of_the_nine_tables_are_those_printed_no_more_and_no_less(
    extracted: Extracted, golden: Callable[[str], list[Row]]
) -> None:
    kinds = {table["table_id"]: table["kind"] for table in extracted.tables}
    told = [
        (
            kinds[cell["table_id"]],
            cell["page"],
            cell["row_code"],
            cell["row_label"],
            cell["header_path"].removeprefix(OVERALL),
            cell["text"],
        )
        for cell in extracted.cells
        if cell["numeral"]
    ]
    typed = [
        tuple(row[n] for n in ("kind", "page", "row_code", "row_label", "column", "text")) for row in golden(TABLES)
    ]
    assert sorted(told) == sorted(typed)
    assert all(cell["row_fits"] == "true" and cell["column_key"] for cell in extracted.cells)


def test_every_figure_of_a_table_stands_in_a_box_on_its_page(extracted: Extracted) -> None:
    places = {row["figure"]: row for row in extracted.places}
    for cell in extracted.cells:
        if cell["numeral"]:
            place = places[f"{cell['table_id']}:r{cell['table_row']}:c{cell['table_column']}"]
            assert 0 < float(place["box_left"]) < float(place["box_right"]) < 842
            assert 0 < float(place["box_top"]) < float(place["box_bottom"]) < 842


def test_every_figure_of_the_narrative_is_published_where_and_as_printed(
    narrative: list[Row], golden: Callable[[str], list[Row]]
) -> None:
    told = [(f["page"], f["text"], f["value"], f["unit"], f["aspect"]) for f in narrative]
    typed = [
        (int(g["page"]), g["text"], Decimal(g["text"]) * int(g["sign"]), g["unit"], g["aspect"])
        for g in golden(FIGURES)
    ]
    assert told == typed


def test_a_figure_that_counts_as_understood_has_the_measure_fund_and_code_of_the_sentence(
    narrative: list[Row], golden: Callable[[str], list[Row]]
) -> None:
    for typed, figure in zip(golden(FIGURES), narrative, strict=True):
        if figure["is_understood"]:
            told = (figure["measure"] or "", figure["fund"] or "", figure["code"] or "")
            assert told == (typed["measure"], typed["fund"], typed["code"]), typed
    strange = [figure["item"] for figure in narrative if not figure["is_understood"]]
    assert len(strange) <= STRANGE, strange


def test_exactly_the_faults_of_the_narrative_are_violated(examined: Examination) -> None:
    violated = {c["identity_id"]: c for c in examined.checks if c["verdict"] == "violated"}
    arithmetic = {"agreement.grand_total", "narrative.share", "narrative.structure_shares"}
    assert set(violated) == arithmetic | {"statements.listed"}
    assert sum(c["verdict"] == "violated" for c in examined.checks) == 4
    # Page 23 lists a line of the economic classification whose cell on page 17 is empty (statements.csv).
    assert "个人农业生产补贴" in violated["statements.listed"]["explanation_zh"]
    assert "0.3万元" in violated["agreement.grand_total"]["explanation_zh"]
    assert "71.73%" in violated["narrative.share"]["explanation_zh"]
    # 71.73 instead of 71.65 is also why the shares add up to 100.07.
    assert "71.73%" in violated["narrative.structure_shares"]["explanation_zh"]
    assert examined.verdicts["truncated"] == 0


def test_what_is_counted_on_the_page_is_what_was_extracted(examined: Examination) -> None:
    coverage = examined.coverage
    assert (coverage["figures_seen_statements"], coverage["figures_extracted_statements"]) == (195, 195)
    assert (coverage["figures_seen_narrative"], coverage["figures_extracted_narrative"]) == (101, 101)
    assert coverage["figures_seen"] == coverage["figures_extracted"]
    assert (coverage["tables_announced"], coverage["tables_present"]) == (9, 9)


def test_the_document_says_whose_it_is(examined: Examination) -> None:
    document = examined.document
    assert (document["department"], document["region"]) == ("上海市普陀区财政局", "上海市普陀区")
    assert (document["fiscal_year"], document["layout"], document["page_count"]) == (2024, "ministry", 25)


def test_the_empty_form_is_recognised_and_claims_nothing() -> None:
    form = extract(*_read(EMPTY_FORM))
    assert form.document[0]["disclosure_kind"] == "empty_form"
    assert not [cell for cell in form.cells if cell["numeral"]]
    assert [claim["text"] for claim in form.claims] == ["100"]
    assert len({table["kind"] for table in form.tables if table["kind"]}) == 9
    assert all(table["status"] == "read" for table in form.tables if table["kind"])
