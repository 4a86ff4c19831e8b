"""Prevents: a trait of Word, Excel or web pages that moves, doubles, hides or invents a figure."""

from __future__ import annotations

import datetime
import io
import zipfile

import docx
import openpyxl
import pytest
import xlwt
from docx.oxml import parse_xml

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.readers.formats import read
from pipelines.extraction.readers.sheets import Format, displayed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def _grids(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in b.rows] for b in document.blocks if isinstance(b, Grid)]


def _texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def _word(*elements: str) -> Document:
    """A document whose body holds these elements."""
    made = docx.Document()
    for xml in elements:
        made.element.body.insert_element_before(parse_xml(xml.replace(">", f" {W} {MC}>", 1)), "w:sectPr")
    buffer = io.BytesIO()
    made.save(buffer)
    return read(buffer.getvalue(), "a.docx")


def _run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def _cell(text: str, properties: str = "", inner: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}<w:p>{_run(text)}</w:p></w:tc>"


def test_cells_merged_in_word_are_printed_once_and_move_nothing() -> None:
    document = _word(
        "<w:tbl><w:tr>"
        + _cell("项目", "<w:gridSpan w:val='2'/>")
        + _cell("合计", "<w:vMerge w:val='restart'/>")
        + "</w:tr><w:tr>"
        + _cell("编码") + _cell("名称") + _cell("", "<w:vMerge/>")
        + "</w:tr><w:tr>" + _cell("205") + _cell("教育支出") + _cell("1.50") + "</w:tr></w:tbl>"
    )  # fmt: skip
    assert _grids(document) == [[["项目", "", "合计"], ["编码", "名称", ""], ["205", "教育支出", "1.50"]]]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    inner = f"<w:tbl><w:tr>{_cell('甲')}{_cell('1.00')}</w:tr></w:tbl>"
    row = _cell("乙", inner=inner) + _cell("外层的文字比里层的多得多")
    grids = _grids(_word(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))
    assert grids == [[["乙", "外层的文字比里层的多得多"]], [["甲", "1.00"]]]


def test_tracked_changes_are_read_as_accepted() -> None:
    document = _word(
        "<w:p>" + _run("支出") + f"<w:del w:id='1'><w:r><w:delText>9.99</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{_run('1.50')}</w:ins>" + _run("万元。")
        + f"<w:moveFrom w:id='3'>{_run('旧处')}</w:moveFrom><w:moveTo w:id='4'>{_run('新处')}</w:moveTo></w:p>",
        f"<w:tbl><w:tr><w:trPr><w:del w:id='5'/></w:trPr>{_cell('旧')}{_cell('9.99')}</w:tr>"
        f"<w:tr><w:trPr><w:ins w:id='6'/></w:trPr>{_cell('新')}{_cell('1.50')}</w:tr></w:tbl>",
    )  # fmt: skip
    assert _texts(document) == ["支出1.50万元。新处"]
    assert _grids(document) == [[["新", "1.50"]]]


