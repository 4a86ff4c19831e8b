"""The straight lines of a page that can rule a table.

Reads a page's painted paths, writes `Ruling`s on the page as read. Grain: one per drawn line, after strokes drawn in
pieces (a cell border at a time) are joined. A filled sliver is a line; a filled or stroked box has four.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extraction.readers.pdf.frame import Frame
from pipelines.extraction.readers.pdf.painted import Box, Shape, corners
from pipelines.extraction.readers.pdf.pdfium import RawPage

_SHORTEST = 3.0
"""Shortest piece of a ruling in points; shorter ones are dots, serifs of outlined text or parts of drawings."""
SNAP = 2.5
"""Most points that the ends of rulings miss each other by where they are meant to meet."""
_BOX_PIECES = 5
_BACKGROUND = 0.9
"""Least share of the page that a filled box takes to be its background."""
_MOST = 12_000
"""Most rulings of one page: a table of a thousand cells has 4,000; more is a drawing."""


@dataclass(slots=True)
class Ruling:
    """A horizontal or vertical line: where it lies (`at`), and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Rulings:
    """The lines of a page, each direction sorted by place; `is_drawing` when there are too many to be a table's."""

    across: list[Ruling]
    down: list[Ruling]
    is_drawing: bool = False


def rulings_of(raw: RawPage, frame: Frame) -> Rulings:
    """All rulings of the page."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    for left, top, right, bottom in frame.read_boxes(raw.painted.slivers):
        wide, high = right - left, bottom - top
        if wide > high:
            if wide >= _SHORTEST:
                across.append(Ruling((top + bottom) / 2, left, right))
        elif high >= _SHORTEST:
            down.append(Ruling((left + right) / 2, top, bottom))
    largest = frame.width * frame.height * _BACKGROUND
    for shape in raw.painted.shapes:
        left, top, right, bottom = frame.read_box(shape.box)
        if shape.pieces > _BOX_PIECES or shape.stroked:
            _follow(shape, frame, across, down)
        elif (right - left) * (bottom - top) < largest:
            _add_box((left, top, right, bottom), across, down)
        if len(across) + len(down) > _MOST:
            break
    if len(across) + len(down) > _MOST:
        return Rulings([], [], is_drawing=True)
    return Rulings(_joined(across), _joined(down))


def ruled_by(boxes: list[Box]) -> Rulings:
    """The rulings of a page that is a picture, given by the boxes of its lines."""
    across = [Ruling((t + b) / 2, x, r) for x, t, r, b in boxes if r - x > b - t]
    down = [Ruling((x + r) / 2, t, b) for x, t, r, b in boxes if r - x <= b - t]
    return Rulings(_joined(across), _joined(down))


def _add_box(box: Box, across: list[Ruling], down: list[Ruling]) -> None:
    left, top, right, bottom = box
    across.extend((Ruling(top, left, right), Ruling(bottom, left, right)))
    down.extend((Ruling(left, top, bottom), Ruling(right, top, bottom)))


def _follow(path: Shape, frame: Frame, across: list[Ruling], down: list[Ruling]) -> None:
    """Adds the straight pieces of a path that holds several lines."""
    start = last = (0.0, 0.0)
    for kind, x, y, closes in corners(path):
        left, top, _, _ = frame.read_box((x, y, x, y))
        point = (left, top)
        if kind == 2:
            start = point
        elif kind == 0:
            _add_line(last, point, across, down)
        if closes:
            _add_line(point, start, across, down)
        last = start if closes else point


def _add_line(a: tuple[float, float], b: tuple[float, float], across: list[Ruling], down: list[Ruling]) -> None:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if high <= 1.0 and wide >= _SHORTEST:
        across.append(Ruling((a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0])))
    elif wide <= 1.0 and high >= _SHORTEST:
        down.append(Ruling((a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1])))


def _joined(rulings: list[Ruling]) -> list[Ruling]:
    """The rulings with those on one line that touch or overlap made one."""
    rulings.sort(key=lambda r: r.at)
    lines: list[list[Ruling]] = []
    for ruling in rulings:
        if lines and ruling.at - lines[-1][0].at <= SNAP:
            lines[-1].append(ruling)
        else:
            lines.append([ruling])
    joined: list[Ruling] = []
    for line in lines:
        at = sum(r.at for r in line) / len(line)
        line.sort(key=lambda r: r.start)
        first = len(joined)
        for ruling in line:
            if len(joined) > first and ruling.start - joined[-1].end <= SNAP:
                joined[-1].end = max(joined[-1].end, ruling.end)
            else:
                joined.append(Ruling(at, ruling.start, ruling.end))
    return joined
