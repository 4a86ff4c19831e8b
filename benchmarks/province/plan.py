"""Which department disclosed what in which year. Reads a seed; writes nothing.

Grain: one `Planned` per disclosure; the same seed and number give the same one. A department's years agree with one
another: what a year calls last year's is what last year's disclosure says, but for the faults that are planned.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.invented.amounts import CENT, FUND_NAMES, NOTHING, Truth, truth
from tests.invented.disclosure import Disclosure, compose, slipped
from tests.invented.habits import Habits, habits

FIRST_YEAR = 2020
YEARS = 4
FORMS = {"txt": 40, "cells.txt": 25, "md": 20, "html": 10, "xlsx": 3, "docx": 2}
"""Form and how many in a hundred are written in it."""
FAULTS = {"": 90, "ten_more": 3, "one_more": 3, "cents_more": 2, "last_digits_swapped": 2}
"""Fault in one figure of a table, and how many in a hundred disclosures have it."""
MORE = {"ten_more": Decimal(10), "one_more": Decimal(1), "cents_more": Decimal("0.05")}
CITIES = tuple(f"{first}{second}市" for first in "临望永安平" for second in "川江城陵")
COUNTIES = tuple(f"{first}{second}{kind}" for first in "青白松柳" for second in "禾石台溪" for kind in "区县")
BUREAUS = ("水务局", "水利局", "河湖管理局", "水土保持局")


@dataclass(frozen=True, slots=True)
class Planned:
    """A disclosure before it is written; `fault` with the place and both amounts (万元) of the misprinted figure."""

    number: int
    disclosure: Disclosure
    form: str
    region: str
    department: str
    year: int
    fault: str = ""
    kind: str = ""
    code: str = ""
    key: str = ""
    true_amount: Decimal | None = None
    printed_amount: Decimal | None = None


def planned(seed: int, number: int) -> Planned:
    """The disclosure with this number: a department's years stand one behind the other."""
    index, year = divmod(number, YEARS)
    region, department = _department(index)
    chance = random.Random(f"{seed} {number}")
    style = replace(_style(seed, index), encoding="utf-8")
    now = _chained(seed, index, year, department)
    made = compose(now, style)
    plain = Planned(number, made, _drawn(chance, FORMS), region, department, now.year)
    fault = _drawn(chance, FAULTS)
    return _with_fault(plain, fault, chance) if fault else plain


def _department(index: int) -> tuple[str, str]:
    """Region and name of a department; no two have the same name."""
    rest, bureau = divmod(index, len(BUREAUS))
    rest, county = divmod(rest, len(COUNTIES))
    round_, city = divmod(rest, len(CITIES))
    region = f"云岭省{CITIES[city]}{COUNTIES[county]}"
    # A province larger than its counties has numbered branches.
    branch = "" if not round_ else f"第{_numeral(round_)}"
    return region, f"{region}{branch}{BUREAUS[bureau]}"


def _numeral(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def _style(seed: int, index: int) -> Habits:
    """A department keeps its habits."""
    return habits(seed * 1_000_003 + index)


def _raw(seed: int, index: int, year: int) -> Truth:
    return replace(truth((seed * 1_000_003 + index) * YEARS + year), year=FIRST_YEAR + year)


def _chained(seed: int, index: int, year: int, department: str) -> Truth:
    """The truth of a year whose opening is the closing, and whose prior figures are the figures, of the year before."""
    now, last, following = (_raw(seed, index, y) if 0 <= y < YEARS else None for y in (year, year - 1, year + 1))
    assert now is not None
    closing = dict(now.closing)
    if following is not None:
        closing = {fund: _handed_over(now, following, fund) for fund in FUND_NAMES}
    opening = dict(now.opening)
    if last is not None:
        opening = {fund: _handed_over(last, now, fund) for fund in FUND_NAMES}
    chained = replace(now, department=department, opening=opening, closing=closing)
    if last is None:
        return chained
    before = _chained_amounts(seed, index, year - 1, last, now)
    current = _told(chained)
    return replace(chained, before={key: before[key] / current[key] for key in current})


def _handed_over(last: Truth, now: Truth, fund: str) -> Decimal:
    """What a fund keeps from one year to the next: nothing where one of them has no such fund."""
    return now.opening[fund] if last.total(fund=fund) and now.total(fund=fund) else NOTHING


def _chained_amounts(seed: int, index: int, year: int, last: Truth, now: Truth) -> dict[str, Decimal]:
    """What the year before told: its truth with the carry-over on both sides."""
    opening = dict(last.opening)
    if year > 0:
        earlier = _raw(seed, index, year - 1)
        opening = {fund: _handed_over(earlier, last, fund) for fund in FUND_NAMES}
    closing = {fund: _handed_over(last, now, fund) for fund in FUND_NAMES}
    return _told(replace(last, opening=opening, closing=closing))


def _told(figures: Truth) -> dict[str, Decimal]:
    """The amounts that a narrative holds against the year before."""
    return {
        "total": figures.grand_total,
        "appropriation": figures.appropriation_total,
        "general": figures.total(fund="general"),
        "operating": figures.public,
    }


def _with_fault(plain: Planned, fault: str, chance: random.Random) -> Planned:
    """The same disclosure with one figure of a table misprinted."""
    boxes = [
        (table.kind, box.code, box.key, box.amount)
        for table in plain.disclosure.page.tables
        for box in table.figures()
        if box.amount and box.code
    ]
    kind, code, key, amount = chance.choice(boxes)
    more = MORE.get(fault) or _swapped(amount) - amount
    if not more:
        return plain
    return replace(
        plain,
        disclosure=slipped(plain.disclosure, (kind, code, key), more),
        fault=fault,
        kind=kind,
        code=code,
        key=key,
        true_amount=amount,
        printed_amount=amount + more,
    )


def _swapped(amount: Decimal) -> Decimal:
    """The amount with the last two digits before its point swapped; the same where they are equal or fewer."""
    text = f"{amount.quantize(CENT)}"
    whole, cents = text.split(".")
    return Decimal(f"{whole[:-2]}{whole[-1]}{whole[-2]}.{cents}") if len(whole.lstrip("-")) > 1 else amount


def _drawn(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
