"""Prevents: a few kilobytes of PDF that fill the memory of whoever opens them, and a plain PDF tried twice.

The files are written object by object: no program makes such ones.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Sequence

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers.formats import read
from pipelines.extraction.readers.pdf import apart
from tests.unit.pdf_case import Pages

_TEXT = b"BT /F1 12 Tf 50 50 Td (1.00) Tj ET\n"
_RESOURCES = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X %d 0 R>>>>"
_FLATE = b"/Filter/FlateDecode"


def _stream(content: bytes, said: bytes = _FLATE) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (said, len(content), content)


def _pdf(contents: bytes, others: Sequence[bytes] = (), named: bytes = b"4 0 R") -> bytes:
    """A page whose contents are the fourth object, behind it the others."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %s%s>>" % (named, _RESOURCES % 5)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, contents, *others]
    data = b"%PDF-1.4\n"
    starts = []
    for number, one in enumerate(objects, start=1):
        starts.append(len(data))
        data += b"%d 0 obj%sendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, at = len(objects) + 1, len(data)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        at,
    )


def _forms(levels: int, breadth: int) -> bytes:
    """Drawings that each draw the next one so many times."""
    others = [
        _stream(
            zlib.compress(b"/X Do\n" * breadth if level < levels - 1 else _TEXT),
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + _RESOURCES % (6 + level) + _FLATE,
        )
        for level in range(levels)
    ]
    return _pdf(_stream(b"/X Do", b""), others)


def _swollen(times: int) -> bytes:
    """Some three megabytes so many times, packed."""
    packing = zlib.compressobj(9)
    pieces = [packing.compress(_TEXT * 90_000) for _ in range(times)]
    return b"".join([*pieces, packing.flush()])


BOMBS = {
    "drawings": lambda: _forms(9, 10),
    "lines": lambda: _pdf(_stream(_swollen(100))),
    "named a picture": lambda: _pdf(_stream(_swollen(100), b"/Subtype/Image" + _FLATE)),
    "named a font": lambda: _pdf(_stream(_swollen(100), b"/Length1 9" + _FLATE)),
    "packed twice": lambda: _pdf(_stream(zlib.compress(_swollen(100)), b"/Filter[/FlateDecode/FlateDecode]")),
    "as letters": lambda: _pdf(
        _stream(base64.a85encode(_swollen(100)) + b"~>", b"/Filter[/ASCII85Decode/FlateDecode]")
    ),
    "by another name": lambda: _pdf(_stream(_swollen(100), b"/Filter/Fl#61teDecode")),
    "piece by piece": lambda: _pdf(_stream(_swollen(2)), named=b"[" + b"4 0 R " * 120 + b"]"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unpacks_to_far_more_than_its_size_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_MEMORY", 1 << 30)
    monkeypatch.setattr(apart, "_SECONDS", 3)
    with pytest.raises(Unreadable) as refusal:
        read(BOMBS[name](), "x.pdf")
    # PDFium leaves out what a page has no memory for, as far as it notices.
    assert re.search("unpacks to far more|no text", refusal.value.reason_en)
    assert re.search("展开|没有任何文字", refusal.value.reason_zh)


@pytest.mark.parametrize("encrypt", [None, StandardEncryption("", ownerPassword="x", canCopy=0)])
def test_a_file_that_anybody_may_open_is_read_be_it_protected_against_changes(
    encrypt: StandardEncryption | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart_read = []
    original = apart.read

    def noted(data: bytes) -> Document:
        apart_read.append(len(data))
        return original(data)

    monkeypatch.setattr(apart, "read", noted)
    pages = Pages()
    pages.text(60, 100, "本年收入合计12.34万元。")
    if encrypt is not None:
        pages.canvas._doc.encrypt = encrypt
    assert "12.34" in "".join(read(pages.bytes(), "x.pdf").raw_lines)
    assert len(apart_read) == (encrypt is not None)


def test_drawings_within_drawings_as_programs_make_them_are_read() -> None:
    assert read(_forms(4, 3), "x.pdf").page_count == 1
