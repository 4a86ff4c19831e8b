"""Suites on frames and on a warehouse.

Prevented failure: a validation that passes what it did not look at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import paths
from pipelines.quality.catalogue import Identity
from pipelines.quality.contract import read_contract
from pipelines.quality.ledger import Tally
from pipelines.quality.looking import Found, look
from pipelines.quality.results import SuiteResult, gate_failures, read_results
from pipelines.quality.suites import Suite, generate
from pipelines.quality.validation import _result, validate

DOCUMENT = "00112233445566aa"
CONTRACT = read_contract(paths.root() / "expectations" / "contract.yml")
IDENTITY = Identity("row", "row.one", "甲等于乙", "a equals b", "a = b", "error", "test", 2007, None, 1)
SUITES = {suite.name: suite for suite in generate([IDENTITY], CONTRACT)}

Ends = tuple[str, str, str, str]


@dataclass(frozen=True)
class Check:
    verdict: str
    ends: Ends | None
    check_id: str = "c1"
    subject: str = "function:2080505"
    reason: str | None = None
    reading: str = "printed"


def _frame(checks: Iterable[Check]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for check in checks:
        ends = [Decimal(end) for end in check.ends] if check.ends else [None] * 4
        rows.append(
            {
                "document_id": DOCUMENT,
                "subject": check.subject,
                "check_id": check.check_id,
                "identity_id": "row.one",
                "family": "row",
                "declared": "yes",
                "verdict": check.verdict,
                "reason": check.reason,
                "stated": "1 ↔ 1",
                "reading": check.reading,
                **dict(zip(("lhs_lower", "lhs_upper", "rhs_lower", "rhs_upper"), ends, strict=True)),
            }
        )
    frame = pd.DataFrame(rows)
    for column in ("lhs_lower", "lhs_upper", "rhs_lower", "rhs_upper"):
        frame[column] = frame[column].astype(object)
    return frame


def _validate(name: str, checks: Iterable[Check], folder: Path) -> SuiteResult:
    return _found(SUITES[name], _frame(checks), folder)


def _found(suite: Suite, frame: pd.DataFrame, folder: Path) -> SuiteResult:
    """The result of one suite on one frame."""
    from pipelines.quality.site import Site

    found = Found(suite)
    look(found, frame, Site(folder, as_of=0))
    return _result(found, Tally(), 0)


def test_intervals_that_touch_at_one_end_meet(tmp_path: Path) -> None:
    """Prevents: harmless rounding reported as an error because a bound is left out."""
    touching = Check("rounding", ("1.005", "1.015", "1.015", "1.025"))
    result = _validate("identities_row", [touching], tmp_path)
    assert (result.passed, result.checked, result.failed) == (True, 1, 0)


def test_intervals_a_hair_apart_do_not_meet_and_are_named(tmp_path: Path) -> None:
    """Prevents: float noise, in which 1.015 and 1.0150000000000000001 are one number."""
    apart = Check("violated", ("1.005", "1.015", "1.0150000000000000001", "1.025"), subject="function:208")
    result = _validate("identities_row", [apart], tmp_path)
    assert (result.passed, result.checked, result.failed) == (False, 1, 1)
    assert result.failing == ((DOCUMENT, "function:208", "c1"),)


def test_a_check_that_is_not_testable_is_neither_a_pass_nor_a_failure(tmp_path: Path) -> None:
    """Prevents: coverage that looks like correctness."""
    result = _validate("identities_row", [Check("not_testable", None, reason="缺项")], tmp_path)
    assert (result.checked, result.failed, result.not_testable) == (0, 0, 1)
    assert "不计为通过" in result.message_zh


def test_a_testable_check_without_its_ends_fails(tmp_path: Path) -> None:
    """Prevents: `NULL <> NULL`, which passes silently."""
    result = _validate("identities_row", [Check("exact", None)], tmp_path)
    assert (result.passed, result.failed) == (False, 1)


def test_a_float_among_the_ends_stops_publication(tmp_path: Path) -> None:
    """Prevents: money that went through a float on its way to an identity."""
    frame = _frame([Check("exact", ("1", "1", "1", "1"))])
    frame["lhs_lower"] = [1.0]
    result = _found(SUITES["identities_row"], frame, tmp_path)
    assert gate_failures([result]) == [result]
    assert "not a decimal" in result.message_en


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (Check("not_testable", None), "says why"),
        (Check("passed", ("1", "1", "1", "1")), "agreed words"),
        (Check("exact", ("1", "1", "2", "2")), "two intervals say"),
        (Check("violated", ("1", "1", "1", "1")), "two intervals say"),
        (Check("not_testable", ("1", "1", "1", "1"), reason="缺项"), "two intervals say"),
    ],
)
def test_a_verdict_that_the_figures_do_not_bear_stops_publication(check: Check, said: str, tmp_path: Path) -> None:
    """Prevents: a verdict word published that its own interval ends contradict."""
    result = _validate("verdicts", [check], tmp_path)
    assert gate_failures([result]) == [result]
    assert said in result.message_en
    assert result.failing == ((DOCUMENT, "function:2080505", "c1"),)


def test_violated_and_truncated_are_both_sides_apart_and_no_gate_minds(tmp_path: Path) -> None:
    """Prevents: a department's slip that stops the street."""
    apart: Ends = ("1", "1", "2", "2")
    checks = [Check("violated", apart, "c1"), Check("truncated", apart, "c2")]
    assert _validate("verdicts", checks, tmp_path / "verdicts").passed
    assert gate_failures([_validate("identities_row", checks, tmp_path / "row")]) == []


