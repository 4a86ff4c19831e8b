"""What is painted on a page besides its characters: paths and pictures, those inside forms too.

Reads an open page, writes `Painted`. Grain: one per page; boxes in points of user space (left, bottom, right, top).
Most paths of a table are slivers, drawn one cell border at a time; they are kept as mere boxes.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from pipelines.extraction.readers.pdf import calls

MAX_OBJECTS = 60_000
"""Most painted objects of one page that are looked at: a table of a thousand cells is painted with 8,000."""
THICKEST = 4.0
"""Thickest line in points that still rules a table; broader bars are shading."""
_DEPTH = 6
"""Forms within forms that are followed for their rulings."""
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_INVISIBLE = frozenset({3, 7})
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Shape:
    """A path that is more than a sliver: its box, how it is painted, and where its points are found."""

    box: Box
    pieces: int
    stroked: bool
    filled: bool
    address: int
    matrix: Matrix


@dataclass(slots=True)
class Painted:
    """A page's slivers, other shapes, pictures, and the addresses of its text objects."""

    slivers: list[Box] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    has_forms: bool = False


def painted_on(page: Any) -> Painted:
    """Everything painted on the page, up to `MAX_OBJECTS` of each form."""
    painted = Painted()
    handle = ctypes.cast(page, calls.ADDRESS).value
    count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)
    found = [(list(map(calls.page_object, repeat(handle), range(count))), _UNMOVED)]
    for _ in range(_DEPTH):
        inner: list[tuple[list[int], Matrix]] = []
        for objects, matrix in found:
            sorts: dict[int, list[int]] = {}
            for item, kind in zip(objects, map(calls.type, objects), strict=True):
                sorts.setdefault(kind, []).append(item)
            painted.texts.extend(sorts.get(_TEXT, ()))
            _add_paths(painted, sorts.get(_PATH, []), matrix)
            painted.pictures.extend(_moved(box, matrix) for box in _boxes(sorts.get(_IMAGE, [])))
            for form in sorts.get(_FORM, ()):
                painted.has_forms = True
                parts = list(map(calls.form_object, repeat(form), range(min(calls.count_form(form), MAX_OBJECTS))))
                inner.append((parts, _joined(_matrix_of(form), matrix)))
        found = inner
        if not found or len(painted.slivers) + len(painted.shapes) > MAX_OBJECTS:
            break
    return painted


def _boxes(objects: list[int]) -> list[Box]:
    count = len(objects)
    room, at = calls.FLOATS.of(4 * count)
    calls.run(map(calls.bounds, objects, *(range(at + 4 * k, at + 4 * k + 16 * count, 16) for k in range(4))))
    flat: list[float] = room[: 4 * count]
    return list(zip(flat[0::4], flat[1::4], flat[2::4], flat[3::4], strict=True))


def _add_paths(painted: Painted, objects: list[int], matrix: Matrix) -> None:
    boxes = _boxes(objects) if matrix == _UNMOVED else [_moved(box, matrix) for box in _boxes(objects)]
    for item, box in zip(objects, boxes, strict=True):
        if box[2] - box[0] <= THICKEST or box[3] - box[1] <= THICKEST:
            painted.slivers.append(box)
        else:
            filled, stroked = _painting_of(item)
            painted.shapes.append(Shape(box, calls.segments(item), stroked, filled, item, matrix))


def _painting_of(path: int) -> tuple[bool, bool]:
    """Whether the path is filled, and whether it is stroked; one that is neither is no object of the page."""
    room, at = calls.INTEGERS.of(2)
    calls.draw_mode(path, at, at + 4)
    return bool(room[0]), bool(room[1])


def is_upright(painted: Painted) -> bool:
    """Whether all text of the page is known to run from left to right, without asking each character."""
    if painted.has_forms:
        return False
    count = len(painted.texts)
    room, at = calls.FLOATS.of(6 * count)
    calls.run(map(calls.matrix, painted.texts, range(at, at + 24 * count, 24)))
    flat: list[float] = room[: 6 * count]
    return not any(flat[1::6]) and not any(flat[2::6]) and min(flat[0::6], default=1) > 0 < min(flat[3::6], default=1)


def hidden_among(texts: list[int]) -> frozenset[int]:
    """The text objects that show nothing: painted without ink, or wholly transparent."""
    count = len(texts)
    room, at = calls.INTEGERS.of(4 * count)
    ctypes.memset(at, 0xFF, 16 * count)
    calls.run(map(calls.fill_colour, texts, *(range(at + 4 * k, at + 4 * k + 16 * count, 16) for k in range(4))))
    alphas: list[int] = room[3 : 4 * count : 4]
    modes = map(calls.render_mode, texts)
    return frozenset(t for t, mode, alpha in zip(texts, modes, alphas, strict=True) if mode in _INVISIBLE or not alpha)


def corners(path: Shape) -> list[tuple[int, float, float, bool]]:
    """The path's points with the kind of each (0 line, 1 curve, 2 move) and whether it closes the figure."""
    own = _joined(_matrix_of(path.address), path.matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    points: list[tuple[int, float, float, bool]] = []
    for index in range(path.pieces):
        segment = calls.segment(path.address, index)
        calls.point(segment, at_x, at_y)
        a, b, c, d, e, f = own
        points.append(
            (
                calls.segment_type(segment),
                a * x.value + c * y.value + e,
                b * x.value + d * y.value + f,
                bool(calls.closes(segment)),
            )
        )
    return points


def _matrix_of(address: int) -> Matrix:
    room, at = calls.FLOATS.of(6)
    if not calls.matrix(address, at):
        return _UNMOVED
    a, b, c, d, e, f = room[:6]
    return (a, b, c, d, e, f)


def _joined(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` and then `outer`."""
    if outer == _UNMOVED:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix == _UNMOVED:
        return box
    a, b, c, d, e, f = matrix
    points = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))
