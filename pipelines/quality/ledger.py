"""What validation found of each document, kept between nights. Reads and writes `build/quality/ledger.json`.

Grain: one `Tally` per document and suite. A document whose state and whose rules are those of its last validation is
not validated again: its tallies are carried over.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.quality.results import FAILING_LIMIT, write_whole


@dataclass(slots=True)
class Tally:
    """Rows put to the test, rows that failed (by reading, where rows have one), rows that cannot be tested, and the
    keys of failing rows: (document_id, subject, check_id)."""

    checked: int = 0
    failed: int = 0
    not_testable: int = 0
    by_reading: Counter[str] = field(default_factory=Counter)
    failing: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.checked += other.checked
        self.failed += other.failed
        self.not_testable += other.not_testable
        self.by_reading.update(other.by_reading)
        self.failing += other.failing[: max(FAILING_LIMIT - len(self.failing), 0)]


@dataclass(slots=True)
class Ledger:
    """The documents validated before, under the rules of this checksum: their states and tallies."""

    rules: str
    states: dict[str, str] = field(default_factory=dict)
    tallies: dict[str, dict[str, Tally]] = field(default_factory=dict)

    def due(self, states: Mapping[str, str]) -> list[str]:
        """Documents that are new or not in the state in which they were validated."""
        return sorted(document for document, state in states.items() if not state or self.states.get(document) != state)

    def keep_only(self, documents: Iterable[str]) -> None:
        """What is no longer there, or is validated anew, is forgotten."""
        kept = set(documents)
        self.states = {document: state for document, state in self.states.items() if document in kept}
        self.tallies = {document: found for document, found in self.tallies.items() if document in kept}

    def carried(self, suite: str) -> Tally:
        """What the suite found of all documents of the ledger."""
        total = Tally()
        for document in sorted(self.tallies):
            if suite in self.tallies[document]:
                total.add(self.tallies[document][suite])
        return total


def read(path: Path, rules: str) -> Ledger:
    """The ledger of these rules; an empty one where there is none, or one of other rules, or one nobody can read."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["rules"] != rules:
            return Ledger(rules)
        tallies = {d: {s: _tally(t) for s, t in found.items()} for d, found in held["tallies"].items()}
        return Ledger(rules, held["states"], tallies)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        # No file or half of one says nothing: everything is validated again, which loses time and no figure.
        return Ledger(rules)


def write(ledger: Ledger, path: Path) -> None:
    """The file holds the ledger, whole or not at all."""
    tallies = {d: {s: _plain(t) for s, t in found.items()} for d, found in ledger.tallies.items()}
    held = {"rules": ledger.rules, "states": ledger.states, "tallies": tallies}
    write_whole(path, json.dumps(held, ensure_ascii=False))


def _plain(tally: Tally) -> list[Any]:
    return [tally.checked, tally.failed, tally.not_testable, dict(tally.by_reading), tally.failing]


def _tally(plain: list[Any]) -> Tally:
    checked, failed, not_testable, by_reading, failing = plain
    return Tally(checked, failed, not_testable, Counter(by_reading), [(d, s, c) for d, s, c in failing])
