"""Prevents: the wrong year, department or region on a document, and a part that begins in its contents list."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipelines.extraction import contract
from pipelines.extraction.errors import ContractBroken
from pipelines.extraction.extract import Extracted, extract, read_back, write
from pipelines.extraction.narrative.claims import read_narrative
from pipelines.extraction.parts import parts_of
from pipelines.extraction.readers.text import read
from pipelines.extraction.seen import seen_of

CONTENTS = """2022年度
临川市青禾区水务局
部门决算

目录

公开时间：2023年9月8日

第一部分 部门概况	1
第二部分 2022年度部门决算情况说明	2
一、收入支出决算总体情况说明	2
第三部分 名词解释	9
第四部分 附件	11
第五部分 附表	20
一、收入支出决算总表	20
二、收入决算表	21
三、支出决算表	22

"""
BODY = """第一部分 部门概况

一、部门职责

负责全区水资源管理工作。

二、机构设置

青禾区水务局下属二级预算单位1个。纳入青禾区水务局2022年度部门决算编制范围的二级预算单位1个。

第二部分2022年度部门决算情况说明

一、收入支出决算总体情况说明

2022年度收、支总计100.50万元。与2021年相比，各增加0.50万元，增长0.5%。

二、收入决算情况说明

2022年本年收入合计100.50万元，其中：一般公共预算财政拨款收入100.50万元，占100%。

第3部分 名词解释

1.财政拨款收入：指单位从同级财政部门取得的资金。

第四部分 附件

2023年青禾区水务局绩效评价报告

2023年项目支出12万元，得分95分。

第五部分 附表

支出决算表

| 科目编码 | 科目名称 | 行次 | 本年支出合计 | 基本支出 | 项目支出 |
|--|--|--|--|--|--|
| 栏次 | | | 1 | 2 | 3 |
| | 合计 | 1 | 100.50 | 90.00 | 10.50 |
| 213 | 农林水支出 | 2 | 100.50 | 90.00 | 10.50 |
| 21303 | 水利 | 3 | 100.50 | 90.00 | 10.50 |
| 2130301 | 行政运行 | 4 | 90.00 | 90.00 | |
| 2130305 | 水利工程建设 | 5 | 10.50 | | 10.50 |
"""


def extracted(text: str = CONTENTS + BODY, codec: str = "utf-8") -> Extracted:
    return extract(text.encode(codec), "临川市青禾区水务局.txt")


def test_the_document_says_whose_it_is_and_of_which_year() -> None:
    [row] = extracted().document
    assert row["department"] == "临川市青禾区水务局"
    assert (row["fiscal_year"], row["published_on"]) == ("2022", "2023-09-08")
    assert row["announced_tables"] == "income_expenditure_summary;income;expenditure"
    assert row["present_tables"] == "expenditure"
    assert (row["layout"], row["disclosure_kind"]) == ("ministry", "final_accounts")


def test_a_short_name_is_completed_by_the_full_one_printed_elsewhere() -> None:
    body = BODY.replace("第四部分 附件", "第四部分 附件\n\n项目实施单位为攀枝花市西区水务局，由其组织实施。").replace(
        "青禾区", "西区"
    )
    [row] = extracted(body).document
    assert row["department"] == "攀枝花市西区水务局"
    assert row["region"] == "四川省攀枝花市西区"


def test_a_region_of_a_common_name_is_told_by_the_city_it_lies_in() -> None:
    text = (CONTENTS + BODY).replace("临川市青禾区", "上海市普陀区").replace("青禾区", "普陀区")
    assert extracted(text).document[0]["region"] == "上海市普陀区"


def test_parts_begin_at_their_headings_and_not_in_the_contents_list() -> None:
    document = read((CONTENTS + BODY).encode(), "a.txt")
    first_lines = [document.raw_lines[line - 1] for line, _ in parts_of(document).starts]
    assert [name for _, name in parts_of(document).starts] == ["front", "two", "three", "four", "five"]
    assert all("\t" not in line for line in first_lines)
    assert parts_of(document).part_of(1) == "front"


def test_parts_are_told_by_their_names_where_tables_come_first() -> None:
    text = BODY.replace("第五部分 附表", "第六部分 附件二").replace("第3部分", "第四部分")
    text = text.replace(
        "第二部分2022年度部门决算情况说明",
        "第二部分 2022年度部门决算表\n\n支出决算表\n\n第三部分 2022年度部门决算情况说明",
    )
    starts = parts_of(read(text.encode(), "a.txt")).starts
    assert [name for _, name in starts][:3] == ["front", "five", "two"]


ALTERNATING = """某县水利局2024年度部门决算

目录
一、概况
二、2024年度部门决算情况说明及公开表
三、名词解释

一、概况
（一）部门职责
主管全县水利工作，承担县委、县政府交办的其他任务和相关行政职责。
二、2024年度部门决算情况说明及公开表
（一）收入决算情况说明
本年收入合计30.00万元。
收入决算表

| 项目 | 金额 |
| --- | --- |
| 合计 | 30.00 |

注：本表反映收入情况。
（二）支出决算情况说明
本年支出合计25.00万元。
支出决算表

| 项目 | 金额 |
| --- | --- |
| 合计 | 25.00 |

