"""The one place that speaks to PDFium: a document's pages, each with its characters, boxes and painted objects.

Reads the bytes of a PDF, writes `RawPage`s one by one; every page is closed before the next one is opened.
Grain: one `RawPage` per page, lists in step with one another, one entry per character. Units: points of user space,
upwards. Raises `Unreadable` for what PDFium cannot open. Calls go through `map` with plain addresses: a character
costs a third of a microsecond a call instead of two.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from pipelines.extraction.errors import Unreadable

MAX_PAGES = 2000
"""Evidence: the longest disclosure met has 180 pages, a county's bound volume 1,100; more is no disclosure."""
MAX_CHARACTERS = 200_000
"""Most characters of one page: a page of 6 pt text on A3 holds 20,000."""
MAX_OBJECTS = 60_000
"""Most painted objects of one page that are looked at: a table of a thousand cells is painted with 8,000."""
_DEPTH = 6
"""Forms within forms that are followed for their rulings."""
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_INVISIBLE = frozenset({3, 7})
_PASSWORD = frozenset({4, 5})
_LIFT, _DRAW = 2, 0
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_V = ctypes.c_void_p


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The library's function, taking addresses as integers: no wrapper object per call."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _V).value)  # type: ignore[arg-type]


_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _V, ctypes.c_int, _V)
_unicode = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _V, ctypes.c_int)
_angle = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _V, ctypes.c_int)
_unmapped = _plain(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, _V, ctypes.c_int)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _V, ctypes.c_int, _V, _V)
_text_object = _plain(pdfium.FPDFText_GetTextObject, _V, _V, ctypes.c_int)
_page_object = _plain(pdfium.FPDFPage_GetObject, _V, _V, ctypes.c_int)
_form_object = _plain(pdfium.FPDFFormObj_GetObject, _V, _V, ctypes.c_ulong)
_count_form = _plain(pdfium.FPDFFormObj_CountObjects, ctypes.c_int, _V)
_type = _plain(pdfium.FPDFPageObj_GetType, ctypes.c_int, _V)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, _V, _V, _V, _V, _V)
_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, _V, _V)
_segments = _plain(pdfium.FPDFPath_CountSegments, ctypes.c_int, _V)
_segment = _plain(pdfium.FPDFPath_GetPathSegment, _V, _V, ctypes.c_int)
_point = _plain(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, _V, _V, _V)
_segment_type = _plain(pdfium.FPDFPathSegment_GetType, ctypes.c_int, _V)
_closes = _plain(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, _V)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, _V, _V, _V)
_render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _V)
_fill_colour = _plain(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, _V, _V, _V, _V, _V)


@dataclass(slots=True)
class Painted:
    """A path on the page: its box, and whether it is filled, stroked, and how many straight or bent pieces it has."""

    box: Box
    pieces: int
    stroked: bool
    filled: bool
    address: int
    matrix: Matrix


@dataclass(slots=True)
class RawPage:
    """One page as PDFium gives it. `turn`: quarter turns clockwise that the page is shown with."""

    number: int
    box: Box
    turn: int
    codes: list[int] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    bottom: list[float] = field(default_factory=list)
    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    angles: list[float] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    paths: list[Painted] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    handle: Any = None


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document of these bytes, closed at the end. Raises `Unreadable` with a reason when it cannot be opened."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        if error in _PASSWORD:
            raise Unreadable(
                "PDF 已加密，需要口令才能打开",
                "the PDF is encrypted and cannot be opened without its password",
                "请提供未加密的文件 / hand in the file without a password",
            )
        raise Unreadable(
            "PDF 已损坏或不完整，无法打开",
            "the PDF is damaged or truncated and cannot be opened",
            "请重新下载或重新导出 / download or export it again",
        )
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def pages_of(document: Any) -> Iterator[RawPage]:
    """The pages in order, each open only until the next one is asked for. Raises `Unreadable` for a broken page."""
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        if not text:
            if page:
                pdfium.FPDF_ClosePage(page)
            raise Unreadable(
                f"PDF 第 {index + 1} 页已损坏，无法读取",
                f"page {index + 1} of the PDF is damaged and cannot be read",
                "请重新下载或重新导出 / download or export it again",
            )
        try:
            yield _page(page, text, index + 1)
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)


def _page(page: Any, text: Any, number: int) -> RawPage:
    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_CHARACTERS:
        raise Unreadable(
            f"PDF 第 {number} 页字符过多（{count}，上限 {MAX_CHARACTERS}）",
            f"page {number} of the PDF holds {count} characters, the limit is {MAX_CHARACTERS}",
            "请确认文件是部门决算公开文本 / check that the file is a disclosure",
        )
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    raw = RawPage(number, (box.left, box.bottom, box.right, box.top), pdfium.FPDFPage_GetRotation(page), handle=page)
    text_objects = _objects(raw, page)
    handle = ctypes.cast(text, _V).value
    if count > 0:
        _characters(raw, handle, count)
        if hidden := {o for o in text_objects if _render_mode(o) in _INVISIBLE or _is_transparent(o)}:
            owners = map(_text_object, repeat(handle), range(count))
            raw.hidden = frozenset(i for i, owner in enumerate(owners) if owner in hidden)
    return raw


