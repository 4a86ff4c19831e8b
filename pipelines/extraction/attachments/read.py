"""All figures outside the narrative and the statutory tables.

Reads a document, the beginnings of its parts and its printed tables; writes `Figure`s in the order they are printed,
and the rows of `performance.csv`. Grain: one per numeral of a performance table or report, of a chart, or of the
first part's prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields

from pipelines.extraction.attachments.charts import chart_of
from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.forms import figures_of
from pipelines.extraction.attachments.loose import blocks_of
from pipelines.extraction.attachments.places import exact
from pipelines.extraction.attachments.prose import Prose
from pipelines.extraction.attachments.sheets import Sheet, sheets_of
from pipelines.extraction.contract import COLUMNS, Row
from pipelines.extraction.model import Document, Paragraph
from pipelines.extraction.parts import Parts
from pipelines.extraction.tables.statements import Statement

_COLUMNS = COLUMNS["performance"]
_TEXTS = frozenset(_COLUMNS) & {field.name for field in fields(Figure)}
_PROSE = ("front", "four")
_TITLED = re.compile(r"^[^。；:：]{3,50}表$")
"""The title of a table that no other reader knows: its figures are kept, whatever part it stands in."""


def read_attachments(
    document: Document, parts: Parts, statutory: list[tuple[int, int]], fiscal_year: str
) -> list[Figure]:
    """Every figure of the attachments, in reading order; `statutory` are first and last lines of statutory tables."""
    blocks = list(blocks_of(document))
    sheets = list(sheets_of(blocks, document.raw_lines, statutory))
    taken = {id(paragraph) for sheet in sheets for paragraph in sheet.taken}
    figures: list[Figure] = []
    reports: list[tuple[int, str]] = []
    for part in _PROSE:
        prose = Prose(part == "four", fiscal_year)
        paragraphs = [
            block
            for block in blocks
            if isinstance(block, Paragraph) and block.runs and parts.part_of(block.place.line) == part
        ]
        texts = [paragraph.text for paragraph in paragraphs]
        for at, paragraph in enumerate(paragraphs):
            if id(paragraph) not in taken:
                prose.read(paragraph, texts, at)
        figures.extend(prose.figures)
        reports.extend(prose.reports)
    for sheet in sheets:
        for figure in _of_sheet(sheet, parts, reports, fiscal_year):
            figure.place = exact(figure.place, figure.text, document.raw_lines)
            figures.append(figure)
    return sorted(figures, key=lambda figure: (figure.place.line, figure.place.offset))


def performance_rows(document: Document, parts: Parts, statements: Sequence[Statement], fiscal_year: str) -> list[Row]:
    """The rows of `performance.csv`; a figure of a table names that table by its number in `tables.csv`."""
    statutory = [(one.first_line, one.last_line) for one in statements if one.kind]
    figures = read_attachments(document, parts, statutory, fiscal_year)
    number = {id(figure): at for at, figure in enumerate(figures, start=1)}
    starts = [one.first_line for one in statements]
    rows: list[Row] = []
    for figure in figures:
        at = bisect_right(starts, figure.table_line or figure.place.line) - 1 if figure.table_row else -1
        row = {name: str(getattr(figure, name)) for name in _TEXTS}
        row |= {"table_id": f"t{at + 1:02d}" if at >= 0 else "", "line": str(figure.place.line)}
        row |= {"page": str(figure.place.page or ""), "offset": str(figure.place.offset)}
        row |= {"table_row": str(figure.table_row or ""), "table_column": str(figure.table_column or "")}
        row |= {"row_fits": "true" if figure.row_fits else "false"}
        row |= {"approx": "true" if figure.approx else "", "of_row": str(number.get(id(figure.of), ""))}
        rows.append({name: row[name] for name in _COLUMNS})
    return rows


def unknown_tables(statements: Sequence[Statement], rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The tables, in Chinese and English, of which figures were kept and none was understood: where and how large."""
    measured: dict[str, bool] = {}
    for row in rows:
        if row["table_id"]:
            measured[row["table_id"]] = measured.get(row["table_id"], False) or bool(row["measure"])
    told: list[tuple[str, str]] = []
    for at, one in enumerate(statements, start=1):
        if one.kind or measured.get(f"t{at:02d}", True):
            continue
        zh = f"第{one.page}页" if one.page else f"第{one.first_line}行"
        en = f"page {one.page}" if one.page else f"line {one.first_line}"
        title = short(one.title)
        told.append(
            (
                f"{zh}的表“{title}”（{one.rows}行{one.columns}列）不是已知的表，数字照录，未作理解",
                f"the table {title} on {en} ({one.rows} rows, {one.columns} columns) is of no known kind: "
                "its figures are kept, not understood",
            )
        )
    return told


def _of_sheet(sheet: Sheet, parts: Parts, reports: list[tuple[int, str]], fiscal_year: str) -> list[Figure]:
    chart = chart_of(sheet, fiscal_year)
    if chart:
        return chart
    at = bisect_right(reports, (sheet.first_line, "")) - 1
    is_titled = any(_TITLED.search(paragraph.text.strip()) for paragraph in sheet.above)
    is_open = is_titled or parts.part_of(sheet.first_line) in _PROSE
    return figures_of(sheet, reports[at][1] if at >= 0 else "", is_open)
