"""An invented disclosure around an attachment, and its figures as a test reads them."""

from __future__ import annotations

from pipelines.extraction.attachments.figure import Figure
from pipelines.extraction.attachments.read import read_attachments
from pipelines.extraction.parts import parts_of
from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.statements import statements_of

BEFORE = """云岭省临川市青禾区水务局2023年度部门决算

第一部分 部门概况
一、职能简介
青禾区水务局主管全区水务工作，负责水资源的调度和保护，负责河道和水库的安全管理工作。

第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收、支总计820.55万元。与2022年相比，收、支总计各增加20.55万元，增长2.57%。

第三部分 名词解释
1.财政拨款收入：指单位从同级财政部门取得的财政预算资金，不含单位自行组织的其他各项收入。

第四部分 附件
"""


def attachment(text: str, name: str = "青禾.txt", after: str = "") -> list[Figure]:
    """The figures of a document whose part four is `text`."""
    document = read((BEFORE + text + after).encode(), name)
    statutory = [(one.first_line, one.last_line) for one in statements_of(document) if one.kind]
    found = read_attachments(document, parts_of(document), statutory, "2023")
    lines = document.raw_lines
    assert all(lines[f.place.line - 1].startswith(f.text, f.place.offset) for f in found), (
        "a figure where none is printed"
    )
    return found


def told(figure: Figure) -> tuple[str, str, str, str]:
    """What the figure is: its label, measure, text and unit."""
    return figure.label, figure.measure, figure.text, figure.unit


def cells(*rows: str) -> str:
    """Rows as Word's export prints them: one cell per line behind a tab, a blank line behind each row; ∅ is empty."""
    printed: list[str] = []
    for row in rows:
        printed.extend("\t" + ("" if cell == "∅" else cell) for cell in row.split("|"))
        printed.append("")
    return "\n".join(printed) + "\n"
