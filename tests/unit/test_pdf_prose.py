"""Prevents: a sentence of a PDF broken at a line or page end, two paragraphs glued, a page number read as text."""

from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipelines.extraction.parts import parts_of
from pipelines.extraction.readers.formats import read
from pipelines.extraction.readers.pdf.lines import lines_of
from pipelines.extraction.readers.pdf.pdfium import RawPage
from pipelines.extraction.readers.pdf.runs import runs_of
from pipelines.extraction.seen import seen_of
from tests.unit.pdf_case import FONT, SIZE, Pages, grids, paragraphs

FULL = "一般公共预算财政拨款支出主要用于以下方面包括教育和医疗以及住房等支出共计本年一般公共预算财"
LEFT, TOP = 60, 100


def _set(pages: Pages, lines: list[tuple[float, str]], top: float = TOP) -> None:
    for number, (indent, words) in enumerate(lines):
        pages.text(LEFT + indent, top + 18 * number, words)


def test_lines_of_one_paragraph_are_one_and_keep_their_places() -> None:
    pages = Pages()
    _set(pages, [(20, FULL[:-2]), (0, "政拨款支出2940.05万元，占99.79%。"), (20, FULL[:-2])])
    document = pages.document()
    assert paragraphs(document) == [FULL[:-2] + "政拨款支出2940.05万元，占99.79%。", FULL[:-2]]
    spot = document.spots[2]
    box = spot.box_of(document.raw_lines[1].index("2940.05"), 7)
    assert LEFT + 40 < box[0] < box[2] < LEFT + 100
    assert spot.page == 1


def test_a_figure_that_did_not_fit_on_the_line_belongs_to_the_sentence_before_it() -> None:
    pages = Pages()
    _set(pages, [(0, FULL), (0, FULL[:-5] + "年初预算"), (0, "1,161.62万元，支出决算为"), (0, FULL)], TOP)
    assert "年初预算1,161.62万元" in paragraphs(pages.document())[0]


def test_a_sentence_runs_on_over_the_page_end_and_its_page_numbers() -> None:
    pages = Pages()
    _set(pages, [(0, FULL), (0, FULL)])
    pages.text(290, 810, "— 1 —")
    pages.next()
    _set(pages, [(0, "政拨款支出12.34万元。")], 60)
    pages.text(290, 810, "— 2 —")
    document = pages.document()
    assert paragraphs(document) == [FULL + FULL + "政拨款支出12.34万元。"]
    assert document.blocks[0].runs[-1].place.page == 2
    assert document.notes == ["left out on 2 pages: page numbers"]


@pytest.mark.parametrize("head", ["某某市档案馆决算公开文本", "某某市档案馆2023年度部门决算公开"])
def test_a_running_head_that_names_the_disclosure_is_left_on_its_first_page_alone(head: str) -> None:
    pages = Pages()
    for number in range(4):
        pages.text(200, 40, head)
        pages.text(LEFT, TOP, f"第{number}页有自己的话，共{number}.50万元。")
        pages.next()
    document = pages.document()
    assert [text == head for text in paragraphs(document)].count(True) == 1
    assert f"left out on 3 pages: {head}" in document.notes


def test_a_table_goes_on_below_a_running_head() -> None:
    pages = Pages()
    rows = [["科目名称", "决算数"], ["教育支出", "1.00"], ["农林水支出", "2.00"]]
    for number in range(3):
        pages.text(200, 40, "某某市档案馆2023年度部门决算公开")
        pages.ruled((60, 200, 300), (100, 130, 160, 190), [rows[0], *[[f"{a}{number}", b] for a, b in rows[1:]]])
        pages.next()
    assert len(grids(pages.document())) == 1


def test_headings_items_and_short_lines_begin_paragraphs_of_their_own() -> None:
    pages = Pages()
    lines = [
        (20, "一、收入决算情况说明"),
        (20, FULL[:-2]),
        (0, "政拨款。"),
        (20, "（一）总体情况"),
        (0, FULL),
        (0, "1.行政运行支出。"),
    ]
    _set(pages, lines)
    assert paragraphs(pages.document()) == [
        "一、收入决算情况说明",
        FULL[:-2] + "政拨款。",
        "（一）总体情况",
        FULL,
        "1.行政运行支出。",
    ]


def test_figures_of_prose_and_of_tables_are_counted_apart_from_what_was_extracted() -> None:
    pages = Pages()
    pages.text(LEFT, TOP, "本年收入合计2946.25万元，占99.79%。")
    xs = (60, 90, 115, 140, 260, 330, 360, 385, 480, 540)
    rows = [["类", "款", "项", "名称", "合计", "类", "款", "名称", "合计"]]
    rows += [["208", "05", "01", "离退休", "84.65", "302", f"0{k}", "办公费", "21.00"] for k in range(1, 6)]
    pages.ruled(xs, [150 + 20 * k for k in range(7)], rows)
    document = pages.document()
    seen = seen_of(document, parts_of(document))
    assert sum(row.figures for row in seen if row.place == "prose") == 2
    assert sum(row.figures for row in seen if row.place == "grid") == 10
    assert {row.page for row in seen} == {1}
    assert len(grids(document)) == 1


def test_a_comma_boxed_as_it_is_drawn_stands_in_its_line() -> None:
    """Fonts without a height of their own give each mark its own small box, below the middle of the line."""
    page = RawPage(1, (0, 0, 595, 842), 0)
    for line, (top, words) in enumerate(((700, "比上年，减少1.5万元，"), (676, "占86%，完成预算。"))):
        for k, character in enumerate(words):
            width = 14 if character >= "\u2e80" else 7
            low = {"，": (-2.7, 1.6), "。": (-1.1, 2.8), ".": (-1.1, 1.6)}.get(character, (-1.1, 11.7))
            page.codes.append(ord(character))
            page.left.append(90 + 14 * k)
            page.right.append(90 + 14 * k + width)
            page.bottom.append(top + low[0])
            page.top.append(top + low[1])
            page.angles.append(0.0)
            page.unmapped.append(0)
        assert len(lines_of(runs_of(page).runs)) == line + 1
    assert [line.text.replace(" ", "") for line in lines_of(runs_of(page).runs)] == [
        "比上年，减少1.5万元，",
        "占86%，完成预算。",
    ]


def test_the_mark_of_a_note_above_the_line_is_no_digit_of_the_figure_before_it() -> None:
    pages = Pages()
    for y, words in ((300, "本年收入合计12.34"), (113, "30.00")):
        x = 60.0 if y == 300 else 290.0
        end = x + stringWidth(words, FONT, SIZE)
        pages.text(x, y, words)
        pages.text(end, y - 3.3, "1", 6.5)
        pages.text(end + stringWidth("1", FONT, 6.5), y, "万元。" if y == 300 else "")
    cells = [["科目编码", "科目名称", "本年支出合计"], ["213", "农林水支出", ""]]
    pages.ruled([40, 120, 240, 340], [80, 100, 120], cells)
    document = read(pages.bytes(), "x.pdf")
    assert "本年收入合计12.34¹万元。" in document.raw_lines
    assert "30.00¹" in document.raw_lines
