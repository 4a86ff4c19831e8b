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

    def read_sides(self, raw: RawPage) -> tuple[list[float], ...]:
        """Lefts, tops, rights, bottoms and baselines on the page as read, one entry per character."""
        left, bottom, right, top = self.box
        if self.read == 0:
            across, down = (raw.left, raw.right, left, 1.0), (raw.top, raw.bottom, raw.y, top, -1.0)
        elif self.read == 1:
            across, down = (raw.bottom, raw.top, bottom, 1.0), (raw.left, raw.right, raw.x, left, 1.0)
        elif self.read == 2:
            across, down = (raw.right, raw.left, right, -1.0), (raw.bottom, raw.top, raw.y, bottom, 1.0)
        else:
            across, down = (raw.top, raw.bottom, top, -1.0), (raw.right, raw.left, raw.x, right, -1.0)
        starts, ends, zero, sign = across
        lefts, rights = [sign * (v - zero) for v in starts], [sign * (v - zero) for v in ends]
        uppers, lowers, bases, zero, sign = down
        tops, bottoms, lines = ([sign * (v - zero) for v in values] for values in (uppers, lowers, bases))
        return lefts, tops, rights, bottoms, lines

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
