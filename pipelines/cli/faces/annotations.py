"""Findings as annotations that build pipelines show beside a file (GitHub's workflow commands).

Reads an `Examination`; gives lines. Grain: one annotation per finding that follows from no other.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.cli.examine import Examination
from pipelines.cli.faces.telling import print_of, told_of, where
from pipelines.cli.speech import label, words

_LEVELS = {"error": "error", "warning": "warning"}


def lines_of(found: Examination, file: str) -> Iterator[str]:
    """`::error file=…,line=…,title=…::message`, the line only where the source has lines of text."""
    has_lines = found.document["source_format"] in ("txt", "md")
    for told in told_of(found):
        finding = told.finding
        level = _LEVELS.get(finding["severity"], "notice")
        first = told.culprit or (told.figures[0] if told.figures else None)
        line = f",line={first['line']}" if first is not None and has_lines else ""
        title = _property(label(finding["title_zh"], finding["title_en"]))
        places = [f"{label(*where(figure))}: {print_of(figure)} ({figure['place']})" for figure in told.figures]
        parts = [words(check["explanation_zh"], check["explanation_en"]) for check in told.checks]
        message = "\n".join([words(finding["detail_zh"], finding["detail_en"]), *parts, *places])
        yield f"::{level} file={_property(file)}{line},title={title}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
