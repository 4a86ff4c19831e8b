"""What localisation reads and says. Reads and writes nothing.

Grain: one `Figure` per printed figure (or blank cell), one `Term` per figure that stands in a check, one `Check` per
identity and key; one `Culprit` per figure to change, one `Explained` per violated check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

SOLE, LIKELY, AMBIGUOUS = "sole", "likely", "ambiguous"

CheckId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: `amount` and its interval in 万元 (money) or as printed (percentages, counts); `factor` turns
    the printed value into the amount; `half` is half its last digit as an amount, 0 for a literal zero and a blank."""

    figure_id: str
    statement: str
    unit_kind: str
    unit: str
    text: str
    decimals: int
    factor: Decimal
    amount: Decimal
    half: Decimal
    cut_lower: Decimal
    cut_upper: Decimal
    aspect: str = "settled"
    section: str = ""
    flow: str = ""
    nature: str = ""
    fund: str = ""
    subject: str = ""
    place: str = ""
    table_id: str = ""
    table_row: int = 0
    table_column: int = 0
    claim: int = 0
    of_claim: int = 0
    print_order: int = 0
    is_blank: bool = False
    usual_decimals: int | None = None

    @property
    def meant_decimals(self) -> int:
        """The decimals of its statement: a figure whose point has moved shows more than it should."""
        return self.decimals if self.usual_decimals is None else min(self.decimals, self.usual_decimals)

    @property
    def step(self) -> Fraction:
        """One unit of the last digit it should show, as an amount."""
        return Fraction(self.factor) / Fraction(10**self.meant_decimals)

    @property
    def is_zero(self) -> bool:
        """A blank or a zero: it says that there is nothing."""
        return self.is_blank or self.amount == 0

    @property
    def may_be_negative(self) -> bool:
        """Changes go both ways, and what is printed negative may be so."""
        changes = {"change", "change_pct", "budget_change", "budget_change_pct"}
        return self.aspect in changes or self.amount < 0

    def printed(self, amount: Fraction) -> Decimal:
        """The amount in the figure's own unit; its own amount with the digits printed, another with those meant."""
        decimals = self.decimals if amount == Fraction(self.amount) else self.meant_decimals
        return Decimal(round(amount / Fraction(self.factor) * Fraction(10**decimals))).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Term:
    """A figure's place in a check: `lhs` or `rhs` of a sum, or `pct`, `part`, `whole` of a ratio, where `whole_weight`
    says how the figure counts towards the whole."""

    identity_id: str
    check_key: str
    figure_id: str
    side: str
    weight: Decimal = Decimal(1)
    whole_weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Check:
    """An identity at one key, with the verdict on its printed figures; `constant` is what the left side holds beyond
    its figures, less what the right side does."""

    identity_id: str
    check_key: str
    operator: str
    verdict: str
    constant: Decimal = Decimal(0)

    @property
    def check_id(self) -> CheckId:
        return (self.identity_id, self.check_key)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another figure whose change would serve as well, or nearly."""

    figure_id: str
    suggested_value: Decimal | None
    suggested_text: str
    slip: str
    weight: int


@dataclass(frozen=True, slots=True)
class Culprit:
    """A figure to change. `suggested_value` is in the figure's own unit, None where nothing forces a value;
    culprits of one `finding` are one slip, those of one `component` were found together."""

    figure_id: str
    suggested_value: Decimal | None
    suggested_text: str
    slip: str
    confidence: str
    weight: int
    component: str
    finding: str
    explanation_zh: str
    explanation_en: str
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A violated check and the culprit it hangs below."""

    identity_id: str
    check_key: str
    figure_id: str


@dataclass(frozen=True, slots=True)
class Localisation:
    """The culprits of one document, in print order, and the culprit of every violated check that has one."""

    culprits: tuple[Culprit, ...] = ()
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures of a document with some of them changed."""

    figures: Mapping[str, Figure]
    changed: Mapping[str, Fraction] = field(default_factory=dict)

    def amount(self, figure_id: str) -> Fraction:
        changed = self.changed.get(figure_id)
        return Fraction(self.figures[figure_id].amount) if changed is None else changed

    def half(self, figure_id: str) -> Fraction:
        """Half the last digit; a changed figure is rounded like its statement, even where a literal zero stood."""
        figure = self.figures[figure_id]
        if figure_id in self.changed and figure.unit_kind in {"money", "percent"}:
            return max(figure.step / 2, Fraction(figure.half))
        return Fraction(figure.half)

    def cut(self, figure_id: str) -> tuple[Fraction, Fraction]:
        """Where the true value lies if the digits behind the last were cut."""
        figure = self.figures[figure_id]
        if figure_id not in self.changed:
            return Fraction(figure.cut_lower), Fraction(figure.cut_upper)
        amount, digit = self.changed[figure_id], 2 * self.half(figure_id)
        return (amount - digit, amount) if amount < 0 else (amount, amount + digit)

    def with_(self, figure_id: str, amount: Fraction) -> Reading:
        return Reading(self.figures, {**self.changed, figure_id: amount})

    def without(self, figure_id: str) -> Reading:
        return Reading(self.figures, {name: value for name, value in self.changed.items() if name != figure_id})