def test_failing_checks_are_told_apart_by_reading(tmp_path: Path) -> None:
    """Prevents: one slip counted twice, once as printed and once as meant."""
    apart: Ends = ("1", "1", "2", "2")
    checks = [Check("violated", apart, "c1"), Check("violated", apart, "c2", reading="meant")]
    result = _validate("identities_row", checks, tmp_path)
    assert "meant 1, printed 1" in result.message_en


end = st.decimals(min_value=-9, max_value=9, places=2)
interval = st.tuples(end, end).map(sorted)
pair = st.tuples(interval, interval)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(pair, min_size=1, max_size=40))
def test_great_expectations_finds_what_comparing_the_intervals_finds(
    pairs: list[tuple[list[Decimal], list[Decimal]]], tmp_path: Path
) -> None:
    """Prevents: a library that filters, rounds or samples rows between the check and its result."""
    checks = [
        Check("rounding", (str(lhs[0]), str(lhs[1]), str(rhs[0]), str(rhs[1])), f"c{number}")
        for number, (lhs, rhs) in enumerate(pairs)
    ]
    apart = {f"c{number}" for number, (lhs, rhs) in enumerate(pairs) if max(lhs[0], rhs[0]) > min(lhs[1], rhs[1])}
    result = _validate("identities_row", checks, tmp_path)
    assert {check_id for _, _, check_id in result.failing} == apart
    assert (result.failed, result.checked, result.passed) == (len(apart), len(pairs), not apart)


def _shape(rows: dict[str, list[Any]], folder: Path) -> SuiteResult:

    suite: Suite = SUITES["shape_marts_fct_figure"]
    given_rows = {
        **{column: [None] for column in suite.columns},
        "figure_id": ["f1"],
        "document_id": [DOCUMENT],
        "statement": ["income"],
        "text": ["1"],
        "reading": ["printed"],
        "value": [Decimal(1)],
        "unit": ["万元"],
        "amount_wan": [Decimal(1)],
        "measure": ["economic:301"],
        "code": ["2080505"],
        **rows,
    }
    size = max(map(len, given_rows.values()))
    frame = pd.DataFrame({name: values * (size // len(values)) for name, values in given_rows.items()})
    return _found(suite, frame, folder)


def test_a_figure_as_the_contract_has_it_passes(tmp_path: Path) -> None:
    """Prevents: shape tests below that fail for another reason than the one they name."""
    result = _shape({}, tmp_path)
    assert result.passed, result.message_en


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"figure_id": ["f1", "f1"]}, "one row per figure_id, reading"),
        ({"figure_id": [None]}, "figure_id is never null"),
        ({"measure": ["economic:"]}, "measure has its format"),
        ({"fund": ["general"]}, "fund uses the agreed words"),
        ({"reading": ["guessed"]}, "reading uses the agreed words"),
        ({"code": ["20805051"]}, "code has its format"),
        ({"code": ["208-05"]}, "code has its format"),
        ({"unit": ["%"]}, "only money has amount_wan"),
        ({"amount_wan": [None]}, "all money has amount_wan"),
    ],
)
def test_a_figure_that_breaks_the_contract_stops_publication(
    rows: dict[str, list[Any]], said: str, tmp_path: Path
) -> None:
    """Prevents: a column that keeps its name and loses its meaning."""
    result = _shape(rows, tmp_path)
    assert gate_failures([result]) == [result]
    assert said in result.message_en


