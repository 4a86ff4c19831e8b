"""Prevents: the figures of a table copied from a web page standing under another column than on the page."""

from __future__ import annotations

from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.statements import statements_of

WEB = """收入决算表
\t\t\t公开02表
单位：青禾区水务局\t\t2023年度\t\t金额单位：元
项目\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
功能分类科目编码\t科目名称
栏次\t1\t2\t3\t4\t5\t6\t7
合计\t10.00\t9.00\t\t\t\t\t1.00
213\t农林水支出\t10.00\t9.00\t\t\t\t\t1.00
"""

SHORT = "收入决算表\n项目\t本年收入合计\t财政拨款收入\t其他收入\n科目编码\t科目名称\n"
SHORT_ROWS = "213\t农林水支出\t10.00\t9.00\t1.00\n21303\t水利\t8.00\t8.00\n21305\t扶贫\t\t1.00\n21301\t农业\t\t0.50\n"


def figures(text: str) -> dict[tuple[str, str], str]:
    """Figure by row and column, of the rows that fit their heading."""
    [statement] = statements_of(read(text.encode(), "a.txt"))
    return {(c.code or c.label, c.key): c.numeral for c in statement.cells if c.fits and c.numeral}


def test_merged_cells_of_a_copied_page_go_back_over_their_columns() -> None:
    found = figures(WEB)
    assert found["213", "other"] == found["合计", "other"] == "1.00"
    assert found["合计", "appropriation"] == "9.00"
    assert len(found) == 6


def test_a_copied_table_that_keeps_its_empty_cells_is_left_as_it_is() -> None:
    text = "支出决算表\n项目\t\t合计\t基本支出\t项目支出\n编码\t名称\t\t\t\n213\t农林水\t3.00\t1.00\t2.00\n"
    assert figures(text)["213", "basic"] == "1.00"


def test_rows_whose_blank_cells_at_the_end_are_left_out_keep_their_columns() -> None:
    found = figures(f"{SHORT}合计\t10.00\t9.00\t1.00\n{SHORT_ROWS}")
    assert found["合计", "other"] == "1.00"
    assert found["21303", "total"] == found["21303", "appropriation"] == "8.00"
    assert found["21305", "appropriation"] == "1.00"


def test_a_total_that_may_have_kept_the_place_of_its_name_or_a_blank_amount_is_placed_in_no_column() -> None:
    text = f"{SHORT}合计\t\t10.00\t9.00\n{SHORT_ROWS}"
    assert not any(name == "合计" for name, _ in figures(text))
    [statement] = statements_of(read(text.encode(), "a.txt"))
    assert [c.numeral for c in statement.cells if c.numeral][:2] == ["10.00", "9.00"]
    assert figures(text)["213", "total"] == "10.00"
