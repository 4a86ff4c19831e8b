"""The reference lists: classifications, their aliases, regions and vocabularies.

Reads `dbt_project/seeds/*.csv` and, where they are present, the real documents; writes nothing.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from pipelines import paths

Row = dict[str, str]
SEEDS = paths.root() / "dbt_project" / "seeds"
CLASSIFICATIONS = {
    "function": ("dim_function_code.csv", "function_alias.csv", {"class": 3, "section": 5, "item": 7}, "2"),
    "economic": ("dim_economic_code.csv", "economic_alias.csv", {"class": 3, "item": 5}, "3"),
}
FIRST_YEAR, LAST_YEAR = 2007, 2030
HALF_WIDTH = str.maketrans("（）【】：，０１２３４５６７８９", "()[]:,0123456789")
CONTRACT_MEASURES = frozenset(
    [
        "amount",
        "budget",
        "prior",
        "change",
        "change_pct",
        "share_pct",
        "completion_pct",
        "count",
        "score",
        "target",
        "result",
        "weight",
        "basic",
        "project",
        "remitted",
        "business",
        "subsidy",
        "personnel",
        "public",
        "income",
        "expenditure",
        "opening",
        "closing",
        "appropriation_income",
        "superior_income",
        "institutional_income",
        "business_income",
        "affiliated_income",
        "other_income",
    ]
)
CONTRACT_FUNDS = {
    "all_funds",
    "fiscal_appropriation",
    "general_public_budget",
    "government_fund",
    "state_capital",
}


def _rows(name: str) -> list[Row]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _codes(kind: str) -> list[Row]:
    return _rows(CLASSIFICATIONS[kind][0])


def _aliases(kind: str) -> list[Row]:
    return _rows(CLASSIFICATIONS[kind][1])


def _bare(name: str) -> str:
    """The text names are compared on: half-width, without spaces, quotes and stops."""
    return re.sub(r"[\s“”\"''‘’:,。.、；;*]", "", name.translate(HALF_WIDTH))


def _documents() -> list[str]:
    folder = paths.root().parent / "shared" / "documents"
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        pytest.skip("the real documents are not on this machine")
    return texts


both = pytest.mark.parametrize("kind", list(CLASSIFICATIONS))


# Prevents: a line whose class cannot be found, so that a hierarchy identity silently loses a term.
@both
def test_every_parent_is_in_the_list_and_is_the_beginning_of_its_code(kind: str) -> None:
    rows = _codes(kind)
    known = {row["code"] for row in rows}
    for row in rows:
        if row["level"] == "class":
            assert row["parent_code"] == "", row
        else:
            assert row["parent_code"] in known, row
            assert row["code"][:-2] == row["parent_code"], row


# Prevents: a section summed as an item, because its level was typed by hand.
@both
def test_the_level_is_the_length_of_the_code(kind: str) -> None:
    _, _, lengths, first = CLASSIFICATIONS[kind]
    for row in _codes(kind):
        assert re.fullmatch(first + r"\d+", row["code"]), row
        assert len(row["code"]) == lengths[row["level"]], row
        assert "" not in (row["name"], row["source"]), row
        assert row["name"] == row["name"].strip(), row


# Prevents: figures counted twice, by joining a code that is listed twice.
@both
def test_a_code_is_listed_once(kind: str) -> None:
    rows = _codes(kind)
    assert [code for code, times in Counter(row["code"] for row in rows).items() if times > 1] == []


# Prevents: a code valid before the classification began, or ending before it began, or outliving its parent.
@both
def test_years_of_validity_are_sane(kind: str) -> None:
    rows = _codes(kind)
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        begin, end = int(row["valid_from"]), int(row["valid_to"] or LAST_YEAR)
        assert FIRST_YEAR <= begin <= end <= LAST_YEAR, row
        if row["parent_code"]:
            parent = by_code[row["parent_code"]]
            assert int(parent["valid_from"]) <= begin, row
            assert end <= int(parent["valid_to"] or LAST_YEAR), row


# Prevents: an alias that names nothing, or that only repeats the official name.
@both
def test_every_alias_leads_to_a_listed_code_under_another_name(kind: str) -> None:
    names = {row["code"]: row["name"] for row in _codes(kind)}
    for alias in _aliases(kind):
        assert alias["code"] in names, alias
        assert alias["alias"] not in ("", names[alias["code"]]), alias
        assert alias["source"], alias


# Prevents: an alias that no printed label can equal, because labels are normalised before they are compared.
@both
def test_aliases_are_written_normalised(kind: str) -> None:
    for row in _aliases(kind):
        alias = row["alias"]
        assert alias == re.sub(r"\s", "", alias).translate(HALF_WIDTH), row


# Prevents: a name given to the wrong code, or to none, because two siblings answer to it.
@both
def test_among_siblings_a_name_or_alias_stands_for_one_code(kind: str) -> None:
    by_code = {row["code"]: row for row in _codes(kind)}
    answers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    printed = [(row["name"], row["code"]) for row in by_code.values()]
    printed += [(row["alias"], row["code"]) for row in _aliases(kind)]
    for name, code in printed:
        row = by_code[code]
        answers[row["level"], row["parent_code"], _bare(name)].add(code)
    assert {key: codes for key, codes in answers.items() if len(codes) > 1} == {}


# Prevents: a diff that shows noise instead of what changed.
def test_the_lists_are_sorted() -> None:
    for kind in CLASSIFICATIONS:
        codes = [row["code"] for row in _codes(kind)]
        aliases = [(row["code"], row["alias"]) for row in _aliases(kind)]
        assert codes == sorted(codes)
        assert aliases == sorted(aliases)
    regions = [row["code"] for row in _rows("region.csv")]
    assert regions == sorted(regions)


# Prevents: a summary table whose right side cannot be read, for want of a class.
@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("一般公共服务", "201"),
        ("文化体育与传媒支出", "207"),
        ("医疗卫生与计划生育支出", "210"),
        ("农林水事务", "213"),
        ("资源勘探电力信息等支出", "215"),
        ("资源勘探工业信息等支出", "215"),
        ("国土海洋气象等支出", "220"),
        ("粮油物资储备支出", "222"),
        ("灾害防治及应急管理", "224"),
        ("行政事业单位离退休", "20805"),
        ("扶贫", "21305"),
        ("归口管理的行政单位离退休", "2080501"),
        ("突发公共卫生事件应急处置", "2100410"),
        ("医药储备", "2220508"),
        ("无线电监管", "2150508"),
    ],
)
def test_earlier_and_current_names_lead_to_their_code(printed: str, code: str) -> None:
    rows = _codes("function")
    level = {3: "class", 5: "section", 7: "item"}[len(code)]
    names = {(row["name"], row["code"]) for row in rows if row["level"] == level}
    names |= {(row["alias"], row["code"]) for row in _aliases("function")}
    assert (printed, code) in names


# Prevents: figures of an unknown line, in a table whose codes are printed.
def test_every_code_printed_in_a_table_of_the_documents_is_listed() -> None:
    listed = {row["code"] for kind in CLASSIFICATIONS for row in _codes(kind)}
    cell = re.compile(r"^\|\s*((?:2\d{2}(?:\d{2}){0,2}|3\d{2}(?:\d{2})?))\s*\|", re.MULTILINE)
    printed = {code for text in _documents() for code in cell.findall(text)}
    assert len(printed) > 100, "the tables were not found, so nothing was compared"
    assert printed - listed == set()


# Prevents: the same for documents that print their codes inside the names.
def test_every_code_printed_inside_a_name_of_the_documents_is_listed() -> None:
    listed = {row["code"] for row in _codes("function")}
    words = re.compile(r"(2\d{2})（类）[^（）]*?(\d{2})（款）[^（）]*?(\d{2})（项）")
    printed = {"".join(parts) for text in _documents() for parts in words.findall(text)}
    assert len(printed) > 10, "the lines were not found, so nothing was compared"
    assert printed - listed == set()


# Prevents: a department placed in no region, or in a county of another province.
def test_regions_lie_in_one_another() -> None:
    rows = _rows("region.csv")
    by_code = {row["code"]: row for row in rows}
    assert len(by_code) == len(rows)
    for row in rows:
        assert re.fullmatch(r"\d{6}", row["code"]), row
        assert row["name"].startswith(row["short_name"]), row
        level = "province" if row["code"].endswith("0000") else "city" if row["code"].endswith("00") else "county"
        assert row["level"] == level, row
        if level == "province":
            assert row["parent_code"] == "", row
        else:
            parent = by_code[row["parent_code"]]
            assert parent["level"] != level, row
            assert row["code"].startswith(parent["code"].rstrip("0")), row


# Prevents: a measure or fund that the published contract does not know.
def test_measures_and_funds_are_those_of_the_contract() -> None:
    measures = _rows("measure.csv")
    assert {row["measure"] for row in measures} == CONTRACT_MEASURES
    assert {row["kind"] for row in measures} <= {"money", "percent", "count", "score", "other"}
    assert {row["fund"] for row in _rows("fund.csv")} == CONTRACT_FUNDS
    for row in [*measures, *_rows("fund.csv")]:
        assert "" not in (row["title_zh"], row["title_en"]), row


# Prevents: seeds that differ by their writer: byte order mark, carriage returns, a missing last line end.
@pytest.mark.parametrize(
    "name",
    [
        *(name for files in CLASSIFICATIONS.values() for name in files[:2]),
        "region.csv",
        "measure.csv",
        "fund.csv",
    ],
)
def test_seeds_are_plain_utf8_lines(name: str) -> None:
    content = Path(SEEDS / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
