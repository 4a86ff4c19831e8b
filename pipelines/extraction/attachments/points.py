"""Weights and scores of one table: which part each is, and whether sums may be asked of them.

Reads the `Figure`s of a table, writes their measure, part and `row_fits`. Grain: one per weight or score. Parts:
`total`; the group's own level (`level1`, `level2`; `level2_open` where an indicator of the group has no weight);
`execution` (points for spending the budget); for indicators what they measure (`output`, `benefit`, `satisfaction`,
`cost`), else `item`; `of_90` and `of_1` where the indicators share 90 points, or one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipelines.extraction.attachments.columns import Heading, Placed
from pipelines.extraction.attachments.figure import Figure
from pipelines.extraction.attachments.indicators import Levels
from pipelines.extraction.attachments.words import words
from pipelines.extraction.narrative.wording import plain

_POINTS = frozenset({"weight", "score"})
_TABLES = frozenset({"indicators", "scoring"})
_LEAST_PAIRS = 5
_WITHIN = Decimal("0.9")
"""Of the numerals behind the ticks at least nine in ten stay within their row's weight before they are scores: in eight
tables of one OCR 195 of 197 do, and one table's add up to the score printed in its report. No other column does."""
_FULL_WITHOUT_EXECUTION = 90
_OF_EXECUTION = 10
_ADDED_UP = frozenset({"total", "level1", "level2", "level2_open"})


@dataclass(frozen=True, slots=True)
class Unweighted:
    """An indicator's row without a weight; `is_told` says that it prints other figures."""

    project: str
    level1: str
    level2: str
    is_told: bool


def unweighted(
    placed: list[Placed], heading: Heading, found: list[Figure], levels: Levels, project: str
) -> list[Unweighted]:
    """The row, if it names an indicator under a heading of weights and `found` none of it; else nothing."""
    is_named = any(one.role.role == "level3" and one.cell.text.strip(" /-—–") for one in placed)
    own = [one for one in found if not one.part]
    if not (heading.has("weight") and is_named) or any(one.measure == "weight" for one in own):
        return []
    return [Unweighted(project, levels.level1, levels.level2, bool(own))]


def settled(figures: list[Figure], unweighted: list[Unweighted]) -> list[Figure]:
    """The same figures; the points of each project in them have their part, and do not fit where one is lost."""
    for project in dict.fromkeys(figure.project for figure in figures):
        own = [figure for figure in figures if figure.project == project]
        bare = [row for row in unweighted if row.project == project]
        _find_scores(own)
        _settle(own, bare)
    return figures


def _find_scores(own: list[Figure]) -> None:
    """The lone numerals behind the ticks are scores where the column's heading is lost and their size proves it."""
    behind = [one for one in own if one.form == "scoring" and one.behind_marks and not one.measure]
    if not behind or any(one.measure == "score" for one in own):
        return
    weights = {one.table_row: Decimal(one.numeral) for one in own if one.measure == "weight" and not one.part}
    pairs = [(Decimal(one.numeral), weights[one.table_row]) for one in behind if one.table_row in weights]
    within = sum(1 for score, weight in pairs if score <= weight)
    if len(pairs) >= _LEAST_PAIRS and within >= _WITHIN * len(pairs):
        for one in behind:
            one.measure = "score"


def _settle(own: list[Figure], bare: list[Unweighted]) -> None:
    points = [one for one in own if one.measure in _POINTS and one.form in _TABLES | {"project", "department"}]
    items = [one for one in points if not one.part]
    for one in items:
        one.part = _measured(one)
    if any(not one.row_fits for one in own):
        # A row that nobody could place may hold a weight: no sum of this table is known to be whole.
        _unfit(points)
        return
    lost_rows = {(row.level1, row.level2) for row in bare}
    _part((one for one in points if one.part == "level2" and (one.level1, one.level2) in lost_rows), "level2_open")
    if any(row.is_told for row in bare):
        _unfit(one for one in points if one.measure == "weight")
    scored = {one.table_row for one in items if one.measure == "score"}
    if any(one.table_row not in scored for one in items if one.measure == "weight"):
        _unfit(one for one in points if one.measure == "score" and one.part == "total")
    weights = [one for one in items if one.measure == "weight" and one.form == "indicators"]
    if open_totals := _open_totals(points, own):
        _unfit(open_totals)
    elif any(one.part in {"total", "execution"} for one in points if one.measure == "weight"):
        return
    if len(weights) > 1 and all(Decimal(one.numeral) <= 1 and one.unit != "%" for one in weights):
        _part(weights, "of_1")
    elif _sum(weights) == _FULL_WITHOUT_EXECUTION:
        _part(weights, "of_90")


def _open_totals(points: list[Figure], own: list[Figure]) -> list[Figure]:
    """The totals that may hold points which no row of the table was found to give.

    Ten of a hundred points are for spending the budget, and many forms tell them elsewhere, or only the score they got,
    or nowhere: nothing may be asked of a total that lacks up to as many, or that a numeral nobody understood would make
    whole.
    """
    given = {
        measure: _sum(one for one in points if one.measure == measure and one.part not in _ADDED_UP)
        for measure in _POINTS
    }
    told = {one.measure for one in points if one.part == "execution"}
    lost = set() if "score" in told else {Decimal(one.numeral) for one in own if not one.measure and not one.unit}
    found: list[Figure] = []
    for one in points:
        if one.part != "total" or one.measure in told or not given[one.measure]:
            continue
        gap = Decimal(one.numeral) - given[one.measure]
        is_execution = 0 < gap <= _OF_EXECUTION and given["weight"] in {0, _FULL_WITHOUT_EXECUTION}
        if is_execution or (gap and gap in lost):
            found.append(one)
    return found


def _sum(figures: Iterable[Figure]) -> Decimal:
    return sum((Decimal(one.numeral) for one in figures), Decimal(0))


def _unfit(figures: Iterable[Figure]) -> None:
    for one in figures:
        one.row_fits = False


def _part(figures: Iterable[Figure], part: str) -> None:
    for one in figures:
        one.part = part


def _measured(one: Figure) -> str:
    """What an indicator measures, by the names of its levels; a merged name that is lost leaves the finer one."""
    if one.form != "indicators":
        # Points in a row of money are given for spending the budget.
        return "item" if one.form == "scoring" else "execution"
    for level in (one.level1, one.level2):
        name = plain(level)
        found = next((part for known, part in _names() if known == name), "")
        found = found or next((part for known, part in _names() if known in name), "")
        if found:
            return found
    return "item"


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Names of the first and second level with what they measure, longest first."""
    named = [(plain(text), role.part) for text, role in words().roles.items() if role.role.startswith("name")]
    return tuple(sorted((one for one in named if one[1]), key=lambda one: -len(one[0])))
