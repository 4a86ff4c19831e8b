"""Statutory tables in text without tabs: cells parted by blanks, as a PDF's text or a copied page gives them.

Reads the lines below the title of a statutory table, writes a grid. Grain: one per table; what a page end parts goes on
as long as rows do. Only a title lets a table begin, and only headings that its kind knows: running text has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.extraction.model import Cell, Grid
from pipelines.extraction.readers.lost_spans import Heading, Word, headings_of, role_of
from pipelines.extraction.readers.running import PAGE_NUMBER
from pipelines.extraction.readers.spaced_body import body_of, ends, may_head, names_unit, plain, words_of
from pipelines.extraction.readers.spaced_cells import cells_of, kept
from pipelines.extraction.readers.spaced_columns import grid_in_columns
from pipelines.extraction.readers.spaced_heading import heading_rows, names_of, unwrapped, with_labels, words_of_heading
from pipelines.extraction.readers.spaced_labels import whole
from pipelines.extraction.readers.spaced_positions import by_position, laid_out
from pipelines.extraction.readers.spaced_rows import Group, Placed, groups_of, is_figure, placed
from pipelines.extraction.readers.spaced_thousands import may_be_one, with_thousands
from pipelines.extraction.readers.tabbed import Line
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.furniture import furniture_of
from pipelines.extraction.tables.reference import bare_header, reference

_LISTED = re.compile(r"\d{1,2}[.．、)）](?!\d)")
_MOST_HEADING_LINES = 12


@dataclass(slots=True)
class Taken:
    """A table read: its grid, the index of its first line and that behind its last, the lines that state its unit below
    its first, and the lines between its rows that are none of them."""

    grid: Grid
    start: int
    end: int
    above: list[Line] = field(default_factory=list)
    asides: list[Line] = field(default_factory=list)
    is_certain: bool = True
    unplaced: Grid | None = None
    """A panel of a matrix with no row laid out: what holds of one panel is said of the whole line."""


@dataclass(slots=True)
class _Head:
    """The lines above the rows: of words that head columns, and the one that numbers the columns."""

    start: int
    end: int
    at: list[int] = field(default_factory=list)
    lines: list[list[Word]] = field(default_factory=list)
    numbered: list[Line] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    ordinals: list[Word] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    """What is said of the table among the words of its heading: its unit."""

    @property
    def has_ordinals(self) -> bool:
        return any(role_of(word) == "ordinal" for line in self.lines for word in line)


def table_below(lines: list[Line], title: int, kind: str, running: frozenset[str] = frozenset()) -> Taken | None:
    """The table of the kind whose title is the line of that index; None where none in blanks follows. `running`: the
    lines, without blanks, that every page prints."""
    head = _head(lines, title + 1, kind)
    if head is None:
        return None
    body = body_of(lines, head.end, kind, head.texts, running)
    end = body.lines[-1][0] + 1 if body.lines else head.end
    asides = [lines[at] for at, words in body.lines if not words]
    rows = with_thousands(whole(body.rows, kind), head.has_ordinals)
    figured = [words for words in rows if any(map(is_figure, words))]
    headings = _headings(kind, head, figured)
    groups = groups_of(headings or ())
    is_panel = kind in reference().matrices
    unplaced = _grid(kind, head, None, rows, [None] * len(rows)) if is_panel else None
    laid = [placed(words, groups, kind) for words in rows]
    if headings is None or None in laid:
        in_place = laid_out(kind, [words_of(lines[at]) for at in head.at], head.ordinals, rows)
        if in_place is None and headings is not None:
            laid = by_position(rows, headings, groups, head.ordinals) or laid
        headings, laid = in_place or (headings, laid)
        groups = groups_of(headings or ())
    doubted = may_be_one(rows, head.has_ordinals)
    laid = [None if is_doubted else found for found, is_doubted in zip(laid, doubted, strict=True)]
    if headings is None and head.numbered:
        body_lines = [lines[at] for at, words in body.lines if words]
        grid = grid_in_columns([lines[at] for at in head.at], head.numbered[0], body_lines)
        if grid is not None:
            return Taken(grid, head.start, end, head.above, asides, unplaced=unplaced)
    if not figured and (headings is None or is_panel):
        return None
    if body.is_doubtful or _is_doubtful(rows, laid, groups):
        laid = [None] * len(rows)
    is_certain = headings is not None and None not in laid
    return Taken(_grid(kind, head, headings, rows, laid), head.start, end, head.above, asides, is_certain, unplaced)


def _is_doubtful(rows: list[list[Word]], laid: list[Placed | None], groups: list[Group]) -> bool:
    """Whether a sum over the table's lines may miss one: a row has lost its label, or groups could not be parted."""
    if len(groups) > 1:
        return None in laid
    return any(group.labels for group in groups) and any(
        all(map(is_figure, words[1:])) and is_figure(words[0]) and not marks.CODE.fullmatch(words[0].text)
        for words in rows
    )


