"""What the review desk shows of documents themselves. Reads the snapshot's rows and `raw/documents/`; writes nothing.

Grain: one answer per document: the places of figures on its pages or lines, or its report. The desk's own room knows
neither readers nor reports; the front door hands both in.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pipelines import paths
from pipelines.cli.examine import Examination
from pipelines.cli.faces import html, pictures
from pipelines.cli.faces.telling import print_of
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.readers.formats import read
from pipelines.review.editions import Edition, Row
from pipelines.review.printed import Picture, Printed, PrintedLine

_ID = re.compile(r"[0-9a-f]{16}")
_AROUND = 1
"""Lines shown before and after one with a figure."""
_MOST_LINES = 60
_RENDERING = threading.Lock()
"""PDFium draws in one thread at a time."""


def bytes_of(document_id: str) -> bytes | None:
    """The stored document, None where it is not on this machine."""
    if not _ID.fullmatch(document_id):
        return None
    stored = sorted(paths.documents().glob(f"{document_id}.*"))
    return stored[0].read_bytes() if stored else None


def printed(document: Row, figures: Sequence[tuple[Row, str]]) -> Printed | None:
    """The figures' places: stretches of pages where the format has pages, lines where it has not."""
    own = [(figure, side) for figure, side in figures if figure["document_id"] == document["document_id"]]
    data = bytes_of(document["document_id"])
    if data is None:
        return None
    boxed = [(f, side, f"{print_of(f)} {f['place']}") for f, side in own if f["box_left"] is not None]
    shown: list[Picture] = []
    if boxed:
        with _RENDERING:
            shown = pictures.Pages(data, document["source_format"]).pictures_of(boxed)
    unboxed = [(f, side) for f, side in own if f["box_left"] is None] if shown else own
    return Printed(shown, _lines(document, unboxed))


@lru_cache(maxsize=8)
def _raw_lines(document_id: str, name: str) -> tuple[str, ...]:
    data = bytes_of(document_id)
    try:
        return tuple(read(data, name).raw_lines) if data is not None else ()
    except Unreadable:
        # It was read when it arrived, by readers of that day; its figures still have their places.
        return ()


def _lines(document: Row, figures: Sequence[tuple[Row, str]]) -> list[PrintedLine]:
    raw = _raw_lines(document["document_id"], Path(document["source_name"]).name)
    marked: dict[int, list[tuple[str, str]]] = {}
    for figure, side in figures:
        if figure["line"] and figure["line"] <= len(raw):
            marked.setdefault(figure["line"], []).append((figure["text"], side))
    wanted = sorted({n for line in marked for n in range(line - _AROUND, line + _AROUND + 1) if 1 <= n <= len(raw)})
    return [
        PrintedLine(number, _pieces(raw[number - 1].strip(), marked.get(number, [])))
        for number in wanted[:_MOST_LINES]
        if raw[number - 1].strip() or number in marked
    ]


def _pieces(line: str, figures: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The line cut at its figures; a numeral inside a longer one is not that figure."""
    spans: list[tuple[int, int, str]] = []
    for text, side in sorted(figures, key=lambda f: f[1] != "culprit"):
        for match in re.finditer(rf"(?<![\d.,]){re.escape(text)}(?![\d,]|\.\d)", line) if text else ():
            if all(match.end() <= start or end <= match.start() for start, end, _ in spans):
                spans.append((match.start(), match.end(), side))
                break
    pieces: list[tuple[str, str]] = []
    done = 0
    for start, end, side in sorted(spans):
        pieces += [(line[done:start], ""), (line[start:end], side)]
        done = end
    return [piece for piece in [*pieces, (line[done:], "")] if piece[0]]


def report(edition: Edition, document_id: str, language: str) -> str:
    """What `juesuan check --html` would say of the document, from the snapshot."""
    found = _examination(edition, document_id)
    name = Path(found.document["source_name"]).name
    with _RENDERING:
        return html.page_of(found, bytes_of(document_id), name, "printed", language)


def _examination(edition: Edition, document_id: str) -> Examination:
    checks = edition.rows(
        "select * from fct_identity_check where document_id = ? and reading = 'printed'"
        " order by identity_id, check_key",
        [document_id],
    )
    terms: dict[str, list[Row]] = {}
    for term in edition.rows(
        "select check_id, side, weight, role, figure_id from fct_identity_term where check_id in (select check_id from"
        " fct_identity_check where document_id = ? and reading = 'printed') order by all",
        [document_id],
    ):
        terms.setdefault(term["check_id"], []).append(term)
    return Examination(
        document=edition.rows("select * from dim_document where document_id = ?", [document_id])[0],
        figures=edition.rows(
            "select * from fct_figure where document_id = ? and reading = 'printed' order by page, line, figure_id",
            [document_id],
        ),
        checks=[{**check, "terms": terms.get(check["check_id"], [])} for check in checks],
        findings=edition.rows(
            "select * from fct_finding where document_id = ? and state <> 'fixed' order by severity, finding_id",
            [document_id],
        ),
        coverage=edition.rows("select * from coverage where document_id = ?", [document_id])[0],
    )
