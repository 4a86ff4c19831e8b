"""Pictures of every page in both languages, for `docs/screens/`, taken when `JUESUAN_SCREENS` is set.

Reads a served desk over invented disclosures; writes PNG files.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
WIDTH, TALLEST, PHONE = 1200, 1500, 390
QUESTION = "select class, sum(amount) as amount from rpt_expenditure_by_class_year group by 1 order by 2 desc"


def are_wanted() -> bool:
    return bool(os.environ.get("JUESUAN_SCREENS"))


def take(page: Page, address: str, finding: str, department: str) -> None:
    """Every page stands in the folder, in Chinese and in English, and one finding as a phone shows it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    pages = {
        "last-night": "/",
        "findings": "/findings?state=",
        "finding": f"/findings/{finding}",
        "department": department,
        "identities": "/identities",
        "identity": "/identities/narrative.share",
        "coverage": "/coverage",
        "ask": f"/ask?q={QUESTION}",
        "library": "/library",
    }
    for language in ("zh", "en"):
        for name, path in pages.items():
            _shoot(page, f"{address}{path}{'&' if '?' in path else '?'}lang={language}", f"{name}-{language}", WIDTH)
        _shoot(page, f"{address}/findings/{finding}?lang={language}", f"finding-phone-{language}", PHONE)


def _shoot(page: Page, url: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url)
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    part = whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))
    part.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        FOLDER / f"{name}.png", optimize=True
    )
