"""Prevents: a front page that shows an answer nobody gets, or numbers that were true once."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from real_street import REAL, ask, real_home
from street_home import HOUSE, Home

PAGES = ("README.md", "README.zh.md")
QUESTION = re.compile(r'^\$ juesuan sql "(?P<sql>[^"]+)"\n\n(?P<answer>.*?)```', re.MULTILINE | re.DOTALL)
COVERAGE = re.compile(r"^\| (\S+) (\d{4}) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
VERDICTS = {
    "README.md": r"(\d+) checks of the printed figures: (\d+) exact, (\d+) rounding, (\d+) truncated, "
    r"\*\*(\d+) violated\*\*, (\d+) not testable",
    "README.zh.md": r"共检验 (\d+) 项：相符 (\d+)，尾差 (\d+)，截位 (\d+)，\*\*不成立 (\d+)\*\*，无法检验 (\d+)",
}
REAL_ONES = "(" + ", ".join(f"'{document_id}'" for document_id in REAL) + ")"


@pytest.fixture(scope="module")
def home() -> Home:
    return real_home()


def shown(answer: str) -> list[list[str]]:
    """The rows of a printed table; columns are two blanks or more apart."""
    below = answer.split("─\n", 1)[1]
    return [re.split(r"\s{2,}", line.strip()) for line in below.splitlines() if line.strip()]


def agrees(printed: str, given: object) -> bool:
    """A cell that ends in … shows the beginning of its value."""
    text = "NULL" if given is None else str(given)
    return text.startswith(printed.removesuffix("…")) if printed.endswith("…") else printed == text


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_on_the_front_page_is_the_answer(home: Home, page: str) -> None:
    questions = list(QUESTION.finditer((HOUSE / page).read_text(encoding="utf-8")))
    assert questions, "no question was found on the page"
    for question in questions:
        given = [list(row.values()) for row in ask(home, question["sql"])]
        printed = shown(question["answer"])
        assert len(printed) == len(given), given
        for row, values in zip(printed, given, strict=True):
            assert len(row) == len(values)
            assert all(map(agrees, row, values)), (row, values)


def test_the_coverage_on_the_front_page_is_that_of_the_snapshot(home: Home) -> None:
    rows = COVERAGE.findall((HOUSE / "README.md").read_text(encoding="utf-8"))
    given = ask(
        home,
        "select department, fiscal_year, figures_seen, figures_extracted, figures_understood, figures_testable"
        f" from coverage where document_id in {REAL_ONES}",
    )
    assert Counter(rows) == Counter(tuple(map(str, row.values())) for row in given)


@pytest.mark.parametrize("page", PAGES)
def test_the_verdicts_on_the_front_page_are_those_of_the_snapshot(home: Home, page: str) -> None:
    found = re.search(VERDICTS[page], " ".join((HOUSE / page).read_text(encoding="utf-8").split()))
    assert found
    (given,) = ask(
        home,
        "select sum(checks) as a, sum(checks_exact) as b, sum(checks_rounding) as c, sum(checks_truncated) as d,"
        " sum(checks_violated) as e, sum(checks_not_testable) as f from coverage"
        f" where document_id in {REAL_ONES}",
    )
    assert [int(number) for number in found.groups()] == list(given.values())
