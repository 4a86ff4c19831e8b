"""What a PDF unpacks to, before PDFium is asked to: a few kilobytes may be made to fill any memory.

Reads the bytes of a PDF, writes nothing. Grain: one verdict per document. Streams are measured up to a limit; what may
be too much, or is written so that it cannot be measured, is not plain: it is read in a process of its own.
"""

from __future__ import annotations

import base64
import contextlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

_LONGEST_HEAD = 1 << 16
_FONT = re.compile(rb"/Length[123]\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_SWELLING = re.compile(rb"/Fl(?:ateDecode)?\b|/LZW(?:Decode)?\b|/R(?:unLengthDecode|L)\b")
_ELSEWHERE = re.compile(rb"/Filter\s*\d")
_MANY_CONTENTS = re.compile(rb"/Contents\s*\[[^\]]{300,}\]")
"""Some forty pieces of one page; programs write up to eight."""
_CHUNK = 1 << 18
_STEEPEST_RUN = 64
_LARGEST = 8 << 20
"""Evidence: a page of tables unpacks to some 100 KB, one with a map of a county to 3 MB."""
_LARGEST_FONT = 64 << 20
_UNMEASURED = 8 << 20
_STEP, _SAMPLE, _DENSE = 1 << 14, 256, 160
"""Bytes from one sample to the next, of a sample, and of one packed again that was packed well before."""
_MOST = 256 << 20
_MOST_PARSED = 1 << 30
_MOST_DRAWN = 100_000


@dataclass(slots=True)
class _Measured:
    """What the streams unpack to; `draws`: how often each form draws others, where it does so more than once."""

    all: int = 0
    largest: int = 0
    largest_form: int = 0
    fonts: int = 0
    drawn: int = 0
    draws: list[int] = field(default_factory=list)
    is_odd: bool = False


def is_plain(data: bytes, pages: int) -> bool:
    """Whether what a document of so many pages unpacks to is known to be bearable."""
    if b"/Encrypt" in data or _MANY_CONTENTS.search(data):
        return False
    found = _Measured()
    for head, packed in _streams(data):
        _measure(head, packed, found)
        if found.is_odd or found.all > _MOST:
            return False
    product = 1
    for count in found.draws:
        product = min(product * count, _MOST)
    is_drawn_often = product > _MOST_DRAWN or found.drawn * found.largest_form > _MOST
    return not is_drawn_often and found.largest * pages <= _MOST_PARSED


def _streams(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """What is said of each stream, and its bytes as packed."""
    view = memoryview(data)
    at = 0
    while (begin := data.find(b"stream", at)) >= 0:
        head = data[max(data.rfind(b"obj", max(at, begin - _LONGEST_HEAD), begin), at) : begin]
        at = begin + 6
        if not head.endswith(b"end"):
            start = at + (2 if data[at : at + 2] == b"\r\n" else 1)
            end = data.find(b"endstream", start)
            at = len(data) if end < 0 else end + 9
            yield head, view[start : at if end < 0 else end]


def _measure(head: bytes, packed: memoryview, found: _Measured) -> None:
    """Adds a stream. What names itself a picture or a font is looked at closely only where its bytes repeat themselves:
    the one is not unpacked where text is read, the other is large and packed well."""
    filters = _SWELLING.findall(head)
    is_picture = b"/Image" in head and _IMAGE.search(head) is not None
    if _is_hidden(head, packed, filters):
        found.is_odd = True
    elif is_picture or b"/Length1" in head or _FONT.search(head):
        found.fonts += 0 if is_picture else len(packed)
        if filters and (found.fonts > _UNMEASURED or _may_swell(packed)):
            found.is_odd = sum(map(len, _unpacked(head, packed, _LARGEST_FONT))) > _LARGEST_FONT
    else:
        content = b"".join(_unpacked(head, packed, _LARGEST))
        found.is_odd = len(content) > _LARGEST or (b"/ObjStm" in head and bool(_MANY_CONTENTS.search(content)))
        found.all += len(content)
        found.largest = max(found.largest, len(content))
        drawn = content.count(b"Do")
        found.drawn += drawn
        if b"/Form" in head and _FORM.search(head):
            found.largest_form = max(found.largest_form, len(content))
            found.draws += [drawn] if drawn > 1 else []


def _is_hidden(head: bytes, packed: memoryview, filters: list[bytes]) -> bool:
    """Whether how the stream is packed is written so that it is not measured here: elsewhere, twice, or otherwise."""
    is_elsewhere = b"/Filter" in head and (b"#" in head or _ELSEWHERE.search(head) is not None)
    is_run_length = filters[:1] in ([b"/RunLengthDecode"], [b"/RL"]) and len(packed) * _STEEPEST_RUN > _LARGEST
    return is_elsewhere or is_run_length or len(filters) > 1 or filters[:1] in ([b"/LZWDecode"], [b"/LZW"])


def _may_swell(packed: memoryview) -> bool:
    """Whether some of the bytes could be packed once more: those that unpack to very many repeat themselves."""
    samples = (packed[at : at + _SAMPLE] for at in range(0, len(packed), _STEP))
    return any(len(sample) == _SAMPLE and len(zlib.compress(sample, 1)) < _DENSE for sample in samples)


def _unpacked(head: bytes, packed: memoryview, limit: int) -> Iterator[bytes]:
    """The content of a stream, a little beyond the limit at most; as it is where it is not packed."""
    rest: bytes | memoryview = packed
    if b"/ASCII85Decode" in head or b"/A85" in head:
        with contextlib.suppress(ValueError):
            rest = base64.a85decode(bytes(packed).strip().removesuffix(b"~>"))
    elif b"/ASCIIHexDecode" in head or b"/AHx" in head:
        with contextlib.suppress(ValueError):
            rest = bytes.fromhex(bytes(packed).partition(b">")[0].decode("ascii", "replace"))
    if not _SWELLING.search(head) and not _is_zlib(bytes(rest[:2])):
        yield bytes(rest[: limit + 1])
        return
    unpacking = zlib.decompressobj()
    size = 0
    try:
        while rest and size <= limit and not unpacking.eof:
            piece = unpacking.decompress(rest, _CHUNK)
            size += len(piece)
            yield piece
            rest = unpacking.unconsumed_tail
    except zlib.error:
        return


def _is_zlib(mark: bytes) -> bool:
    return len(mark) == 2 and mark[0] & 15 == 8 and int.from_bytes(mark) % 31 == 0
