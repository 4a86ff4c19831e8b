"""Last year's paragraph left standing is one slip: a dozen findings for it hide the others."""

from __future__ import annotations

from decimal import Decimal

from localise_fixture import Invented


def stale() -> Invented:
    """This year 860.00 in all, 740.00 of it general; last year 512.40: basic 331.15, project 181.25. The expenditure
    paragraph is last year's, and so is the growth rate of the total."""
    document = Invented()
    said = {"statement": "narrative", "table_id": "", "subject": "total", "flow": "expenditure"}
    whole = document.money("whole", "860.00", **said, claim=1)
    parts = [document.money("basic", "331.15", **said), document.money("project", "181.25", **said)]
    document.sum("natures", [whole], parts)
    document.ratio("share.basic", document.percent("basic.share", "64.63"), "basic", "whole")
    document.ratio("share.project", document.percent("project.share", "35.37"), "project", "whole")
    document.money("change", "201.50", **{**said, "aspect": "change"}, of_claim=1, claim=2)
    document.ratio("growth", document.percent("growth.pct", "67.84", aspect="change_pct"), "change", "whole", -1)
    general = document.money("general", "740.00", **said)
    fund = document.money("fund", "120.00", **said)
    document.sum("funds", [general, fund], ["whole"])
    document.same("told", "general", document.money("general.table", "740.00"))
    document.same("told.fund", "fund", document.money("fund.table", "120.00"))
    return document


def test_a_stale_paragraph_is_one_finding() -> None:
    document = stale()
    assert document.violated() == {"natures", "share.basic", "share.project", "growth"}
    said = document.localised()
    assert {one.slip for one in said.culprits} == {"stale_block"}
    assert len({one.finding for one in said.culprits}) == 1
    assert {one.figure_id for one in said.culprits} == {
        "basic", "project", "basic.share", "project.share", "growth.pct",
    }  # fmt: skip
    assert {one.identity_id for one in said.explained} == document.violated()
    assert all("512.4" in one.explanation_zh and "512.4" in one.explanation_en for one in said.culprits)


def test_the_suggestions_for_a_stale_paragraph_let_every_check_hold() -> None:
    assert stale().with_suggestions().violated() == set()


def test_a_wrong_total_beside_sound_parts_is_no_stale_paragraph() -> None:
    """The parts agree among each other here too; it is the total that nothing else confirms."""
    document = Invented()
    said = {"statement": "narrative", "table_id": "", "subject": "total", "flow": "expenditure"}
    parts = [document.money("basic", "331.15", **said), document.money("project", "181.25", **said)]
    document.sum("natures", [document.money("whole", "521.40", **said)], parts)
    document.ratio("share.basic", document.percent("basic.share", "64.63"), "basic", "whole")
    document.ratio("share.project", document.percent("project.share", "35.37"), "project", "whole")
    (culprit,) = document.localised().culprits
    assert (culprit.figure_id, culprit.suggested_value, culprit.slip) == (
        "whole", Decimal("512.40"), "transposed_digits",
    )  # fmt: skip


def test_two_percentages_out_of_line_are_not_yet_a_paragraph() -> None:
    document = stale()
    del document.checks["share.project", ""], document.checks["growth", ""]
    document.terms = [term for term in document.terms if term.identity_id not in {"share.project", "growth"}]
    assert "stale_block" not in {one.slip for one in document.localised().culprits}
