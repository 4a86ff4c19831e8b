"""Validation: every suite on its frame, and the Data Docs of it.

Reads marts and audit, read-only; writes `build/quality/`: `results.json`, a row per suite, and
`data_docs/`, a static site replaced as a whole. Great Expectations is imported when `validate` is
called, with telemetry off: it takes seconds that the rest of the street need not pay.
"""

from __future__ import annotations

import html
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipelines import paths
from pipelines.quality.catalogue import catalogue_of_rows
from pipelines.quality.contract import Contract, read_contract
from pipelines.quality.frames import FrameError, read_frames
from pipelines.quality.results import FAILING_LIMIT, SuiteResult, write_results
from pipelines.quality.suites import Suite, generate

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult

    from pipelines.quality.site import Site

CATALOGUE = "audit.identity_catalogue"


def validate(warehouse: Path, output: Path) -> list[SuiteResult]:
    """One result per suite; `output` holds them too. Raises FileNotFoundError without a warehouse."""
    if not warehouse.is_file():
        raise FileNotFoundError(warehouse)
    contract = read_contract(paths.root() / "expectations" / "contract.yml")
    frames = read_frames(
        warehouse,
        [CATALOGUE, "identity_checks", "identity_verdicts", *(table.name for table in contract.tables)],
    )
    return validate_frames(frames, contract, output, as_of=warehouse.stat().st_mtime)


def validate_frames(
    frames: dict[str, pd.DataFrame | FrameError], contract: Contract, output: Path, as_of: float
) -> list[SuiteResult]:
    """What `validate` returns and writes, for frames at hand; `as_of` (seconds) dates the Data Docs."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    from pipelines.quality.site import Site

    catalogue = frames[CATALOGUE]
    identities = [] if isinstance(catalogue, FrameError) else catalogue_of_rows(catalogue.to_dict("records"))
    output.mkdir(parents=True, exist_ok=True)
    building = output / "data_docs.building"
    shutil.rmtree(building, ignore_errors=True)
    site = Site(building, as_of)
    results = [_result(suite, frames[suite.frame], site) for suite in generate(identities, contract)]
    site.build()
    finished = output / "data_docs"
    shutil.rmtree(finished, ignore_errors=True)
    building.rename(finished)
    write_results(results, output / "results.json")
    return results


def _result(suite: Suite, frame: pd.DataFrame | FrameError, site: Site) -> SuiteResult:
    """The suite's result; one that cannot be tried has failed, and stops publication whatever its kind."""
    if isinstance(frame, FrameError):
        return _broken(suite, str(frame))
    rows = frame[frame["family"] == suite.family] if suite.family else frame
    missing = sorted(suite.columns - set(rows.columns))
    if missing:
        return _broken(suite, f"{suite.frame} lacks {', '.join(missing)}")
    found, page = site.validate(suite, rows)
    raised = next((reason for one in found.results if (reason := _exception(one))), None)
    if raised:
        return _broken(suite, raised)
    return _counted(suite, rows, found, page)


def _counted(suite: Suite, rows: pd.DataFrame, found: ExpectationSuiteValidationResult, page: str) -> SuiteResult:
    failing = dict.fromkeys(key for one in found.results for key in _failing(one))
    failed = sum(_failed(one) for one in found.results)
    tested = sum(_tested(one) for one in found.results) if suite.family else len(rows)
    untestable = len(rows) - tested if suite.family else 0
    said = [one for one in found.results if not one.success]
    if suite.family:
        readings = Counter(_text(row["reading"]) for one in found.results for row in _rows(one))
        split = ", ".join(f"{reading} {count}" for reading, count in sorted(readings.items())) or "0"
        zh = f"检验 {tested} 项，{failed} 项两侧区间不相交（{split}）；另有 {untestable} 项不可检验（不计为通过）"
        en = f"{tested} tested, {failed} whose sides do not meet ({split}); {untestable} not testable, no pass"
    elif said:
        zh = "；".join(f"{_meta(one, 'title_zh')}：{_failed(one)} 行不符" for one in said)
        en = "; ".join(f"{_meta(one, 'title_en')}: {_failed(one)} do not" for one in said)
    else:
        zh, en = f"{tested} 行全部符合", f"all {tested} rows hold"
    return SuiteResult(
        suite=suite.name,
        gate=suite.gate,
        passed=bool(found.success),
        checked=tested,
        failed=failed,
        not_testable=untestable,
        failing=tuple(failing)[:FAILING_LIMIT],
        message_zh=f"{suite.title_zh}：{zh}",
        message_en=f"{suite.title_en}: {en}",
        page=page,
    )


def _broken(suite: Suite, reason: str) -> SuiteResult:
    return SuiteResult(
        suite=suite.name,
        gate=True,
        passed=False,
        checked=0,
        failed=1,
        not_testable=0,
        failing=(),
        message_zh=f"{suite.title_zh}：无法检验（{reason}）",
        message_en=f"{suite.title_en}: could not be tried ({reason})",
    )


def _exception(one: ExpectationValidationResult) -> str | None:
    """Why the expectation raised; Great Expectations files that under a name per metric, or flat."""
    info: dict[str, Any] = one.exception_info or {}
    for entry in [info, *(value for value in info.values() if isinstance(value, dict))]:
        if entry.get("raised_exception"):
            return str(entry.get("exception_message")).splitlines()[0]
    return None


def _failing(one: ExpectationValidationResult) -> list[tuple[str, str, str]]:
    return [
        (_text(row.get("document_id")), _text(row.get("subject")), _text(row.get("check_id"))) for row in _rows(one)
    ]


def _rows(one: ExpectationValidationResult) -> list[dict[str, Any]]:
    """The failing rows by their key columns."""
    return list(one.result.get("unexpected_index_list") or ())


def _failed(one: ExpectationValidationResult) -> int:
    return 0 if one.success else int(one.result.get("unexpected_count") or 1)


def _tested(one: ExpectationValidationResult) -> int:
    return int(one.result.get("element_count") or 0)


def _meta(one: ExpectationValidationResult, name: str) -> str:
    stated = one.expectation_config
    return str(((stated.meta if stated else None) or {}).get(name, ""))


def _text(value: object) -> str:
    return "" if pd.isna(value) else html.unescape(str(value))
