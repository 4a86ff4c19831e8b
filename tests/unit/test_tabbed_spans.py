"""Prevents: a blank cell at the end of a line that is left out, so that all figures before it move."""

from __future__ import annotations

from tests.unit.spaced_case import figures, printed

HEADING = "收入决算表\n项目\t本年收入合计\t财政拨款收入\t其他收入\n科目编码\t科目名称\n"
ROWS = "213\t农林水支出\t10.00\t9.00\t1.00\n21303\t水利\t8.00\t8.00\n21305\t扶贫\t\t1.00\n21301\t农业\t\t0.50\n"


def test_rows_whose_blank_cells_at_the_end_are_left_out_keep_their_columns() -> None:
    found = figures(f"{HEADING}合计\t10.00\t9.00\t1.00\n{ROWS}")
    assert found["合计", "other"] == "1.00"
    assert found["21303", "total"] == found["21303", "appropriation"] == "8.00"
    assert found["21305", "appropriation"] == "1.00"


def test_a_total_that_may_have_kept_the_place_of_its_name_or_a_blank_amount_is_placed_in_no_column() -> None:
    text = f"{HEADING}合计\t\t10.00\t9.00\n{ROWS}"
    assert not any(name == "合计" for name, _ in figures(text))
    assert printed(text)[:2] == ["10.00", "9.00"]
    assert figures(text)["213", "total"] == "10.00"
