"""The province's disclosures through the extraction room. Reads a seed; writes a home's `raw/`: `extracted/`,
`register.csv`, and `truth.csv` beside them.

Grain: one folder per disclosure. As many processes as there are cores, each with one disclosure in memory.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.province.plan import Planned, planned
from pipelines.documents.register import Entry, read, write
from pipelines.extraction.extract import extract
from pipelines.extraction.extract import write as write_extracted
from tests.invented.written import FORMS

TRUTH = (
    "document_id", "number", "form", "department", "fiscal_year",
    "fault", "kind", "code", "column_key", "true_amount", "printed_amount",
)  # fmt: skip
RECEIVED = "2025-10-01"
CHUNK = 8

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Written:
    """A disclosure that lies in `raw/extracted/`: its register entry, its row of truth, figures extracted."""

    entry: Entry
    truth: dict[str, str]
    figures: int


@dataclass(slots=True)
class Province:
    """What was written: documents, figures and faults in all."""

    documents: int = 0
    figures: int = 0
    faults: int = 0
    seconds: float = 0.0
    truth: list[dict[str, str]] = field(default_factory=list)


def write_province(raw: Path, seed: int, numbers: range, tell: Tell = lambda _said: None) -> Province:
    """The disclosures with these numbers lie extracted and registered in `raw`; a second call adds to the first."""
    began = time.monotonic()
    done = Province()
    entries: list[Entry] = []
    for written in _written(raw / "extracted", seed, numbers):
        entries.append(written.entry)
        done.truth.append(written.truth)
        done.documents += 1
        done.figures += written.figures
        done.faults += bool(written.truth["fault"])
        if done.documents % 200 == 0 or done.documents == len(numbers):
            tell(_progress(done.documents, len(numbers), time.monotonic() - began))
    _register(raw, entries)
    _add_truth(raw / "truth.csv", done.truth)
    done.seconds = time.monotonic() - began
    return done


def _written(folder: Path, seed: int, numbers: range) -> Iterator[Written]:
    one = partial(write_one, folder, seed)
    if len(numbers) <= CHUNK:
        yield from map(one, numbers)
        return
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(one, numbers, chunksize=CHUNK)


def write_one(folder: Path, seed: int, number: int) -> Written:
    """The disclosure with this number is extracted into its folder below `folder`."""
    plan = planned(seed, number)
    data = FORMS[plan.form](plan.disclosure)
    name = f"{plan.number:06d}.{plan.form}"
    extracted = extract(data, name)
    (row,) = extracted.document
    write_extracted(extracted, folder / row["document_id"])
    entry = Entry(
        document_id=row["document_id"],
        source_name=name,
        sha256=row["source_sha256"],
        bytes=row["source_bytes"],
        department=plan.department,
        region=plan.region,
        region_level="county",
        fiscal_year=str(plan.year),
        source_format=row["source_format"],
        received_on=RECEIVED,
    )
    figures = len(extracted.cells) + len(extracted.claims) + len(extracted.performance)
    return Written(entry, _truth(row["document_id"], plan), figures)


def _truth(document_id: str, plan: Planned) -> dict[str, str]:
    true, printed = ("" if amount is None else amount for amount in (plan.true_amount, plan.printed_amount))
    place = (plan.fault, plan.kind, plan.code, plan.key)
    values = (document_id, plan.number, plan.form, plan.department, plan.year, *place, true, printed)
    return {name: str(value) for name, value in zip(TRUTH, values, strict=True)}


def _register(raw: Path, entries: list[Entry]) -> None:
    path = raw / "register.csv"
    known = {entry.document_id: entry for entry in read(path)}
    known |= {entry.document_id: entry for entry in entries}
    write(path, list(known.values()))


def _add_truth(path: Path, rows: list[dict[str, str]]) -> None:
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TRUTH, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(rows)


def _progress(done: int, of: int, seconds: float) -> str:
    left = seconds / done * (of - done)
    return f"{done}/{of} disclosures, about {left:.0f} s left"
