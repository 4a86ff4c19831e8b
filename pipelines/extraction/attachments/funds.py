"""The money of a performance table: budgets and amounts behind labels or below headings, and rows that add columns up.

Reads one row of a `Table`, writes its `Figure`s. Grain: one per printed numeral. A budget at the beginning of the year
beside no other is the part `initial`: what was spent is held against the budget of the whole year only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.extraction.attachments.columns import Heading, place, place_total
from pipelines.extraction.attachments.figure import Figure
from pipelines.extraction.attachments.quantities import is_numeral, quantities, words_before
from pipelines.extraction.attachments.sheets import Row
from pipelines.extraction.attachments.table import Table
from pipelines.extraction.attachments.words import Role, words
from pipelines.extraction.model import Cell

_LABELS = ("money", "rate", "score", "weight", "goal", "target", "result")
_AT_FIRST = re.compile(r"年初|期初")


def is_labelled(row: Row) -> bool:
    """Whether a label of money stands in the row with its value right behind it."""
    cells = [cell for cell in row.cells if cell.text.strip()]
    return any(
        (known := words().role(cell.text)) is not None and known.role in {"money", "goal"} for cell in cells
    ) and not any(_is_numeral_before_label(cells, at) for at in range(len(cells)))


def _is_numeral_before_label(cells: list[Cell], at: int) -> bool:
    """Whether two numerals follow each other, as they do below headings and never behind labels."""
    return at > 0 and is_numeral(cells[at].text) and is_numeral(cells[at - 1].text)


def labelled(row: Row, table: Table) -> Iterator[Figure]:
    """Values behind their labels; a label that names only a source takes the measure of the one printed above it."""
    label, role = "", Role("")
    above = table.measures
    measures: list[str] = []
    has_initial = is_initial(cell.text for cell in row.cells)
    for cell in row.cells:
        known = words().role(cell.text)
        if known is not None and known.role in _LABELS:
            label, role = cell.text, known
            if known.role == "money":
                inherited = above[len(measures)] if len(measures) < len(above) else ""
                measures.append(known.measure or inherited)
                part = "initial" if has_initial and measures[-1] == "budget" else known.part
                role = Role("money", measures[-1], part)
        elif known is None and cell.text.strip() and label:
            for quantity in quantities(cell.text):
                figure = table.figure(cell, quantity, role.measure, label)
                figure.part = role.part
                if role.role == "money" and not figure.unit:
                    figure.unit = table.money_unit
                if role.role == "goal":
                    figure.label = words_before(quantity) or figure.label
                yield figure
    table.measures = measures or above


def funds(row: Row, table: Table, heading: Heading) -> Iterator[Figure]:
    """Values below headings of money; the row's own label says which part of the funds they are."""
    label = next((c.text for c in row.cells if c.text.strip() and not is_numeral(c.text)), "")
    known = words().role(label)
    amounts: list[tuple[str, Figure]] = []
    has_initial = is_initial(heading.texts)
    for placed in place(row, heading):
        if not is_numeral(placed.cell.text):
            continue
        for quantity in quantities(placed.cell.text):
            is_money = placed.role.role == "money"
            figure = table.figure(placed.cell, quantity, placed.role.measure, label or placed.heading)
            if is_money:
                figure.part = known.part if known and known.part else placed.role.part
                figure.unit = figure.unit or placed.unit or table.money_unit
                figure.measure = figure.measure or (known.measure if known else "")
                figure.measure = figure.measure or _measure_beside(heading)
                figure.part = "initial" if has_initial and figure.measure == "budget" else figure.part
            figure.unit = figure.unit or (table.money_unit if placed.role.role == "received" else "")
            if figure.measure == "amount":
                amounts.append((placed.role.part, figure))
            figure.of = rated(amounts) if placed.role.role == "rate" else None
            yield figure


def rated(amounts: list[tuple[str, Figure]]) -> Figure | None:
    """The amount a row's rate is of: its only one, or that of the one column which adds the sources up."""
    totals = [figure for part, figure in amounts if part == "total"]
    found = totals if len(amounts) > 1 else [figure for _, figure in amounts]
    return found[0] if len(found) == 1 else None


def is_initial(labels: Iterable[str]) -> bool:
    """Whether every budget that the labels name is one at the beginning of the year: it may have been changed since."""
    budgets = [text for text in labels if (known := words().role(text)) is not None and known.measure == "budget"]
    return bool(budgets) and all(_AT_FIRST.search(text) for text in budgets)


def _measure_beside(heading: Heading) -> str:
    """The measure of a column that only names its source: the one its neighbours share."""
    measures = {column.measure for column in heading.columns if column.role == "money" and column.measure}
    return measures.pop() if len(measures) == 1 else ""


def total(row: Row, table: Table, heading: Heading) -> Iterator[Figure]:
    """The figures of a row that adds columns up; points beside a sum of money are those for spending it."""
    label = next(cell.text for cell in row.cells if cell.text.strip())
    said, placed = words().role(label), place_total(row, heading)
    for one in placed:
        for quantity in quantities(one.cell.text):
            is_named = said is not None and said.role == "total" and said.measure and len(placed) == 1
            figure = table.figure(one.cell, quantity, said.measure if said and is_named else one.role.measure, label)
            figure.form, figure.part = "scoring" if heading.has("criteria") else "indicators", "total"
            if one.role.role == "money":
                figure.form, figure.part = table.form, one.role.part
                figure.unit = figure.unit or table.money_unit
            elif heading.has("money") and not heading.has("level1", "level2", "level3"):
                figure.form, figure.part = table.form, "" if one.role.role in {"weight", "score"} else figure.part
            yield figure


def scores_beside(row: Row, table: Table) -> Iterator[Figure]:
    """The score that a row about the whole table states behind its label; a merged cell may repeat it."""
    label = ""
    for cell in row.cells:
        known = words().role(cell.text)
        if known is not None:
            label = cell.text if known.measure == "score" else ""
        elif label and is_numeral(cell.text):
            for quantity in quantities(cell.text):
                figure = table.figure(cell, quantity, "score", label)
                figure.part = "total"
                yield figure
            label = ""
