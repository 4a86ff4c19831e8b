"""Where a figure of a cell is printed.

Reads the place a cell begins at and the raw lines, writes the place of a figure within it. Grain: one figure.
A cell of several lines is one text: a figure on its second line stands there, and not behind the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extraction.model import Place
from pipelines.extraction.readers.leftovers import runs_of

_MOST_LINES = 40


def exact(place: Place, text: str, raw_lines: Sequence[str]) -> Place:
    """The place at which `text` is printed, for one that counts from where its cell begins."""
    raw = raw_lines[place.line - 1]
    if raw.startswith(text, place.offset):
        return place
    rest = place.offset - (len(raw) - len(raw.lstrip()))
    for line in range(place.line, min(place.line + _MOST_LINES, len(raw_lines)) + 1):
        for run in runs_of(raw_lines[line - 1], line, place.page):
            if rest < len(run.text) and run.text.startswith(text, max(rest, 0)):
                return Place(line, run.place.offset + max(rest, 0), place.page)
            rest -= len(run.text)
    at = raw.find(text, min(place.offset, len(raw)))
    at = at if at >= 0 else raw.rfind(text)
    return Place(place.line, at, place.page) if at >= 0 else place