def test_a_text_box_is_read_once_though_word_writes_it_twice() -> None:
    box = f"<w:txbxContent><w:p>{_run('文本框1.50万元')}</w:p></w:txbxContent>"
    document = _word(
        f"<w:p>{_run('正文')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert _texts(document) == ["正文", "文本框1.50万元"]


def test_hidden_text_and_field_codes_are_left_out_and_field_results_read() -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>SUM(9.99)</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{_run('1.50')}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    hidden = _run("9.99", "<w:rPr><w:vanish/></w:rPr>")
    assert _texts(_word(f"<w:p>{_run('支出')}{hidden}{field}{_run('万元')}</w:p>")) == ["支出1.50万元"]


def _numbered(level: int, text: str) -> str:
    return f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='77'/></w:numPr></w:pPr>{_run(text)}</w:p>"


def test_numbers_that_word_writes_by_itself_are_read() -> None:
    made = docx.Document()
    numbering = made.part.numbering_part.element
    levels = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for n, (form, text) in enumerate(
            (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        )
    )
    numbering.insert(0, parse_xml(f"<w:abstractNum {W} w:abstractNumId='77'>{levels}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {W} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    lines = ((0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (1, "戊"), (2, "己"), (0, "庚"))
    for level, text in lines:
        xml = _numbered(level, text).replace(">", f" {W}>", 1)
        made.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
    buffer = io.BytesIO()
    made.save(buffer)
    read_ = _texts(read(buffer.getvalue(), "a.docx"))
    assert read_ == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚"]


def test_footnotes_are_read_after_the_text() -> None:
    made = docx.Document()
    made.add_paragraph("正文支出1.50万元。")
    buffer = io.BytesIO()
    made.save(buffer)
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'><w:p>{_run('9.99')}</w:p></w:footnote>"
        f"<w:footnote w:id='2'><w:p>{_run('注：含上年结转0.50万元。')}</w:p></w:footnote></w:footnotes>"
    )
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/footnotes.xml", notes)
    assert _texts(read(buffer.getvalue(), "a.docx")) == ["正文支出1.50万元。", "注：含上年结转0.50万元。"]


@pytest.mark.parametrize(
    ("stored", "code", "printed"),
    [
        ("1234.5", "0.00", "1234.50"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234.5", "#,##0.00_ ;[Red]-#,##0.00 ", "1,234.50"),
        ("0.8871", "0.00%", "88.71%"),
        ("0.88705", "0.0%", "88.7%"),
        ("12345600", "#,##0.00,", "12,345.60"),
        ("1234.5", "General", "1234.5"),
        ("0.1", "General", "0.1"),
        ("1234.5699999999999", "General", "1234.57"),
        ("-3", "0.00", "-3.00"),
        ("2.675", "0.00", "2.68"),
        ("45547", "yyyy/m/d", "2024年9月12日"),
        ("205", "@", "205"),
        ("5", "00", "05"),
        ("208", "0000000", "0000208"),
        ("12345678", "0!.0,", "1234.6"),
        ("12345678", '0!.00,"万"', "123.46"),
        ("12345678", "#\\.0000", "1234.5678"),
        ("-50", '0"."0,', "-0.0"),
        ("5.5", '[>=10000]0!.0,"万";0.00', "5.5"),
    ],
)
def test_a_number_is_read_as_its_format_displays_it(stored: str, code: str, printed: str) -> None:
    assert displayed(stored, Format.of(code)) == printed


def _xlsx(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _book_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet.append(["支出决算表"])
    sheet.append(["项目", None, "合计"])
    sheet.append(["编码", "名称"])
    sheet.append(["205", "教育支出", "1.50"])
    sheet.append(["208", "社会保障支出", 2.5])
    sheet.append(["210", "隐藏", 9.99])
    sheet["C5"].number_format = "0.00"
    sheet.merge_cells("A2:B2")
    sheet.merge_cells("C2:C3")
    sheet.row_dimensions[6].hidden = True
    sheet["D4"] = 9.99
    sheet.column_dimensions["D"].hidden = True
    sheet["A9"], sheet["A10"], sheet["B10"] = "收入决算表", "合计", 4
    sheet["B10"].number_format = "#,##0.00"
    sheet["A12"] = datetime.date(2024, 9, 12)
    hidden = book.create_sheet("底稿")
    hidden["A1"] = 9.99
    hidden.sheet_state = "hidden"
    return _xlsx(book)


def _book_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    two, grouped = xlwt.easyxf(num_format_str="0.00"), xlwt.easyxf(num_format_str="#,##0.00")
    sheet.write(0, 0, "支出决算表")
    sheet.write_merge(1, 1, 0, 1, "项目")
    sheet.write_merge(1, 2, 2, 2, "合计")
    for row, texts in ((2, ("编码", "名称")), (3, ("205", "教育支出", "1.50")), (4, ("208", "社会保障支出"))):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    sheet.write(4, 2, 2.5, two)
    for column, value in enumerate(("210", "隐藏", 9.99)):
        sheet.write(5, column, value)
    sheet.row(5).hidden = True
    sheet.write(3, 3, 9.99)
    sheet.col(3).hidden = True
    sheet.write(8, 0, "收入决算表")
    sheet.write(9, 0, "合计")
    sheet.write(9, 1, 4, grouped)
    sheet.write(11, 0, datetime.date(2024, 9, 12), xlwt.easyxf(num_format_str="yyyy/m/d"))
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, 9.99)
    hidden.visibility = 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("make", [_book_xlsx, _book_xls], ids=["xlsx", "xls"])
def test_a_sheet_is_read_as_it_is_seen(make: object) -> None:
    document = read(make(), "a.xls")  # type: ignore[operator]
    assert _grids(document) == [
        [["项目", "", "合计"], ["编码", "名称", ""], ["205", "教育支出", "1.50"], ["208", "社会保障支出", "2.50"]],
        [["合计", "4.00"]],
    ]
    assert document.unread == [("隐藏的工作表“底稿”", "hidden sheet 底稿")]
    assert _texts(document) == ["支出决算表", "收入决算表", "2024年9月12日"]
    spot = next(s for n, s in document.spots.items() if document.raw_lines[n - 1] == "2.50")
    assert (spot.sheet, spot.cell) == ("表", "C5")


def test_a_formula_is_read_by_its_last_result_and_never_computed() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "=1+1"])
    data = _xlsx(book)
    with pytest.raises(Unreadable, match="without their results"):
        read(data, "a.xlsx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"<v/>", b"<v>7.5</v>").replace(b"<v></v>", b"<v>7.5</v>"))
    assert _grids(read(buffer.getvalue(), "a.xlsx")) == [[["合计", "7.5"]]]


PAGE = (
    "<html><head><title>水务局决算-某市政府</title></head><body><div><a href='/'>首页</a><a href='/b'>公开</a></div>"
    "<table><tr><td><a href='/c'>目录</a></td><td><div>"
    "<p>本年支出合计520.00万元，与上年持平，各项收支均已公开。</p>{table}"
    "<p hidden>9.99万元</p><p style='display: none'>9.99万元</p><script>var a = '9.99万元';</script>"
    "<p>说明到此为止，以下没有其他内容需要公开了。</p></div></td></tr></table>"
    "<div><a href='/d'>网站地图</a></div></body></html>"
)
TABLE = (
    "<table><tr><td colspan=2>项目</td><td rowspan=2>合计</td></tr><tr><td>编码</td><td>名称</td></tr>"
    "<tr><td>205</td><td>教育<br>支出</td><td>1,234.50</td></tr></table>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("charset", ["", "gb2312", "utf-8"])
def test_a_page_is_read_without_what_surrounds_it_in_every_encoding(encoding: str, charset: str) -> None:
    declared = f"<meta charset='{charset}'></head>" if charset else "</head>"
    data = PAGE.format(table=TABLE).replace("</head>", declared).encode(encoding)
    document = read(data, "a.html")
    assert _grids(document) == [[["项目", "", "合计"], ["编码", "名称", ""], ["205", "教育支出", "1,234.50"]]]
    words = "".join(_texts(document))
    assert "520.00万元" in words
    assert "9.99" not in words
    assert "首页" not in words
    assert "网站地图" not in words
