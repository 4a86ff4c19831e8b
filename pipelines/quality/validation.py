"""Validation: every suite on its frames, and the Data Docs of it.

Reads marts and audit, read-only; writes `build/quality/`: `results.json`, a row per suite, `ledger.json`, what was
found of each document, and `data_docs/`, a static site replaced as a whole. A corpus that is larger than a batch is
validated batch by batch, and its unchanged documents are not validated again. Great Expectations is imported when
`validate` is called, with telemetry off: it takes seconds that the rest of the street need not pay.
"""

from __future__ import annotations

import hashlib
import html
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipelines import paths
from pipelines.quality import ledger
from pipelines.quality.catalogue import Identity, catalogue_of_rows
from pipelines.quality.contract import Contract, read_contract
from pipelines.quality.frames import DERIVED, FrameError, read_frames, read_states
from pipelines.quality.ledger import Ledger, Tally
from pipelines.quality.results import FAILING_LIMIT, SuiteResult, write_results
from pipelines.quality.suites import Suite, as_text, generate

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult

    from pipelines.quality.site import Site

CATALOGUE = "audit.identity_catalogue"
BATCH = 250
"""Documents validated at once: about a quarter of a million checks and three quarters of a million terms."""

Tell = Callable[[int, int], None]


@dataclass(slots=True)
class Found:
    """What was found of one suite so far: tallies, the titles of what failed with how many rows, and its page."""

    suite: Suite
    tally: Tally = field(default_factory=Tally)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_document: dict[str, Tally] = field(default_factory=dict)
    broken: str = ""
    page: str = ""


def validate(warehouse: Path, output: Path, tell: Tell = lambda _done, _all: None) -> list[SuiteResult]:
    """One result per suite; `output` holds them too. Raises FileNotFoundError without a warehouse."""
    if not warehouse.is_file():
        raise FileNotFoundError(warehouse)
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    from pipelines.quality.site import Site

    contract = read_contract(paths.root() / "expectations" / "contract.yml")
    suites = generate(_identities(warehouse), contract)
    parted = {*DERIVED, *(table.name for table in contract.tables if table.by_document)}
    built_from, states = read_states(warehouse, sorted(parted - set(DERIVED)))
    known = ledger.read(output / "ledger.json", _rules(suites, built_from))
    # What fits into one batch is validated whole every night: its pages then show everything.
    due = known.due(states) if len(states) > BATCH else sorted(states)
    known.keep_only(set(states) - set(due))
    output.mkdir(parents=True, exist_ok=True)
    building = output / "data_docs.building"
    shutil.rmtree(building, ignore_errors=True)
    site = Site(building, as_of=warehouse.stat().st_mtime)
    found = {suite.name: Found(suite) for suite in suites}
    for number, batch in enumerate(_batches(due)):
        frames = _frames(warehouse, contract, batch, is_first=number == 0)
        for one in found.values():
            if one.suite.frame in frames and not one.broken:
                look(
                    one, frames[one.suite.frame], site, number, frozenset(batch) if one.suite.frame in parted else None
                )
        tell(min((number + 1) * BATCH, len(due)), len(due))
    results = [_result(one, known.carried(one.suite.name), len(known.states)) for one in found.values()]
    site.build()
    finished = output / "data_docs"
    shutil.rmtree(finished, ignore_errors=True)
    building.rename(finished)
    write_results(results, output / "results.json")
    if all(result.passed for result in results if result.gate):
        _note(known, states, due, found)
        ledger.write(known, output / "ledger.json")
    return results


def _identities(warehouse: Path) -> list[Identity]:
    catalogue = read_frames(warehouse, [CATALOGUE])[CATALOGUE]
    return [] if isinstance(catalogue, FrameError) else catalogue_of_rows(catalogue.to_dict("records"))


def _rules(suites: Sequence[Suite], built_from: str) -> str:
    """A checksum over what is asked of the rows and what made them: other models make other rows of one document."""
    return hashlib.sha256("".join([built_from, *(as_text(suite) for suite in suites)]).encode()).hexdigest()


def _batches(documents: Sequence[str]) -> Iterator[Sequence[str]]:
    """The documents in batches; one empty batch where there is none: whole tables are looked at every night."""
    yield documents[:BATCH]
    yield from (documents[start : start + BATCH] for start in range(BATCH, len(documents), BATCH))


def _frames(
    warehouse: Path, contract: Contract, batch: Sequence[str], *, is_first: bool
) -> dict[str, pd.DataFrame | FrameError]:
    """What is looked at of these documents; tables that are looked at as a whole come with the first batch."""
    parted = [table.name for table in contract.tables if table.by_document]
    whole = [table.name for table in contract.tables if not table.by_document] if is_first else []
    return read_frames(warehouse, [*DERIVED, *parted, *whole], parted, batch)


def _note(known: Ledger, states: dict[str, str], due: Sequence[str], found: dict[str, Found]) -> None:
    for document in due:
        known.states[document] = states[document]
        known.tallies[document] = {
            name: one.by_document[document] for name, one in found.items() if document in one.by_document
        }


