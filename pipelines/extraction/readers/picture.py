"""Pictures of printed pages (PNG, JPEG, TIFF, BMP): each picture is a page, read as a scanned PDF is.

Reads the bytes of a picture, writes the document model. Grain: one page per picture in the file.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageSequence, UnidentifiedImageError

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers.encoding import MAX_BYTES, refuse_too_large
from pipelines.extraction.readers.pdf import document as pdf

MAX_PIXELS = 60_000_000
"""Evidence: a page of A3 scanned at 400 dpi has 31 million pixels."""
MOST_PAGES = 200
_A4_LONG_SIDE = 842.0


def read(data: bytes, name: str, limit: int = MAX_BYTES) -> Document:
    """The document as read; raises `Unreadable` for a damaged picture, and where nothing here recognises characters."""
    refuse_too_large(data, limit)
    document = pdf.read(_as_pdf(data), name, max(limit, MAX_BYTES))
    document.source_format = "picture"
    return document


def _as_pdf(data: bytes) -> bytes:
    """The pictures as the pages of a PDF whose longer side is that of A4."""
    pages: list[Image.Image] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                for frame in ImageSequence.Iterator(picture):
                    if frame.width * frame.height > MAX_PIXELS or len(pages) == MOST_PAGES:
                        raise _too_large()
                    pages.append(frame.convert("RGB"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unreadable(
            "图片已损坏或不完整",
            "the picture is damaged or cut short",
            "请重新扫描或另存后再试 / scan or save it again",
        ) from error
    buffer = io.BytesIO()
    resolution = max(pages[0].size) * 72 / _A4_LONG_SIDE
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=resolution)
    return buffer.getvalue()


def _too_large() -> Unreadable:
    return Unreadable(
        f"图片过大（单页上限 {MAX_PIXELS // 1_000_000} 百万像素，{MOST_PAGES} 页）",
        f"the picture is too large (at most {MAX_PIXELS // 1_000_000} million pixels a page, {MOST_PAGES} pages)",
        "请以 200–300 dpi 重新扫描 / scan it again at 200 to 300 dpi",
    )
