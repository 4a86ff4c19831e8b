"""All figures outside the narrative and the statutory tables.

Reads a document, the beginnings of its parts and the lines of its statutory tables; writes `Figure`s in the order
they are printed. Grain: one per numeral of a performance table or report, of a chart, or of the first part's prose.
"""

from __future__ import annotations

from bisect import bisect_right

from pipelines.extraction.attachments.charts import chart_of
from pipelines.extraction.attachments.figure import Figure
from pipelines.extraction.attachments.forms import figures_of
from pipelines.extraction.attachments.prose import Prose
from pipelines.extraction.attachments.sheets import Sheet, sheets_of
from pipelines.extraction.model import Document, Paragraph
from pipelines.extraction.parts import Parts

_PROSE = ("front", "four")


def read_attachments(
    document: Document, parts: Parts, statutory: list[tuple[int, int]], fiscal_year: str
) -> list[Figure]:
    """Every figure of the attachments, in reading order; `statutory` are first and last lines of statutory tables."""
    sheets = list(sheets_of(document, statutory))
    taken = {id(paragraph) for sheet in sheets for paragraph in sheet.taken}
    figures: list[Figure] = []
    reports: list[tuple[int, str]] = []
    for part in _PROSE:
        prose = Prose(accounts=part == "four")
        paragraphs = [
            block
            for block in document.blocks
            if isinstance(block, Paragraph) and block.runs and parts.part_of(block.place.line) == part
        ]
        texts = [paragraph.text for paragraph in paragraphs]
        for at, paragraph in enumerate(paragraphs):
            if id(paragraph) not in taken:
                prose.read(paragraph, texts, at)
        figures.extend(prose.figures)
        reports.extend(prose.reports)
    for sheet in sheets:
        figures.extend(_of_sheet(sheet, parts, reports, fiscal_year))
    return sorted(figures, key=lambda figure: (figure.place.line, figure.place.offset))


def _of_sheet(sheet: Sheet, parts: Parts, reports: list[tuple[int, str]], fiscal_year: str) -> list[Figure]:
    chart = chart_of(sheet, fiscal_year)
    if chart:
        return chart
    at = bisect_right(reports, (sheet.first_line, "")) - 1
    return figures_of(sheet, reports[at][1] if at >= 0 else "", parts.part_of(sheet.first_line) in _PROSE)
