"""Which tables stand as they were printed.

Prevented failures: a table of which one cell is placed elsewhere, mended, left open or not placed at all, and that is
taken for printed whole; a row that position does not explain, and that loses its proof.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.repair.restoration.facts import Fact, Implied, Meaning, Restored, Row, Unresolved

MEANING = Meaning("total", "expenditure", "total", "general_public_budget")
PANELS: list[Row] = [{"table_id": "t1", "table_row": "1", "table_column": str(column)} for column in (1, 2)]


def placed(column: int, slip: str = "", meant: str | None = None) -> Fact:
    return Fact("t1", 1, 1, column, 9, "1.00", MEANING, slip=slip, meant_text=meant)


def test_a_table_whose_every_cell_stands_under_its_own_heading_is_as_printed() -> None:
    assert Restored([placed(1), placed(2)]).tables_as_printed([], PANELS) == {"t1"}


@pytest.mark.parametrize(
    "restored",
    [
        Restored([placed(1)]),
        Restored([placed(1), placed(2, slip="shifted")]),
        Restored([placed(1), placed(2, meant="2.00")]),
        Restored([placed(1), replace(placed(2), meaning=Meaning("total", "", "", ""))]),
        Restored([placed(1), placed(2)], implied=[Implied("t1", 1, 0, MEANING)]),
        Restored([placed(1), placed(2)], unresolved=[Unresolved("t1", 1, 1, 9, "", "")]),
    ],
    ids=[
        "a cell not placed",
        "a cell moved",
        "a cell mended",
        "a column unknown",
        "a figure without a print",
        "a row left open",
    ],
)
def test_a_table_with_anything_else_is_not(restored: Restored) -> None:
    assert restored.tables_as_printed([], PANELS) == set()


def test_a_table_that_was_read_by_position_in_part_keeps_its_restoration() -> None:
    """Its misfitting rows are tested only where a restoration proves them: the print alone does not."""
    cells: list[Row] = [{"table_id": "t1", "table_row": "1", "table_column": "1"}]
    assert Restored([placed(1), placed(2)]).tables_as_printed(cells, PANELS) == set()
