"""An examination as text for a terminal. Reads an `Examination`; gives lines.

Colours only where a person looks at a terminal that has them (`NO_COLOR` turns them off).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from pipelines.cli.examine import Examination, Row
from pipelines.cli.faces.telling import SEVERITIES, VERDICTS, Told, print_of, told_of, where
from pipelines.cli.speech import label, words
from pipelines.cli.written import visible

_COLOURS = {"error": "31;1", "warning": "33", "info": "36", "bold": "1", "faint": "2", "good": "32"}
_MARKS = {"error": "✗", "warning": "!", "info": "·"}


def lines_of(found: Examination, reading: str, has_colours: bool) -> Iterator[str]:
    """What was read, the verdicts, and every finding with its places and its arithmetic."""

    def painted(text: str, colour: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{visible(text)}\x1b[0m" if has_colours else visible(text)

    document, coverage = found.document, found.coverage
    facts = (document[key] for key in ("department", "region", "fiscal_year"))
    yield painted(" · ".join(str(fact) for fact in facts if fact), "bold")
    if document["disclosure_kind"] == "empty_form":
        yield words("这是一份空白模板：只有占位符，没有数字。", "This is an empty form: placeholders, no figures.")
    yield words(
        f"数字：页面上 {coverage['figures_seen']}，读出 {coverage['figures_extracted']}，"
        f"读懂 {coverage['figures_understood']}，可检验 {coverage['figures_testable']}",
        f"figures: {coverage['figures_seen']} on the page, {coverage['figures_extracted']} read, "
        f"{coverage['figures_understood']} understood, {coverage['figures_testable']} testable",
    )
    yield label("判定", "verdicts") + ("" if reading == "printed" else f" ({reading})")
    for verdict, count in found.verdicts.items():
        colour = {"violated": "error", "truncated": "info", "not_testable": "faint"}.get(verdict, "good")
        yield painted(f"  {label(*VERDICTS[verdict]):<24}{count:>6}", colour if count else "faint")
    for number, told in enumerate(told_of(found), start=1):
        yield ""
        mark = _MARKS.get(told.finding["severity"], "!")
        title = label(told.finding["title_zh"], told.finding["title_en"])
        severity = label(*SEVERITIES.get(told.finding["severity"], SEVERITIES["warning"]))
        yield painted(f"{mark} {number}. {title} ({severity})", told.finding["severity"] or "warning")
        yield from map(visible, _told(told))


def _told(told: Told) -> Iterator[str]:
    culprit = told.culprit
    if culprit is not None:
        meant = told.finding["suggested_value"]
        yield f"    {label(*where(culprit))}  {culprit['place']}: {print_of(culprit)}" + (
            f" → {meant}" if meant else ""
        )
    if not told.checks or culprit is not None:
        yield "    " + words(told.finding["detail_zh"], told.finding["detail_en"], "\n    ")
    for check in told.checks:
        yield from _check(check, told)


def _check(check: Row, told: Told) -> Iterator[str]:
    subject = f" [{check['subject']}]" if check["subject"] else ""
    yield f"    – {label(*VERDICTS[check['verdict']])}{subject}: " + words(
        check["explanation_zh"], check["explanation_en"], "\n      "
    )
    figures = {figure["figure_id"]: figure for figure in told.figures}
    for term in check["terms"]:
        if term["figure_id"] in figures:
            figure = figures[term["figure_id"]]
            yield f"        {term['side']}  {label(*where(figure))}  {print_of(figure)}  {figure['place']}"


def terminal_has_colours() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody asked it not to."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
