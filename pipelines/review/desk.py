"""What the desk is made of. Reads nothing by itself; the front door hands in what belongs to other rooms.

Grain: one `Desk` per process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipelines.review import findings, identities, nights, pictures, words
from pipelines.review.decisions import Dispositions, FileNotUnderstood
from pipelines.review.editions import Edition, NothingPublished, Row, Shelf
from pipelines.review.findings import Overlay
from pipelines.review.guard import Forms
from pipelines.review.printed import Printed
from pipelines.review.telling import changes, said, subject, where
from pipelines.review.words import Pair, Speech

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Beside:
    """What other rooms know: the printed places of figures, a document's report, and their vocabularies."""

    printed: Callable[[Row, Sequence[tuple[Row, str]]], Printed | None]
    """Of a document's row and figures with their sides; None where the document is not at hand."""
    report: Callable[[Edition, str, str], str]
    """The self-contained report of a document's id in a language."""
    slips: Mapping[str, Pair]
    verdicts: Mapping[str, Pair]
    severities: Mapping[str, Pair]
    statements: Mapping[str, Pair]
    today: Callable[[], str]


@dataclass
class Desk:
    """The published snapshot, the decisions, and how they are shown."""

    published: Path
    dispositions: Dispositions
    beside: Beside
    forms: Forms = field(default_factory=Forms)
    shelf: Shelf = field(init=False)
    _templates: Environment = field(init=False)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.published)
        self._templates = Environment(
            loader=PackageLoader("pipelines.review"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            number=words.number, percent=words.percent, w=words, beside=self.beside, pictures=pictures, zip=zip
        )

    def overlay(self) -> Overlay:
        """The decisions as they stand now; raises FileNotUnderstood."""
        return Overlay(self.dispositions.standing(), self.beside.today())

    def watch(self, seconds: float = 15.0) -> None:
        """From now on each new snapshot is opened when it comes, and what every reader wants first is reckoned."""
        threading.Thread(target=self._watch, args=(seconds,), daemon=True, name="watch").start()

    def _watch(self, seconds: float) -> None:
        seen = ""
        while True:
            try:
                edition = self.shelf.current()
                if edition.snapshot_id != seen:
                    seen = edition.snapshot_id
                    nights.known(edition)
                    nights.verdicts_by_family(edition)
                    findings.counted(edition, self.overlay())
                    identities.all_of(edition)
                    nights.arrived(edition, self.shelf.before(edition))
            except NothingPublished:
                seen = ""
            except (duckdb.Error, OSError, FileNotUnderstood):
                # A reader who asks for a page is told; here it is noted, and tried again with the next snapshot.
                _LOG.exception("the new snapshot could not be read ahead")
            time.sleep(seconds)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The template with the values, in the language of the request."""
        language = spoken(request)
        say = Speech(language)
        text = self._templates.get_template(f"{template}.html.j2").render(
            say=say,
            request=request,
            path=request.url.path,
            other_language=request.url.include_query_params(lang="en" if language == "zh" else "zh").query,
            where=lambda figure: where(figure, say),
            changes=changes,
            said=lambda finding: said(finding, say),
            subject=lambda finding: subject(finding, say),
            **values,
        )
        answer = HTMLResponse(text, status_code=status, headers={"cache-control": "no-store"})
        if request.query_params.get("lang") == language:
            answer.set_cookie("lang", language, max_age=31_536_000, httponly=True, samesite="lax")
        return answer


def spoken(request: Request) -> str:
    """The language asked for in the address, else the one chosen before, else the browser's."""
    for wanted in (request.query_params.get("lang"), request.cookies.get("lang")):
        if wanted in words.LANGUAGES:
            return str(wanted)
    accepted = request.headers.get("accept-language", "").lower()
    return "en" if accepted.startswith("en") or ("zh" not in accepted and "en" in accepted) else "zh"
