"""Indicator rows: target and result, or weight and score.

Reads the placed cells of a row, writes `Figure`s. Grain: one per numeral. Names of the first and second level that a
merged cell prints once hold for the rows below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.extraction.attachments.columns import Heading, Placed
from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.quantities import (
    Quantity,
    figure_in,
    is_comparator,
    is_numeral,
    is_unit,
    quantities,
    words_before,
)
from pipelines.extraction.attachments.sheets import Row
from pipelines.extraction.attachments.words import points, words
from pipelines.extraction.model import Cell

_TIME = re.compile(r"时效|时限|时间|年限|进度|及时")
_TICKS = frozenset("√✓✔☑×○●")


@dataclass(slots=True)
class Levels:
    """Names of the three levels, carried down."""

    level1: str = ""
    level2: str = ""
    level3: str = ""

    def take(self, level: str, name: str) -> None:
        """The name at its level; what stood below it is gone."""
        if level == "level1":
            self.level1, self.level2, self.level3 = name, "", ""
        elif level == "level2":
            self.level2, self.level3 = name, ""
        else:
            self.level3 = name

    @property
    def tells_time(self) -> bool:
        return _TIME.search(self.level2 + self.level3) is not None

    @property
    def last(self) -> str:
        return self.level3 or self.level2 or self.level1


def indicator_row(placed: list[Placed], heading: Heading, levels: Levels, project: str) -> Iterator[Figure]:
    """The figures of a row whose cells stand under their headings."""
    form = "scoring" if heading.has("criteria") else "indicators"
    for cell in (p for p in placed if p.role.role in {"level1", "level2", "level3"} and p.cell.text.strip()):
        level = "level2" if form == "scoring" and cell.role.role == "level3" and points(cell.cell.text) else ""
        yield from _named(cell.cell, level or cell.role.role, levels, form, project)
    compared = next((p.cell.text.strip() for p in placed if p.role.role == "comparator"), "")
    comparator = compared if is_comparator(compared) else ""
    unit = next((p.cell.text.strip() for p in placed if p.role.role == "unit" and is_unit(p.cell.text)), "")
    beside, follows_mark = "", False
    for p in placed:
        role = p.role.role
        is_behind, follows_mark = follows_mark, follows_mark if not p.cell.text.strip() else _is_tick(p.cell)
        beside = beside if not p.cell.text.strip() or is_numeral(p.cell.text) else short(p.cell.text)
        if role in {"level1", "level2", "level3", "criteria", "mark", "comparator", "unit", "ordinal", "goal"}:
            continue
        if not role and not is_numeral(p.cell.text):
            continue
        for quantity in quantities(p.cell.text, levels.tells_time):
            if role == "remark" and not quantity.unit and not is_numeral(p.cell.text):
                continue
            figure = _figure(p.cell, quantity, levels if role else Levels(level3=beside), form, project)
            figure.measure = p.role.measure
            figure.row_fits = bool(role)
            figure.behind_marks = not p.role.measure and is_behind
            if role in {"target", "result"}:
                is_alone = is_numeral(p.cell.text)
                figure.unit = quantity.unit or (unit if is_alone else "")
                figure.comparator = quantity.comparator or (comparator if role == "target" else "")
                named = words_before(quantity)
                figure.label = named if named.endswith(words().name_ends) and len(named) > 1 else figure.label
            elif role in {"weight", "score"} and not figure.unit:
                figure.unit = "%" if "%" in p.heading else ""
            yield figure


def scored_row(row: Row, heading: Heading, levels: Levels, project: str) -> Iterator[Figure]:
    """The figures of a scoring row whose columns are lost: its names come first, then its weight, then criteria."""
    filled = [cell for cell in row.cells if cell.text.strip()]
    ticks = next((at for at, cell in enumerate(filled) if _is_tick(cell)), len(filled))
    first = next((at for at, cell in enumerate(filled[:ticks]) if is_numeral(cell.text) or _is_dash(cell)), len(filled))
    names = filled[:first]
    if first == len(filled):
        names = [cell for cell in filled if points(cell.text) or words().role(cell.text)]
        first = len(names)
    levels.level3 = ""
    for at, cell in enumerate(names):
        yield from _named(cell, _level(cell, at, names), levels, "scoring", project)
    for at, cell in enumerate(filled[first:], start=first):
        if not is_numeral(cell.text):
            continue
        for quantity in quantities(cell.text):
            figure = _figure(cell, quantity, levels, "scoring", project)
            figure.row_fits = False
            figure.behind_marks = at == _last_numeral(filled) and at > ticks
            if at == first and _is_criterion(filled, at + 1):
                figure.measure = "weight"
            elif heading.has("score") and at == _last_numeral(filled):
                figure.measure = "score"
            yield figure


def _is_criterion(cells: list[Cell], at: int) -> bool:
    """Whether words of a criterion stand at `at`."""
    return at < len(cells) and not is_numeral(cells[at].text) and not _is_tick(cells[at])


def _is_tick(cell: Cell) -> bool:
    return set(cell.text.strip()) <= _TICKS


def _is_dash(cell: Cell) -> bool:
    return cell.text.strip() in {"-", "—", "–", "/"}


def _last_numeral(cells: list[Cell]) -> int:
    return max(at for at, cell in enumerate(cells) if is_numeral(cell.text))


def _level(cell: Cell, at: int, names: list[Cell]) -> str:
    """The level of a name in a row whose columns are lost: by its own words, else by its weight in brackets."""
    carries = points(cell.text)
    known = words().role(carries[0] if carries else cell.text)
    if known and known.role == "name1":
        return "level1"
    if carries:
        return "level2"
    return "level3" if at == len(names) - 1 else "level2" if at == len(names) - 2 else "level1"


def _named(cell: Cell, level: str, levels: Levels, form: str, project: str) -> Iterator[Figure]:
    """Takes in a name; the weight it carries in brackets is a figure of its own."""
    carries = points(cell.text)
    levels.take(level, short(carries[0] if carries else cell.text))
    if carries is None:
        # What an indicator's own name states (新增3家…) is printed, and neither its target nor its result.
        for quantity in quantities(cell.text):
            if quantity.unit and not is_numeral(cell.text):
                yield _figure(cell, quantity, levels, form, project)
        return
    at = cell.text.rfind(carries[1])
    text = cell.text[at : at + len(carries[1])]
    if at >= 0:
        quantity = Quantity(at, at + len(text), text, carries[1], carries[2], "", False, False, "")
        figure = _figure(cell, quantity, levels, form, project)
        figure.measure, figure.part = "weight", level
        yield figure


def _figure(cell: Cell, quantity: Quantity, levels: Levels, form: str, project: str) -> Figure:
    figure = figure_in(cell, quantity, form, project)
    figure.level1, figure.level2, figure.level3 = levels.level1, levels.level2, levels.level3
    figure.label = levels.last
    return figure
