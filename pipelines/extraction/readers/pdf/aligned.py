"""Unruled tables."""

from __future__ import annotations

from pipelines.extraction.readers.pdf.rulings import Ruling
from pipelines.extraction.readers.pdf.runs import Run
from pipelines.extraction.readers.pdf.tables import Table


def aligned_tables(rows: list[list[Run]], across: list[Ruling], page: int) -> tuple[list[Table], list[list[Run]]]:
    return [], rows
