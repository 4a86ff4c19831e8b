"""The places of figures on the pages of a PDF, as pictures with boxes.

Reads a PDF's bytes and rows of `fct_figure` with boxes; gives `Picture`s. Grain: one picture per page and finding: the
stretch of the page that holds the figures concerned.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.cli.examine import Row
from pipelines.review.printed import Mark, Picture

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.6
"""Pixels per point: digits of a nine-point table stay readable."""
_MARGIN = 36.0
_MOST_PAGES = 60


class Pages:
    """The pages of a PDF, each rendered once; no pictures for any other format."""

    def __init__(self, data: bytes, source_format: str) -> None:
        self._data = data if source_format == "pdf" else b""
        self._rendered: dict[int, Image] = {}

    def pictures_of(self, figures: Iterable[tuple[Row, str, str]]) -> list[Picture]:
        """The stretches of pages that hold the figures, each given with its side and its title."""
        by_page: dict[int, list[tuple[Row, str, str]]] = {}
        for row, side, title in figures:
            if row["page"] and row["box_left"] is not None:
                by_page.setdefault(row["page"], []).append((row, side, title))
        return [self._picture(page, rows) for page, rows in sorted(by_page.items()) if self._data and self._has(page)]

    def _has(self, page: int) -> bool:
        if page not in self._rendered and len(self._rendered) < _MOST_PAGES:
            import pypdfium2

            with pypdfium2.PdfDocument(self._data) as document:
                if page <= len(document):
                    self._rendered[page] = document[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
        return page in self._rendered

    def _picture(self, page: int, rows: list[tuple[Row, str, str]]) -> Picture:
        whole = self._rendered[page]
        height = whole.height / _SCALE
        top = max(min(float(row["box_top"]) for row, *_ in rows) - _MARGIN, 0.0)
        bottom = min(max(float(row["box_bottom"]) for row, *_ in rows) + _MARGIN, height)
        strip = whole.crop((0, int(top * _SCALE), whole.width, max(int(bottom * _SCALE), int(top * _SCALE) + 1)))
        width_points, height_points = strip.width / _SCALE, strip.height / _SCALE
        marks = tuple(
            Mark(
                left=100 * (float(row["box_left"]) - 1) / width_points,
                top=100 * (float(row["box_top"]) - 1 - top) / height_points,
                width=100 * (float(row["box_right"] - row["box_left"]) + 2) / width_points,
                height=100 * (float(row["box_bottom"] - row["box_top"]) + 2) / height_points,
                side=side,
                title=title,
            )
            for row, side, title in rows
        )
        return Picture(page, _png(strip), strip.width, strip.height, marks)


def _png(image: Image) -> str:
    """The picture in sixteen colours: print is black on white, and a report is sent by mail."""
    buffer = io.BytesIO()
    image.quantize(16).save(buffer, "PNG", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
