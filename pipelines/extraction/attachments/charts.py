"""Data of charts that an export has left in the text.

Reads a `Sheet` whose rows print names first and values behind them, writes `Figure`s. Grain: one per value. A chart's
title says which fact of the accounts its names belong to; fractions that add up to one are shares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.quantities import Quantity, figure_in, is_numeral, quantities
from pipelines.extraction.attachments.sheets import Row, Sheet
from pipelines.extraction.attachments.words import heading, money_unit, words
from pipelines.extraction.model import Cell
from pipelines.extraction.narrative.thread import LINE, key_in
from pipelines.extraction.narrative.vocabulary import vocabulary
from pipelines.extraction.narrative.wording import plain
from pipelines.extraction.numerals import normalise

_CHART = re.compile(r"图(?:表|示)?$|^列\s?\d+$|^系列\s?\d+$")
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_ALMOST_ONE = Decimal("0.01")
_OUTERMOST = frozenset({"收入", "支出", "收入总计", "支出总计", "总计", "合计"})


@dataclass(frozen=True, slots=True)
class _Series:
    """One printed row of a chart: its name, its labels and their values."""

    name: str
    labels: list[Cell]
    values: list[Cell]


def chart_of(sheet: Sheet, fiscal_year: str) -> list[Figure]:
    """The figures of a chart; none if the sheet is a table."""
    above = [re.sub(r"\s+", "", normalise(paragraph.text)) for paragraph in sheet.above]
    title = _title(above)
    if sheet.kind_of_print == "markdown" or not (title or any(_is_axis(text) for text in above[-1:])):
        return []
    series: list[_Series] = []
    name = above[-1] if above and above[-1] != title else ""
    for row in sheet.rows:
        parts = _parts(row)
        if parts is None:
            return []
        labels, values, following = parts
        series.append(_Series(name, labels, values))
        name = following
    years = [found[1] for one in series if (found := _YEAR.fullmatch(one.name))]
    latest = fiscal_year or max(years, default="")
    return [figure for one in series for figure in _figures(one, title, latest)]


def _title(above: list[str]) -> str:
    for text in reversed(above):
        if _CHART.search(text) and not _is_axis(text):
            return text
        if any(known in plain(text) for known, _, _ in words().charts) and len(text) < 30:
            return text
        if not _is_axis(text):
            return ""
    return ""


def _is_axis(text: str) -> bool:
    """Whether the line names a series or a column of a chart."""
    return bool(_YEAR.fullmatch(text) or re.fullmatch(r"(?:列|系列)\d+", text))


def _parts(row: Row) -> tuple[list[Cell], list[Cell], str] | None:
    """Names, values and the name of the next series; None if the row is no series of a chart."""
    cells = [cell for cell in row.cells if cell.text.strip()]
    first = next((at for at, cell in enumerate(cells) if is_numeral(cell.text)), len(cells))
    last = next((at for at in range(first, len(cells)) if not is_numeral(cells[at].text)), len(cells))
    labels, values, rest = cells[:first], cells[first:last], cells[last:]
    if not labels or not values or len(values) % len(labels) or len(rest) > 1:
        return None
    return labels, values, rest[0].text.strip() if rest else ""


def _figures(series: _Series, title: str, latest: str) -> list[Figure]:
    found = [next(quantities(cell.text)) for cell in series.values]
    total = sum((Decimal(quantity.numeral) for quantity in found), Decimal(0))
    are_shares = abs(total - 1) <= _ALMOST_ONE or (abs(total - 100) <= 1 and all(q.unit == "%" for q in found))
    year = _YEAR.fullmatch(series.name)
    measure = "share_pct" if are_shares else _measure(year[1] if year else latest, latest)
    section, whole = _meaning(title)
    names = [heading(re.sub(r"[(（][^()（）]*元[)）]$", "", label.text)) for label in series.labels]
    classes = [_is_class(name) for name in names]
    are_classes = sum(classes) * 2 >= len(names)
    figures: list[Figure] = []
    for at, (cell, quantity) in enumerate(zip(series.values, found, strict=True)):
        label, name = series.labels[at % len(names)], names[at % len(names)]
        figure = _figure(cell, quantity, title or series.name)
        figure.label = short(label.text)
        figure.measure = measure
        figure.unit = quantity.unit or money_unit(label.text) or ("" if are_shares else money_unit(title))
        if are_classes:
            figure.subject_key, figure.class_label = LINE, short(name)
        elif plain(name) in _OUTERMOST:
            figure.subject_key = whole
        else:
            figure.subject_key = _key(plain(name), section) or ""
        figures.append(figure)
    return figures


def _measure(year: str, latest: str) -> str:
    if not year or not latest or year == latest:
        return "amount"
    return "prior" if int(year) == int(latest) - 1 else ""


def _meaning(title: str) -> tuple[str, str]:
    """Section and outermost subject that a chart's title names."""
    compared = plain(title)
    return next(((section, key) for known, section, key in words().charts if known in compared), ("", ""))


def _is_class(name: str) -> bool:
    known = vocabulary().classes
    return plain(name) in known or f"{plain(name)}支出" in known


def _key(name: str, section: str) -> str:
    """The subject of a name: what its chart's section calls so, or what every section does."""
    if section:
        return key_in(name, section, "", vocabulary())
    keys = {phrase.subject_key for phrase in vocabulary().phrases if phrase.text == name and not phrase.units}
    return keys.pop() if len(keys) == 1 else ""


def _figure(cell: Cell, quantity: Quantity, title: str) -> Figure:
    figure = figure_in(cell, quantity, "chart", short(title))
    figure.statement = "chart"
    return figure
