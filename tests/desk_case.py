"""A desk over a generated snapshot, for tests: departments that do not exist, called by names that want to do harm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from starlette.testclient import TestClient

from benchmarks.snapshots import Size, publish
from pipelines.cli.faces.telling import SEVERITIES, VERDICTS
from pipelines.repair.words import SLIPS
from pipelines.review.application import application
from pipelines.review.decisions import Dispositions
from pipelines.review.desk import Beside, Desk
from pipelines.review.editions import Edition, Row

HOSTILE = (
    "<script>document.title='harmed'</script>",
    "<img src=x onerror=\"document.title='harmed'\">",
    '=HYPERLINK("http://invented.example","局")',
    "'; drop table marts.fct_figure; --",
    "{{ 7 * 7 }}\u202e@SUM(1)",
)
TODAY = "2026-11-21"


class Given(TestClient):
    """A reader's browser, as far as HTTP goes."""

    def word(self, finding_id: str) -> dict[str, str]:
        """What the form of the finding's page carries hidden."""
        page = self.get(f"/findings/{finding_id}").text
        return dict(re.findall(r'type="hidden" name="(word|seen)" value="([^"]*)"', page))

    def decide(self, finding_id: str, **filled: str) -> object:
        form = {**self.word(finding_id), "decision": "accepted", "reason": "核对过", "who": "李", **filled}
        return self.post(f"/findings/{finding_id}", data=form, follow_redirects=False)


def desk_over(home: Path) -> Desk:
    def no_print(_document: Row, _figures: Sequence[tuple[Row, str]]) -> None:
        return None

    def no_report(_edition: Edition, document_id: str, _language: str) -> str:
        return f"<p>{document_id}</p>"

    beside = Beside(no_print, no_report, SLIPS, VERDICTS, SEVERITIES, {"income": ("收入", "Income")}, lambda: TODAY)
    return Desk(home / "published", Dispositions(home / "expectations" / "dispositions.csv"), beside)


def lay_desk(home: Path, names: Sequence[str] = HOSTILE, size: Size | None = None) -> Desk:
    """A home with a published snapshot and no decisions, and its desk."""
    (home / "expectations").mkdir(parents=True)
    publish(home / "published", size or Size(documents=12, figures=40, checks=410), names)
    return desk_over(home)


def reader_of(desk: Desk) -> Given:
    return Given(application(desk, ["desk.test"]), base_url="http://desk.test")


def finding_ids(reader: Given, query: str = "") -> list[str]:
    """The findings of a list, in its order."""
    page = reader.get(f"/findings?{query}").text
    return list(dict.fromkeys(re.findall(r'href="/findings/([0-9a-f]{16})', page)))