def _characters(raw: RawPage, handle: int | None, count: int) -> None:
    boxes = (ctypes.c_float * (4 * count))()
    at = ctypes.addressof(boxes)
    _run(map(_loose_box, repeat(handle), range(count), range(at, at + 16 * count, 16)))
    flat: list[float] = boxes[:]
    raw.left, raw.top, raw.right, raw.bottom = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
    origins = (ctypes.c_double * (2 * count))()
    at = ctypes.addressof(origins)
    stop = at + 16 * count
    _run(map(_origin, repeat(handle), range(count), range(at, stop, 16), range(at + 8, stop + 8, 16)))
    flat = origins[:]
    raw.x, raw.y = flat[0::2], flat[1::2]
    raw.codes = list(map(_unicode, repeat(handle), range(count)))
    raw.angles = list(map(_angle, repeat(handle), range(count)))
    raw.unmapped = list(map(_unmapped, repeat(handle), range(count)))


def _run(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)


def _objects(raw: RawPage, page: Any) -> list[int]:
    """Fills in paths and pictures; the addresses of the page's text objects."""
    handle = ctypes.cast(page, _V).value
    count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)
    found = [(list(map(_page_object, repeat(handle), range(count))), _UNMOVED)]
    texts: list[int] = []
    for _ in range(_DEPTH):
        inner: list[tuple[list[int], Matrix]] = []
        for objects, matrix in found:
            types = list(map(_type, objects))
            texts.extend(o for o, t in zip(objects, types, strict=True) if t == _TEXT)
            _paths(raw, [o for o, t in zip(objects, types, strict=True) if t == _PATH], matrix)
            raw.pictures.extend(
                _moved(b, matrix) for b in _boxes([o for o, t in zip(objects, types, strict=True) if t == _IMAGE])
            )
            for form in (o for o, t in zip(objects, types, strict=True) if t == _FORM):
                parts = list(map(_form_object, repeat(form), range(min(_count_form(form), MAX_OBJECTS))))
                inner.append((parts, _joined(_matrix_of(form), matrix)))
        found = inner
        if not found or len(raw.paths) > MAX_OBJECTS:
            break
    return texts


def _boxes(objects: list[int]) -> list[Box]:
    count = len(objects)
    numbers = (ctypes.c_float * (4 * count))()
    at = ctypes.addressof(numbers)
    _run(map(_bounds, objects, *(range(at + 4 * k, at + 4 * k + 16 * count, 16) for k in range(4))))
    flat: list[float] = numbers[:]
    return list(zip(flat[0::4], flat[1::4], flat[2::4], flat[3::4], strict=True))


def _paths(raw: RawPage, objects: list[int], matrix: Matrix) -> None:
    count = len(objects)
    modes = (ctypes.c_int * (2 * count))()
    at = ctypes.addressof(modes)
    _run(map(_draw_mode, objects, range(at, at + 8 * count, 8), range(at + 4, at + 4 + 8 * count, 8)))
    pieces = map(_segments, objects)
    for address, box, number, fill, stroke in zip(
        objects, _boxes(objects), pieces, modes[0::2], modes[1::2], strict=True
    ):
        if fill or stroke:
            raw.paths.append(Painted(_moved(box, matrix), number, bool(stroke), bool(fill), address, matrix))


def corners(path: Painted) -> list[tuple[int, float, float, bool]]:
    """The path's points with the kind of each (0 line, 1 curve, 2 move) and whether it closes the figure."""
    own = _joined(_matrix_of(path.address), path.matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    points: list[tuple[int, float, float, bool]] = []
    for index in range(path.pieces):
        segment = _segment(path.address, index)
        _point(segment, at_x, at_y)
        a, b, c, d, e, f = own
        points.append(
            (
                _segment_type(segment),
                a * x.value + c * y.value + e,
                b * x.value + d * y.value + f,
                bool(_closes(segment)),
            )
        )
    return points


def _matrix_of(address: int) -> Matrix:
    numbers = (ctypes.c_float * 6)()
    if not _matrix(address, ctypes.addressof(numbers)):
        return _UNMOVED
    a, b, c, d, e, f = numbers[:]
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


def _is_transparent(address: int) -> bool:
    colour = (ctypes.c_uint * 4)(0, 0, 0, 255)
    at = ctypes.addressof(colour)
    return bool(_fill_colour(address, at, at + 4, at + 8, at + 12)) and colour[3] == 0


def page_count(document: Any) -> int:
    """The number of pages."""
    return max(int(pdfium.FPDF_GetPageCount(document)), 0)


def bitmap_of(raw: RawPage, dpi: int) -> Any:
    """The page as shown, as a PIL image, white where nothing is painted. Only while the page is open."""
    from PIL import Image

    scale = dpi / 72
    width = max(int(pdfium.FPDF_GetPageWidthF(raw.handle) * scale), 1)
    height = max(int(pdfium.FPDF_GetPageHeightF(raw.handle) * scale), 1)
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, raw.handle, 0, 0, width, height, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
