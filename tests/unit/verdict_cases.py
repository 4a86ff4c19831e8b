"""Random documents whose figures nearly fit: rounded, cut, a digit off, in several units, or touching at a bound.

Reads nothing; gives `Case`s, each a document with the relations it must satisfy. Grain: one document per case.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from extracted_fixture import Disclosure
from hypothesis import strategies as st
from verdict_reference import HALF, TO_WAN, Case, Relation

# Amounts carry eight decimals of 万元: a figure in 元 may print three (nobody prints more than two).
MONEY = ("万元", "万元", "万元", "元", "亿元")
NATURES = ("total", "basic", "project")
SHIFTS = st.sampled_from((0, 0, 0, 0, 1, -1, 2, -2, 7))
MOSTLY_EXACT = st.sampled_from(("false",) * 6 + ("true",))
AMOUNTS = st.sampled_from((3, 5, 7, 11)).flatmap(lambda e: st.integers(0, 10**e)).map(lambda n: Fraction(n, 1000))
LINE = "教育支出/普通教育/小学教育"
NUMBERS = count(1)


def new_case() -> Case:
    return Case(Disclosure(f"云岭省临川市青禾区水务局第{next(NUMBERS)}分局"))


def text_of(n: int, decimals: int, strip: bool = False) -> str:
    """n units of the last of so many decimals, as printed; trailing zeros dropped where a person would."""
    sign, digits = "-" if n < 0 else "", str(abs(n)).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    if strip and decimals:
        text = text.rstrip("0").rstrip(".")
    return sign + text


def shown(value: Fraction, decimals: int, is_cut: bool = False) -> int:
    """The value in units of its last decimal, rounded half up, or cut towards zero."""
    scaled = abs(value) * 10**decimals
    n = int(scaled) if is_cut else int(scaled + HALF)
    return -n if value < 0 else n


@dataclass
class Tables:
    """A table whose rows and columns nearly add up: some figures cut, some zeros dropped, some a digit off."""

    draw: st.DrawFn
    case: Case
    decimals: int
    is_cut: bool
    strips: bool

    def printed(self, true: int, shift: int = 0) -> str:
        """True hundredths of the last digit, as printed; nothing is a blank, a 0 or 0.00."""
        n = (true // 100 if self.is_cut else (true + 50) // 100) + shift
        if n == 0 and self.draw(st.booleans()):
            return self.draw(st.sampled_from(("", "0")))
        return text_of(n, self.decimals, self.strips)

    def put(self, code: str, true: list[int], shifts: st.SearchStrategy[int]) -> list[str]:
        """A row of three figures, its row relation noted; gives the figures' ids."""
        is_blank = not any(true) and self.draw(st.booleans())
        total, basic, project = ("" if is_blank else self.printed(n, self.draw(shifts)) for n in true)
        document, table = self.case.document, self.case.document.tables[0]
        if table.kind == "expenditure":
            cells = [document.cell(c) for c in table.put("某项", code, total=total, basic=basic, project=project)]
            key = f"expenditure|all_funds|function:{code}"
            self.case.relate("row.expenditure_by_nature", key, "=", cells[:1], cells[1:])
            return cells
        # The same three numbers as income = expenditure + closing, with an opening that is mostly nothing.
        opening = "" if is_blank else self.draw(st.sampled_from(("", "0", "0.00", "1.00")))
        printed = table.put("某项", code, opening=opening, income=total, total=basic, closing=project)
        cells = [document.cell(c) for c in printed]
        lhs = ((1, cells[0]), (1, cells[1]), (-1, cells[2]))
        key = f"government_fund|government_fund|function:{code}"
        self.case.relations.append(Relation("balance.fund_carry_over", key, "=", lhs, ((1, cells[3]),)))
        return cells[1:]


