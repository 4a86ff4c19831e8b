"""A table that lists projects, one a row: budget, amount, rate, points and score below headings.

Reads one row of a `Table`, writes its `Figure`s under the project that the row names. Grain: one per printed numeral.
A row that is not as wide as its heading, or with a figure where words belong, is no row of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extraction.attachments.columns import Heading
from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.funds import is_initial, rated
from pipelines.extraction.attachments.quantities import is_numeral, quantities
from pipelines.extraction.attachments.sheets import Row
from pipelines.extraction.attachments.table import Table
from pipelines.extraction.attachments.words import Role, money_unit, words

_POINTS = ("weight", "score")
_NUMERIC = frozenset({"money", "received", "rate", "weight", "score", "ordinal"})
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_PERCENT = re.compile(r"[(（][%％][)）]")
_EXECUTION = "execution"


def is_listing(heading: Heading | None) -> bool:
    """Whether a heading has one column of projects beside columns of money or points."""
    if heading is None or heading.has("level1", "level2", "level3"):
        return False
    return sum(role.role == "project" for role in heading.columns) == 1 and heading.has("money", "score")


def tiered(upper: Heading, row: Row) -> Heading | None:
    """The heading with its second tier, which parts the merged headings above it; None if the row is no such tier."""
    texts = [cell.text.strip() for cell in row.cells]
    if len(texts) != upper.width or not any(texts) or any(is_numeral(text) for text in texts):
        return None
    columns, units, names = list(upper.columns), list(upper.units), list(upper.texts)
    for at, text in enumerate(texts):
        if not text:
            continue
        over = at
        while over > 0 and not upper.texts[over].strip():
            over -= 1
        is_merged = over + 1 < upper.width and not upper.texts[over + 1].strip()
        if not is_merged:
            return None
        columns[at] = _parted(upper.columns[over], words().role(text) or Role(""))
        units[at], names[at] = money_unit(text) or upper.units[over], text
    return Heading(tuple(columns), tuple(units), tuple(names))


def _parted(over: Role, own: Role) -> Role:
    """What stands below a merged heading: below points, points for what the lower one names."""
    if over.role in _POINTS:
        return Role(over.role, over.measure, _EXECUTION if own.role == "rate" else own.part)
    return Role(own.role, own.measure or over.measure, own.part)


def names_project(row: Row, heading: Heading) -> str:
    """The project whose row it is, empty if the row is none of a list."""
    if len(row.cells) != heading.width:
        return ""
    pairs = list(zip(row.cells, heading.columns, strict=True))
    if any(is_numeral(cell.text) and role.role not in _NUMERIC for cell, role in pairs):
        return ""
    name = next(cell.text for cell, role in pairs if role.role == "project")
    return short(name) if _WORD.search(name) and words().role(name) is None else ""


def listed(row: Row, table: Table, heading: Heading, project: str) -> Iterator[Figure]:
    """The figures of the row. A list that names a project twice says nothing of either's sums."""
    is_again = any(figure.project == project for figure in table.figures)
    amounts: list[tuple[str, Figure]] = []
    has_initial = is_initial(heading.texts)
    for at, cell in enumerate(row.cells):
        role = heading.columns[at]
        if role.role == "ordinal" or not is_numeral(cell.text):
            continue
        for quantity in quantities(cell.text):
            figure = table.figure(cell, quantity, role.measure, heading.texts[at])
            figure.project, figure.part, figure.row_fits = project, role.part, not is_again
            if role.role in ("money", "received"):
                figure.unit = figure.unit or heading.units[at] or table.money_unit
                figure.part = "initial" if has_initial and figure.measure == "budget" else figure.part
            elif role.role in _POINTS:
                figure.part = role.part or "total"
                figure.form = table.form if figure.part in ("total", _EXECUTION) else "indicators"
            elif role.role == "rate" and _PERCENT.search(heading.texts[at]):
                figure.unit = figure.unit or "%"
            if figure.measure == "amount":
                amounts.append((role.part, figure))
            figure.of = rated(amounts) if role.role == "rate" else None
            yield figure
