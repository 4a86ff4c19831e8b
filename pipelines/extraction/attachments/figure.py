"""One figure of an attachment.

Written by the readers of this package, read by `extract`. Grain: one printed numeral.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extraction.model import Place

LABEL_LIMIT = 29
"""Most characters of a label: a name, never a sentence."""


@dataclass(slots=True, eq=False)
class Figure:
    """A figure with the words that say whose it is, columns as in `performance.csv`; `of` is what a rate is of.

    `behind_marks`: the lone numeral behind the ticks of a scoring row, under a heading that is lost.
    `table_line`: first line of the printed table, which is one however many grids a reader found it in.
    """

    place: Place
    text: str
    numeral: str
    form: str
    statement: str = "performance"
    table_row: int = 0
    table_column: int = 0
    project: str = ""
    level1: str = ""
    level2: str = ""
    level3: str = ""
    label: str = ""
    measure: str = ""
    part: str = ""
    comparator: str = ""
    sign: int = 1
    unit: str = ""
    approx: bool = False
    subject_key: str = ""
    class_label: str = ""
    of: Figure | None = None
    row_fits: bool = True
    behind_marks: bool = False
    table_line: int = 0


def short(label: str) -> str:
    """The label without white space, cut to its limit."""
    return "".join(label.split())[:LABEL_LIMIT]
