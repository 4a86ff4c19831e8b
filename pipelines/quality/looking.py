"""Suites on the frames of a batch of documents: what each of them finds there.

Reads the warehouse, read-only; writes nothing. Grain: a `Found` per suite and batch. Batches know nothing of one
another, so that several can be looked at by several processes; each imports Great Expectations once.
"""

from __future__ import annotations

import html
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipelines import hands
from pipelines.quality.contract import Contract
from pipelines.quality.frames import DERIVED, FrameError, read_frames
from pipelines.quality.ledger import Tally
from pipelines.quality.suites import Suite

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult

    from pipelines.quality.site import Site


@dataclass(slots=True)
class Found:
    """What was found of one suite so far: tallies, the titles of what failed with how many rows, and its page."""

    suite: Suite
    tally: Tally = field(default_factory=Tally)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_document: dict[str, Tally] = field(default_factory=dict)
    broken: str = ""
    page: str = ""

    def add(self, other: Found) -> None:
        """What was found of another batch, too; one batch in which the suite cannot be tried breaks it."""
        self.broken = self.broken or other.broken
        if not self.page or other.tally.failed:
            self.page = other.page or self.page
        self.tally.add(other.tally)
        self.said.update(other.said)
        self.by_document |= other.by_document


@dataclass(frozen=True, slots=True)
class Batch:
    """What is looked at, and of which documents; `number` counts from 0, and tables that do not grow by document come
    with the first."""

    warehouse: Path
    contract: Contract
    suites: tuple[Suite, ...]
    number: int
    documents: tuple[str, ...]

    @property
    def parted(self) -> set[str]:
        """The frames that hold the rows of these documents only."""
        return {*DERIVED, *(table.name for table in self.contract.tables if table.by_document)}

    def frames(self) -> dict[str, pd.DataFrame | FrameError]:
        """What is looked at of these documents."""
        grown = [table.name for table in self.contract.tables if table.by_document]
        whole = [table.name for table in self.contract.tables if not table.by_document and not self.number]
        return read_frames(self.warehouse, [*DERIVED, *grown, *whole], grown, self.documents)


Looked = tuple[dict[str, Found], dict[str, "ExpectationSuiteValidationResult"]]
"""What each suite found of a batch, and what Great Expectations says of it; by the suite's name."""


def look_at(batch: Batch, site: Site) -> Looked:
    """Every suite on its frame of the batch."""
    frames = batch.frames()
    found = {suite.name: Found(suite) for suite in batch.suites}
    seen = {}
    for name, one in found.items():
        if one.suite.frame in frames:
            parted = frozenset(batch.documents) if one.suite.frame in batch.parted else None
            if answer := look(one, frames[one.suite.frame], site, batch.number, parted):
                seen[name] = answer
    return found, seen


def look_at_all(batches: Sequence[Batch], site: Site) -> Iterator[Looked]:
    """The batches in their order, each as it is looked at: over all cores where there are several."""
    if len(batches) < 2 or hands.many() < 2:
        yield from (look_at(batch, site) for batch in batches)
        return
    answers = hands.side_by_side(partial(_look_apart, as_of=site.as_of), batches)
    for batch, (found, seen) in zip(batches, answers, strict=True):
        for name, answer in seen.items():
            # A page for each batch in which all is well would be a thousand pages that say so.
            if not batch.number or not answer.success:
                site.keep(found[name].suite, answer)
        yield found, seen


def _look_apart(batch: Batch, as_of: float) -> Looked:
    """As `look_at`, in a process that has no site yet and builds none."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    # Great Expectations looks whether Spark is installed. Where it is, pyspark takes a process that was started for
    # others for a test of its own documentation, and ends it; nothing here is on Spark.
    sys.modules.setdefault("pyspark", None)  # type: ignore[arg-type]
    from pipelines.quality.site import Site

    return look_at(batch, Site(None, as_of))


def look(
    one: Found,
    frame: pd.DataFrame | FrameError,
    site: Site,
    batch: int = 0,
    documents: frozenset[str] | None = None,
) -> ExpectationSuiteValidationResult | None:
    """`one` holds what the suite finds of the frame; a suite that cannot be tried is broken. Where the frame is that of
    some documents, theirs are the rows that count."""
    if isinstance(frame, FrameError):
        one.broken = str(frame)
        return None
    suite = one.suite
    rows = frame[frame["family"] == suite.family] if suite.family else frame
    missing = sorted(suite.columns - set(rows.columns))
    if missing:
        one.broken = f"{suite.frame} lacks {', '.join(missing)}"
        return None
    seen, one.page = site.validate(suite, rows, batch)
    one.broken = next((reason for result in seen.results if (reason := _exception(result))), "")
    if one.broken:
        return seen
    counted = rows if documents is None else rows[rows["document_id"].isin(documents)]
    _count(one, counted, seen)
    if documents is not None:
        one.by_document = _by_document(suite, counted, seen)
    return seen


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
