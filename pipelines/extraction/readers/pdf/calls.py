"""PDFium's functions as plain C calls on addresses: a third of a microsecond a call through `map` instead of two.

Reads nothing, writes nothing. Each name is the library's function without its prefix; an `ADDRESS` is an integer.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import pypdfium2.raw as pdfium

ADDRESS = ctypes.c_void_p


def plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The library's function, taking addresses as integers: no wrapper object per call."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ADDRESS).value)  # type: ignore[arg-type]


loose_box = plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ADDRESS, ctypes.c_int, ADDRESS)
unicode = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, ctypes.c_int)
angle = plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, ADDRESS, ctypes.c_int)
unmapped = plain(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, ADDRESS, ctypes.c_int)
all_text = plain(pdfium.FPDFText_GetText, ctypes.c_int, ADDRESS, ctypes.c_int, ctypes.c_int, ADDRESS)
text_object = plain(pdfium.FPDFText_GetTextObject, ADDRESS, ADDRESS, ctypes.c_int)
page_object = plain(pdfium.FPDFPage_GetObject, ADDRESS, ADDRESS, ctypes.c_int)
form_object = plain(pdfium.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ctypes.c_ulong)
count_form = plain(pdfium.FPDFFormObj_CountObjects, ctypes.c_int, ADDRESS)
type = plain(pdfium.FPDFPageObj_GetType, ctypes.c_int, ADDRESS)
bounds = plain(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
matrix = plain(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, ADDRESS, ADDRESS)
segments = plain(pdfium.FPDFPath_CountSegments, ctypes.c_int, ADDRESS)
segment = plain(pdfium.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, ctypes.c_int)
point = plain(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
segment_type = plain(pdfium.FPDFPathSegment_GetType, ctypes.c_int, ADDRESS)
closes = plain(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, ADDRESS)
draw_mode = plain(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
render_mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ADDRESS)
fill_colour = plain(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)


def run(results: Iterable[object]) -> None:
    """Makes the calls of a `map` whose answers are written to addresses."""
    deque(results, maxlen=0)


class Scratch:
    """Memory the library writes to, kept from call to call: a new array type for every size would cost more."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._room: Any = (kind * 4096)()

    def of(self, count: int) -> tuple[Any, int]:
        """Room for `count` values, and its address; what was in it is overwritten."""
        if count > len(self._room):
            self._room = (self._kind * (1 << (count - 1).bit_length()))()
        return self._room, ctypes.addressof(self._room)


FLOATS = Scratch(ctypes.c_float)
SHORTS = Scratch(ctypes.c_uint16)
INTEGERS = Scratch(ctypes.c_int)
