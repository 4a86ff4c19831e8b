"""The places of figures in a printed document, as they are shown. Reads and writes nothing.

Grain: one `Picture` per stretch of a page, one `PrintedLine` per line of a document without pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a picture, its sides as per cent of the picture; `side` is `culprit`, `lhs` or `rhs`."""

    left: float
    top: float
    width: float
    height: float
    side: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A stretch of a printed page: PNG bytes in base64 with its size in pixels, and the boxes over it."""

    page: int
    png: str
    width: int
    height: int
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a document without pages: pieces of text, each with the side of the figure it is, or none."""

    number: int
    pieces: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Printed:
    """The places of figures in the document itself."""

    pictures: Sequence[Picture] = ()
    lines: Sequence[PrintedLine] = ()
