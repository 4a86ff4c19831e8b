"""A disclosure as a PDF: text that wraps and breaks over pages, tables with or without rulings.

Reads a `Disclosure`; writes the bytes of a file. Its Chinese font needs no file.
"""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from tests.invented.disclosure import Disclosure
from tests.invented.print import Table
from tests.invented.words import printed

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22)
_HEADING = ParagraphStyle("heading", parent=_BODY, fontSize=13, firstLineIndent=0, spaceBefore=6)
_SMALL = 7.5
_WIDE = 12


def pdf(made: Disclosure) -> bytes:
    """The file; every table begins on a page of its own."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=landscape(A4), leftMargin=40, rightMargin=40, invariant=1)
    story: list[object] = []
    blocks = made.page.blocks
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            story += [Spacer(1, 6), _table(block, made), Spacer(1, 6)]
            continue
        if any(isinstance(b, Table) and b.title == block for b in blocks[number : number + 6]):
            story.append(PageBreak())
        text = block.replace("&", "&amp;").replace("<", "&lt;")
        story.append(Paragraph(text, _HEADING if number in made.page.headings else _BODY))
    document.build(story)
    return buffer.getvalue()


def _table(table: Table, made: Disclosure) -> LongTable:
    grid, merged = table.laid()
    width = len(grid[0])
    size = _SMALL if width <= _WIDE else 5.0
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=size, leading=size * 1.25, wordWrap="CJK")
    figure = ParagraphStyle("figure", parent=cell, alignment=2)
    heading = ParagraphStyle("heading", parent=cell, alignment={"left": 0, "centre": 1, "right": 2}[made.habits.heads])
    rows = []
    for number, row in enumerate(grid):
        words = heading if number < len(table.heading) else cell
        line: list[object] = []
        for box in row:
            text = printed(box, made.habits).replace("&", "&amp;")
            line.append(Paragraph(text, words if box is None or box.amount is None else figure) if text else "")
        rows.append(line)
    style = [("FONT", (0, 0), (-1, -1), FONT, size), ("VALIGN", (0, 0), (-1, -1), made.habits.upright.upper())]
    # What no ruling parts is parted by space.
    beside = 2 if made.habits.is_ruled or width > _WIDE else 8
    style += [("LEFTPADDING", (0, 0), (-1, -1), beside), ("RIGHTPADDING", (0, 0), (-1, -1), beside)]
    if made.habits.is_ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.4, (0, 0, 0)))
    style += [("SPAN", (m.column, m.row), (m.column + m.columns - 1, m.row + m.rows - 1)) for m in merged]
    repeated = len(table.heading) if made.habits.repeats_heading else 0
    return LongTable(rows, colWidths=_widths(table, width), repeatRows=repeated, style=TableStyle(style))


def _widths(table: Table, width: int) -> list[float]:
    """Columns of names are wide, columns of codes narrow."""
    whole = landscape(A4)[0] - 80
    weights = [1.0] * width
    grid, _ = table.laid()
    for row in grid[len(table.heading) :]:
        for column, box in enumerate(row):
            if box is not None and box.columns == 1 and box.amount is None:
                weights[column] = max(weights[column], min(len(box.text), 20) / 5)
    return [whole * weight / sum(weights) for weight in weights]
