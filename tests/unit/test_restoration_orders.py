"""Prevents: figures of a table without its heading put into columns that the form does not have."""

from __future__ import annotations

from pipelines.repair.restoration.lines import orders_of
from pipelines.repair.restoration.reference import reference_of


def test_a_form_that_parts_basic_from_project_has_no_columns_within_basic() -> None:
    [order] = orders_of("expenditure", {}, [], reference_of())
    assert {"total", "basic", "project"} <= set(order)
    assert not {"personnel", "public"} & set(order)


def test_a_printed_heading_is_the_order() -> None:
    headed = {2: "total", 3: "basic", 4: "personnel", 5: "public", 6: "project"}
    assert orders_of("expenditure", headed, [], reference_of()) == [tuple(headed.values())]
