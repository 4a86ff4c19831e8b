"""Prevented: culprits that a person who reads the document would not accuse, and arithmetic that drifts from SQL."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines import paths
from pipelines.cli.prepared import open_prepared
from pipelines.extraction.extract import extract, write
from pipelines.loading.load import Beside, load
from pipelines.repair.facts import Culprit, Localisation, Reading
from pipelines.repair.localise import localise
from pipelines.repair.read import read
from pipelines.repair.relations import relations

DOCUMENTS = paths.root().parent / "shared" / "documents"
pytestmark = pytest.mark.skipif(not DOCUMENTS.exists(), reason="the shared documents are not on this machine")

STALE, CLIPPED, SHARE, CAR = "6fb3cf0fa65dc53a", "9af5756a0a3e66aa", "32a89f41ae2ebdf6", "943a5cdf710b0490"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    opened, plan = open_prepared()
    with tempfile.TemporaryDirectory() as folder:
        for file in DOCUMENTS.glob("*.txt"):
            extracted = extract(file.read_bytes(), file.name)
            write(extracted, Path(folder) / extracted.document_id)
        load(opened, Path(folder), Beside(run=("test", "2025-01-01", "test")))
        plan.run(opened)
        yield opened
    opened.close()


def localised(connection: duckdb.DuckDBPyConnection, document_id: str) -> Localisation:
    return localise(*read(connection, document_id))


def at(found: Localisation, line: int) -> list[Culprit]:
    return [culprit for culprit in found.culprits if f":L{line}:" in culprit.figure_id]


def of_the_accounts(found: Localisation) -> list[Culprit]:
    """The culprits that stand in part two or in a statutory table, and in no performance report."""
    return [culprit for culprit in found.culprits if ":p" not in culprit.figure_id]


def test_python_and_sql_come_to_the_same_verdicts(connection: duckdb.DuckDBPyConnection) -> None:
    documents = connection.execute("select distinct document_id from intermediate.int_check_printed").fetchall()
    compared = 0
    for (document_id,) in documents:
        checks, terms, figures = read(connection, document_id)
        printed = Reading(figures)
        for relation in relations(checks, terms):
            verdict = (
                "exact" if relation.is_exact(printed)
                else "rounding" if relation.meets(printed)
                else "truncated" if relation.meets_cut(printed)
                else "violated"
            )  # fmt: skip
            assert verdict == relation.check.verdict, relation.check
            compared += 1
    assert compared > 500


def test_the_stale_paragraphs_are_one_finding(connection: duckdb.DuckDBPyConnection) -> None:
    found = localised(connection, STALE)
    block = [culprit for culprit in found.culprits if culprit.slip == "stale_block"]
    assert len({culprit.finding for culprit in block}) == 1
    suggested = {culprit.suggested_value for culprit in block}
    assert {Decimal("44.97"), Decimal("523.21"), Decimal("474.87"), Decimal("4705.72")} <= suggested
    assert len({culprit.finding for culprit in of_the_accounts(found)}) <= 4


def test_the_dropped_unit_and_the_unprovable_item_are_findings_of_their_own(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = localised(connection, STALE)
    assert [(one.slip, one.suggested_text) for one in at(found, 73)] == [("unit", "24.96万元")]
    (item,) = at(found, 100)
    assert (item.suggested_value, item.confidence) == (Decimal("2.76"), "ambiguous")


def test_a_clipped_figure_in_two_columns_is_one_slip(connection: duckdb.DuckDBPyConnection) -> None:
    culprits = localised(connection, CLIPPED).culprits
    assert [(one.slip, one.suggested_value) for one in culprits] == [("clipped_digits", Decimal("1554.79"))] * 2
    assert len({one.finding for one in culprits}) == 1


def test_the_lone_slips_are_found(connection: duckdb.DuckDBPyConnection) -> None:
    (share,) = localised(connection, SHARE).culprits
    assert (share.suggested_text, share.confidence) == ("77%", "sole")
    (car,) = of_the_accounts(localised(connection, CAR))
    assert car.suggested_value == 0


def test_every_violated_check_is_explained(connection: duckdb.DuckDBPyConnection) -> None:
    for document_id in (STALE, CLIPPED, SHARE, CAR):
        checks, terms, figures = read(connection, document_id)
        found = localise(checks, terms, figures)
        violated = {check.check_id for check in checks if check.verdict == "violated"}
        assert {(one.identity_id, one.check_key) for one in found.explained} == violated
