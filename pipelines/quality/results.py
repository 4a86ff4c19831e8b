"""What a validation found.

Reads and writes `build/quality/results.json`; grain: a suite. Publication and the summary read that
file; rooms do not import one another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FAILING_LIMIT = 200
"""Failing rows listed per suite, the number Great Expectations itself keeps; `failed` counts all of them."""


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """One suite, validated: `checked` rows were put to the test, `not_testable` rows count as neither."""

    suite: str
    gate: bool
    passed: bool
    checked: int
    failed: int
    not_testable: int
    failing: tuple[tuple[str, str, str], ...]
    """(document_id, subject, check_id) of failing rows; empty text where the rows have no such column."""
    message_zh: str
    message_en: str
    page: str = ""
    """The suite's page in the Data Docs, relative to their folder."""


def gate_failures(results: Iterable[SuiteResult]) -> list[SuiteResult]:
    """The results that stop publication: gates that did not pass. A violated identity is never among them."""
    return [result for result in results if result.gate and not result.passed]


def write_results(results: Iterable[SuiteResult], path: Path) -> None:
    """`path` holds the results as JSON, one object per suite, whole or not at all."""
    write_whole(path, json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """The file holds the text; at no moment it holds a part of it."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def read_results(path: Path) -> list[SuiteResult]:
    """The results as they were written."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [SuiteResult(**{**row, "failing": tuple(tuple(key) for key in row["failing"])}) for row in rows]
