"""The rulings of a scanned table: long straight runs of dark pixels.

Reads the picture of a page, writes the boxes of its horizontal and vertical lines in points from its upper left
corner. Grain: one box per line. A page scanned slightly askew has its lines in steps: runs of neighbouring rows of
pixels are joined before they are measured.
"""

from __future__ import annotations

from typing import Any

_DARK = 160
"""Grey below which a pixel is ink (0 is black): rulings are printed thin and scanned paler than characters."""
_LEAST_LENGTH = 24.0
"""Least length of a ruling in points: longer than the strokes of any character of a table."""
_MOST_THICKNESS = 4.0
_BRIDGED = 2
"""Pixels of a gap in a ruling that a scan leaves and the eye does not see."""

Box = tuple[float, float, float, float]


def rulings_of(image: Any, dpi: int) -> list[Box]:
    """Left, top, right, bottom of every ruling of a PIL image, horizontal ones first."""
    import numpy as np

    ink = np.asarray(image.convert("L")) < _DARK
    scale = 72 / dpi
    across = [(x0, y0, x1, y1) for x0, y0, x1, y1 in _lines(ink, scale)]
    down = [(y0, x0, y1, x1) for x0, y0, x1, y1 in _lines(ink.T, scale)]
    return [(a * scale, b * scale, c * scale, d * scale) for a, b, c, d in (*across, *down)]


def _lines(ink: Any, scale: float) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom in pixels of the runs along the rows of pixels that are long and thin."""
    import numpy as np

    least = int(_LEAST_LENGTH / scale)
    thick = int(_MOST_THICKNESS / scale)
    # A row above or below stands in for a broken pixel, so that lines a little askew keep together.
    near = ink.copy()
    near[1:] |= ink[:-1]
    near[:-1] |= ink[1:]
    found: list[list[int]] = []
    open_lines: list[list[int]] = []
    for y in range(near.shape[0]):
        row = near[y]
        if int(row.sum()) < least:
            open_lines = []
            continue
        edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
        starts, ends = edges[::2], edges[1::2]
        if len(starts) > 1:
            keep = np.concatenate(([True], starts[1:] - ends[:-1] > _BRIDGED))
            ends = np.concatenate((ends[:-1][keep[1:]], ends[-1:]))
            starts = starts[keep]
        runs = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= least]
        still: list[list[int]] = []
        for a, b in runs:
            line = next((one for one in open_lines if a < one[2] and b > one[0]), None)
            if line is None:
                line = [a, y, b, y]
                found.append(line)
            line[0], line[2], line[3] = min(line[0], a), max(line[2], b), y
            still.append(line)
        open_lines = still
    return [(x0, y0, x1, y1 + 1) for x0, y0, x1, y1 in found if y1 - y0 < thick]