def _grid(
    kind: str, head: _Head, headings: list[Heading] | None, rows: list[list[Word]], laid: list[Placed | None]
) -> Grid:
    """The heading, and every row: laid out, or kept behind the heading's columns where it could not be."""
    groups = groups_of(headings) if headings else [Group(labels=[0])]
    cells = heading_rows(headings, head.lines, head.ordinals)
    for words, found in zip(rows, laid, strict=True):
        is_laid = found is not None and headings is not None
        cells.append(
            cells_of(found or {}, len(headings or ()), words[0].place) if is_laid else kept(words, groups, kind)
        )
    return Grid(tuple(_numbered(cells)), "spaced")


def _headings(kind: str, head: _Head, rows: list[list[Word]]) -> list[Heading] | None:
    """The columns, as the words of the heading announce them and the rows do not contradict it."""
    numbers = sum(1 for word in head.ordinals if word.text.isdigit())
    for lines in (head.lines, unwrapped(head.lines, names_of(kind))):
        headings = headings_of(kind, lines)
        count = sum(1 for heading in headings or () if heading.role == "value")
        if headings is not None and count and numbers in (0, count) and not _exceeds(rows, headings, count):
            return with_labels(headings, rows)
    return None


def _head(lines: list[Line], start: int, kind: str) -> _Head | None:
    """The lines of the heading from index `start` on; None where something else stands there."""
    names = names_of(kind)
    head: _Head | None = None
    is_known = kind in reference().matrices
    for at in range(start, min(start + 2 * _MOST_HEADING_LINES, len(lines))):
        text = lines[at][1].strip()
        if not text or PAGE_NUMBER.fullmatch(text) or (head is None and furniture_of(text).is_all):
            continue
        words = words_of(lines[at])
        if ends(lines[at]):
            break
        if head is not None and names_unit(text):
            head.above.append(lines[at])
            continue
        if marks.is_ordinals([word.text for word in words]):
            if head is None:
                return None
            head.texts.add(plain(text))
            head.end = at + 1
            if any(word.text.isdigit() for word in words):
                head.ordinals, head.numbered = words, [lines[at]]
                break
            continue
        if any(is_figure(word) for word in words) or not may_head(text, words) or marks.is_note([text]):
            break
        if _LISTED.match(text):
            break
        if head is not None and marks.is_lone_total([text]) and not _is_matrix_like(lines, at):
            break
        head = head or _Head(at, at)
        headed = words_of_heading(words, names)
        is_known = is_known or any(role_of(w) != "value" or bare_header(w.text) in names for w in headed)
        head.lines.append(headed)
        head.at.append(at)
        head.texts.add(plain(text))
        head.end = at + 1
    return head if head is not None and is_known and len(head.lines) <= _MOST_HEADING_LINES else None


def _is_matrix_like(lines: list[Line], at: int) -> bool:
    """Whether words of a heading still follow a total that stands alone: it heads a column and labels no line."""
    for line in lines[at + 1 : at + 3]:
        words = words_of(line)
        if words:
            return not any(is_figure(word) for word in words) and any(role_of(word) == "label" for word in words)
    return False


def _exceeds(rows: list[list[Word]], headings: list[Heading], count: int) -> bool:
    """Whether most rows hold more figures than the heading announces: then it was not understood."""
    ordinals = sum(1 for heading in headings if heading.role == "ordinal")
    coded = sum(1 for row in rows if marks.CODE.fullmatch(row[0].text))
    spare = ordinals + (sum(1 for heading in headings if heading.role == "label") if coded else 0)
    return sum(1 for row in rows if sum(map(is_figure, row)) > count + spare) * 2 > len(rows)


def _numbered(rows: list[list[Cell]]) -> Iterator[tuple[Cell, ...]]:
    """The rows with the numbers of rows and columns."""
    for number, row in enumerate(rows, start=1):
        yield tuple(
            Cell(cell.text, number, column, cell.place, cell.columns, cell.rows)
            for column, cell in enumerate(row, start=1)
        )
