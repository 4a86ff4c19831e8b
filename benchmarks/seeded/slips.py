"""What is printed instead of a figure. Reads a figure; writes nothing.

Grain: one text per figure and kind of fault, none where the fault would print the same number or none at all.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from zlib import crc32

from benchmarks.seeded.figures import Printed


def misprinted(figure: Printed, fault: str) -> str | None:
    """The text that the fault prints; None where it is no fault of this figure."""
    text = FAULTS[fault](figure)
    return text if text is not None and _number(text) != Decimal(figure.numeral) else None


def _added(amount: str) -> Callable[[Printed], str | None]:
    """So much more; no hundredths to what is counted in whole numbers."""
    more = Decimal(amount)

    def print_more(figure: Printed) -> str | None:
        if more % 1 and not figure.is_amount:
            return None
        was = Decimal(figure.numeral)
        decimals = max(_decimals(was), _decimals(more.normalize()))
        return _like(figure, f"{was + more:.{decimals}f}")

    return print_more


def _swapped(figure: Printed) -> str | None:
    """Two neighbouring digits have changed places; never so that a zero would lead."""
    digits, point = figure.numeral.lstrip("-").replace(".", ""), len(figure.numeral.lstrip("-").partition(".")[0])
    places = [
        at
        for at in range(len(digits) - 1)
        if digits[at] != digits[at + 1] and not (at == 0 and digits[1] == "0" and point > 1)
    ]
    if not places:
        return None
    at = places[_chance(figure) % len(places)]
    changed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return _like(figure, _sign(figure) + _pointed(changed, point))


def _moved(figure: Printed) -> str | None:
    """The decimal point stands one digit further left or right."""
    digits, point = figure.numeral.lstrip("-").replace(".", ""), len(figure.numeral.lstrip("-").partition(".")[0])
    ways = [to for to in (point - 1, point + 1) if to <= len(digits)]
    to = ways[_chance(figure) % len(ways)]
    padded = digits.rjust(len(digits) + 1, "0") if to == 0 else digits
    text = _pointed(padded, max(to, 1))
    whole, _, behind = text.partition(".")
    text = (whole.lstrip("0") or "0") + (f".{behind}" if behind else "")
    return _like(figure, _sign(figure) + text)


def _copied(figure: Printed) -> str | None:
    return figure.above or None


FAULTS: dict[str, Callable[[Printed], str | None]] = {
    "+10.00": _added("10.00"),
    "+1.00": _added("1.00"),
    "+0.05": _added("0.05"),
    "two digits swapped": _swapped,
    "decimal point moved": _moved,
    "copied from the row above": _copied,
}


def _like(figure: Printed, numeral: str) -> str:
    """The numeral with thousands separators where the figure has them."""
    if "," not in figure.text:
        return numeral
    whole, point, behind = numeral.partition(".")
    return f"{int(whole):,}{point}{behind}"


def _pointed(digits: str, point: int) -> str:
    return f"{digits[:point]}.{digits[point:]}" if point < len(digits) else digits


def _sign(figure: Printed) -> str:
    return "-" if figure.numeral.startswith("-") else ""


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _number(text: str) -> Decimal:
    return Decimal("".join(sign for sign in text if sign.isdecimal() or sign in "-."))


def _chance(figure: Printed) -> int:
    """The same for the same figure on every machine."""
    return crc32(":".join(figure.key).encode())
