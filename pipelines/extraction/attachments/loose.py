"""Text that a table's last cell has swallowed, set free.

Reads the blocks of a document, writes the same blocks with such text as paragraphs of its own. Grain: one block.
Where no blank line parts a table from the report printed below it, a reader of lines cannot see the end of the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extraction.model import Cell, Document, Grid, Paragraph
from pipelines.extraction.readers.leftovers import bare, runs_of

_OPENS = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[）)]|第.部分|附[件表])|.{0,40}报告\s*$"
)


def blocks_of(document: Document) -> Iterator[Paragraph | Grid]:
    """Every block; a report's text is never part of the cell above it."""
    for block in document.blocks:
        if isinstance(block, Paragraph) or block.kind_of_print != "tabbed" or not block.rows or not block.rows[-1]:
            yield block
            continue
        last = block.rows[-1][-1]
        lines = _lines(document, last)
        at = next((k for k, raw in enumerate(lines) if k and _OPENS.match(bare(raw))), 0)
        if not at:
            yield block
            continue
        text = "".join(bare(raw) for raw in lines[:at])
        row = (*block.rows[-1][:-1], Cell(text, last.row, last.column, last.place))
        yield Grid((*block.rows[:-1], row), block.kind_of_print)
        for k in range(at, len(lines)):
            runs = runs_of(lines[k], last.place.line + k, last.place.page)
            if runs:
                yield Paragraph(runs)


def _lines(document: Document, cell: Cell) -> list[str]:
    """The raw lines from the cell's own to the next blank one or to the next tab."""
    found = [document.raw_lines[cell.place.line - 1]]
    for raw in document.raw_lines[cell.place.line :]:
        if not raw.strip() or raw.startswith("\t"):
            break
        found.append(raw)
    return found
