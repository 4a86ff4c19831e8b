"""One page: what stands on it, in reading order.

Reads a `RawPage`, writes a `Page` of lines of running text and tables. Grain: one per page. Nothing of the page is
needed afterwards, so it can be closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.extraction.readers.pdf.aligned import aligned_tables
from pipelines.extraction.readers.pdf.frame import Frame
from pipelines.extraction.readers.pdf.lattice import Lattice, lattices_of
from pipelines.extraction.readers.pdf.lines import Line
from pipelines.extraction.readers.pdf.pdfium import RawPage
from pipelines.extraction.readers.pdf.rulings import ruled_by, rulings_of
from pipelines.extraction.readers.pdf.runs import PageText, Run
from pipelines.extraction.readers.pdf.tables import Table, table_of
from pipelines.extraction.readers.pdf.undivided import divided

_INSIDE = 1.5
"""Most points that a line of text stands out of the table it belongs to."""


@dataclass(slots=True)
class Page:
    """A page's lines of running text and tables from top to bottom."""

    number: int
    frame: Frame
    items: list[Line | Table] = field(default_factory=list)
    is_drawing: bool = False


def page_of(raw: RawPage, text: PageText) -> Page:
    """The page as it is read."""
    rulings = (ruled_by(text.rulings) if text.rulings else rulings_of(raw, text.frame)) if text.runs else None
    lattices = lattices_of(rulings) if rulings else []
    inside, outside = _apart(text.runs, lattices)
    items: list[Line | Table] = []
    for lattice, runs in zip(lattices, inside, strict=True):
        table = divided(table_of(lattice, runs, raw.number))
        if table.height:
            items.append(table)
    tables, rest = aligned_tables(outside, raw.number)
    items.extend(tables)
    items.extend(rest)
    items.sort(key=_top)
    return Page(raw.number, text.frame, items, bool(rulings and rulings.is_drawing))


def _top(item: Line | Table) -> float:
    return item.box[1] if isinstance(item, Table) else item.top


def _apart(runs: list[Run], lattices: list[Lattice]) -> tuple[list[list[Run]], list[Run]]:
    """The runs within each lattice, the innermost that holds them, and those outside all."""
    inside: list[list[Run]] = [[] for _ in lattices]
    if not lattices:
        return inside, list(runs)
    outside: list[Run] = []
    boxes = sorted(
        ((lattice.box, k) for k, lattice in enumerate(lattices)),
        key=lambda pair: (pair[0][2] - pair[0][0]) * (pair[0][3] - pair[0][1]),
    )
    for run in runs:
        x, y = run.middle, (run.top + run.bottom) / 2
        for (left, top, right, bottom), k in boxes:
            if left - _INSIDE <= x <= right + _INSIDE and top - _INSIDE <= y <= bottom + _INSIDE:
                inside[k].append(run)
                break
        else:
            outside.append(run)
    return inside, outside
