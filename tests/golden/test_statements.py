"""Prevents: a contradiction between words and figures that a person saw and the engine does not, and an alarm about
words that a careful reader would let pass.

Reads what a person found (`statements.csv`: every comparison, absence, whole and list of part two, and every year,
name, date and template text that is not the document's own) and the snapshot.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from real_street import REAL, Row, ask
from street_home import Home

HOLDS = {"exact": "holds", "rounding": "holds"}
FOUND = {
    "year_named": "year",
    "department_named": "department",
    "published_early": "published",
    "template_text": "template",
}


@pytest.fixture(scope="module")
def by_hand(golden: Callable[[str], list[Row]]) -> list[Row]:
    return golden("statements.csv")


@pytest.fixture(scope="module")
def said(checks: list[Row]) -> list[Row]:
    """The checks of what is said in words that apply to something."""
    return [c for c in checks if c["document_id"] in REAL and c["family"] == "statements" and c["check_key"]]


@pytest.fixture(scope="module")
def found(published: Home) -> list[Row]:
    rows = ask(published, "select document_id, finding_kind, detail_zh from fct_finding order by all")
    return [row for row in rows if row["document_id"] in REAL and row["finding_kind"] in FOUND]


def _line(check: Row) -> str:
    return re.findall(r"^L(\d+):", str(check["check_key"]))[0]


def test_every_word_a_person_weighed_is_judged_alike_and_no_other_is(by_hand: list[Row], said: list[Row]) -> None:
    typed = Counter(
        (row["document_id"], row["line"], row["kind"], row["expected"]) for row in by_hand if row["expected"] != "found"
    )
    judged = Counter(
        (
            check["document_id"],
            _line(check),
            str(check["identity_id"]).removeprefix("statements."),
            HOLDS.get(str(check["verdict"]), check["verdict"]),
        )
        for check in said
    )
    assert judged - typed == Counter()
    assert typed - judged == Counter()


def test_a_contradicted_list_names_the_empty_lines_and_only_these(by_hand: list[Row], published: Home) -> None:
    told = ask(
        published,
        "select document_id, check_key, explanation_zh from fct_identity_check"
        " where identity_id = 'statements.listed' and verdict = 'violated' and reading = 'printed'",
    )
    names = {
        (check["document_id"], _line(check)): set(re.split("[：，]", str(check["explanation_zh"]))[1].split("、"))
        for check in told
        if check["document_id"] in REAL
    }
    typed = {
        (row["document_id"], row["line"]): set(str(row["said"]).split(";"))
        for row in by_hand
        if (row["kind"], row["expected"]) == ("listed", "violated")
    }
    assert names == typed


def test_years_names_dates_and_template_text_are_found_where_a_person_found_them(
    by_hand: list[Row], found: list[Row]
) -> None:
    typed = Counter((row["document_id"], row["kind"]) for row in by_hand if row["expected"] == "found")
    assert {(row["document_id"], FOUND[str(row["finding_kind"])]) for row in found} == typed.keys()
    for row in by_hand:
        if row["expected"] == "found":
            told = [one["detail_zh"] for one in found if one["document_id"] == row["document_id"]]
            place = row["said"] if row["kind"] == "published" else f"第{row['line']}行“{row['said']}”"
            assert any(place in str(detail) for detail in told), row


def test_words_move_no_blame_to_a_figure(published: Home) -> None:
    blamed = ask(
        published,
        "select finding_id from fct_finding where identity_id like 'statements.%'"
        " and (culprit_figure_id is not null or caused_by_finding_id is not null)",
    )
    assert blamed == []
