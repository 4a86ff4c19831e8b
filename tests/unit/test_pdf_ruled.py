"""Prevents: a figure of a ruled PDF table lost, altered, or put under another heading, code or line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4, landscape

from pipelines.extraction.model import Grid
from pipelines.extraction.readers.pdf.runs import character_of
from tests.unit.pdf_case import Pages, grids

XS = (60, 90, 115, 140, 300, 380, 460)
HEAD = [["科目编码", "", "", "科目名称", "合计", "基本支出"]]
ROWS = [
    ["208", "", "", "社会保障和就业支出", "326.72", "1,026.72"],
    ["208", "05", "05", "养老保险\n缴费支出", "160.75", ""],
]


def _ys(count: int, top: float = 100, step: float = 30) -> list[float]:
    return [top + step * k for k in range(count + 1)]


def test_codes_split_over_three_columns_and_wrapped_names_are_one_row_each() -> None:
    pages = Pages()
    pages.ruled(XS, _ys(3), HEAD + ROWS, merged=[(0, 0, 1, 3)])
    assert grids(pages.document()) == [
        [
            ["科目编码", "", "", "科目名称", "合计", "基本支出"],
            ["208", "", "", "社会保障和就业支出", "326.72", "1,026.72"],
            ["208", "05", "05", "养老保险缴费支出", "160.75", ""],
        ]
    ]


def test_a_figure_on_another_baseline_than_its_label_stays_in_its_row() -> None:
    pages = Pages()
    pages.ruled(XS, _ys(3), [*HEAD, ["208", "", "", "社会保障支出"], ["210", "", "", "卫生健康支出"]])
    pages.right(377, 139, "11.11")
    pages.right(377, 187, "22.22")
    rows = grids(pages.document())[0]
    assert [row[4] for row in rows] == ["合计", "11.11", "22.22"]


def test_a_merged_heading_says_which_columns_it_covers() -> None:
    pages = Pages()
    head = [["项目", "", "", "", "本年支出", ""], ["类", "款", "项", "名称", "合计", "基本支出"]]
    pages.ruled(XS, _ys(3), [*head, ROWS[0]], merged=[(0, 0, 1, 4), (0, 4, 1, 2)])
    [grid] = [block for block in pages.document().blocks if isinstance(block, Grid)]
    assert [(c.text, c.columns, c.rows) for c in grid.rows[0] if c.text] == [("项目", 4, 1), ("本年支出", 2, 1)]


def test_a_table_running_over_a_page_end_is_one_table() -> None:
    pages = Pages()
    pages.ruled(XS, _ys(2), [*HEAD, ROWS[0]], merged=[(0, 0, 1, 3)])
    pages.next()
    pages.ruled(XS, _ys(1, top=60), [ROWS[1]])
    [table] = grids(pages.document())
    assert [row[-2] for row in table] == ["合计", "326.72", "160.75"]


def test_a_table_below_a_heading_on_the_next_page_is_another_table() -> None:
    pages = Pages()
    pages.ruled(XS, _ys(2), [*HEAD, ROWS[0]])
    pages.next()
    pages.text(200, 60, "支出决算表")
    pages.ruled(XS, _ys(1), [ROWS[1]])
    assert len(grids(pages.document())) == 2


def test_a_table_with_its_title_in_its_first_row_is_another_table() -> None:
    pages = Pages()
    pages.ruled(XS, _ys(2), [*HEAD, ROWS[0]])
    pages.next()
    pages.ruled(XS, _ys(2, top=60), [["支出决算表", "", "", "", "", ""], ROWS[1]], merged=[(0, 0, 1, 6)])
    assert len(grids(pages.document())) == 2


def test_records_that_no_line_parts_are_rows_of_their_own() -> None:
    pages = Pages()
    printed = [["项目", "决算数"], ["一、一般公共服务支出", "2,106.66"], ["二、外交支出", ""], ["三、国防支出", "3.00"]]
    for x in (60, 200, 300):
        pages.line(x, 100, x, 200)
    for y in (100, 125, 200):
        pages.line(60, y, 300, y)
    for number, (label, amount) in enumerate(printed):
        pages.text(64, 117 + 24 * number, label)
        pages.right(296, 117 + 24 * number, amount)
    assert grids(pages.document()) == [printed]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_shown_turned_reads_the_same(turn: int) -> None:
    pages = Pages(turn=turn)
    width, height = A4
    if turn:
        pages.canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[turn])
        pages.canvas.rotate(turn)
    pages.ruled(XS, _ys(3), HEAD + ROWS, merged=[(0, 0, 1, 3)])
    document = pages.document()
    [table] = grids(document)
    assert [row[4] for row in table] == ["合计", "326.72", "160.75"]
    line = document.raw_lines.index("326.72") + 1
    left, top, right, bottom = document.spots[line].box  # type: ignore[misc]
    assert XS[4] < left < right < XS[5]
    assert 130 < top < bottom < 160


def test_a_wide_table_printed_sideways_on_an_upright_page_is_read_and_placed_where_it_stands() -> None:
    pages = Pages()
    pages.canvas.translate(0, A4[1])
    pages.canvas.rotate(-90)
    pages.height = A4[0]
    pages.ruled(XS, _ys(3), HEAD + ROWS, merged=[(0, 0, 1, 3)])
    document = pages.document()
    [table] = grids(document)
    assert [row[4] for row in table] == ["合计", "326.72", "160.75"]
    left, top, right, bottom = document.spots[document.raw_lines.index("326.72") + 1].box  # type: ignore[misc]
    assert XS[4] < top < bottom < XS[5]
    assert A4[0] - 160 < left < right < A4[0] - 130


def test_filled_slivers_and_boxes_rule_a_table_as_lines_do() -> None:
    pages = Pages()
    for r, y in enumerate(_ys(2)):
        pages.canvas.rect(60, pages.height - y, 240, 0.7, stroke=0, fill=1)
        if r < 2:
            for x in (60, 180, 300):
                pages.canvas.rect(x, pages.height - y - 30, 0.7, 30, stroke=0, fill=1)
    for y, row in ((120, ("项目", "决算数")), (150, ("总计", "12.34"))):
        pages.text(70, y, row[0])
        pages.text(190, y, row[1])
    assert grids(pages.document()) == [[["项目", "决算数"], ["总计", "12.34"]]]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    pages = Pages()
    pages.ruled((60, 200, 300), _ys(2), [["项目", "决算数"], ["本年收入合计", "1,188.11"]])
    for shift in (0.3, 0.6):
        pages.text(63 + shift, 148.5, "本年收入合计")
        pages.right(297 + shift, 148.5, "1,188.11")
    assert grids(pages.document())[0][1] == ["本年收入合计", "1,188.11"]


def test_a_figure_too_wide_for_its_cell_is_not_cut_in_two() -> None:
    pages = Pages()
    pages.ruled((60, 200, 230, 300), _ys(2), [["项目", "甲", "乙"], ["总计", "", ""]])
    pages.right(236, 148.5, "123,456.78")
    assert "123,456.78" in grids(pages.document())[0][1]


def test_a_figure_wrapped_in_its_cell_is_one_figure_and_its_row_one_row() -> None:
    pages = Pages()
    rows = [["总计", "12,345,678.9\n0", "1.00"], ["教育支出", "2,345,677.90", "1.00"]]
    pages.ruled((60, 200, 264, 330), _ys(3), [["项目", "甲", "乙"], *rows])
    assert grids(pages.document())[0][1:] == [["总计", "12,345,678.90", "1.00"], rows[1]]


def test_a_table_without_outer_side_lines_keeps_its_outer_columns() -> None:
    pages = Pages()
    for y in _ys(2):
        pages.line(60, y, 300, y)
    pages.line(180, 100, 180, 160)
    for y, row in ((120, ("项目", "决算数")), (150, ("总计", "12.34"))):
        pages.text(70, y, row[0])
        pages.text(190, y, row[1])
    assert grids(pages.document()) == [[["项目", "决算数"], ["总计", "12.34"]]]


def test_a_frame_around_a_page_is_no_table() -> None:
    pages = Pages()
    pages.canvas.rect(30, 30, 500, 780)
    pages.text(60, 80, "本年收入合计12.34万元。")
    assert grids(pages.document()) == []


_AMOUNT = st.decimals(min_value=0, max_value=9_999_999, places=2, allow_nan=False).map(lambda d: f"{d:,.2f}")
_NAME = st.text(alphabet="一般公共服务支出财政事务行政运行社会保障和就业卫生健康住房改革教育", min_size=2, max_size=14)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(_NAME, st.one_of(st.just(""), _AMOUNT), _AMOUNT), min_size=1, max_size=18),
    size=st.sampled_from([A4, landscape(A4)]),
)
def test_what_is_written_in_a_ruled_table_is_read(rows: list[tuple[str, str, str]], size: tuple[float, float]) -> None:
    pages = Pages(size=size)
    printed = [["科目名称", "合计", "基本支出"], *[list(row) for row in rows]]
    pages.ruled((60, 240, 330, 420), _ys(len(printed), top=40, step=18), printed)
    assert grids(pages.document()) == [printed]


def test_radicals_are_read_as_characters_and_digits_stay_as_they_are() -> None:
    assert "".join(character_of(ord(c)) for c in "\u2f00\u2f40\u2ea0\u2ed4\uf9b5①１²") == "一支民门例①１²"
