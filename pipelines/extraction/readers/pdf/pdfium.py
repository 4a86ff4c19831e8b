"""The one place that speaks to PDFium: a document's pages, each with its characters, boxes and painted objects.

Reads the bytes of a PDF, writes `RawPage`s one by one; every page is closed before the next one is opened.
Grain: one `RawPage` per page, lists in step with one another, one entry per character. Units: points of user space,
upwards. Raises `Unreadable` for what PDFium cannot open.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.readers.pdf import calls
from pipelines.extraction.readers.pdf.painted import Box, Painted, hidden_among, is_upright, painted_on

MAX_PAGES = 2000
"""Evidence: the longest disclosure met has 180 pages, a county's bound volume 1,100; more is no disclosure."""
MAX_CHARACTERS = 200_000
"""Most characters of one page: a page of 6 pt text on A3 holds 20,000."""
_PASSWORD = frozenset({4, 5})
_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF


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
    angles: list[float] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    painted: Painted = field(default_factory=Painted)
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
    raw.painted = painted_on(page)
    handle = ctypes.cast(text, calls.ADDRESS).value
    if count > 0:
        _characters(raw, handle, count)
        if hidden := hidden_among(raw.painted.texts):
            owners = map(calls.text_object, repeat(handle), range(count))
            raw.hidden = frozenset(i for i, owner in enumerate(owners) if owner in hidden)
    return raw


def _characters(raw: RawPage, handle: int | None, count: int) -> None:
    room, at = calls.FLOATS.of(4 * count)
    calls.run(map(calls.loose_box, repeat(handle), range(count), range(at, at + 16 * count, 16)))
    flat: list[float] = room[: 4 * count]
    raw.left, raw.top, raw.right, raw.bottom = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
    raw.codes = _codes(handle, count)
    asked = () if is_upright(raw.painted) else range(count)
    raw.angles = list(map(calls.angle, repeat(handle), asked)) or [0.0] * count
    raw.unmapped = list(map(calls.unmapped, repeat(handle), range(count)))


def _codes(handle: int | None, count: int) -> list[int]:
    """The code point of every character: told at once where that gives one for each, else one by one."""
    room, at = calls.SHORTS.of(count + 1)
    if calls.all_text(handle, 0, count, at) == count + 1:
        codes: list[int] = room[:count]
        if not any(_FIRST_SURROGATE <= code <= _LAST_SURROGATE for code in codes):
            return codes
    return list(map(calls.unicode, repeat(handle), range(count)))


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
