"""What belongs to a snapshot beside its tables. Reads the built tables, the night before, the quarantine's list and the
pages that the tools made; writes `nights.json` and `docs/` into the folder of a snapshot that is not yet sealed.

Grain: one entry per night published, oldest first; one per file in quarantine.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.publication.snapshot import DATABASE

NIGHTS = "nights.json"
KEPT_NIGHTS = 1_000
"""Nearly three years; the snapshots themselves go after a week."""


def add(building: Path, current: Path | None, quarantine: Path, pages: Mapping[str, Path]) -> None:
    """The folder holds the history of nights with this one at its end, the quarantine's list, and the pages by name."""
    before = _nights(current)
    said = {"nights": [*before, _night(building)][-KEPT_NIGHTS:], "quarantined": _quarantined(quarantine)}
    (building / NIGHTS).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, folder in pages.items():
        if (folder / "index.html").is_file():
            shutil.copytree(folder, building / "docs" / name)


def _nights(current: Path | None) -> list[dict[str, Any]]:
    """The nights that the current snapshot remembers; none where an earlier version published it."""
    path = current / NIGHTS if current else None
    if path is None or not path.is_file():
        return []
    return list(json.loads(path.read_text(encoding="utf-8"))["nights"])


def _night(building: Path) -> dict[str, Any]:
    """Documents, tests, violations, and findings that nobody waived, by severity; those that follow from others are not
    counted."""
    connection = duckdb.connect(str(building / DATABASE), read_only=True)
    try:
        counted = connection.execute(
            "select count(*), coalesce(sum(checks - checks_not_testable), 0)::bigint,"
            " coalesce(sum(checks_violated), 0)::bigint, coalesce(sum(figures_extracted), 0)::bigint"
            " from audit.coverage"
        ).fetchall()[0]
        found = connection.execute(
            "select severity, count(*) from audit.fct_finding where state not in ('fixed', 'waived')"
            " and (caused_by_finding_id is null or caused_by_finding_id not in"
            " (select finding_id from audit.fct_finding)) group by all order by all"
        ).fetchall()
    finally:
        connection.close()
    named = dict(zip(("documents", "tested", "violated", "figures"), counted, strict=True))
    return {"night": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", **named, "open": dict(found)}


def _quarantined(listed: Path) -> list[dict[str, str]]:
    if not listed.is_file():
        return []
    with listed.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]
