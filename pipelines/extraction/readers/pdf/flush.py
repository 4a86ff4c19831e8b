"""Headings of unruled tables that are set flush left: where each column begins, and which columns a heading covers.

Reads the segments of a heading, of the row that numbers its columns and of the rows below; writes a `Raster`, or
nothing where the headings are centred or their cover is in doubt. Grain: one per table. Flush headings say where
columns begin; their figures may stand at the other end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.extraction.readers.pdf.banner import Columns, Segment
from pipelines.extraction.readers.pdf.lines import line_of
from pipelines.extraction.readers.pdf.runs import Run
from pipelines.extraction.readers.pdf.tables import Room

_CODE = re.compile(r"\d{2,7}")
_CODE_PARTS = frozenset("类款项")
_SAME_EDGE = 0.3
"""Most ems between two left edges that are one."""
_WRAPPED = 1.45
"""Most ems between the lines of one heading."""
_FIRST_WIDE = "\u2e80"
_PARTS = 0.1
"""Least ems between two headings that touch: wide characters of one word stand without any between them. Most ems from
the edge of the column in which the second begins."""
_SAME_LINE = 0.5
"""Most ems between the middles of headings that stand side by side."""
Lines = list[list[Segment]]


@dataclass(slots=True)
class _Block:
    """A heading with its lines, the cell it begins in, and the last cell it covers."""

    segments: list[Segment]
    cell: int = 0
    last: int = 0
    is_leaf: bool = True
    depth: int = 0

    @property
    def middle(self) -> float:
        return (min(s.top for s in self.segments) + max(s.bottom for s in self.segments)) / 2

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.segments)

    @property
    def em(self) -> float:
        return self.segments[0].em

    @property
    def left(self) -> float:
        return self.segments[0].left

    @property
    def right(self) -> float:
        return max(s.right for s in self.segments)


@dataclass(frozen=True, slots=True)
class Raster:
    """The columns of a table, the cells of its heading over them, and how many rows these take."""

    columns: Columns
    rooms: list[Room]
    height: int


def raster_of(head: Lines, ordinals: Lines, body: Lines, page: int) -> Raster | None:
    """The raster, where every text begins at the edge of a column and every heading's cover is certain."""
    blocks = _blocks(_parted(head, ordinals))
    numbers = [segment for line in ordinals for segment in line]
    starts = _starts([*(b.left for b in blocks), *(s.left for s in numbers)], blocks)
    if len(starts) < 2 or not body:
        return None
    for block in blocks:
        block.cell = block.last = _cell(starts, block.left + _SAME_EDGE * block.em)
    if not _is_flush(blocks, numbers, [s for line in body for s in line]):
        return None
    _over_codes(blocks, numbers, starts)
    held = _held(starts, body)
    if held is None:
        return None
    following = (ordinals or body)[0]
    if not _covered(blocks, len(starts), (following[0].top + following[0].bottom) / 2):
        return None
    return _laid(blocks, numbers, starts, held, page)


def _parted(head: Lines, ordinals: Lines) -> Lines:
    """The heading, a text cut where it runs into the next column: where texts above or below begin as well."""
    edges = [segment.left for line in (*head, *ordinals) for segment in line]
    parted: Lines = []
    for line in head:
        parted.append([])
        for segment in line:
            runs = [part for run in segment.runs for part in _cut(run, edges)]
            parted[-1].append(Segment(runs[:1]))
            for run in runs[1:]:
                if any(abs(run.left - edge) <= _SAME_EDGE * run.em for edge in edges):
                    parted[-1].append(Segment([run]))
                else:
                    parted[-1][-1].runs.append(run)
    return parted


def _cut(run: Run, edges: list[float]) -> list[Run]:
    """The run, cut where a little more than nothing parts two wide characters and the second begins a column."""
    cuts = [
        k
        for k in range(1, len(run.text))
        if run.text[k - 1] >= _FIRST_WIDE
        and run.edges[k] - run.edges[k - 1] - run.em > _PARTS * run.em
        and any(abs(run.edges[k] - edge) <= _PARTS * run.em for edge in edges)
    ]
    parts = []
    for start, end in pairwise([0, *cuts, len(run.text)]):
        borders = [*run.edges[start:end], run.edges[end] if end == len(run.text) else run.edges[end - 1] + run.em]
        parts.append(replace(run, text=run.text[start:end], edges=borders))
    return parts


def _blocks(head: Lines) -> list[_Block]:
    blocks: list[_Block] = []
    for segment in (s for line in head for s in line):
        for block in blocks:
            near = segment.base - block.segments[-1].base <= _WRAPPED * segment.em
            if near and abs(segment.left - block.left) <= _SAME_EDGE * segment.em:
                block.segments.append(segment)
                break
        else:
            blocks.append(_Block([segment]))
    return blocks


def _starts(lefts: list[float], blocks: list[_Block]) -> list[float]:
    """The left edges, each once, in order."""
    em = max((block.em for block in blocks), default=0.0)
    starts: list[float] = []
    for left in sorted(lefts):
        if not starts or left - starts[-1] > _SAME_EDGE * em:
            starts.append(left)
    return starts


def _cell(starts: list[float], x: float) -> int:
    return bisect_right(starts, x) - 1


