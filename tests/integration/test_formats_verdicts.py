"""Prevents: one disclosure judged differently because another program saved it, and an alarm about a true one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from pipelines.cli.examine import Examination, examine
from tests.invented.disclosure import disclosure, slipped
from tests.invented.habits import MINISTRY, PLAIN
from tests.invented.written import FORMS

TRUE = disclosure(1, replace(PLAIN, has_groups=True, repeats_heading=True))
WRONG = slipped(TRUE, ("expenditure", "2130305", "total"), Decimal("10.00"))


UNRULED = "pdf without rulings"


@cache
def _examined(form: str) -> Examination:
    if form == UNRULED:
        made = replace(WRONG, habits=replace(WRONG.habits, is_ruled=False))
        return examine(FORMS["pdf"](made), "disclosure.pdf", "printed")
    return examine(FORMS[form](WRONG), f"disclosure.{form}", "printed")


def _figures(found: Examination) -> Counter[tuple[object, ...]]:
    columns = ("statement", "item", "code", "measure", "fund", "value", "unit", "amount_wan", "is_understood")
    return Counter(tuple(figure[column] for column in columns) for figure in found.figures)


def _verdicts(found: Examination) -> Counter[tuple[object, ...]]:
    columns = ("identity_id", "subject", "verdict", "lhs", "rhs", "difference", "slack")
    return Counter(tuple(check[column] for column in columns) for check in found.checks)


def _findings(found: Examination) -> Counter[tuple[object, ...]]:
    columns = ("finding_kind", "subject", "suggested_value", "slip", "title_zh")
    return Counter(tuple(finding[column] for column in columns) for finding in found.findings)


@pytest.mark.parametrize("form", [*(form for form in FORMS if form != "txt"), UNRULED])
def test_one_disclosure_has_the_same_figures_verdicts_and_findings_in_every_format(form: str) -> None:
    assert _figures(_examined(form)) == _figures(_examined("txt"))
    assert _verdicts(_examined(form)) == _verdicts(_examined("txt"))
    assert _findings(_examined(form)) == _findings(_examined("txt"))


def test_the_one_misprint_is_what_is_reported() -> None:
    found = _examined("txt")
    assert found.verdicts["violated"] > 0
    named = [f for f in found.findings if f["suggested_value"] is not None]
    assert {f["suggested_value"] for f in named} == {f"{TRUE.truth.total('2130305')}万元"}


@pytest.mark.parametrize(("form", "style"), [("docx", PLAIN), ("html", MINISTRY), ("pdf", MINISTRY), ("xlsx", PLAIN)])
def test_a_true_disclosure_raises_no_alarm(form: str, style: object) -> None:
    made = disclosure(7, style)  # type: ignore[arg-type]
    found = examine(FORMS[form](made), f"disclosure.{form}", "printed")
    assert found.verdicts["violated"] == found.verdicts["truncated"] == 0
    assert not found.findings
    # A matrix whose rows can be told apart in several ways is left untested, and says so.
    assert all(f["is_understood"] for f in found.figures if f["statement"] != "general_budget_detail")


@pytest.mark.parametrize("number", [5, 16, 38, 40, 108, 143])
def test_what_is_too_wide_for_its_column_or_its_page_raises_no_alarm(number: int) -> None:
    found = examine(FORMS["pdf"](disclosure(number)), "disclosure.pdf", "printed")
    assert found.verdicts["violated"] == found.verdicts["truncated"] == 0
    assert not found.findings
    assert all(f["is_understood"] for f in found.figures)
