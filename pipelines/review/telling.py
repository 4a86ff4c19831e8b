"""One finding, ready to be shown. Reads an edition's rows; writes nothing.

Grain: one `Told` per finding: what is in doubt, what it should be, the failed identities with both sides, and every
figure concerned with the side it stands on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.review import findings
from pipelines.review.editions import Edition, Row
from pipelines.review.words import FUNDS, Speech

_KEY = re.compile(r"[a-z_:0-9]*[a-z_][a-z_:0-9]*")
"""How the catalogue names lines for itself: `total`, `function:208`."""
_CHANGE = re.compile(r"(?P<place>.+?)：(?P<printed>[^：；]*?) → (?P<should>[^；]+)(?:；|$)")
_ALTERNATIVE = re.compile(r"(?P<figure>[^\s；]+) → (?P<value>[^；]+)")


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with all that a person needs to decide about it."""

    finding: Row
    checks: list[Row]
    changes: list[tuple[str, str, str]]
    """Place, print and what it should read of each figure in doubt: one, or all of one slip."""
    alternatives: list[Row]
    """Figures that could be wrong instead, with what each should then read in `should`."""
    figures: list[tuple[Row, str]] = field(default_factory=list)
    """Every figure concerned, once, with its side: culprit, lhs or rhs."""


def told(edition: Edition, finding: Row) -> Told:
    """The finding, its checks and those of its consequences."""
    checks = findings.checks_of(edition, [finding, *finding["below"]])
    accused = finding["culprit_figure_id"]
    others = [(m["figure"], m["value"]) for m in _ALTERNATIVE.finditer(finding["alternatives"] or "")]
    known = {f["figure_id"]: f for f in findings.figures(edition, [*filter(None, [accused]), *(i for i, _ in others)])}
    sides: dict[str, tuple[Row, str]] = {}
    if accused in known:
        sides[accused] = (known[accused], "culprit")
    for check in checks:
        for term in check["terms"]:
            sides.setdefault(term["figure_id"], (term, term["side"]))
    alternatives = [{**known[i], "should": value.strip()} for i, value in others if i in known]
    return Told(finding, checks, changes(finding, known.get(accused)), alternatives, list(sides.values()))


def changes(finding: Row, culprit: Row | None) -> list[tuple[str, str, str]]:
    """The detail of a wrong figure begins with every change; without such a beginning the culprit alone is named."""
    if culprit is None:
        return []
    named = [m.groups() for m in _CHANGE.finditer(str(finding["detail_zh"] or "").rpartition("。")[0])]
    if finding["finding_kind"] == "figure_wrong" and named:
        return [(place, printed, should) for place, printed, should in named]
    return [(culprit["place"], f"{culprit['text']}{culprit['unit'] or ''}", finding["suggested_value"] or "")]


def said(finding: Row, say: Speech) -> str:
    """What the finding says, without the changes that its detail begins with where they are shown on their own."""
    text = say.detail(finding)
    if finding["finding_kind"] != "figure_wrong":
        return text
    if say.language == "zh":
        return text.rpartition("。")[2]
    _, found, rest = text.rpartition(". printed ")
    return f"Printed {rest}" if found else text


def subject(finding: Row, say: Speech) -> str:
    """What the finding is about, in words: the line of the accounts, or what is printed; no key of ours."""
    named = finding.get("line") or finding["subject"] or ""
    return say.of(FUNDS, named) if not _KEY.fullmatch(named) or named in FUNDS else ""


def where(figure: Row, say: Speech) -> str:
    """Where the figure stands: sheet, page, table cell or line."""
    if figure["sheet"]:
        cell = figure["sheet_cell"] or ""
        return say(f"工作表“{figure['sheet']}”{cell}", f"sheet “{figure['sheet']}” {cell}".strip())
    parts = []
    if figure["page"]:
        parts.append(say(f"第 {figure['page']} 页", f"page {figure['page']}"))
    if figure["table_row"]:
        row, column = figure["table_row"], figure["table_column"]
        parts.append(say(f"表内第 {row} 行第 {column} 列", f"table row {row}, column {column}"))
    if not figure["page"]:
        parts.insert(0, say(f"第 {figure['line']} 行", f"line {figure['line']}"))
    return say("，", ", ").join(parts)
