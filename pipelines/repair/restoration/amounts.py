"""Printed numerals as exact amounts with their closed rounding interval. Reads and writes nothing.

Grain: one `Amount` per cell, in units of 10⁻¹⁰ 万元, so that half a last digit of 元 with four decimals is whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

SCALE = 10**10
_FACTORS = {"": 1, "万元": 1, "亿元": 10**4}
_PARTS = {"千元": 10, "百元": 100, "元": 10**4}


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure: its value, and how far the true value may be from it on either side."""

    value: int
    slack: int

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.value + other.value, self.slack + other.slack)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.value - other.value, self.slack + other.slack)

    @property
    def may_be_zero(self) -> bool:
        """Whether nothing forbids that the true value is zero."""
        return abs(self.value) <= self.slack


NOTHING = Amount(0, 0)
"""A blank, or a literal 0."""


@dataclass(frozen=True, slots=True)
class Convention:
    """How a table writes its figures: in a unit, with so many decimals."""

    unit: str
    decimals: int

    @property
    def step(self) -> int:
        """One unit of the last digit."""
        return self._scaled(Decimal(1).scaleb(-self.decimals))

    def amount(self, numeral: str) -> Amount:
        """The amount of a numeral; an empty one is nothing."""
        if not numeral:
            return NOTHING
        value = Decimal(numeral)
        own = decimals_of(numeral)
        if value == 0 and own == 0:
            return NOTHING
        half = self._scaled(Decimal(5).scaleb(-max(own, self.decimals) - 1))
        return Amount(self._scaled(value), half)

    def text(self, value: int) -> str:
        """The value as the table would print it; empty for nothing."""
        if value == 0:
            return ""
        printed = Decimal(value) * _PARTS.get(self.unit, 1) / _FACTORS.get(self.unit, 1) / SCALE
        return f"{printed:,.{self.decimals}f}"

    def _scaled(self, value: Decimal) -> int:
        scaled = value * SCALE * _FACTORS.get(self.unit, 1) / _PARTS.get(self.unit, 1)
        return int(scaled)


def decimals_of(numeral: str) -> int:
    """The decimals a numeral shows."""
    return len(numeral.partition(".")[2])


def convention_of(unit: str, numerals: Iterable[str]) -> Convention:
    """The most decimals that at least a tenth of the figures show: fewer are dropped zeros, a lone one is a slip."""
    shown = Counter(decimals_of(n) for n in numerals if n and (Decimal(n) != 0 or decimals_of(n)))
    total = sum(shown.values())
    seen = 0
    for decimals in sorted(shown, reverse=True):
        seen += shown[decimals]
        if seen * 10 >= total:
            return Convention(unit, decimals)
    return Convention(unit, 2)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of the amounts."""
    value = slack = 0
    for amount in amounts:
        value += amount.value
        slack += amount.slack
    return Amount(value, slack)
