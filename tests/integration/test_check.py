"""Prevents: `juesuan check` and the warehouse telling two stories of one document.

Reads the published street and the documents themselves; grain of a comparison: every row of a table, to the digit.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from real_street import DOCUMENTS, REAL, Row, as_read, living_in, real_home, stored
from street_home import CORPUS

from pipelines.cli.examine import Examination, examine
from pipelines.extraction.extract import extract, read_back

INVENTED = sorted(CORPUS.glob("*.txt"))
NIGHTLY = {"first_seen", "last_seen", "state"}
"""Columns of a finding that depend on the night, not on the document."""


def _files() -> dict[str, Path]:
    files = [*sorted(DOCUMENTS.glob("*.txt")), *INVENTED]
    return {hashlib.sha256(file.read_bytes()).hexdigest()[:16]: file for file in files}


each_document = pytest.mark.parametrize(
    "document_id",
    [
        pytest.param(
            document_id,
            id=document_id,
            marks=pytest.mark.skipif(document_id not in _files(), reason="the shared documents are not here"),
        )
        for document_id in [*REAL, *(hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in INVENTED)]
    ],
)


@cache
def _examined(document_id: str, reading: str = "printed") -> Examination:
    file = _files()[document_id]
    now = extract(file.read_bytes(), file.name)
    held = read_back(real_home().folder / "raw" / "extracted" / document_id)
    assert now == held, f"raw/extracted/{document_id} is not what the extractor reads now: juesuan ingest renews it"
    with living_in(real_home()):
        return examine(file.read_bytes(), file.name, reading)


def _stored(question: str) -> list[str]:
    return _rows(stored(real_home(), question))


def _rows(rows: list[Row], without: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """Rows as text that tells every difference, in an order of their own."""
    kept = [{name: row[name] for name in row if name not in without} for row in as_read(rows)]
    return sorted(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False) for row in kept)


@each_document
def test_the_document_and_its_coverage_are_those_of_the_warehouse(document_id: str) -> None:
    found = _examined(document_id)
    assert _rows([found.document]) == _stored(f"select * from dim_document where document_id = '{document_id}'")
    assert _rows([found.coverage]) == _stored(f"select * from coverage where document_id = '{document_id}'")


@pytest.mark.parametrize("reading", ["printed", "meant"])
@each_document
def test_figures_checks_and_terms_are_those_of_the_warehouse(document_id: str, reading: str) -> None:
    found = _examined(document_id, reading)
    here = f"where document_id = '{document_id}' and reading = '{reading}'"
    assert _rows(found.figures) == _stored(f"select * from fct_figure {here}")
    assert _rows(found.checks, {"terms"}) == _stored(f"select * from fct_identity_check {here}")
    terms = [{"check_id": check["check_id"], **term} for check in found.checks for term in check["terms"]]
    assert terms
    wanted = ", ".join(terms[0])
    assert _rows(terms) == _stored(
        f"select {wanted} from fct_identity_term where check_id in (select check_id from fct_identity_check {here})"
    )


@each_document
def test_findings_are_those_of_the_warehouse(document_id: str) -> None:
    question = f"select * exclude ({', '.join(NIGHTLY)}) from fct_finding where document_id = '{document_id}'"
    assert _rows(_examined(document_id).findings, NIGHTLY) == _stored(question)


@each_document
def test_the_summary_counts_the_checks_that_are_listed(document_id: str) -> None:
    found = _examined(document_id)
    verdicts = [check["verdict"] for check in found.checks]
    assert found.verdicts == {verdict: verdicts.count(verdict) for verdict in found.verdicts}
    assert sum(found.verdicts.values()) == len(verdicts)
