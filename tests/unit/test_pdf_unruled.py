"""Prevents: figures of a PDF table without lines read as prose, or put under a neighbour's heading or label."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.model import Grid
from tests.unit.pdf_case import Pages, grids, paragraphs

LABEL, FIRST, SECOND, THIRD = 80, 320, 410, 500
LINES = [
    ("一般公共服务支出", "2,106.66", "1,503.52", "603.14"),
    ("社会保障和就业支出", "326.72", "326.72", ""),
    ("卫生健康支出", "60.99", "60.99", ""),
]


def _row(pages: Pages, y: float, row: tuple[str, ...]) -> None:
    if row[0]:
        pages.text(LABEL, y, row[0])
    for x, figure in zip((FIRST, SECOND, THIRD), row[1:], strict=False):
        if figure:
            pages.right(x, y, figure)


def _table(pages: Pages, lines: list[tuple[str, ...]], top: float = 140, step: float = 18) -> None:
    for number, row in enumerate(lines):
        _row(pages, top + step * number, row)


def _heading(pages: Pages, y: float = 120) -> None:
    for x, words in ((LABEL + 40, "项目"), (FIRST - 20, "合计"), (SECOND - 40, "基本支出"), (THIRD - 40, "项目支出")):
        pages.text(x, y, words)


def test_columns_are_told_by_the_gaps_between_them() -> None:
    pages = Pages()
    pages.text(200, 80, "支出决算表")
    pages.text(460, 100, "单位：万元")
    _heading(pages)
    _table(pages, LINES)
    document = pages.document()
    assert grids(document) == [[["项目", "合计", "基本支出", "项目支出"], *[list(row) for row in LINES]]]
    assert paragraphs(document) == ["支出决算表", "单位：万元"]


def test_a_heading_in_the_middle_of_columns_covers_them() -> None:
    pages = Pages()
    pages.text((FIRST + THIRD) / 2 - 40, 100, "本年支出")
    _heading(pages)
    _table(pages, LINES)
    [grid] = [b for b in pages.document().blocks if isinstance(b, Grid)]
    assert [(c.text, c.column, c.columns) for c in grid.rows[0] if c.text] == [("本年支出", 2, 3)]


def test_a_heading_set_on_two_lines_is_one_heading() -> None:
    pages = Pages()
    pages.text(FIRST - 40, 108, "财政拨款")
    pages.text(FIRST - 20, 121, "收入")
    pages.text(SECOND - 40, 121, "事业收入")
    _table(pages, [row[:3] for row in LINES])
    assert grids(pages.document())[0][0][1] == "财政拨款收入"


def test_a_wrapped_label_is_one_line_of_the_table_wherever_its_figures_stand() -> None:
    pages = Pages()
    _table(
        pages,
        [("208", "", ""), ("20805", "1.00", "2.00"), ("2080501", "3.00", "4.00"), ("2080505", "5.00", "6.00")],
        step=30,
    )
    for y, name in ((140, "社会保障"), (170, "养老支出"), (200, "离退休"), (224, "养老保险缴"), (236, "费支出")):
        pages.text(LABEL + 60, y, name)
    [table] = grids(pages.document())
    assert ["2080505", "养老保险缴费支出", "5.00", "6.00"] in table
    assert ["2080501", "离退休", "3.00", "4.00"] in table


def test_two_groups_of_columns_side_by_side_stay_apart() -> None:
    pages = Pages()
    printed = [[f"301{k:02}", "工资福利", f"{k}.50", f"302{k:02}", "商品服务", f"1{k}.25"] for k in range(1, 7)]
    for number, row in enumerate(printed):
        for x, words, right in zip((60, 110, 230, 260, 320, 450), row, (0, 0, 1, 0, 0, 1), strict=True):
            (pages.right if right else pages.text)(x, 140 + 18 * number, words)
    assert grids(pages.document()) == [printed]


def test_a_line_without_figures_keeps_its_place_in_the_table() -> None:
    pages = Pages()
    lines = [
        ("一、一般公共服务支出", "1.00", "1.00"),
        ("二、外交支出", "", ""),
        ("三、国防支出", "", ""),
        ("四、公共安全支出", "2.00", "2.00"),
        ("本年支出合计", "3.00", "3.00"),
    ]
    _table(pages, lines)
    assert grids(pages.document()) == [[list(row) for row in lines]]


def test_a_contents_list_is_no_table() -> None:
    pages = Pages()
    for number, words in enumerate(("一、主要职能", "二、机构设置", "三、收入决算情况说明", "四、名词解释")):
        pages.text(80, 140 + 20 * number, words)
        pages.right(500, 140 + 20 * number, str(3 + number))
    assert grids(pages.document()) == []


def test_sentences_with_figures_are_no_table() -> None:
    pages = Pages()
    for number in range(6):
        pages.text(
            60, 140 + 18 * number, f"本年收入合计2,94{number}.05万元，占99.79%，其中财政拨款收入2940.05万元，占本年支"
        )
    assert grids(pages.document()) == []


_AMOUNT = st.decimals(min_value=0, max_value=9_999_999, places=2, allow_nan=False).map(lambda d: f"{d:,.2f}")
_NAME = st.text(alphabet="一般公共服务支出财政事务行政运行社会保障和就业", min_size=3, max_size=16)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_NAME, _AMOUNT, st.one_of(st.just(""), _AMOUNT)), min_size=4, max_size=20))
def test_what_is_written_in_columns_is_read(rows: list[tuple[str, str, str]]) -> None:
    pages = Pages()
    filled = [*rows, ("合计", "1.00", "1.00")]
    _table(pages, filled, top=60)
    assert grids(pages.document()) == [[list(row) for row in filled]]


def _wide(pages: Pages, y: float, label: str, *figures: tuple[str, str]) -> None:
    """A row whose figures may go on half a line lower, the other half standing half a line higher."""
    pages.text(LABEL, y, label)
    for x, (upper, lower) in zip((FIRST, SECOND, THIRD), figures, strict=True):
        if lower:
            pages.right(x, y - 6, upper)
            pages.right(x, y + 6, lower)
        else:
            pages.right(x, y, upper)


def test_a_figure_that_goes_on_below_itself_is_one_figure() -> None:
    pages = Pages()
    _heading(pages)
    _wide(pages, 142, "教育支出", ("12,345,678.9", "0"), ("12,345,000", ".00"), ("678.90", ""))
    _wide(pages, 168, "卫生健康支出", ("1,200.00", ""), ("1,200.00", ""), ("0.00", ""))
    _wide(pages, 192, "住房保障支出", ("300.00", ""), ("200.00", ""), ("100.00", ""))
    [grid] = grids(pages.document())
    assert grid[1:] == [
        ["教育支出", "12,345,678.90", "12,345,000.00", "678.90"],
        ["卫生健康支出", "1,200.00", "1,200.00", "0.00"],
        ["住房保障支出", "300.00", "200.00", "100.00"],
    ]


def test_figures_of_two_rows_set_close_stay_two_figures() -> None:
    pages = Pages()
    _heading(pages)
    lines = [
        ("教育支出", "12.50", "12", "0.50"),
        ("卫生健康支出", "30", "0", "0"),
        ("住房保障支出", "7.25", "7", "0.25"),
    ]
    _table(pages, lines, top=140, step=13)
    assert grids(pages.document())[0][1:] == [list(row) for row in lines]
