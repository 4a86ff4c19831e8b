"""Prevents: a digit lost, a date taken for a figure, or an offset moved while figures are cleaned up."""

from __future__ import annotations

import pytest

from pipelines.extraction.numerals import UNITS, figures, normalise, parse


@pytest.mark.parametrize(
    ("printed", "numeral"),
    [
        ("2,309.00", "2309.00"),
        ("１２３．４", "123.4"),
        ("1 554.79", "1554.79"),
        ("1,554. 79", "1554.79"),
        ("1，554.7", "1554.7"),
        ("-3.2", "-3.2"),
        ("－3.2", "-3.2"),
        ("(3.2)", "-3.2"),
        ("0", "0"),
        (".5", "0.5"),
    ],
)
def test_a_printed_figure_keeps_every_digit(printed: str, numeral: str) -> None:
    assert parse(printed) == numeral


@pytest.mark.parametrize("printed", ["", "—", "合计", "1,55", "1,2345", "3.5.1", "2023年", "2021."])
def test_what_is_no_numeral_is_not_read_as_zero(printed: str) -> None:
    assert parse(printed) is None


def test_normalising_moves_no_character() -> None:
    text = "支出（类）１，２３４．５０　万元，占９８％"
    assert len(normalise(text)) == len(text)
    assert normalise(text) == "支出(类)1,234.50 万元,占98%"


def test_a_figure_in_prose_comes_with_its_unit_and_place() -> None:
    text = "基本支出1，554. 79 万元，占 91.39％；国内接待5批次，55 人次。"
    found = list(figures(text))
    assert [(f.numeral, f.unit) for f in found] == [("1554.79", "万元"), ("91.39", "%"), ("5", "批次"), ("55", "人次")]
    assert [text[f.start : f.end] for f in found] == ["1，554. 79", "91.39", "5", "55"]


def test_a_list_number_before_a_year_is_no_decimal() -> None:
    assert [f.numeral for f in figures("1.2021年攻坚资金80万元")] == ["1", "80"]
    assert [f.numeral for f in figures("1. 20万元")] == ["1", "20"]


def test_the_longest_unit_is_tried_first() -> None:
    assert UNITS.index("万元") < UNITS.index("元")
    assert UNITS.index("人次") < UNITS.index("人")


def test_a_piece_of_a_numeral_grouped_by_fours_is_no_figure() -> None:
    assert [figure.text for figure in figures("总投资7123,4567.89万元，其中设备2,345.67万元")] == ["2,345.67"]


def test_two_figures_listed_side_by_side_are_two() -> None:
    assert [figure.text for figure in figures("两年分别为1200、1300.5万元")] == ["1200", "1300.5"]


@pytest.mark.parametrize("text", ["1 10.00", "10 20.00", "30.00 1", "208 05", "123 4.56", "1234 567.89"])
def test_two_figures_in_one_cell_are_not_put_together(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("1 234.56", "1234.56"),
        ("12 345 678.90", "12345678.90"),
        ("1 2 3 4 . 5 6", "1234.56"),
        ("12.3 4", "12.34"),
        ("1, 234. 56", "1234.56"),
        ("( 1 234.50 )", "-1234.50"),
        ("30.00¹", "30.00"),
    ],
)
def test_blanks_within_a_figure_and_marks_behind_it_change_nothing(text: str, numeral: str) -> None:
    assert parse(text) == numeral
