"""What was read and judged against what a person read and judged. Reads `tests/golden/` and documents; writes nothing.

Grain: one `Read` per document and part, one `Verdicts` per document.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipelines.cli.examine import Examination, Row

ALARMS = ("violated", "truncated")
NARRATIVE, TABLES, ATTACHMENTS = "part two", "statutory tables", "attachments (a sample)"


@dataclass(frozen=True, slots=True)
class Read:
    """Figures of one part: read by a person, of these captured at their place with their value; of those that speak of
    the accounts, understood as the person does; figures told of the part that nobody read there (None: not counted)."""

    document_id: str
    part: str
    figures: int
    captured: int
    spoken: int
    understood: int
    beyond: int | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Relations that are not exact: by verdict, found by a person and of these by the engine; alarms that no person
    gave."""

    document_id: str
    by_hand: dict[str, int]
    found: dict[str, int]
    alone: dict[str, int]


def read_of(examined: Examination, meant: Examination, golden: Path) -> list[Read]:
    """The document's parts that a person read; none where nobody did. Captured as printed; understood as meant, where
    damaged tables are restored."""
    found = []
    for folder in (golden, golden / "paged"):
        for part, name in ((NARRATIVE, "figures"), (TABLES, "tables"), (ATTACHMENTS, "attachments")):
            rows = _rows(folder / name / f"{examined.document['document_id']}.csv")
            if rows:
                found.append(_read(examined, meant, part, rows))
    return found


def verdicts_of(examined: Examination, golden: Path) -> Verdicts | None:
    """The document's verdicts beside the hand-made list; None where nobody made one."""
    mine = examined.document["document_id"]
    rows = [
        row
        for folder in (golden, golden / "paged")
        for row in _rows(folder / "verdicts.csv")
        if row["document_id"] == mine and "[meant]" not in row["subject"]
    ]
    if not rows:
        return None
    places = {figure["figure_id"]: figure for figure in examined.figures}
    checks = [check for check in examined.checks if check["verdict"] in (*ALARMS, "rounding", "exact")]
    by_hand = {verdict: [row for row in rows if row["verdict"] == verdict] for verdict in (*ALARMS, "rounding")}
    same = {
        verdict: [row for row in listed if any(_same(row, check, places) for check in checks)]
        for verdict, listed in by_hand.items()
    }
    alone = {
        verdict: sum(
            check["verdict"] == verdict and not any(_same(row, check, places) for row in by_hand[verdict])
            for check in checks
        )
        for verdict in ALARMS
    }
    counted = {verdict: len(listed) for verdict, listed in by_hand.items()}
    return Verdicts(mine, counted, {verdict: len(listed) for verdict, listed in same.items()}, alone)


def _read(examined: Examination, meant: Examination, part: str, rows: list[Row]) -> Read:
    place = "line" if "line" in rows[0] else "page"
    counted = _in_tables if part == TABLES else _in_prose
    typed, printed, spoken, known = counted(examined, meant, rows, place)
    beyond = None if part == ATTACHMENTS else (printed - typed).total()
    captured, understood = (typed & printed).total(), (spoken & known).total()
    return Read(examined.document["document_id"], part, typed.total(), captured, spoken.total(), understood, beyond)


Counted = Counter[tuple[object, ...]]
Counts = tuple[Counted, Counted, Counted, Counted]
"""Typed by a person, printed as the engine says, typed with their meaning, meant as the engine says."""


def _in_tables(examined: Examination, meant: Examination, rows: list[Row], place: str) -> Counts:
    kinds = {row["kind"] for row in rows}

    def told(found: Examination, *, known: bool) -> Counted:
        return Counter(
            (one[place], one["statement"], _bare(one["text"]))
            for one in found.figures
            if one["statement"] in kinds and (one["is_understood"] or not known)
        )

    typed: Counted = Counter((int(row[place]), row["kind"], _bare(row["text"])) for row in rows)
    return typed, told(examined, known=False), typed, told(meant, known=True)


def _in_prose(examined: Examination, meant: Examination, rows: list[Row], place: str) -> Counts:
    """Attachments have no funds: their figures are understood where they have the measure."""
    has_fund = "fund" in rows[0]
    statements = {"narrative"} if has_fund else {"performance", "chart"}
    printed, told = ([one for one in found.figures if one["statement"] in statements] for found in (examined, meant))
    return (
        Counter((int(row[place]), _signed(row["text"], row["sign"])) for row in rows),
        Counter((one[place], one["value"].normalize()) for one in printed),
        Counter(
            (int(row[place]), _signed(row["text"], row["sign"]), row["measure"], row.get("fund", ""))
            for row in rows
            if row["measure"]
        ),
        Counter(
            (one[place], one["value"].normalize(), one["measure"], (one["fund"] or "") if has_fund else "")
            for one in told
            if one["measure"] and (one["is_understood"] or not has_fund)
        ),
    )


def _same(row: Row, check: Row, places: dict[str, Row]) -> bool:
    """Whether a person worked through what the check tested, with the same sides and the same verdict."""
    if check["lhs"] is None or check["rhs"] is None or row["verdict"] != check["verdict"]:
        return _is_share(row) and check["verdict"] in {"exact", "rounding"} and _at(row, check, places)
    return _at(row, check, places)


def _is_share(row: Row) -> bool:
    """For percentages exact and rounding are one class."""
    return row["verdict"] == "rounding" and row["family"] in {"share", "growth"}


def _at(row: Row, check: Row, places: dict[str, Row]) -> bool:
    place = "line" if "lines" in row else "page"
    figures = (places.get(term["figure_id"]) for term in check["terms"])
    if not _numbers(row[f"{place}s"]) & {figure[place] for figure in figures if figure}:
        return False
    typed, told = [_side(row["lhs"]), _side(row["rhs"])], [check["lhs"], check["rhs"]]
    return any(
        all(one is not None and other.quantize(one) == one for one, other in zip(typed, order, strict=True))
        for order in (told, told[::-1])
    )


def _side(text: str) -> Decimal | None:
    """The last number of a side as a person wrote it."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", text.rsplit("=", maxsplit=1)[-1])
    return Decimal(found[-1].replace(",", "")) if found else None


def _numbers(text: str) -> set[int]:
    """`36;43-46` as numbers."""
    ends = [part.split("-") for part in text.split(";") if part]
    return {number for end in ends for number in range(int(end[0]), int(end[-1]) + 1)}


def _bare(text: str) -> str:
    return text.replace(",", "").replace(" ", "")


def _signed(text: str, sign: str) -> Decimal:
    return (Decimal(_bare(text)) * int(sign or 1)).normalize()


def _rows(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
