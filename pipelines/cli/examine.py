"""One document through the whole catalogue, in memory. Reads a file and the project's reference data; writes nothing.

Grain of the answer: one `Examination` per document; its rows are the rows of the published tables.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines import paths, settings
from pipelines.cli.prepared import open_prepared
from pipelines.extraction.extract import extract, write
from pipelines.loading.load import Beside, load

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Examination:
    """What is known of one document: rows of dim_document, fct_figure, fct_identity_check (with `terms`), fct_finding
    and coverage, for one reading."""

    document: Row
    figures: list[Row]
    checks: list[Row]
    findings: list[Row]
    coverage: Row
    unread: Sequence[tuple[str, str]] = ()
    """Parts of the document that nobody looked into, in Chinese and English."""

    @property
    def verdicts(self) -> dict[str, int]:
        """How many checks came to each verdict."""
        names = ("exact", "rounding", "truncated", "violated", "not_testable")
        return {name: sum(check["verdict"] == name for check in self.checks) for name in names}


def examine(data: bytes, name: str, reading: str) -> Examination:
    """Every figure of the document is placed and every identity has a verdict. Raises Unreadable."""
    # Reading is Python's work and opening the database's: side by side they take the time of the longer one.
    with ThreadPoolExecutor(max_workers=1) as beside:
        opening = beside.submit(open_prepared)
        extracted = extract(data, name)
        connection, plan = opening.result()
    try:
        with tempfile.TemporaryDirectory(prefix="juesuan-check-") as folder:
            write(extracted, Path(folder) / extracted.document_id)
            load(
                connection,
                Path(folder),
                Beside(
                    register=paths.register(),
                    errata=paths.errata(),
                    dispositions=paths.dispositions(),
                    run=("check", date.today().isoformat(), settings.code_version()),
                ),
            )
        plan.run(connection, forgetting=True)
        return replace(_examination(connection, reading), unread=extracted.unread)
    finally:
        connection.close()


def _examination(connection: duckdb.DuckDBPyConnection, reading: str) -> Examination:
    def rows(query: str, *values: str) -> list[Row]:
        answer = connection.execute(query, list(values))
        names = [column[0] for column in answer.description or []]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    checks = rows("select * from audit.fct_identity_check where reading = ? order by identity_id, check_key", reading)
    _add_terms(checks, rows)
    return Examination(
        document=rows("select * from marts.dim_document")[0],
        figures=rows("select * from marts.fct_figure where reading = ? order by page, line, figure_id", reading),
        checks=checks,
        findings=rows("select * from audit.fct_finding where state <> 'fixed' order by severity, finding_id"),
        coverage=rows("select * from audit.coverage")[0],
    )


def _add_terms(checks: list[Row], rows: Callable[..., list[Row]]) -> None:
    terms: dict[str, list[Row]] = {}
    for term in rows("select check_id, side, weight, role, figure_id from audit.fct_identity_term order by all"):
        terms.setdefault(term.pop("check_id"), []).append(term)
    for check in checks:
        check["terms"] = terms.get(check["check_id"], [])
