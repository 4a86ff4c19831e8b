"""Prevents: a figure in a text box, a formula or a tracked change that is lost, and one that the mark of a note or a
second figure in its cell makes another one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest

from pipelines.extraction.model import Grid
from pipelines.extraction.readers.formats import read
from pipelines.extraction.tables.statements import statements_of

_SPACES = " ".join(
    f'xmlns:{name}="http://schemas.{of}"'
    for name, of in (
        ("w", "openxmlformats.org/wordprocessingml/2006/main"),
        ("m", "openxmlformats.org/officeDocument/2006/math"),
        ("mc", "openxmlformats.org/markup-compatibility/2006"),
        ("wps", "microsoft.com/office/word/2010/wordprocessingShape"),
    )
)
HEADINGS = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def line(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def box(*lines: str) -> str:
    content = f"<w:txbxContent>{''.join(lines)}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><wps:txbx>{content}</wps:txbx></mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{content}</mc:Fallback></mc:AlternateContent></w:r>"


def word(body: str) -> bytes:
    bare, buffer = io.BytesIO(), io.BytesIO()
    docx.Document().save(bare)
    with zipfile.ZipFile(bare) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            written = f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode()
            new.writestr(name, written if name == "word/document.xml" else old.read(name))
    return buffer.getvalue()


def as_word(*total: str) -> bytes:
    """The table with the lines of its total, each of them a paragraph."""
    cells = ["213", "农林水支出", "", "10.00", "20.00"]
    rows = [[line(run(text)) for text in HEADINGS], [line(run(text)) for text in cells]]
    rows[1][2] = "".join(line(text if text.startswith("<") else run(text)) for text in total)
    table = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return word(f"{line(run('支出决算表'))}<w:tbl>{table}</w:tbl>")


def as_page(*total: str) -> bytes:
    cells = ["213", "农林水支出", "<br>".join(total), "10.00", "20.00"]
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in (HEADINGS, cells))
    return f"<html><meta charset=utf-8><body><p>支出决算表</p><table>{rows}</table></body></html>".encode()


def as_markdown(*total: str) -> bytes:
    cells = ["213", "农林水支出", "<br>".join(total), "10.00", "20.00"]
    rule = "|---" * 5 + "|"
    return "\n".join(["支出决算表", f"|{'|'.join(HEADINGS)}|", rule, f"|{'|'.join(cells)}|"]).encode()


def as_workbook(*total: str) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["支出决算表"], HEADINGS, ["213", "农林水支出", "\n".join(total), "10.00", "20.00"]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def total_of(data: bytes) -> tuple[str, str, bool]:
    """Text, numeral and whether it fits, of the figure in the total's column."""
    [statement] = statements_of(read(data, "a"))
    [cell] = [cell for cell in statement.cells if cell.key == "total"]
    return cell.text, cell.numeral, cell.fits


FORMS = {"docx": as_word, "html": as_page, "md": as_markdown, "xlsx": as_workbook}


@pytest.mark.parametrize("form", FORMS)
def test_two_figures_in_one_cell_are_no_figure_together_and_one_in_two_lines_is(form: str) -> None:
    write: Callable[..., bytes] = FORMS[form]
    assert total_of(write("10", "20")) == ("10; 20", "", False)
    assert total_of(write("1,234,", "567.89"))[1:] == ("1234567.89", True)


def test_a_code_in_two_lines_is_one_code() -> None:
    [grid] = [block for block in read(as_word("208", "05"), "a").blocks if isinstance(block, Grid)]
    assert grid.rows[1][2].text == "20805"


def test_the_mark_of_a_note_is_no_digit_of_the_figure_before_it() -> None:
    raised = run("30.00") + run("1", '<w:vertAlign w:val="superscript"/>')
    for data in (as_word(raised), as_page("30.00<sup>1</sup>")):
        assert total_of(data) == ("30.00¹", "30.00", True)


def test_a_figure_in_a_text_box_within_a_cell_is_the_cells() -> None:
    assert total_of(as_word(box(line(run("30.00"))))) == ("30.00", "30.00", True)


def test_a_formula_is_read_as_it_is_printed() -> None:
    formula = "<m:oMath><m:r><m:t>3.45</m:t></m:r></m:oMath>"
    assert read(word(line(run("收入12"), formula, run("万元。"))), "a").raw_lines == ["收入123.45万元。"]


def test_paragraphs_whose_mark_was_deleted_are_one_as_when_the_change_is_accepted() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = line(run("本年收入合计1"), properties=deleted) + line(run("2."), properties=deleted) + line(run("34万元。"))
    assert read(word(body), "a").raw_lines == ["本年收入合计12.34万元。"]


def test_what_another_program_embedded_is_told_as_unread() -> None:
    document = read(word(line(run("收入"), "<w:r><w:object/></w:r>")), "a")
    assert [told for _, told in document.unread] == ["1 embedded files or objects"]
