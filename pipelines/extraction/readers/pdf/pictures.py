"""Pages without text: the seam at which recognised characters enter the same geometry.

Reads a page that is only a picture, writes its recognised lines, or nothing where no recogniser is installed.
Grain: one `PictureLine` per recognised stretch of text (a cell's line, a line of running text). Units: points,
downwards from the upper left corner of the page as shown.

A recogniser is the module `pipelines.extraction.readers.ocr` (optional extra `juesuan[ocr]`) with a function
`recognise(picture: Picture) -> Recognised`; it may call `picture.image(dpi)` for the pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pipelines.extraction.readers.pdf.frame import Frame
from pipelines.extraction.readers.pdf.painted import Box
from pipelines.extraction.readers.pdf.pdfium import RawPage, bitmap_of
from pipelines.extraction.readers.pdf.runs import PageText, Run

RECOGNISER = "pipelines.extraction.readers.ocr"
_LEAST_PICTURE = 0.25
"""Least share of a page that pictures cover for a page without text to be a scan, not a blank or an ornament."""
_BOX_PIECES = 5
_OUTLINES = 300
"""Least bent or manifold paths on a page without text for them to be text turned into outlines."""


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A recognised stretch of text: left, top, right, bottom in points, and how surely it was read (0 to 1)."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a page that is a picture shows: its lines of text, and the boxes of its rulings."""

    lines: list[PictureLine]
    rulings: list[Box]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to be recognised, open only during the call."""

    raw: RawPage

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as shown, in points."""
        frame = Frame(self.raw.box, self.raw.turn, self.raw.turn)
        return frame.width, frame.height

    def image(self, dpi: int = 200) -> Any:
        """The page as shown, as a PIL image."""
        return bitmap_of(self.raw, dpi)


def is_picture(raw: RawPage) -> bool:
    """Whether the page shows something that would be text if it were recognised."""
    left, bottom, right, top = raw.box
    area = max((right - left) * (top - bottom), 1.0)
    covered = sum((r - x) * (t - b) for x, b, r, t in raw.painted.pictures)
    outlines = sum(1 for shape in raw.painted.shapes if shape.pieces > _BOX_PIECES)
    return covered > _LEAST_PICTURE * area or outlines > _OUTLINES


def recognised(page: Picture) -> Recognised | None:
    """The page's lines and rulings as recognised; None where no recogniser is installed."""
    recogniser = import_module(RECOGNISER)
    if not recogniser.is_installed():
        return None
    found: Recognised = recogniser.recognise(page)
    return found


def text_of(found: Recognised, raw: RawPage) -> PageText:
    """The recognised lines as the page's text: each a run whose characters are as wide as one another."""
    text = PageText(Frame(raw.box, raw.turn, raw.turn), rulings=found.rulings)
    for line in found.lines:
        characters = line.text.strip()
        if not characters:
            continue
        left, top, right, bottom = line.box
        step = (right - left) / len(characters)
        edges = [left + k * step for k in range(len(characters))] + [right]
        em = bottom - top
        text.runs.append(Run(characters, edges, (top + bottom) / 2, top, bottom, em, f"{line.confidence:.3f}"))
        text.characters += len(characters)
    return text