@st.composite
def table_case(draw: st.DrawFn) -> Case:
    case = new_case()
    unit = draw(st.sampled_from(MONEY))
    decimals = draw(st.sampled_from((2, 2, 2, 0, 1, 3, 3 if unit == "元" else 4)))
    tables = Tables(draw, case, decimals, draw(st.booleans()), draw(st.booleans()))
    terms = draw(st.sampled_from((60, 1, 2, 3, 7, 20)))
    # Up to 10^9 of the unit; every figure is known to a hundredth of its last digit before it is printed.
    greatest = 10 ** draw(st.sampled_from((3, 5, 8, 9 + decimals)))
    lost = st.integers(50, 99) if tables.is_cut and draw(st.booleans()) else st.integers(0, 99)
    amounts = st.tuples(st.integers(0, greatest), lost).map(lambda n: 100 * n[0] + n[1])
    present = st.sampled_from((0, 1)) if draw(st.booleans()) else st.just(1)
    bounds = ((terms + 1) // 2, -terms // 2, -terms // 2 - 1, terms)
    off = st.sampled_from((0, 0, 0, 0, 1, -1, 2, -2, *bounds, 100)) if draw(st.booleans()) else st.just(0)
    table = case.document.table(draw(st.sampled_from(("expenditure", "government_fund"))), unit)
    rows: list[list[int]] = []
    lines: list[list[str]] = []
    for number in range(terms):
        parts = [draw(amounts) * draw(present), draw(amounts) * draw(present)]
        rows.append([sum(parts), *parts])
        lines.append(tables.put(f"205{number:02}", rows[-1], off if terms < 9 else st.just(0)))
    sums = [sum(column) for column in zip(*rows, strict=True)]
    head = tables.put("205", sums, off)
    if table.kind == "expenditure":
        for nature, top, below in zip(NATURES, head, zip(*lines, strict=True), strict=True):
            key = f"expenditure|expenditure|{nature}|all_funds|function:205"
            case.relate("hierarchy.class", key, "=", [top], below)
        # What is counted in 亿元 is not told in 元 as well: a column holds fourteen digits before the point.
        units = [one for one in MONEY if (table.unit, one) != ("亿元", "元")]
        wider = case.document.table("general_budget_expenditure", draw(st.sampled_from(units)))
        true = Fraction(sums[0], 100 * 10**decimals) * TO_WAN[table.unit] / TO_WAN[wider.unit]
        within = text_of(shown(true, 2, tables.is_cut) + draw(st.sampled_from((0, 0, 1, -1, 2))), 2, tables.strips)
        cell = case.document.cell(wider.put("教育支出", "205", total=within, basic=within)[0])
        case.relate("between.general_within_all", "total|function:205", "<=", [cell], head[:1])
    return case


@dataclass
class Narrative:
    """Sentences of part two on random true amounts, printed as a person prints them."""

    draw: st.DrawFn
    case: Case
    decimals: int
    is_cut: bool
    strips: bool

    def money(self, value: Fraction, unit: str, shift: int = 0) -> str:
        decimals = min(self.decimals, 3) if unit == "元" else self.decimals
        decimals += 4 if unit == "亿元" and value and self.draw(st.booleans()) else 0
        n = shown(value / TO_WAN[unit], decimals, self.is_cut)
        if n == 0 and self.draw(st.booleans()):
            return "0"
        return text_of(n + (shift if n > 2 else 0), decimals, self.strips)

    def say(self, subject: str, value: Fraction, section: str) -> str:
        unit = self.draw(st.sampled_from(MONEY))
        text, approx = self.money(value, unit, self.draw(SHIFTS)), self.draw(MOSTLY_EXACT)
        return self.case.document.say(subject, text, unit, section=section, approx=approx)

    def line(self, value: Fraction, code: str, aspect: str = "settled", of_claim: str = "") -> str:
        unit = self.draw(st.sampled_from(MONEY))
        text, approx = self.money(value, unit, self.draw(SHIFTS)), self.draw(MOSTLY_EXACT)
        more = {"aspect": aspect, "of_claim": of_claim, "approx": approx}
        return self.case.document.line(LINE, text, unit, codes=code, **more)

    def ratio(self, identity_id: str, value: Fraction, part: str, whole: str) -> None:
        """A percentage of the part is printed, unless it is beyond what anybody prints, and must fit."""
        if abs(value) >= 10**7:
            return
        aspects = {"growth": "change_pct", "completion": "completion_pct", "share": "share_pct"}
        kind = identity_id.split(".")[1]
        decimals = self.draw(st.integers(0, 3))
        n = shown(value, decimals, self.draw(st.sampled_from((False, False, True)))) + self.draw(SHIFTS)
        more = {"approx": self.draw(MOSTLY_EXACT), "same_sentence": self.draw(st.booleans())}
        document = self.case.document
        pct = document.percent(part, text_of(n, decimals, self.strips), aspects[kind], **more)
        figures = [document.figure(claim) for claim in (pct, part, whole)]
        self.case.relate(identity_id, figures[0], "ratio", figures, is_growth=kind == "growth")

    def growth(self, code: str) -> None:
        prior, now = self.draw(AMOUNTS), self.draw(AMOUNTS)
        settled = self.line(now, code)
        change = self.line(now - prior, code, "change", settled)
        value = 100 * (now - prior) / prior if prior else Fraction(100)
        self.ratio("narrative.growth", value, change, settled)

    def completion(self, code: str) -> None:
        planned = self.draw(AMOUNTS)
        spent = planned * self.draw(st.sampled_from((Fraction(1), Fraction(9, 10), Fraction(2, 3))))
        budget = self.line(planned, code, "budget")
        settled = self.line(spent, code)
        self.ratio("narrative.completion", 100 * spent / planned if planned else Fraction(100), settled, budget)

    def shares(self) -> None:
        amount = self.draw(AMOUNTS)
        whole = self.say("government_fund_expenditure", amount, "government_fund")
        for subject in ("government_fund_basic", "government_fund_project"):
            share = Fraction(self.draw(st.integers(0, 1000)), 10)
            self.ratio("narrative.share", share, self.say(subject, amount * share / 100, "government_fund"), whole)

    def touching_share(self) -> None:
        """A share whose interval and its quotient's have one point in common, or lie a hair apart."""
        document = self.case.document
        n, k = self.draw(st.integers(1, 400)), self.draw(st.integers(0, 999))
        # A whole of n + 1 hundredths of 亿元 begins at (2n + 1)·50 万元, a share of k + 1 tenths at (2k + 1)/20 %.
        part = Fraction((2 * k + 1) * (2 * n + 1) * 50, 2000) - Fraction(5, 1000)
        part += Fraction(self.draw(st.sampled_from((0, 0, -1, 1))), 100)
        if part > 0:
            whole = document.say("state_capital_expenditure", text_of(n + 1, 2), "亿元", section="state_capital")
            settled = document.say("state_capital_basic", text_of(shown(part, 2), 2), section="state_capital")
            pct = document.percent(settled, text_of(k + 1, 1), "share_pct")
            figures = [document.figure(claim) for claim in (pct, settled, whole)]
            self.case.relate("narrative.share", figures[0], "ratio", figures)

    def stated_often(self) -> None:
        amount = self.draw(AMOUNTS)
        sections = ("totals", "expenditure", "general_overall", "basic")[: self.draw(st.integers(2, 4))]
        members = [self.case.document.figure(self.say("expenditure_total", amount, section)) for section in sections]
        self.case.relate("agreement.same_fact", "expenditure|total|all_funds|total", "same", members)

    def sum_of_three(self) -> None:
        parts = [self.draw(AMOUNTS) for _ in range(3)]
        names = ("three_public", "three_public_overseas", "three_public_vehicles", "three_public_hospitality")
        amounts = (sum(parts, Fraction(0)), *parts)
        said = [self.say(name, amount, "three_public") for name, amount in zip(names, amounts, strict=True)]
        figures = [self.case.document.figure(claim) for claim in said]
        self.case.relate("narrative.three_public_parts", "", "=", figures[:1], figures[1:])


@st.composite
def narrative_case(draw: st.DrawFn) -> Case:
    """Shares, growth, completion, one quantity in several units, a sum of three."""
    case = new_case()
    narrative = Narrative(draw, case, draw(st.sampled_from((2, 2, 2, 1, 4))), draw(st.booleans()), draw(st.booleans()))
    for number in range(draw(st.integers(1, 3))):
        narrative.growth(f"205/{number:02}/01")
    for number in range(draw(st.integers(0, 2))):
        narrative.completion(f"206/{number:02}/01")
    if draw(st.booleans()):
        narrative.touching_share()
    narrative.shares()
    narrative.stated_often()
    narrative.sum_of_three()
    return case
