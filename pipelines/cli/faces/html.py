"""An examination as one self-contained page. Reads an `Examination` and the document's bytes; gives HTML.

Everything a document says is shown as text: the template escapes it, and the page runs no script.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from pipelines.cli.examine import Examination, Row
from pipelines.cli.faces.pictures import Pages
from pipelines.cli.faces.telling import SEVERITIES, VERDICTS, Told, print_of, told_of, where
from pipelines.cli.written import exact, visible
from pipelines.extraction.readers.formats import read
from pipelines.settings import code_version

_TEMPLATE = Path(__file__).with_name("report.html.j2")
_LONGEST_EXCERPT = 160


def page_of(found: Examination, data: bytes | None, name: str, reading: str, language: str) -> str:
    """The report: `language` is `zh`, `en` or `both`; without the document's bytes it shows places and no print."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" or zh == en else en if language == "en" else f"{zh} · {en}"

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    pages = Pages(data or b"", found.document["source_format"])
    lines = read(data, name).raw_lines if data is not None else []
    told = [_card(number, one, pages, lines, say) for number, one in enumerate(told_of(found), start=1)]
    return visible(
        template.render(
            say=say,
            exact=exact,
            language="en" if language == "en" else "zh",
            name=name,
            document=found.document,
            coverage=found.coverage,
            verdicts=found.verdicts,
            verdict_names=VERDICTS,
            reading=reading,
            told=told,
            checks=found.checks,
            version=code_version(),
        )
    )


def _card(number: int, told: Told, pages: Pages, lines: list[str], say: Any) -> dict[str, Any]:
    """What the template shows of one finding."""
    sided = [(figure, told.is_on_side(figure)) for figure in told.figures]
    pictures = pages.pictures_of((figure, side, f"{print_of(figure)} {figure['place']}") for figure, side in sided)
    return {
        "number": number,
        "finding": told.finding,
        "severity": SEVERITIES.get(told.finding["severity"], SEVERITIES["warning"]),
        "culprit": _place(told.culprit, "culprit", lines, say) if told.culprit else None,
        "checks": told.checks,
        "figures": [_place(figure, side, lines, say) for figure, side in sided],
        "pictures": pictures,
    }


def _place(figure: Row, side: str, lines: list[str], say: Any) -> dict[str, Any]:
    """A figure with its place and, where no picture shows it, the words around it."""
    excerpt = ("", "", "")
    if figure["box_left"] is None and figure["line"] and figure["line"] <= len(lines):
        raw = lines[figure["line"] - 1].strip()
        match = re.search(rf"(?<![\d.,]){re.escape(figure['text'])}(?![\d,]|\.\d)", raw)
        if match:
            at = match.start()
            half = _LONGEST_EXCERPT // 2
            before, after = raw[:at], raw[at + len(figure["text"]) :]
            excerpt = (before[-half:], figure["text"], after[:half])
    return {
        "id": figure["figure_id"],
        "side": side,
        "print": print_of(figure),
        "where": say(*where(figure)),
        "place": figure["place"],
        "excerpt": excerpt,
    }
