"""Prevents: a sentence whose figure reaches the warehouse with another value, sign, unit, fund, measure or place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from real_street import REAL, Row, ask
from street_home import Home

from pipelines.extraction.narrative.wording import plain


@pytest.fixture(scope="module")
def figures(published: Home) -> dict[str, list[Row]]:
    """The narrative figures of each real document in print order."""
    rows = ask(
        published,
        "select * from fct_figure where statement = 'narrative' and reading = 'printed'"
        " order by document_id, line, cast(split_part(figure_id, ':', 3) as integer)",
    )
    return {document_id: [row for row in rows if row["document_id"] == document_id] for document_id in REAL}


Pairs = list[tuple[Row, Row]]


@pytest.fixture
def pairs(request: pytest.FixtureRequest, figures: dict[str, list[Row]], golden: Callable[[str], list[Row]]) -> Pairs:
    """Each figure as a person typed it, beside the warehouse's."""
    return list(zip(golden(f"figures/{request.param}.csv"), figures[request.param], strict=True))


each_document = pytest.mark.parametrize("pairs", REAL, indirect=True)


@each_document
def test_every_figure_of_part_two_is_published_where_and_as_printed(pairs: Pairs) -> None:
    told = [(f["line"], f["text"], f["value"], f["aspect"]) for _, f in pairs]
    typed = [(int(g["line"]), g["text"], _value(g), g["aspect"]) for g, _ in pairs]
    assert told == typed


@each_document
def test_a_unit_is_the_printed_one_or_says_that_it_is_not(pairs: Pairs) -> None:
    for typed, figure in pairs:
        if typed["unit"]:
            assert (figure["unit"], figure["unit_basis"]) == (plain(typed["unit"]), "printed")
        else:
            assert figure["unit_basis"] != "printed"


@each_document
def test_a_figure_that_counts_as_understood_has_the_measure_and_fund_of_the_sentence(pairs: Pairs) -> None:
    for typed, figure in pairs:
        if figure["is_understood"]:
            assert (figure["measure"] or "", figure["fund"] or "") == (typed["measure"], typed["fund"]), typed


@each_document
def test_what_is_not_understood_claims_nothing_and_is_no_line_of_the_accounts(pairs: Pairs) -> None:
    told = [(typed, figure) for typed, figure in pairs if not figure["is_understood"]]
    for typed, figure in told:
        assert figure["measure"] in {None, typed["measure"]}
        assert figure["fund"] in {None, typed["fund"]}
        assert typed["section"] not in {"general_structure", "general_detail", "basic"}, typed
    assert len(told) <= len(pairs) // 8


@each_document
def test_money_is_converted_by_the_printed_unit_alone(pairs: Pairs) -> None:
    factor = {"万元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10_000)}
    for _, figure in pairs:
        if figure["unit"] in factor and figure["unit_basis"] == "printed":
            assert figure["amount_wan"] == figure["value"] * factor[figure["unit"]]
        elif figure["unit"] not in factor:
            assert figure["amount_wan"] is None


@each_document
def test_an_item_named_by_class_section_and_item_has_its_code(pairs: Pairs) -> None:
    lines = [(g, f) for g, f in pairs if g["section"] == "general_detail" and g["label"].count("/") == 2]
    for typed, figure in lines:
        assert len(figure["code"] or "") == 7, typed
        if typed["printed_code"]:
            assert figure["printed_code"] == typed["printed_code"]
            # A name that contradicts the digits beside it wins: 2060999 printed before the name of 2069999.
            assert figure["code"][:3] == typed["printed_code"][:3]


def _value(typed: Row) -> Decimal:
    return Decimal(typed["text"].replace(",", "").replace(" ", "")) * int(typed["sign"])