def _warehouse(path: Path, subject: str = "total") -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema audit")
        connection.execute(
            "create table marts.dim_document as select unnest([?, ?]) as document_id", [DOCUMENT, "b" * 16]
        )
        connection.execute(
            "create table audit.identity_catalogue as select 'row.one' as identity_id, 'row' as family,"
            " '甲等于乙' as title_zh, 'a equals b' as title_en, 'a = b' as formula, 'error' as severity,"
            " 'test' as basis, 2007 as valid_from, cast(null as integer) as valid_to, 1 as version"
        )
        connection.execute(
            "create table audit.fct_identity_check as select 'c1' as check_id, 'row.one' as identity_id,"
            " ? as document_id, ? as subject, 'printed' as reading, 2.00::decimal(18, 6) as lhs,"
            " 1.00::decimal(18, 6) as rhs, 'violated' as verdict, cast(null as varchar) as reason,"
            " 1.995::decimal(18, 6) as lhs_lower, 2.005::decimal(18, 6) as lhs_upper,"
            " 0.995::decimal(18, 6) as rhs_lower, 1.005::decimal(18, 6) as rhs_upper",
            [DOCUMENT, subject],
        )
    return path


def test_an_identity_without_a_verdict_on_a_document_stops_publication(tmp_path: Path) -> None:
    """Prevents: a document that was never checked and therefore looks clean."""
    results = {one.suite: one for one in validate(_warehouse(tmp_path / "w.duckdb"), tmp_path / "quality")}
    verdicts = results["verdicts"]
    assert "every identity × document has a check" in verdicts.message_en
    assert ("b" * 16, "", "") in verdicts.failing
    assert verdicts in gate_failures(results.values())
    assert not results["identities_row"].passed
    assert results["identities_row"] not in gate_failures(results.values())


def test_a_table_that_is_not_there_stops_publication_and_is_named(tmp_path: Path) -> None:
    """Prevents: success reported for a suite that had nothing to look at."""
    results = {one.suite: one for one in validate(_warehouse(tmp_path / "w.duckdb"), tmp_path / "quality")}
    missing = results["shape_marts_fct_figure"]
    assert missing in gate_failures(results.values())
    assert "fct_figure" in missing.message_en


def test_results_are_kept_and_pages_stand_where_they_are_said_to_stand(tmp_path: Path) -> None:
    """Prevents: a review desk that links to pages nobody wrote."""
    output = tmp_path / "quality"
    results = validate(_warehouse(tmp_path / "w.duckdb"), output)
    assert read_results(output / "results.json") == results
    assert (output / "data_docs" / "index.html").is_file()
    pages = [one.page for one in results if one.page]
    assert pages
    assert all((output / "data_docs" / page).is_file() for page in pages)


def test_pages_show_text_of_documents_and_do_not_run_it(tmp_path: Path) -> None:
    """Prevents: a label of a document that runs in a browser, or a page that calls its vendor."""
    hostile = "<script>alert(1)</script>"
    results = validate(_warehouse(tmp_path / "w.duckdb", hostile), tmp_path / "quality")
    written = "".join(page.read_text("utf-8") for page in (tmp_path / "quality" / "data_docs").rglob("*.html"))
    assert hostile not in written
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in written
    assert "great-expectations-web-assets" not in written
    assert (DOCUMENT, hostile, "c1") in next(one for one in results if one.suite == "identities_row").failing


def test_the_warehouse_is_neither_written_nor_held(tmp_path: Path) -> None:
    """Prevents: a validation that locks out the next writer."""
    path = _warehouse(tmp_path / "w.duckdb")
    before = path.read_bytes()
    validate(path, tmp_path / "quality")
    assert path.read_bytes() == before
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table marts.later as select 1 as one")
