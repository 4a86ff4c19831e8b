"""What there is to tell of an examination, in the order in which a person wants it.

Reads an `Examination`; writes nothing. Grain: one `Told` per finding that follows from no other; its consequences and
the checks that fail because of it hang below it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.cli.examine import Examination, Row
from pipelines.cli.written import exact

SEVERITIES = {"error": ("错误", "error"), "warning": ("提醒", "warning"), "info": ("说明", "note")}
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
VERDICTS = {
    "exact": ("完全相符", "exact"),
    "rounding": ("尾差", "rounding"),
    "truncated": ("截位", "truncated"),
    "violated": ("不成立", "violated"),
    "not_testable": ("无法检验", "not testable"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, what follows from it, the failed checks of both, and the figures concerned: the culprit first."""

    finding: Row
    consequences: tuple[Row, ...]
    checks: tuple[Row, ...]
    figures: tuple[Row, ...]

    @property
    def culprit(self) -> Row | None:
        """The figure that is probably wrong, if one is named."""
        wanted = self.finding["culprit_figure_id"]
        return next((figure for figure in self.figures if figure["figure_id"] == wanted), None)

    def is_on_side(self, figure: Row) -> str:
        """`culprit`, `lhs` or `rhs`: what the figure is to the finding."""
        if figure is self.culprit:
            return "culprit"
        sides = {t["side"] for check in self.checks for t in check["terms"] if t["figure_id"] == figure["figure_id"]}
        return "lhs" if "lhs" in sides else "rhs"


def told_of(found: Examination) -> list[Told]:
    """Every finding once: the gravest first, and among equals as the document is read."""
    figures = {figure["figure_id"]: figure for figure in found.figures}
    checks = {(check["identity_id"], check["check_key"]): check for check in found.checks}
    ids = {finding["finding_id"] for finding in found.findings}
    below: dict[str, list[Row]] = {}
    for finding in found.findings:
        cause = finding["caused_by_finding_id"]
        if cause in ids:
            below.setdefault(cause, []).append(finding)
    told = []
    for finding in found.findings:
        if finding["caused_by_finding_id"] in ids:
            continue
        consequences = tuple(below.get(finding["finding_id"], ()))
        keys = [(f["identity_id"], f["check_key"]) for f in (finding, *consequences)]
        failed = tuple(checks[key] for key in keys if key in checks)
        wanted = [finding["culprit_figure_id"], *(t["figure_id"] for check in failed for t in check["terms"])]
        concerned = tuple(figures[figure_id] for figure_id in dict.fromkeys(wanted) if figure_id in figures)
        told.append(Told(finding, consequences, failed, concerned))
    return sorted(told, key=_order)


def _order(told: Told) -> tuple[int, bool, int, str]:
    first = told.figures[0]["line"] if told.figures else 0
    return _RANK.get(told.finding["severity"], 1), told.culprit is None, first, told.finding["finding_id"]


def where(figure: Row) -> tuple[str, str]:
    """Where the figure stands, in Chinese and English: page, table cell, sheet cell or line."""
    zh, en = [], []
    if figure["sheet"]:
        zh.append(f"工作表“{figure['sheet']}”{figure['sheet_cell'] or ''}")
        en.append(f"sheet {figure['sheet']!r} {figure['sheet_cell'] or ''}".strip())
    elif figure["page"]:
        zh.append(f"第{figure['page']}页")
        en.append(f"page {figure['page']}")
    if figure["table_row"] and not figure["sheet"]:
        zh.append(f"表格第{figure['table_row']}行第{figure['table_column']}列")
        en.append(f"table row {figure['table_row']} column {figure['table_column']}")
    if not zh:
        zh.append(f"第{figure['line']}行")
        en.append(f"line {figure['line']}")
    return "".join(zh), ", ".join(en)


def print_of(figure: Row) -> str:
    """The figure as printed, with its unit, and in 万元 where its unit is another."""
    printed = f"{figure['text']}{figure['unit'] or ''}"
    if figure["amount_wan"] is None or figure["unit"] == "万元":
        return printed
    return f"{printed} (= {exact(figure['amount_wan'])}万元)"
