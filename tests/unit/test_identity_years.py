"""Prevented failures: a department accused by a rule that did not exist in its year, an identity that falls silent."""

from __future__ import annotations

import pytest
from extracted_fixture import Answers, Disclosure, run

from pipelines import paths
from pipelines.loading.identities import load_identities

# A rule of 2010 and one of 2007, each broken or kept by the same two sums.
YOUNG, OLD = "narrative.three_public_parts", "row.expenditure_by_nature"


def broken(fiscal_year: str) -> Disclosure:
    document = Disclosure(f"云岭省临川市青禾区水务局{fiscal_year}", fiscal_year)
    document.say("three_public", "9.00")
    document.say("three_public_overseas", "1.00")
    document.say("three_public_vehicles", "1.00")
    document.say("three_public_hospitality", "1.00")
    document.table("expenditure").put("合计", total="30.00", basic="10.00", project="15.00")
    return document


BEFORE, FIRST, UNKNOWN = broken("2009"), broken("2010"), broken("")


@pytest.fixture(scope="module")
def answers() -> Answers:
    return run([BEFORE, FIRST, UNKNOWN])


@pytest.mark.parametrize("reading", ["printed", "meant"])
def test_before_its_first_year_an_identity_says_since_when_it_applies(answers: Answers, reading: str) -> None:
    check = answers.check(BEFORE, YOUNG, reading=reading)
    assert (check["verdict"], check["lhs"], check["check_key"]) == ("not_testable", None, "")
    assert check["reason"] == "此关系只适用于2010年度起 / the identity applies to fiscal years 2010 and later only"
    assert answers.check(BEFORE, OLD)["verdict"] == "violated"


def test_in_its_first_year_it_is_tested_and_so_it_is_where_nobody_knows_the_year(answers: Answers) -> None:
    assert [answers.check(document, YOUNG)["verdict"] for document in (FIRST, UNKNOWN)] == ["violated", "violated"]


def test_what_no_longer_applies_accuses_no_figure(answers: Answers) -> None:
    accused = {finding["identity_id"] for finding in answers.findings(BEFORE, "identity_violated")}
    assert YOUNG not in accused
    culprits = [finding["culprit_figure_id"] for finding in answers.findings(BEFORE, "figure_wrong")]
    assert not [culprit for culprit in culprits if ":L" in culprit]


def test_every_identity_has_a_verdict_on_a_document_of_any_year(answers: Answers) -> None:
    counted = answers.rows(
        "select document_id, count(distinct identity_id) as n from audit.fct_identity_check group by all"
    )
    declared, _ = load_identities(paths.identities())
    assert {row["n"] for row in counted} == {len(declared)}
