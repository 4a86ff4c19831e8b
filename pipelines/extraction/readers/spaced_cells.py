"""Rows of text without tabs as cells: laid out, or kept where they could not be.

Reads a row's words by column, or its words alone, and writes its cells. Grain: one list of cells per row. What could
not be laid out stands behind the last headed column, so that the row does not fit its heading.
"""

from __future__ import annotations

from pipelines.extraction.model import Cell, Place
from pipelines.extraction.readers.lost_spans import Word
from pipelines.extraction.readers.spaced_rows import Group, Piece, Placed, by_name, is_amount, labelled, pieces_of
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.reference import reference


def cells_of(found: Placed, width: int, place: Place) -> list[Cell]:
    """The row with every column, those without words blank."""
    cells = []
    for column in range(width):
        words = found.get(column, [])
        text = " ".join(word.text for word in words)
        cells.append(Cell(text, 0, column + 1, words[0].place if words else place))
    return cells


def kept(words: list[Word], groups: list[Group], kind: str) -> list[Cell]:
    """A row whose figures may stand in more than one way: its labels, and its figures behind the last column."""
    lead: Placed = {}
    rest = list(words)
    for piece, group in _owned(_labels(words), groups, kind):
        lead |= labelled(piece.code, piece.name, group.labels)
        taken = {id(word) for word in (*piece.code, *piece.name)}
        rest = [word for word in rest if id(word) not in taken]
    columns = [*(column for group in groups for column in (*group.labels, group.ordinal or 0, *group.values)), 0]
    blank = cells_of(lead, max(columns) + 1, words[0].place)
    if not rest:
        # A blank below a heading would say that there is nothing: the figure may stand in a line not understood.
        return blank[: min((column for group in groups for column in group.values), default=len(blank))]
    return [*blank, *(Cell(word.text, 0, 0, word.place) for word in rest)]


def _labels(words: list[Word]) -> list[Piece]:
    """The labels of the row, each with the figures behind it; figures before the first one are left out."""
    first = next((k for k, word in enumerate(words) if not is_amount(word)), len(words))
    start = first - 1 if first and marks.CODE.fullmatch(words[first - 1].text) else first
    return pieces_of(words[start:]) or []


def _owned(pieces: list[Piece], groups: list[Group], kind: str) -> list[tuple[Piece, Group]]:
    """Each label with the group that it most likely names a line of; nothing is tested on such a row either way."""
    if len(groups) > 1 and len(pieces) == 1 and kind in reference().two_sided:
        return [(pieces[0], by_name(pieces[0], groups, kind) or groups[1])]
    return [(piece, group) for piece, group in zip(pieces, groups, strict=False) if group.labels]
