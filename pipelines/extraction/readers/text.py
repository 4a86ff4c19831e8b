"""Plain text and Markdown, however its tables are printed.

Reads a document's bytes, writes the document model: paragraphs and grids in reading order, each with its place.
Grain: one `Document` per file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.readers import markdown, paragraphs, spaced, tabbed, tabbed_spans
from pipelines.extraction.readers.encoding import MAX_BYTES, decode
from pipelines.extraction.readers.leftovers import bare, runs_of
from pipelines.extraction.readers.running import running_lines
from pipelines.extraction.readers.spaced_counts import counts_at
from pipelines.extraction.tables.titles import title_of

_LINE_END = re.compile(r"\r\n|\r|\n")


def read(data: bytes, name: str, limit: int = MAX_BYTES) -> Document:
    """The document as read; raises `Unreadable` for what is empty, too long, or not text."""
    text, encoding = decode(data, limit)
    raw_lines = _LINE_END.split(text)
    pages = _pages(raw_lines)
    lines = [(number, raw, pages[number - 1]) for number, raw in enumerate(raw_lines, start=1)]
    document = Document(
        source_format="md" if name.lower().endswith((".md", ".markdown")) else "txt",
        encoding=encoding,
        line_count=len(raw_lines) - (1 if raw_lines and raw_lines[-1] == "" else 0),
        page_count=max(pages, default=0),
        raw_lines=raw_lines,
    )
    running = running_lines(lines)
    document.blocks = paragraphs.rejoined(_blocks(lines, running), running)
    return document


def _pages(raw_lines: list[str]) -> list[int]:
    """The page each line begins on; all 0 when the text holds no form feed."""
    if not any("\x0c" in raw for raw in raw_lines):
        return [0] * len(raw_lines)
    pages: list[int] = []
    page = 1
    for raw in raw_lines:
        page += raw.count("\x0c") if raw.startswith("\x0c") else 0
        pages.append(page)
        page += raw.count("\x0c") if not raw.startswith("\x0c") else 0
    return pages


def _blocks(lines: list[tabbed.Line], running: frozenset[str]) -> list[Paragraph | Grid]:
    """Paragraphs of one line each and grids, in reading order."""
    blocks: list[Paragraph | Grid] = []
    panels: list[spaced.Taken] = []
    kind = ""
    at = 0
    while at < len(lines):
        raw = lines[at][1]
        if not raw.strip():
            at += 1
        elif markdown.is_table_line(raw):
            end = _while(lines, at, markdown.is_table_line)
            blocks.append(markdown.grid_of(lines[at:end]))
            at = end
        elif tabbed.is_row_line(raw):
            end = _while(lines, at, partial(tabbed.is_row_of, tabs=raw.count("\t")))
            rows = tabbed.grid_of_rows(lines[at:end])
            blocks.append(tabbed_spans.spread(rows, kind) if kind else rows)
            at = end
        elif tabbed.is_cell_line(raw):
            grid, end = tabbed.take_cells(lines, at)
            blocks.extend([grid] if grid is not None else _paragraphs(lines[at:end]))
            at = end
        elif "表" in raw and (title := title_of(bare(raw))) is not None:
            kind = title.kind
            table = spaced.table_below(lines, at, kind, running)
            blocks.extend(_paragraphs(lines[at : table.start if table else at + 1]))
            blocks.extend([*_paragraphs(table.above), table.grid, *_paragraphs(table.asides)] if table else [])
            panels.extend([table] if table and table.unplaced else [])
            at = table.end if table else at + 1
        elif (counts := counts_at(lines, at)) is not None:
            grid, at = counts
            blocks.append(grid)
        else:
            blocks.extend(_paragraphs(lines[at : at + 1]))
            at += 1
    unplaced = {} if all(panel.is_certain for panel in panels) else {id(panel.grid): panel.unplaced for panel in panels}
    return [unplaced.get(id(block)) or block for block in blocks]


def _paragraphs(lines: list[tabbed.Line]) -> list[Paragraph]:
    """The lines as paragraphs, those without any text left out."""
    return [Paragraph(runs) for number, raw, page in lines if (runs := runs_of(raw, number, page))]


def _while(lines: list[tabbed.Line], start: int, holds: Callable[[str], bool]) -> int:
    """The index after the last of the consecutive lines from `start` on that `holds` accepts."""
    end = start
    while end < len(lines) and holds(lines[end][1]):
        end += 1
    return end