def _is_flush(blocks: list[_Block], numbers: list[Segment], texts: list[Segment]) -> bool:
    """Whether what stands below a heading begins where it begins: of different lengths, at one edge, and never else."""
    proofs = 0
    edges = [(s.left, s.right) for s in texts]
    for block in blocks:
        below = [b for b in blocks if b.middle > block.middle + _SAME_LINE * block.em]
        under = [(b.left, b.right) for b in below] + [(s.left, s.right) for s in numbers]
        beneath = [(left, right) for left, right in under if left < block.right and right > block.left]
        flush = [right for left, right in beneath if abs(left - block.left) <= _SAME_EDGE * block.em]
        if beneath and not flush:
            return False
        own, reach = block.left, _SAME_EDGE * block.em
        labels = [right for left, right in edges if abs(left - own) <= reach]
        proofs += any(abs(right - block.right) > block.em / 2 for right in (*flush, *labels))
        block.is_leaf = not any(b.cell == block.cell for b in below)
    return proofs > 1


def _over_codes(blocks: list[_Block], numbers: list[Segment], starts: list[float]) -> None:
    """A heading without others below it covers the columns 类, 款, 项 of a code."""
    named = {_cell(starts, s.left + _SAME_EDGE * s.em) for s in numbers if s.text in _CODE_PARTS}
    headed = {block.cell for block in blocks}
    for block in blocks:
        while block.is_leaf and block.cell in named and block.last + 1 in named - headed:
            block.last += 1


def _held(starts: list[float], body: Lines) -> list[Columns] | None:
    """What stands in each cell, as stretches from left to right; None where a text lies in no one cell."""
    spans: list[list[Segment]] = [[] for _ in starts]
    shared: list[list[Segment]] = [[] for _ in starts]
    for line in body:
        placed: dict[int, list[Segment]] = {}
        for segment in line:
            cell = _cell(starts, segment.left + _SAME_EDGE * segment.em)
            if cell < 0 or (cell + 1 < len(starts) and segment.right > starts[cell + 1] + 0.1 * segment.em):
                return None
            placed.setdefault(cell, []).append(segment)
        for cell, segments in placed.items():
            spans[cell].extend(segments)
            shared[cell].extend(segments if len(segments) > 1 else ())
    held: list[Columns] = []
    for segments, beside in zip(spans, shared, strict=True):
        parts: Columns = []
        for segment in sorted(segments, key=lambda s: s.left):
            if parts and segment.left < parts[-1][1] + 0.1:
                parts[-1] = (parts[-1][0], max(parts[-1][1], segment.right))
            else:
                parts.append((segment.left, segment.right))
        if not all(_CODE.fullmatch(s.text) for s in beside):
            return None
        if not beside and parts:
            parts = [(parts[0][0], parts[-1][1])]
        held.append(parts)
    return held


def _covered(blocks: list[_Block], cells: int, following: float) -> bool:
    """Every heading above others covers its cells, and whether that is certain.

    A cell's text stands in the middle of its height, so that a heading without a heading above it stands higher than
    one below another: where nothing shows that this holds, nothing is certain.
    """
    blocks = sorted(blocks, key=lambda b: b.middle)
    at = [[b for b in blocks if b.cell <= cell <= b.last] for cell in range(cells)]
    lowest = max(block.middle for block in blocks)
    bottom = (lowest + following) / 2
    parents = [b for b in blocks if not b.is_leaf]
    has_stop = False
    for parent in parents:
        for cell in range(parent.cell + 1, cells):
            if not at[cell] or at[cell][0].middle <= parent.middle + _SAME_LINE * parent.em:
                has_stop |= bool(at[cell]) and at[cell][0].middle < parent.middle - _SAME_LINE * parent.em
                break
            if at[cell][0].is_leaf and 2 * at[cell][0].middle - bottom <= parent.middle:
                has_stop = True
                break
            parent.last = cell
    for block in blocks:
        block.depth = sum(
            1 for p in parents if p is not block and p.cell <= block.cell <= p.last and p.middle < block.middle
        )
    if not parents:
        return True
    top = min(block.middle for block in blocks)
    if any(b.is_leaf and not b.depth and 2 * b.middle - bottom > top for b in blocks):
        return False
    return has_stop or _is_centred_upright(blocks) or _begin_alike(parents, at)


def _is_centred_upright(blocks: list[_Block]) -> bool:
    """Whether headings of one and of more lines stand beside one another's middles."""
    leaves = [b for b in blocks if b.is_leaf]
    return any(
        len(a.segments) != len(b.segments) and abs(a.middle - b.middle) <= 0.25 * a.em for a in leaves for b in leaves
    )


def _begin_alike(parents: list[_Block], at: list[list[_Block]]) -> bool:
    """Whether the headings side by side each cover a group that begins with the same words (小计 … 小计 …)."""
    tops = [p for p in parents if not p.depth]
    return len(tops) > 1 and len({at[p.cell][-1].text for p in tops}) == 1


def _laid(blocks: list[_Block], numbers: list[Segment], starts: list[float], held: list[Columns], page: int) -> Raster:
    columns: Columns = []
    first: list[int] = []
    for cell, (start, parts) in enumerate(zip(starts, held, strict=True)):
        first.append(len(columns))
        if len(parts) > 1:
            columns.extend([(start, parts[0][1]), *parts[1:]])
            continue
        ends = [b.right for b in blocks if b.is_leaf and b.cell == b.last == cell]
        ends += [s.right for s in numbers if _cell(starts, s.left + _SAME_EDGE * s.em) == cell]
        columns.append((start, max([start, *ends, *(right for _, right in parts)])))
    first.append(len(columns))
    height = max((b.depth for b in blocks), default=-1) + 1
    rooms = [
        Room(
            b.depth,
            first[b.cell],
            height - b.depth if b.is_leaf else 1,
            first[b.last + 1] - first[b.cell],
            [line_of(s.runs) for s in b.segments],
            page,
        )
        for b in blocks
    ]
    return Raster(columns, rooms, height)
