"""Which slip turns the meant figure into the printed one.

Reads a figure, the value it should have, and what stands around it; writes nothing. Grain: one name per figure, ''
where no known slip explains the difference.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pipelines.repair.facts import Figure

STRENGTH: dict[str, int] = {
    "clipped_digits": 6,
    "transposed_digits": 6,
    "unit": 6,
    "sign": 6,
    "doubled_digit": 5,
    "dropped_digit": 5,
    "decimal_point": 6,
    "copied_from_above": 6,
    "copied_from_below": 5,
    "copied_from_left": 5,
    "copied_from_right": 5,
    "last_year": 6,
    "stale_block": 6,
    "one_digit": 3,
    "left_blank": 0,
    "": 0,
}
"""How much a slip speaks for its figure among several that would serve, in units of the figure weights."""

SIGNIFICANT = 3
"""Digits from which two equal figures are hardly a coincidence."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands near a figure, as amounts: neighbours by direction, and last year's figure of the same quantity."""

    neighbours: Mapping[str, Fraction] = field(default_factory=dict)
    last_year: Fraction | None = None


def numeral(text: str) -> str:
    """The digits, point and sign of a printed figure."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdecimal() or sign in "-.")


def typing_slip(figure: Figure, amount: Fraction) -> Fraction:
    """How much it says that one slip of the fingers makes the print of the amount: at most as much as two figures that
    agree exactly, and for a lone digit, which is soon found, no more than a sum of six does."""
    return Fraction(0) if figure.is_zero else Fraction(STRENGTH[name_slip(figure, amount, Around())] ** 2, 72)


def name_slip(figure: Figure, amount: Fraction, around: Around) -> str:
    """The slip that explains why the figure was printed where the amount was meant; '' where none does."""
    if figure.is_blank or not numeral(figure.text):
        return "left_blank"
    printed, meant = Fraction(figure.amount), figure.printed(amount)
    was = figure.printed(printed)
    if figure.is_zero:
        return ""
    if printed == -amount:
        return "sign"
    if _is_clipped(numeral(figure.text), meant):
        return "clipped_digits"
    if figure.unit_kind == "money" and amount in (printed * 10000, printed / 10000):
        return "unit"
    for slip in (_moved(was, meant), _transposed(was, meant), _copied(figure, around)):
        if slip:
            return slip
    return _typed(was, meant)


def _is_clipped(printed: str, meant: Decimal) -> bool:
    """1554.7 for 1554.79: the print is the beginning of what was meant, short of digits behind the point."""
    full = f"{abs(meant):f}"
    head = printed.lstrip("-").rstrip(".")
    behind = full.partition(".")[2][len(head.partition(".")[2]) :]
    return full.startswith(head) and full.partition(".")[0] == head.partition(".")[0] and behind.strip("0") != ""


def _moved(was: Decimal, meant: Decimal) -> str:
    for shift in (1, -1, 2, -2, 3, -3):
        moved = was.scaleb(shift)
        if moved == meant and significant(was) > 1:
            return "decimal_point"
        # Moved to the left, the last digits fall off the end of the column.
        exponent = Decimal(1).scaleb(shift + int(was.as_tuple().exponent))
        if shift > 0 and significant(was) >= SIGNIFICANT and 0 <= abs(meant) - abs(moved) < exponent:
            return "decimal_point"
    return ""


def _transposed(was: Decimal, meant: Decimal) -> str:
    """Neighbouring digits swapped; two that stand apart agree by chance too often."""
    one, other = f"{abs(was):f}".replace(".", ""), f"{abs(meant):f}".replace(".", "")
    if len(one) != len(other):
        return ""
    places = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(places) != 2 or places[1] != places[0] + 1:
        return ""
    return "transposed_digits" if one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]] else ""


def _copied(figure: Figure, around: Around) -> str:
    printed = Fraction(figure.amount)
    if significant(figure.printed(printed)) < SIGNIFICANT:
        return ""
    if around.last_year == printed:
        return "last_year"
    for direction in ("above", "below", "left", "right"):
        if around.neighbours.get(direction) == printed:
            return f"copied_from_{direction}"
    return ""


def _typed(was: Decimal, meant: Decimal) -> str:
    one, other = f"{abs(was):f}".replace(".", ""), f"{abs(meant):f}".replace(".", "")
    if len(one) == len(other) + 1:
        for place in range(1, len(one)):
            if one[place] == one[place - 1] and one[:place] + one[place + 1 :] == other:
                return "doubled_digit"
    if len(other) == len(one) + 1 and any(other[:place] + other[place + 1 :] == one for place in range(len(other))):
        return "dropped_digit"
    padded = _padded(was, meant)
    if sum(left != right for left, right in zip(*padded, strict=True)) == 1:
        return "one_digit"
    return ""


def significant(value: Decimal) -> int:
    """How many digits remain between the zeros at either end."""
    return len(f"{abs(value):f}".replace(".", "").strip("0"))


def _padded(was: Decimal, meant: Decimal) -> tuple[str, str]:
    one, other = f"{abs(was):f}", f"{abs(meant):f}"
    width = max(len(one), len(other))
    return one.rjust(width, "0"), other.rjust(width, "0")
