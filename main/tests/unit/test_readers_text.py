"""Prevents: a sentence cut in two, a heading glued into one, a cell moved, a place that is not the place."""

from __future__ import annotations

from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.readers.text import read


def document(text: str) -> Document:
    return read(text.encode(), "a.txt")


def paragraphs(text: str) -> list[str]:
    return [block.text for block in document(text).blocks if isinstance(block, Paragraph)]


def grids(text: str) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.rows] for b in document(text).blocks if isinstance(b, Grid)]


def test_word_leftovers_go_and_every_place_stays() -> None:
    raw = "9、 [bookmark: _Toc153][bookmark: _Toc154]水利支出[image: image3.png] 12.5万元"
    [paragraph] = document(raw).blocks
    assert isinstance(paragraph, Paragraph)
    assert "bookmark" not in paragraph.text
    assert paragraph.text.endswith("12.5万元")
    at = paragraph.text.index("12.5")
    assert raw[paragraph.place_of(at).offset :].startswith("12.5万元")


def test_noise_behind_an_image_stays_as_text() -> None:
    assert paragraphs("[image: image3.png]— R ASTRE\n") == ["— R ASTRE"]


def test_a_sentence_cut_by_a_page_end_is_one_paragraph_of_two_runs() -> None:
    first, second = "2023年度收、支总计均为10.00万元。与2022", "年度相比，各减少1.00万元。"
    text = f"{first}\n\n（图1：变动情况图）（柱状图）\n\n- 7 -\n\n{second}\n"
    blocks = document(text).blocks
    assert isinstance(blocks[0], Paragraph)
    assert [run.place.line for run in blocks[0].runs] == [1, 7]
    assert blocks[0].text.endswith("与2022年度相比，各减少1.00万元。")
    assert [b.text for b in blocks[1:] if isinstance(b, Paragraph)] == ["（图1：变动情况图）（柱状图）", "- 7 -"]


def test_a_function_line_cut_behind_its_name_is_joined() -> None:
    assert (
        len(paragraphs("8. 农林水支出(类)水利(款)水利行业业务管理(项):\n\n支出决算为 5.96 万元，完成预算 100%。\n"))
        == 1
    )


def test_headings_items_and_notes_are_never_glued_into_a_sentence() -> None:
    for following in (
        "（一）机关运行经费支出情况",
        "2.公用经费10万元，主要包括：",
        "附件1",
        "注：本表反映收支，仅供参考。",
    ):
        assert len(paragraphs(f"本年度因资金到位较晚，部分项目尚未支付\n\n{following}\n")) == 2
    assert len(paragraphs("十、其他重要事项的情况说明\n\n青禾区水务局为行政单位，有5个股室。\n")) == 2


def test_a_pipe_table_keeps_lines_escapes_and_blanks() -> None:
    text = "标题\n\n| 项目 | 金额 |\n|---|:--:|\n| 甲\\|乙 | 1,234.50 |\n| | |\n"
    assert grids(text) == [[["项目", "金额"], ["甲|乙", "1,234.50"], ["", ""]]]
    grid = next(b for b in document(text).blocks if isinstance(b, Grid))
    assert [row[0].place.line for row in grid.rows] == [3, 5, 6]
    cell = grid.rows[1][1]
    assert text.splitlines()[cell.place.line - 1][cell.place.offset :].startswith("1,234.50")


def test_one_cell_per_line_makes_a_row_until_the_blank_line() -> None:
    text = "\t项目\n\t金额\n\n\t饮水\n工程\n\t12.5\n\n\t合计\n\t\n\n结束。\n"
    assert grids(text) == [[["项目", "金额"], ["饮水工程", "12.5"], ["合计", ""]]]


def test_paragraphs_indented_by_a_tab_are_no_table() -> None:
    text = "\t青禾区水务局负责水资源管理工作。\n\t青禾区水务局负责水利工程建设工作。\n"
    assert grids(text) == []
    assert len(paragraphs(text)) == 2


def test_a_contents_list_with_page_numbers_is_no_table() -> None:
    text = "一、收入支出决算总体情况说明\t2\n二、收入决算情况说明\t2\n三、支出决算情况说明\t3\n"
    assert grids(text) == []
    assert len(paragraphs(text)) == 3


def test_several_cells_on_one_line_keep_their_empty_columns() -> None:
    assert grids("收入\t\t支出\n甲\t1.0\t\n") == [[["收入", "", "支出"], ["甲", "1.0", ""]]]


def test_form_feeds_count_pages() -> None:
    blocks = document("甲。\n乙。\n\x0c丙。\n").blocks
    assert [b.place.page for b in blocks if isinstance(b, Paragraph)] == [1, 1, 2]


def test_marks_of_emphasis_and_lists_are_no_text() -> None:
    assert paragraphs("**2023年度青禾区水务局部门决算**\n\n- 一、部门职责\n") == [
        "2023年度青禾区水务局部门决算",
        "一、部门职责",
    ]
