"""Prevents: a broken, hostile or scanned PDF read as if it were whole, or ending in a traceback instead of a reason."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Grid
from pipelines.extraction.readers.formats import read
from pipelines.extraction.readers.pdf import pdfium, pictures
from tests.unit.pdf_case import FONT, Pages, grids, paragraphs


def _refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, "x.pdf")
    assert caught.value.reason_zh
    assert caught.value.what_to_do
    return caught.value


def _scan(pages: Pages) -> None:
    picture = Image.new("L", (600, 800), 200)
    pages.canvas.drawImage(ImageReader(picture), 0, 0, pages.width, pages.height)


def test_an_encrypted_file_says_that_a_password_is_needed() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("geheim", ownerPassword="x"))
    canvas.drawString(100, 100, "1")
    canvas.save()
    assert "password" in _refusal(buffer.getvalue()).reason_en


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_file_says_so(share: float) -> None:
    pages = Pages()
    for _ in range(5):
        pages.text(60, 100, "本年收入合计12.34万元。")
        pages.next()
    data = pages.bytes()
    assert "truncated" in _refusal(data[: int(len(data) * share)]).reason_en


def test_rubbish_behind_a_pdf_head_is_damaged() -> None:
    assert "damaged" in _refusal(b"%PDF-1.7\n" + b"\x00rubbish" * 500 + b"%%EOF").reason_en


def test_a_file_without_pages_says_so() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    assert _refusal(data).reason_en


def test_more_pages_than_any_disclosure_has_are_refused_before_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages()
    for _ in range(3):
        pages.text(60, 100, "决算")
        pages.next()
    data = pages.bytes()
    monkeypatch.setattr("pipelines.extraction.readers.pdf.document.MAX_PAGES", 3)
    monkeypatch.setattr(pdfium, "_page", None)
    assert "4 pages" in _refusal(data).reason_en


@pytest.fixture
def _without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "recognised", lambda _: None)


@pytest.mark.usefixtures("_without_recogniser")
def test_a_scan_says_how_it_can_be_read() -> None:
    pages = Pages()
    _scan(pages)
    refusal = _refusal(pages.bytes())
    assert "scan" in refusal.reason_en
    assert "juesuan[ocr]" in refusal.what_to_do


@pytest.mark.usefixtures("_without_recogniser")
def test_a_single_scanned_page_among_others_is_told() -> None:
    pages = Pages()
    pages.text(60, 100, "本年收入合计12.34万元。")
    pages.next()
    pages.text(60, 100, "本年支出合计12.34万元。")
    pages.next()
    _scan(pages)
    ((zh, en),) = pages.document().unread
    assert en == "pages without text, only pictures: 3"
    assert zh.endswith("3")


def test_recognised_lines_enter_the_same_geometry_with_their_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages()
    _scan(pages)
    for x in (60, 180, 300):
        pages.line(x, 100, x, 160)
    for y in (100, 130, 160):
        pages.line(60, y, 300, y)
    recognised = [
        pictures.PictureLine(text, (x, y, x + 60, y + 12), 0.97)
        for text, x, y in (("项目", 70, 108), ("决算数", 190, 108), ("总计", 70, 138), ("12.34", 190, 138))
    ]
    monkeypatch.setattr(pictures, "recognised", lambda _: pictures.Recognised(recognised, []))
    document = pages.document()
    assert grids(document) == [[["项目", "决算数"], ["总计", "12.34"]]]
    assert isinstance(document.blocks[0], Grid)
    assert document.spots[4].confidence == "0.970"


def _with_type3_font(mapped: str, unmapped: str) -> bytes:
    """A page whose second line is set in a font that gives its glyphs no meaning."""
    stream = f"BT /F2 12 Tf 60 700 Td ({mapped}) Tj ET BT /F1 12 Tf 60 600 Td ({unmapped}) Tj ET".encode()
    glyph = b"<</Length 45>>stream\n1000 0 0 0 750 750 d1 0 0 750 750 re f       \nendstream"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[0.001 0 0 0.001 0 0]"
        b"/CharProcs<</g1 6 0 R/g2 6 0 R>>/Encoding<</Type/Encoding/Differences[49/g1/g2]>>"
        b"/FirstChar 49/LastChar 50/Widths[1000 1000]>>",
        glyph,
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def test_a_font_without_unicode_mapping_is_refused_and_not_guessed() -> None:
    assert "Unicode" in _refusal(_with_type3_font("a", "12121212")).reason_en


def test_a_figure_with_one_unknown_digit_is_no_figure() -> None:
    document = read(_with_type3_font("a" * 60, "1"), "x.pdf")
    assert document.raw_lines == ["a" * 60, "\ufffd"]
    assert document.notes == ["page 1: 1 characters without a Unicode mapping"]


def test_invisible_text_and_text_outside_the_page_are_left_out_and_told() -> None:
    pages = Pages()
    pages.text(60, 100, "本年收入合计12.34万元。")
    pages.text(700, 100, "页外88.88万元")
    hidden = pages.canvas.beginText(60, 600)
    hidden.setFont(FONT, 10)
    hidden.setTextRenderMode(3)
    hidden.textOut("看不见99.99万元")
    pages.canvas.drawText(hidden)
    document = pages.document()
    assert paragraphs(document) == ["本年收入合计12.34万元。"]
    assert document.notes == ["page 1: 10 characters are invisible", "page 1: 9 characters stand outside the page"]


def test_an_invisible_layer_over_a_picture_is_the_text_of_the_page() -> None:
    pages = Pages()
    _scan(pages)
    layer = pages.canvas.beginText(60, 600)
    layer.setFont(FONT, 10)
    layer.setTextRenderMode(3)
    layer.textOut("本年收入合计12.34万元。")
    pages.canvas.drawText(layer)
    document = pages.document()
    assert paragraphs(document) == ["本年收入合计12.34万元。"]
    assert document.notes


def test_a_watermark_aslant_is_no_text() -> None:
    pages = Pages()
    pages.text(60, 100, "本年收入合计12.34万元。")
    pages.canvas.saveState()
    pages.canvas.rotate(45)
    pages.canvas.drawString(400, 100, "样本")
    pages.canvas.restoreState()
    assert paragraphs(pages.document()) == ["本年收入合计12.34万元。"]
