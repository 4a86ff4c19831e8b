"""Validation: every suite on its frames, and the Data Docs of it.

Reads marts and audit, read-only; writes `build/quality/`: `results.json`, a row per suite, `ledger.json`, what was
found of each document, and `data_docs/`, a static site replaced as a whole. A corpus that is larger than a batch is
validated batch by batch, and its unchanged documents are not validated again. Great Expectations is imported when
`validate` is called, with telemetry off: it takes seconds that the rest of the street need not pay.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import paths
from pipelines.quality import ledger
from pipelines.quality.catalogue import Identity, catalogue_of_rows
from pipelines.quality.contract import read_contract
from pipelines.quality.frames import DERIVED, FrameError, read_frames, read_states
from pipelines.quality.ledger import Ledger, Tally
from pipelines.quality.looking import Batch, Found, look_at_all
from pipelines.quality.results import FAILING_LIMIT, SuiteResult, write_results
from pipelines.quality.suites import Suite, as_text, generate

if TYPE_CHECKING:
    pass

CATALOGUE = "audit.identity_catalogue"
BATCH = 250
"""Documents validated at once: about a quarter of a million checks and three quarters of a million terms."""

Tell = Callable[[int, int], None]


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
    batches = [Batch(warehouse, contract, tuple(suites), *numbered) for numbered in enumerate(_batches(due))]
    for batch, (looked, _) in zip(batches, look_at_all(batches, site), strict=True):
        for name, one in looked.items():
            found[name].add(one)
        tell(min((batch.number + 1) * BATCH, len(due)), len(due))
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


def _batches(documents: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The documents in batches; one empty batch where there is none: whole tables are looked at every night."""
    yield tuple(documents[:BATCH])
    yield from (tuple(documents[start : start + BATCH]) for start in range(BATCH, len(documents), BATCH))


def _note(known: Ledger, states: dict[str, str], due: Sequence[str], found: dict[str, Found]) -> None:
    for document in due:
        known.states[document] = states[document]
        known.tallies[document] = {
            name: one.by_document[document] for name, one in found.items() if document in one.by_document
        }


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
