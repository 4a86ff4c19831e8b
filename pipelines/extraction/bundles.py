"""Files that are one disclosure: a narrative and its annexed tables, joined into one document.

Reads files as their readers give them; writes the groups they form, and one `Document` per group.
Files belong together when they are of the same department and year, one tells and has no tables, the others have tables
that it lacks and tell nothing. Grain: one `Piece` per file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.facts import Facts, described
from pipelines.extraction.model import Cell, Document, Grid, Paragraph, Place, Run
from pipelines.extraction.parts import parts_of
from pipelines.extraction.readers import formats
from pipelines.extraction.readers.pieces import Piece as Printed
from pipelines.extraction.readers.pieces import Writer
from pipelines.extraction.tables.statements import statements_of

_SENTENCE = 30
"""Shortest paragraph that tells something; headings and captions are shorter."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file: its document, what it says of itself, and what it holds."""

    name: str
    document: Document
    facts: Facts
    tells: bool
    tables: frozenset[str]

    @property
    def is_half(self) -> bool:
        """Whether the file is a narrative without tables, or tables without a narrative."""
        return self.tells != bool(self.tables)


def piece_of(data: bytes, name: str) -> Piece:
    """The file as read; raises `Unreadable`."""
    document = formats.read(data, name)
    parts, statements = parts_of(document), statements_of(document)
    bounds = parts.bounds("two")
    tells = bounds is not None and any(
        isinstance(block, Paragraph)
        and bounds[0] <= block.place.line <= bounds[1]
        and len(block.text) >= _SENTENCE
        and re.search(r"\d\s*(?:万元|元|[%％])", block.text)
        for block in document.blocks
    )
    kinds = frozenset(s.kind for s in statements if s.kind and (s.cells or s.rows))
    return Piece(name, document, described(document, parts, statements), tells, kinds)


def groups_of(pieces: Sequence[Piece]) -> list[list[int]]:
    """The positions of the pieces that make up one disclosure each, the narrative first; none stands in two groups."""
    told = [n for n, piece in enumerate(pieces) if piece.is_half and piece.tells]
    tables = [n for n, piece in enumerate(pieces) if piece.is_half and not piece.tells]
    groups: list[list[int]] = []
    for n in told:
        rivals = [m for m in told if m != n and _same(pieces[m], pieces[n])]
        own = [m for m in tables if _same(pieces[n], pieces[m]) and (len(told) == 1 or _is_named(pieces[m]))]
        held = [kind for m in own for kind in pieces[m].tables]
        # Two narratives, or one table twice, are versions: which of them belong together nobody can tell from here.
        if own and not rivals and len(held) == len(set(held)):
            groups.append([n, *sorted(own, key=lambda m: _natural(pieces[m].name))])
    return groups


def _is_named(piece: Piece) -> bool:
    return bool(piece.facts.department and piece.facts.fiscal_year)


def _same(one: Piece, other: Piece) -> bool:
    """Whether nothing that the two say of themselves differs."""
    a, b = one.facts.department, other.facts.department
    is_one_department = not a or not b or a.endswith(b) or b.endswith(a)
    years = {one.facts.fiscal_year, other.facts.fiscal_year} - {""}
    return is_one_department and len(years) <= 1


def _natural(name: str) -> list[tuple[int, str]]:
    """The order a person gives files: 附表2 before 附表10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def read(files: Sequence[tuple[str, bytes, Unreadable | None]]) -> Document:
    """The document that the files make up; raises `Unreadable` where they are several disclosures, or none."""
    pieces: list[Piece] = []
    refused: list[tuple[str, Unreadable]] = []
    for name, data, refusal in files:
        try:
            if refusal is not None:
                raise refusal
            pieces.append(piece_of(data, name))
        except Unreadable as error:
            refused.append((name, error))
    own = [piece for piece in pieces if piece.tells or piece.tables]
    if not own:
        raise _none(refused)
    if len(own) == 1:
        chosen = own
    else:
        groups = groups_of(own)
        if len(groups) != 1 or len(groups[0]) != len(own):
            raise _several(own)
        chosen = [own[n] for n in groups[0]]
    document = joined(chosen)
    document.unread.extend((f"{name}：{error.reason_zh}", f"{name}: {error.reason_en}") for name, error in refused)
    return document


def _none(refused: list[tuple[str, Unreadable]]) -> Unreadable:
    if len(refused) == 1:
        name, error = refused[0]
        return Unreadable(f"{name}：{error.reason_zh}", f"{name}: {error.reason_en}", error.what_to_do)
    return Unreadable(
        "压缩包中没有可读的部门决算公开文本",
        "the archive holds no disclosure of final accounts that can be read",
        "请提交含公开文本或附表的压缩包 / hand in an archive with the disclosure or its tables",
    )


def _several(pieces: list[Piece]) -> Unreadable:
    told = "、".join(f"{p.facts.department or p.name}{p.facts.fiscal_year}" for p in pieces[:4])
    return Unreadable(
        f"压缩包中不止一份公开文本（{told}{'等' if len(pieces) > 4 else ''}）",
        f"the archive holds more than one disclosure ({len(pieces)} files)",
        "请用 juesuan ingest 登记整个压缩包，或每次检验一份"
        " / register the archive with juesuan ingest, or check one at a time",
    )


def joined(pieces: Sequence[Piece]) -> Document:
    """The pieces' documents one after another: lines, pages and printed tables numbered through."""
    whole = Document(source_format="zip", encoding="")
    whole.notes = [note for piece in pieces for note in piece.document.notes]
    whole.unread = [part for piece in pieces for part in piece.document.unread]
    grids = 0
    for piece in pieces:
        part = _with_spots(piece.document)
        lines, pages = len(whole.raw_lines), whole.page_count
        whole.raw_lines.extend(part.raw_lines)
        whole.blocks.extend(_moved(block, lines, pages) for block in part.blocks)
        for line, spot in part.spots.items():
            whole.spots[line + lines] = replace(
                spot,
                page=spot.page + pages if spot.page else 0,
                grid=spot.grid + grids if spot.grid else 0,
                sheet=f"{piece.name} {spot.sheet}".strip(),
            )
        grids = max((spot.grid for spot in whole.spots.values()), default=0)
        whole.page_count = pages + part.page_count
    whole.line_count = len(whole.raw_lines)
    return whole


def _with_spots(document: Document) -> Document:
    """The document with a line of its own for every cell of its tables; a text prints several cells on one line."""
    if document.spots:
        return document
    written = Document()
    writer = Writer(written)
    for block in document.blocks:
        if isinstance(block, Grid):
            writer.grid([[Printed(cell.text) for cell in row] for row in block.rows], block.kind_of_print)
        else:
            writer.paragraph(block.text)
    return written


def _moved(block: Paragraph | Grid, lines: int, pages: int) -> Paragraph | Grid:
    """The block further down."""

    def place(at: Place) -> Place:
        return Place(at.line + lines, at.offset, at.page + pages if at.page else 0)

    def cell(at: Cell) -> Cell:
        return replace(at, place=place(at.place))

    if isinstance(block, Grid):
        return Grid(tuple(tuple(cell(c) for c in row) for row in block.rows), block.kind_of_print)
    return Paragraph(tuple(Run(run.text, place(run.place)) for run in block.runs))
