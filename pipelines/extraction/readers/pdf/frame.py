"""The directions of a page: how user space, the page as shown, and the page as it is read lie to one another.

Reads a page's box and turns, writes points. Grain: one `Frame` per page. Units: points; downwards from the upper left.
A page may be shown turned (/Rotate), and its text may be printed turned on top of that: a wide table on an upright
page. Geometry works on the page as read; places are given on the page as shown.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from pipelines.extraction.readers.pdf.painted import Box
from pipelines.extraction.readers.pdf.pdfium import RawPage

_QUARTER = math.pi / 2
_SLANT = 0.2
"""Most radians that text deviates from a quarter turn: what slants more is a watermark or a stamp."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's box in user space, and the quarter turns (clockwise) it is shown and read with."""

    box: Box
    shown: int
    read: int

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0] if self.read % 2 == 0 else self.box[3] - self.box[1]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1] if self.read % 2 == 0 else self.box[2] - self.box[0]

    def read_box(self, box: Box) -> Box:
        """Left, top, right, bottom on the page as read, of a box (left, bottom, right, top) in user space."""
        return _turned(box, self.box, self.read)

    def read_boxes(self, boxes: list[Box]) -> list[Box]:
        """The boxes on the page as read, of boxes in user space."""
        if self.read:
            return [_turned(box, self.box, self.read) for box in boxes]
        x, y = self.box[0], self.box[3]
        return [(left - x, y - top, right - x, y - bottom) for left, bottom, right, top in boxes]

    def read_sides(self, raw: RawPage) -> tuple[list[float], ...]:
        """Lefts, tops, rights and bottoms on the page as read, one entry per character."""
        left, top = self.box[0], self.box[3]
        if self.read == 0:
            return (
                raw.left if not left else [v - left for v in raw.left],
                [top - v for v in raw.top],
                raw.right if not left else [v - left for v in raw.right],
                [top - v for v in raw.bottom],
            )
        boxes = zip(raw.left, raw.bottom, raw.right, raw.top, strict=True)
        turned = [_turned(box, self.box, self.read) for box in boxes]
        return tuple([box[k] for box in turned] for k in range(4))

    def shown_box(self, box: Box) -> Box:
        """The box on the page as shown, of one on the page as read."""
        if self.read == self.shown:
            return box
        turn = (self.shown - self.read) % 4
        left, top, right, bottom = box
        return _turned((left, -bottom, right, -top), (0.0, -self.height, self.width, 0.0), turn)


def _turned(box: Box, page: Box, turn: int) -> Box:
    """The box after quarter turns clockwise of the page, from the page's upper left corner downwards."""
    left, bottom, right, top = box
    page_left, page_bottom, page_right, page_top = page
    if turn == 0:
        return (left - page_left, page_top - top, right - page_left, page_top - bottom)
    if turn == 1:
        return (bottom - page_bottom, left - page_left, top - page_bottom, right - page_left)
    if turn == 2:
        return (page_right - right, bottom - page_bottom, page_right - left, top - page_bottom)
    return (page_top - top, page_right - right, page_top - bottom, page_right - left)


def quarters_of(raw: RawPage) -> list[int]:
    """For every character the quarter turns clockwise that make it upright; -1 for slanting text."""
    known: dict[float, int] = {}
    quarters: list[int] = []
    for angle in raw.angles:
        quarter = known.get(angle)
        if quarter is None:
            turns = angle / _QUARTER
            nearest = round(turns)
            quarter = -nearest % 4 if abs(turns - nearest) * _QUARTER < _SLANT else -1
            known[angle] = quarter
        quarters.append(quarter)
    return quarters


def frame_of(raw: RawPage, quarters: list[int]) -> Frame:
    """The frame in which most of the page's text is upright; as shown where there is no text."""
    votes = Counter(quarters)
    del votes[-1]
    read = votes.most_common(1)[0][0] if votes else raw.turn
    return Frame(raw.box, raw.turn, read)
