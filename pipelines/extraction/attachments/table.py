"""What has been read of one performance table.

Written by the readers of its rows, row after row. Grain: one printed table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.extraction.attachments.columns import Heading
from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.indicators import Levels
from pipelines.extraction.attachments.points import Unweighted
from pipelines.extraction.attachments.quantities import Quantity, figure_in
from pipelines.extraction.model import Cell


@dataclass(slots=True)
class Table:
    """What has been read of a table so far."""

    project: str = ""
    form: str = "project"
    unit: str = ""
    group_unit: str = ""
    heading: Heading | None = None
    heading_row: int = -2
    levels: Levels = field(default_factory=Levels)
    measures: list[str] = field(default_factory=list)
    known: bool = False
    first_line: int = 0
    figures: list[Figure] = field(default_factory=list)
    unweighted: list[Unweighted] = field(default_factory=list)

    @property
    def money_unit(self) -> str:
        """The unit of its money, as a group of rows or the caption states it."""
        return self.group_unit or self.unit

    def figure(self, cell: Cell, quantity: Quantity, measure: str, label: str) -> Figure:
        """The figure a cell prints, under the table's project."""
        figure = figure_in(cell, quantity, self.form, self.project)
        figure.label, figure.measure = short(re.sub(r"[:：]\s*$", "", label)), measure
        return figure