def look(
    one: Found,
    frame: pd.DataFrame | FrameError,
    site: Site,
    batch: int = 0,
    documents: frozenset[str] | None = None,
) -> None:
    """`one` holds what the suite finds of the frame, too; a suite that cannot be tried is broken. Where the frame is
    that of some documents, theirs are the rows that count."""
    if isinstance(frame, FrameError):
        one.broken = str(frame)
        return
    suite = one.suite
    rows = frame[frame["family"] == suite.family] if suite.family else frame
    missing = sorted(suite.columns - set(rows.columns))
    if missing:
        one.broken = f"{suite.frame} lacks {', '.join(missing)}"
        return
    seen, page = site.validate(suite, rows, batch)
    one.broken = next((reason for result in seen.results if (reason := _exception(result))), "")
    if one.broken:
        return
    if not one.page or not seen.success:
        one.page = page
    _count(one, rows if documents is None else rows[rows["document_id"].isin(documents)], seen)
    if documents is not None:
        one.by_document |= _by_document(one.suite, rows[rows["document_id"].isin(documents)], seen)


def _count(one: Found, rows: pd.DataFrame, seen: ExpectationSuiteValidationResult) -> None:
    failing = list(dict.fromkeys(key for result in seen.results for key in _failing(result)))
    tested = sum(_tested(result) for result in seen.results) if one.suite.family else len(rows)
    tally = Tally(
        checked=tested,
        failed=sum(_failed(result) for result in seen.results),
        not_testable=len(rows) - tested if one.suite.family else 0,
        failing=failing,
    )
    if one.suite.family:
        tally.by_reading.update(_text(row["reading"]) for result in seen.results for row in _rows(result))
    one.tally.add(tally)
    one.said.update({_titles(result): _failed(result) for result in seen.results if not result.success})


def _by_document(suite: Suite, rows: pd.DataFrame, seen: ExpectationSuiteValidationResult) -> dict[str, Tally]:
    """The tally of each document; a gate that failed is noted nowhere, so that here failures are a family's."""
    tallies = {document: Tally(checked=count) for document, count in rows["document_id"].value_counts().items()}
    if not suite.family:
        return tallies
    untestable = rows.loc[rows["verdict"] == "not_testable", "document_id"].value_counts()
    for document, count in untestable.items():
        tallies[document].not_testable = int(count)
        tallies[document].checked -= int(count)
    for result in seen.results:
        for row, key in zip(_rows(result), _failing(result), strict=True):
            tally = tallies.setdefault(key[0], Tally())
            tally.failed += 1
            tally.by_reading[_text(row["reading"])] += 1
            tally.failing.append(key)
    return tallies


def _result(one: Found, carried: Tally, unchanged: int) -> SuiteResult:
    """The suite's result; one that cannot be tried has failed, and stops publication whatever its kind."""
    if one.broken:
        return _broken(one.suite, one.broken)
    suite, total = one.suite, Tally()
    total.add(one.tally)
    total.add(carried)
    if suite.family:
        split = ", ".join(f"{reading} {count}" for reading, count in sorted(total.by_reading.items())) or "0"
        zh = f"检验 {total.checked} 项，{total.failed} 项两侧区间不相交（{split}）；"
        zh += f"另有 {total.not_testable} 项不可检验（不计为通过）"
        en = f"{total.checked} tested, {total.failed} whose sides do not meet ({split}); "
        en += f"{total.not_testable} not testable, no pass"
    elif one.said:
        zh = "；".join(f"{title}：{count} 行不符" for (title, _), count in one.said.items())
        en = "; ".join(f"{title}: {count} do not" for (_, title), count in one.said.items())
    else:
        zh, en = f"{total.checked} 行全部符合", f"all {total.checked} rows hold"
    if unchanged and carried.checked:
        zh += f"；其中 {unchanged} 份未变的决算沿用上次结果"
        en += f"; {unchanged} unchanged documents as they were found before"
    return SuiteResult(
        suite=suite.name,
        gate=suite.gate,
        passed=not total.failed,
        checked=total.checked,
        failed=total.failed,
        not_testable=total.not_testable,
        failing=tuple(total.failing)[:FAILING_LIMIT],
        message_zh=f"{suite.title_zh}：{zh}",
        message_en=f"{suite.title_en}: {en}",
        page=one.page,
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
    from pipelines.quality.intervals import key_rows

    return key_rows(one.result)


def _failed(one: ExpectationValidationResult) -> int:
    return 0 if one.success else int(one.result.get("unexpected_count") or 1)


def _tested(one: ExpectationValidationResult) -> int:
    return int(one.result.get("element_count") or 0)


def _titles(one: ExpectationValidationResult) -> tuple[str, str]:
    return _meta(one, "title_zh"), _meta(one, "title_en")


def _meta(one: ExpectationValidationResult, name: str) -> str:
    stated = one.expectation_config
    return str(((stated.meta if stated else None) or {}).get(name, ""))


def _text(value: object) -> str:
    return "" if pd.isna(value) else html.unescape(str(value))
