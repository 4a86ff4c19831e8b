"""`juesuan diff`: what two published snapshots say differently, and why. Reads `published/`; writes to standard
output."""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from itertools import groupby

import duckdb

from pipelines import paths
from pipelines.cli.speech import complain, label, say, words
from pipelines.cli.written import json_text, visible
from pipelines.publication.changes import KINDS, Change, NoSuchSnapshot, changes, folder_of

UNANSWERED = 2
SHOWN = 20
"""Changes of one kind that the text shows; CSV and JSON hold all."""
NAMES = {
    "document": ("决算", "documents"),
    "figure": ("数字", "figures"),
    "verdict": ("结论", "verdicts"),
    "finding": ("发现", "findings"),
}


def run(arguments: argparse.Namespace) -> int:
    """0 when both snapshots say the same, 1 when they differ, 2 when one cannot be had."""
    try:
        before, after = (folder_of(paths.published(), name) for name in (arguments.before, arguments.after))
        found = changes(before, after)
        print_as = {"text": _text, "csv": _csv, "json": _json}[arguments.format]
        return 1 if print_as(found) else 0
    except NoSuchSnapshot as error:
        complain(f"没有这样的快照。现有：{error}", f"No such snapshot. There are: {error}")
    except (duckdb.Error, OSError, ValueError) as error:
        complain(f"快照无法比较：{error}", f"The snapshots cannot be compared: {error}")
    return UNANSWERED


def _text(found: Iterable[Change]) -> int:
    counts: Counter[str] = Counter()
    for kind, of_kind in groupby(found, key=lambda change: change.kind):
        print(f"\n{label(*NAMES[kind])}")
        document = ""
        for change in of_kind:
            counts[kind] += 1
            if counts[kind] > SHOWN:
                continue
            if change.document_id != document:
                document = change.document_id
                print(f"  {visible(change.department or '?')} {change.fiscal_year or ''} · {document}")
            print(f"    {visible(change.what)}: {visible(change.before) or '∅'} → {visible(change.after) or '∅'}")
            print(f"      {visible(words(change.why_zh, change.why_en, ' / '))}")
        if counts[kind] > SHOWN:
            more = counts[kind] - SHOWN
            say(f"  … 另有 {more} 项（--format csv 列出全部）", f"  … and {more} more (--format csv lists all)")
    print()
    parts = [(NAMES[kind][0], NAMES[kind][1], counts[kind]) for kind in KINDS]
    say(
        "变化：" + "，".join(f"{zh} {count}" for zh, _, count in parts),
        "Changed: " + ", ".join(f"{en} {count}" for _, en, count in parts),
    )
    return counts.total()


def _csv(found: Iterable[Change]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([field.name for field in fields(Change)])
    written = 0
    for row in _rows(found):
        writer.writerow(["" if value is None else value for value in row.values()])
        written += 1
    return written


def _json(found: Iterable[Change]) -> int:
    """One array; an object per change, a change per line."""
    written = 0
    sys.stdout.write("[")
    for row in _rows(found):
        sys.stdout.write(("," if written else "") + "\n" + json_text(row))
        written += 1
    sys.stdout.write("\n]\n")
    return written


def _rows(found: Iterable[Change]) -> Iterator[dict[str, object]]:
    return (asdict(change) for change in found)
