"""An invented department's figures and identities for the tests of localisation, built like the warehouse builds them.

Four statements: two tables by function (classes, sections, items; total, basic, project), the general budget's share of
the first, and a narrative that repeats classes with shares and growth. All money has two decimals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from pipelines.repair.facts import Check, Figure, Reading, Term
from pipelines.repair.localise import localise
from pipelines.repair.relations import relations

CENT = Decimal("0.01")
NATURES = ("total", "basic", "project")


@dataclass
class Invented:
    """Figures, terms and checks in the making; a check gets its verdict when asked for."""

    figures: dict[str, Figure] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    checks: dict[tuple[str, str], Check] = field(default_factory=dict)

    def money(self, name: str, amount: str | Decimal, **place: object) -> str:
        """A printed amount of money; the text is as given, the digits behind the point are two."""
        value, text = Decimal(amount), str(amount)
        half = Decimal(0) if text == "0" else CENT / 2
        known = {"statement": "expenditure", "table_id": "t1", **place}
        order = len(self.figures) + 1
        self.figures[name] = Figure(
            name, unit_kind="money", unit="万元", text=text, decimals=2, factor=Decimal(1), amount=value, half=half,
            cut_lower=value, cut_upper=value + 2 * half, print_order=order, **known,  # type: ignore[arg-type]
        )  # fmt: skip
        return name

    def percent(self, name: str, value: str, **place: object) -> str:
        amount = Decimal(value)
        known = {"statement": "narrative", "aspect": "share_pct", **place}
        self.figures[name] = Figure(
            name, unit_kind="percent", unit="%", text=value, decimals=2, factor=Decimal(1), amount=amount,
            half=CENT / 2, cut_lower=amount, cut_upper=amount + CENT, print_order=len(self.figures) + 1,
            **known,  # type: ignore[arg-type]
        )  # fmt: skip
        return name

    def sum(self, name: str, left: Iterable[str], right: Iterable[str], operator: str = "=") -> None:
        self.checks[name, ""] = Check(name, "", operator, "exact")
        self.terms += [Term(name, "", figure, "lhs") for figure in left]
        self.terms += [Term(name, "", figure, "rhs") for figure in right]

    def same(self, name: str, *figures: str) -> None:
        self.checks[name, ""] = Check(name, "", "same", "exact")
        self.terms += [Term(name, "", figure, "lhs") for figure in figures]

    def ratio(self, name: str, pct: str, part: str, whole: str, in_whole: int = 0) -> None:
        self.checks[name, ""] = Check(name, "", "ratio", "exact")
        self.terms += [
            Term(name, "", pct, "pct"),
            Term(name, "", part, "part", Decimal(1), Decimal(in_whole)),
            Term(name, "", whole, "whole", Decimal(0), Decimal(1)),
        ]

    def judged(self) -> list[Check]:
        """The checks with the verdicts that the figures deserve."""
        read, verdicts = Reading(self.figures), {}
        for relation in relations(self.checks.values(), self.terms):
            verdicts[relation.check.check_id] = (
                "exact" if relation.is_exact(read)
                else "rounding" if relation.meets(read)
                else "truncated" if relation.meets_cut(read)
                else "violated"
            )  # fmt: skip
        return [replace(check, verdict=verdicts[check.check_id]) for check in self.checks.values()]

    def violated(self) -> set[str]:
        return {check.identity_id for check in self.judged() if check.verdict == "violated"}

    def localised(self):  # type: ignore[no-untyped-def]
        return localise(self.judged(), self.terms, self.figures)

    def with_fault(self, name: str, value: Decimal) -> Invented:
        """The same document with one figure printed otherwise."""
        figure, decimals = self.figures[name], max(2, -int(value.as_tuple().exponent))
        half = Decimal(1).scaleb(-decimals) / 2
        changed = replace(
            figure, amount=value, half=half, decimals=decimals, text=f"{value:f}", cut_lower=value,
            cut_upper=value + 2 * half,
        )  # fmt: skip
        return Invented({**self.figures, name: changed}, self.terms, self.checks)

    def with_suggestions(self) -> Invented:
        """The same document with every culprit changed to its suggested value."""
        meant = self
        for culprit in self.localised().culprits:
            assert culprit.suggested_value is not None
            meant = meant.with_fault(culprit.figure_id, culprit.suggested_value)
        return meant


ITEMS = {
    "2010101": ("613.42", "208.17"), "2010150": ("128.06", "77.95"), "2010202": ("45.83", "12.64"),
    "2080501": ("36.29", "51.38"), "2080505": ("84.71", "9.27"), "2089999": ("17.54", "6.93"),
    "2101101": ("41.96", "3.85"), "2101102": ("28.37", "14.72"), "2120801": ("95.18", "362.04"),
    "2120899": ("19.63", "147.29"), "2130101": ("72.45", "58.91"), "2130135": ("33.08", "286.57"),
    "2210201": ("107.92", "24.36"), "2210203": ("13.79", "41.25"),
}  # fmt: skip


def department() -> Invented:
    """Fourteen items in ten sections and six classes: 31 lines of three columns, twice, and a narrative."""
    made = Invented()
    codes = sorted({code[:length] for code in ITEMS for length in (3, 5, 7)})
    lines = ["total", *codes]

    def amount(line: str, nature: str, share: int) -> Decimal:
        items = [parts for code, parts in ITEMS.items() if line == "total" or code.startswith(line)]
        basic = sum((Decimal(parts[0]) for parts in items), Decimal(0))
        project = sum((Decimal(parts[1]) * share / 100 for parts in items), Decimal(0)).quantize(CENT)
        return {"basic": basic, "project": project, "total": basic + project}[nature]

    for table, statement, share in (("t1", "expenditure", 100), ("t2", "general_budget_expenditure", 100)):
        for row, line in enumerate(lines, 1):
            for column, nature in enumerate(NATURES, 1):
                made.money(
                    f"{table}:{line}:{nature}", amount(line, nature, share), statement=statement, table_id=table,
                    table_row=row, table_column=column, nature=nature, subject=line,
                )  # fmt: skip
            made.sum(f"row.{table}.{line}", [f"{table}:{line}:total"], [f"{table}:{line}:{n}" for n in NATURES[1:]])
        for line in lines:
            below = [code for code in codes if len(code) == 3] if line == "total" else [
                code for code in codes if code.startswith(line) and len(code) == len(line) + 2
            ]  # fmt: skip
            for nature in NATURES if below else ():
                parts = [f"{table}:{code}:{nature}" for code in below]
                made.sum(f"hierarchy.{table}.{line}.{nature}", [f"{table}:{line}:{nature}"], parts)
    for line in ("total", *(code for code in codes if len(code) == 3)):
        told = made.money(f"n:{line}", amount(line, "total", 100), statement="narrative", table_id="", subject=line)
        made.same(f"told.{line}", told, f"t1:{line}:total", f"t2:{line}:total")
        if line != "total":
            share = Fraction(amount(line, "total", 100)) * 100 / Fraction(amount("total", "total", 100))
            pct = made.percent(f"n:{line}:share", str(Decimal(round(share * 100)).scaleb(-2)))
            made.ratio(f"share.{line}", pct, told, "n:total")
    return made


def prints(figure: Figure) -> Decimal:
    """What the figure prints, in its unit."""
    return figure.printed(Fraction(figure.amount))
