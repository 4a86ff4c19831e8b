"""Prevents: a scanned table read into the wrong cells, a recognised figure that does not say so, a picture refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers import ocr
from pipelines.extraction.readers.formats import read
from pipelines.extraction.readers.scanned_rulings import rulings_of
from tests.unit.pdf_case import grids

ROWS = [["2080505", "2,961.68", "12.34"], ["2210201", "445.69", "0.31"], ["2101101", "60.99", "1,554.79"]]
LEFTS, TOPS = (150, 550, 950, 1350), (300, 420, 540, 660)


def _page() -> Image.Image:
    """A table of figures as a scanner hands it over: grey paper, thin rulings."""
    page = Image.new("L", (1654, 1200), 235)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(44)
    for x in LEFTS:
        pen.line((x, TOPS[0], x, TOPS[-1]), fill=60, width=3)
    for y in TOPS:
        pen.line((LEFTS[0], y, LEFTS[-1], y), fill=60, width=3)
    for row, y in zip(ROWS, TOPS, strict=False):
        for text, x in zip(row, LEFTS, strict=False):
            pen.text((x + 60, y + 35), text, fill=20, font=font)
    return page


def _png(page: Image.Image) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def recognised() -> Document:
    if not ocr.is_installed():
        pytest.skip("the extra juesuan[ocr] is not installed")
    return read(_png(_page()), "scan.png")


def test_every_cell_of_a_scanned_table_is_where_it_was_printed(recognised: Document) -> None:
    assert grids(recognised) == [ROWS]


def test_every_recognised_line_says_how_sure_it_is(recognised: Document) -> None:
    told = [spot.confidence for spot in recognised.spots.values() if spot.grid]
    assert len(told) == 9
    assert all(0.5 <= float(confidence) <= 1 for confidence in told)


def test_the_box_of_a_figure_lies_over_its_pixels(recognised: Document) -> None:
    line = recognised.raw_lines.index("12.34") + 1
    left, top, right, bottom = recognised.spots[line].box
    scale = 842 / 1654
    assert LEFTS[2] * scale < left < right < LEFTS[3] * scale
    assert TOPS[0] * scale < top < bottom < TOPS[1] * scale


@pytest.mark.parametrize("slope", [0, 3])
def test_rulings_are_found_once_each_and_a_little_askew_too(slope: int) -> None:
    page = Image.new("L", (1200, 800), 255)
    pen = ImageDraw.Draw(page)
    pen.line((100, 200, 1100, 200 + slope), fill=0, width=2)
    pen.line((100, 600, 1100, 600 + slope), fill=0, width=2)
    pen.line((300, 200, 300 + slope, 700), fill=0, width=2)
    pen.text((400, 300), "1,234.56", fill=0, font=ImageFont.load_default(40))
    found = rulings_of(page, 200)
    across = [box for box in found if box[2] - box[0] > box[3] - box[1]]
    assert len(across) == 2
    assert len(found) == 3
    assert all(box[2] - box[0] > 1000 * 72 / 200 * 0.98 for box in across)


def test_a_picture_where_nothing_recognises_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(Unreadable) as refused:
        read(_png(_page()), "scan.png")
    assert "juesuan[ocr]" in refused.value.what_to_do


def test_a_damaged_picture_says_so() -> None:
    with pytest.raises(Unreadable) as refused:
        read(_png(_page())[:2000], "scan.png")
    assert "damaged" in refused.value.reason_en


def test_a_picture_far_larger_than_a_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.extraction.readers.picture.MAX_PIXELS", 1_000_000)
    with pytest.raises(Unreadable) as refused:
        read(_png(_page()), "scan.png")
    assert "too large" in refused.value.reason_en


def test_a_scan_protected_against_changes_is_recognised_too() -> None:
    if not ocr.is_installed():
        pytest.skip("the extra juesuan[ocr] is not installed")
    buffer = io.BytesIO()
    scan = canvas.Canvas(buffer, pagesize=(595, 432), encrypt=StandardEncryption("", ownerPassword="x", canCopy=0))
    scan.drawImage(ImageReader(_page()), 0, 0, 595, 432)
    scan.save()
    assert grids(read(buffer.getvalue(), "scan.pdf")) == [ROWS]
