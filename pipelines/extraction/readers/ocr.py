"""Characters recognised on pages that are pictures: the optional extra `juesuan[ocr]`.

Reads the picture of a page, writes its lines with their boxes and how surely each was read. Grain: one line per
stretch of text found. The models come inside the wheel of `rapidocr`; nothing is fetched.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib.util import find_spec
from typing import Any

from pipelines.extraction.readers.pdf.pictures import Picture, PictureLine, Recognised
from pipelines.extraction.readers.scanned_rulings import rulings_of

DPI = 200
"""A nine-point digit is then 25 pixels high, what the recogniser was trained on."""
LEAST_SURE = 0.5
"""What is read less surely than this is noise of the paper: seals, rulings, speckles."""


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(picture: Picture) -> Recognised:
    """The lines and rulings of the page, boxes in points from its upper left corner."""
    import numpy as np

    image = picture.image(DPI)
    found = _engine()(np.asarray(image.convert("RGB")))
    if found.boxes is None or found.txts is None or found.scores is None:
        return Recognised([], [])
    lines = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if score >= LEAST_SURE and text.strip():
            points = (np.asarray(corners) * 72 / DPI).tolist()
            across, down = [x for x, _ in points], [y for _, y in points]
            lines.append(PictureLine(text, (min(across), min(down), max(across), max(down)), score))
    return Recognised(lines, rulings_of(image, DPI))


@cache
def _engine() -> Any:
    """The recogniser, its models loaded once."""
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return engine
