"""A slip wrongly named sends the publisher looking for a mistake that nobody made."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from pipelines.repair.facts import Figure
from pipelines.repair.slips import Around, name_slip, numeral


def figure(text: str, *, decimals: int = 2, unit: str = "万元", factor: str = "1", blank: bool = False) -> Figure:
    amount = Decimal(numeral(text) or 0) * Decimal(factor)
    digit = Decimal(1).scaleb(-decimals) * Decimal(factor)
    kind = "percent" if unit == "%" else "money"
    return Figure(
        "f", "expenditure", kind, unit, text, decimals, Decimal(factor), amount, digit / 2, amount, amount + digit,
        is_blank=blank, usual_decimals=2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [
        ("1,862.3", "1862.37", "clipped_digits"),
        ("1862", "1862.37", "clipped_digits"),
        ("631.42", "613.42", "transposed_digits"),
        ("614.32", "613.42", "transposed_digits"),
        ("413.62", "613.42", ""),
        ("6134.2", "613.42", "decimal_point"),
        ("61.34", "613.42", "decimal_point"),
        ("6.1342", "613.42", "decimal_point"),
        ("6613.42", "613.42", "doubled_digit"),
        ("13.42", "613.42", "dropped_digit"),
        ("63.42", "613.42", "dropped_digit"),
        ("618.42", "613.42", "one_digit"),
        ("-613.42", "613.42", "sign"),
        ("６１８.42", "613.42", "one_digit"),
        ("907.15", "613.42", ""),
        ("0", "613.42", ""),
    ],
)
def test_each_slip_has_its_name(printed: str, meant: str, slip: str) -> None:
    decimals = max(2, len(numeral(printed).partition(".")[2]))
    assert name_slip(figure(printed, decimals=decimals), Fraction(meant), Around()) == slip


def test_a_dropped_zero_is_not_a_clipped_digit() -> None:
    assert name_slip(figure("675.5"), Fraction("675.50"), Around()) != "clipped_digits"


def test_yuan_printed_for_ten_thousand_yuan_is_a_unit_slip() -> None:
    assert name_slip(figure("24.96", unit="元", factor="0.0001"), Fraction("24.96"), Around()) == "unit"


def test_a_percentage_has_no_yuan() -> None:
    assert name_slip(figure("0.01", unit="%"), Fraction("100"), Around()) != "unit"


def test_a_blank_that_should_hold_a_figure_was_left_blank() -> None:
    assert name_slip(figure("", blank=True), Fraction("5.00"), Around()) == "left_blank"


@pytest.mark.parametrize("direction", ["above", "below", "left", "right"])
def test_a_neighbours_figure_is_recognised(direction: str) -> None:
    around = Around({direction: Fraction("907.15")})
    assert name_slip(figure("907.15"), Fraction("613.42"), around) == f"copied_from_{direction}"


def test_last_years_figure_is_recognised_before_a_neighbours() -> None:
    around = Around({"above": Fraction("907.15")}, last_year=Fraction("907.15"))
    assert name_slip(figure("907.15"), Fraction("613.42"), around) == "last_year"


def test_a_short_figure_equal_to_its_neighbour_proves_nothing() -> None:
    assert name_slip(figure("5"), Fraction("613.42"), Around({"above": Fraction(5)})) == ""