（三）机关运行经费支出情况说明
机关运行经费支出5.00万元。
三、名词解释
1.其他收入：除上述以外的收入。
"""


def test_narrative_and_tables_take_turns_where_each_table_follows_its_section() -> None:
    parts = parts_of(read(ALTERNATING.encode(), "a.md"))
    assert [name for _, name in parts.starts] == ["two", "five", "two", "five", "two", "three"]
    claims, _ = read_narrative(read(ALTERNATING.encode(), "a.md"), parts)
    assert [(claim.section, claim.text) for claim in claims] == [
        ("income", "30.00"),
        ("expenditure", "25.00"),
        ("operating_expense", "5.00"),
    ]


def test_sections_under_a_heading_that_names_no_part_are_the_narrative() -> None:
    text = ALTERNATING.replace("二、2024年度部门决算情况说明及公开表", "二、公开内容")
    claims, _ = read_narrative(read(text.encode(), "a.md"), parts_of(read(text.encode(), "a.md")))
    assert [claim.text for claim in claims] == ["30.00", "25.00", "5.00"]


def test_what_is_seen_is_counted_without_years_codes_and_line_numbers() -> None:
    document = read((CONTENTS + BODY).encode(), "a.txt")
    seen = seen_of(document, parts_of(document))
    count = {place: sum(s.figures for s in seen if s.place == place) for place in ("prose", "grid")}
    # Prose: 1个 twice, 100.50, 0.50, 0.5%, 100.50, 100.50, 100%, 12, 95. Grid: three full lines and two of two figures.
    assert count == {"prose": 10, "grid": 13}
    cells = [c for c in extracted().cells if c["numeral"]]
    assert len(cells) == 13


def test_the_tables_are_the_same_whatever_the_encoding() -> None:
    plain, other = extracted(), extracted(codec="gb18030")
    assert other.document[0]["encoding"] == "gb18030"
    assert (plain.tables, plain.cells, plain.claims, plain.seen) == (
        other.tables,
        other.cells,
        other.claims,
        other.seen,
    )


def test_writing_is_repeatable_and_read_back_whole(tmp_path: Path) -> None:
    first = extracted()
    write(first, tmp_path / "d")
    files = {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()}
    write(extracted(), tmp_path / "d")
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()}
    assert read_back(tmp_path / "d") == first
    assert [path.name for path in tmp_path.iterdir()] == ["d"]
    assert set(files) == {contract.SUMS, *(f"{table}.csv" for table in contract.COLUMNS)}
    told = dict(line.split("  ")[::-1] for line in files[contract.SUMS].decode().splitlines())
    assert told == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != contract.SUMS}


def test_a_failed_write_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = extracted()
    write(first, tmp_path / "d")

    def fail(*_: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr("pipelines.extraction.extract._csv", fail)
    with pytest.raises(OSError, match="disk full"):
        write(extracted(), tmp_path / "d")
    assert read_back(tmp_path / "d") == first


@pytest.mark.parametrize(
    ("column", "value"), [("numeral", "1,5"), ("line", "0"), ("line", "999999"), ("row_fits", "yes"), ("text", "a\nb")]
)
def test_a_row_that_breaks_the_contract_stops_the_extraction(column: str, value: str) -> None:
    rows = [dict(row) for row in extracted().cells]
    rows[0][column] = value
    with pytest.raises(ContractBroken, match=column):
        contract.check("cells", rows, 100)


def test_an_empty_form_is_no_final_accounts_of_anybody() -> None:
    text = "\n".join(
        [
            "第一部分 XX部门概况",
            "第二部分 XX年度部门决算情况说明",
            "一、收入支出决算总体情况说明",
            "XX年度收、支总计XX万元。与XX年相比，各增加XX万元，增长XX%。主要变动原因是XXXX。",
            "二、收入决算情况说明",
            "XX年本年收入合计XX万元，其中：一般公共预算财政拨款收入XX万元，占XX%。",
        ]
    )
    [row] = extracted(text).document
    assert (row["disclosure_kind"], row["department"]) == ("empty_form", "")


@pytest.mark.parametrize("name", ["临川市现代服务职业学校", "临川市和平区教育局", "临川市向阳镇人民政府"])
def test_a_word_that_names_hold_cuts_no_name_in_two(name: str) -> None:
    """现, 和 and 向 stand before names in sentences, and within names on covers."""
    [row] = extracted((CONTENTS + BODY).replace("临川市青禾区水务局", name)).document
    assert row["department"] == name


def test_the_way_to_a_page_is_no_part_of_a_name() -> None:
    [row] = extracted("当前位置：首页 > 财政预决算 > 部门决算\n\n" + CONTENTS + BODY).document
    assert row["department"] == "临川市青禾区水务局"


def test_a_document_of_tables_alone_is_of_the_accounting_year_it_names_most() -> None:
    table = BODY.split("第五部分 附表")[1]
    tables = table + table.replace("支出决算表", "一般公共预算财政拨款支出决算表")
    told = "本单位2022年度无国有资本收支，2022年度总收入见上表，2021年度结转已用完。"
    assert extracted(tables + told).document[0]["fiscal_year"] == "2022"
    assert extracted(tables + told.replace("2022年度总", "总")).document[0]["fiscal_year"] == ""


def test_tables_whose_titles_stand_within_them_are_read_where_nothing_says_a_part() -> None:
    heading = "|科目编码|科目名称|本年{0}合计|{1}|\n|213|农林水支出|2.00|2.00|\n"
    text = "青禾区水务局 2023 年度\n" + "\n\n".join(
        f"|{title}||||\n{heading.format(*words)}"
        for title, words in (("收入决算表", ("收入", "财政拨款收入")), ("支出决算表", ("支出", "基本支出")))
    )
    assert parts_of(read(text.encode(), "a.md")).bounds("two") is None
    assert [row["numeral"] for row in extract(text.encode(), "a.md").cells if row["numeral"]] == ["2.00"] * 4
