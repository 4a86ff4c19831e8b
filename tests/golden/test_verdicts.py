"""Prevents: a false alarm, a contradiction that goes unseen, and a verdict that a careful reader would not give.

Reads the relations a person worked through by hand (`verdicts.csv`, `exact_counts.csv`) and the checks of the snapshot.
A hand-made relation and a check are the same where document, verdict and both sides agree and their lines meet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from real_street import REAL, Row

# Relations a person can see and no identity of the catalogue states, with the reason, by document and subject.
UNSTATED = {
    (
        "943a5cdf710b0490",
        "公务用车保有量",
    ): "其中 names some kinds of car, not all: a sum of them is no identity",
    (
        "32a89f41ae2ebdf6",
        "机关运行经费 vs 日常公用经费",
    ): "operating expense is that of agencies alone: no identity",
    (
        "6fb3cf0fa65dc53a",
        "总计增幅（全部与财政拨款的数额、变动均相同）",
    ): "follows from two violated growth rates",
    (
        "9af5756a0a3e66aa",
        "类215：01=03=04合计",
    ): "all sources and appropriations: two quantities, equal by chance",
    (
        "9af5756a0a3e66aa",
        "03 合计 本年支出合计=06+10+11",
    ): "holds only where nothing but appropriations was spent",
}
# Hand-made relations on tables whose second panel is displaced: the catalogue states them and does not trust the rows.
DISPLACED = {
    ("9af5756a0a3e66aa", "appropriation_by_economic 合计 [合计]"): "hierarchy.total",
    ("9af5756a0a3e66aa", "appropriation_by_economic 合计 [一般公共预算财政拨款/基本支出]"): "hierarchy.total",
}
# The families a person and the engine count alike: a relation each, neither set-wise nor by column.
SAME_COUNT = {
    "share": ("narrative.share",),
    "growth": ("narrative.growth",),
    "shares_sum": (
        "narrative.income_shares",
        "narrative.expenditure_shares",
        "narrative.structure_shares",
        "narrative.three_public_shares",
    ),
    "class_items": ("narrative.items_to_class",),
    "items_total": ("narrative.items_to_total",),
    "basic_parts": ("narrative.basic_parts",),
    "completion": ("narrative.completion",),
    "parts": ("narrative.income_sources", "narrative.expenditure_natures", "narrative.structure"),
}
SETS = {"agreement.same_fact", "agreement.grand_total", "between.same_fact"}


@pytest.fixture(scope="module")
def by_hand(golden: Callable[[str], list[Row]]) -> list[Row]:
    """The relations a person worked through, on the print."""
    return [row for row in golden("verdicts.csv") if "[meant]" not in row["subject"]]


@pytest.fixture(scope="module")
def real(checks: list[Row]) -> list[Row]:
    """What figures say of figures; what words say of them is read by `test_statements.py`."""
    return [check for check in checks if check["document_id"] in REAL and check["family"] != "statements"]


@pytest.fixture(scope="module")
def unmatched(by_hand: list[Row], real: list[Row]) -> tuple[list[Row], list[Row]]:
    """The hand-made relations without a check, and the checks that no hand-made relation took.

    A check answers one relation; only that of a set of equal statements answers several.
    """
    free, missing = list(real), []
    for row in by_hand:
        if row["verdict"] == "not_testable" or _key(row) in UNSTATED | DISPLACED:
            continue
        check = next((check for check in free if _same(row, check)), None)
        if check is None:
            missing.append(row)
        elif check["identity_id"] not in SETS:
            free.remove(check)
    return missing, free


def test_every_contradiction_cut_and_rounding_found_by_hand_is_found_with_both_sides(
    unmatched: tuple[list[Row], list[Row]],
) -> None:
    assert [(_key(row), row["verdict"], row["lhs"], row["rhs"]) for row in unmatched[0]] == []


@pytest.mark.parametrize("verdict", ["violated", "truncated"])
def test_there_is_no_alarm_that_a_person_reading_the_document_would_not_give(
    by_hand: list[Row], real: list[Row], verdict: str
) -> None:
    alarms = [check for check in real if check["verdict"] == verdict]
    assert alarms
    false = [
        (
            check["document_id"],
            check["identity_id"],
            check["subject"],
            check["lhs"],
            check["rhs"],
            check["lines"],
        )
        for check in alarms
        if not any(_same(row, check) for row in by_hand if _key(row) not in UNSTATED)
    ]
    assert false == []


def test_every_rounding_difference_of_the_engine_is_one_by_hand_or_a_percentage(
    by_hand: list[Row], real: list[Row]
) -> None:
    strange = [
        (check["document_id"], check["identity_id"], check["subject"], check["lhs"], check["rhs"])
        for check in real
        if check["verdict"] == "rounding"
        and not any(_same(row, check) for row in by_hand)
        and check["identity_id"] not in {"narrative.share", "narrative.growth", "narrative.completion"}
    ]
    assert strange == []


def test_what_is_excused_is_still_by_hand_and_still_not_judged_otherwise(
    by_hand: list[Row], real: list[Row], unmatched: tuple[list[Row], list[Row]]
) -> None:
    """An excuse whose cause went away must go too."""
    known = {_key(row): row for row in by_hand}
    assert not (UNSTATED.keys() | DISPLACED.keys()) - known.keys()
    left = [check for check in unmatched[1] if check["identity_id"] not in SETS]
    assert [key for key in UNSTATED if any(_same(known[key], check) for check in left)] == []
    for (document_id, _), identity_id in DISPLACED.items():
        told = [
            check["verdict"]
            for check in real
            if (check["document_id"], check["identity_id"]) == (document_id, identity_id)
            and check["check_key"].startswith("appropriation_by_economic")
        ]
        assert set(told) == {"not_testable"}


def test_a_completion_rate_without_a_printed_budget_is_untestable_one_by_one(
    by_hand: list[Row], real: list[Row]
) -> None:
    told = Counter(
        check["document_id"]
        for check in real
        if (check["identity_id"], check["verdict"]) == ("narrative.completion", "not_testable")
    )
    typed = {
        row["document_id"]: int(found.group(1))
        for row in by_hand
        if (found := re.fullmatch(r"完成预算率（(\d+)处）", row["subject"]))
    }
    assert told == typed


def test_a_base_of_zero_is_untestable_and_gives_its_reason(by_hand: list[Row], real: list[Row]) -> None:
    for row in by_hand:
        if row["verdict"] != "not_testable" or row["family"] not in {"share", "growth"}:
            continue
        at = [
            check
            for check in real
            if check["document_id"] == row["document_id"]
            and check["identity_id"] == f"narrative.{row['family']}"
            and f":L{row['lines']}:" in check["check_key"]
            and check["verdict"] == "not_testable"
        ]
        assert at, row
        assert all(check["reason"] for check in at)


def test_no_identity_is_tested_on_a_displaced_row(real: list[Row]) -> None:
    judged = [
        check
        for check in real
        if check["document_id"] == "9af5756a0a3e66aa"
        and check["verdict"] != "not_testable"
        and {1671, 1690, 1694, 1710, 1713, 1715, 1977, 1978, 1979, 1980, 1981, 1995} & set(check["lines"])
    ]
    assert judged == []


@pytest.mark.parametrize("document_id", REAL)
def test_as_many_relations_are_exact_as_a_person_found(
    document_id: str, golden: Callable[[str], list[Row]], by_hand: list[Row], real: list[Row]
) -> None:
    """For percentages `exact` and `rounding` are one class; a rounding by hand is counted with them."""
    told, typed = {}, {}
    for family, identities in SAME_COUNT.items():
        good = {"exact", "rounding"} if family in {"share", "growth", "completion"} else {"exact"}
        told[family] = sum(
            check["document_id"] == document_id and check["identity_id"] in identities and check["verdict"] in good
            for check in real
        )
        typed[family] = sum(
            int(row["exact"])
            for row in golden("exact_counts.csv")
            if (row["document_id"], row["family"]) == (document_id, family)
        ) + sum(
            (row["document_id"], row["family"], row["verdict"]) == (document_id, family, "rounding")
            and "rounding" in good
            for row in by_hand
        )
    assert told == typed


def _key(row: Row) -> tuple[str, str]:
    return row["document_id"], row["subject"]


def _same(row: Row, check: Row) -> bool:
    """Whether the hand-made relation is the one the check tested, with the same verdict and the same sides."""
    if row["document_id"] != check["document_id"] or check["lhs"] is None or check["rhs"] is None:
        return False
    verdicts = {row["verdict"]}
    if row["family"] in {"share", "growth"} and row["verdict"] in {"exact", "rounding"}:
        verdicts = {"exact", "rounding"}
    return (
        check["verdict"] in verdicts
        and bool(_lines(row["lines"]) & set(check["lines"]))
        and _sides_agree([_side(row["lhs"]), _side(row["rhs"])], [check["lhs"], check["rhs"]])
    )


def _sides_agree(typed: list[Decimal], told: list[Decimal]) -> bool:
    """Whether both sides are the same numbers, in either order, at the decimals the person wrote."""

    def equal(by_hand: Decimal, by_engine: Decimal) -> bool:
        return by_engine.quantize(by_hand) == by_hand

    return any(all(map(equal, typed, order)) for order in (told, told[::-1]))


def _side(text: str) -> Decimal:
    """The value of a side as a person wrote it: the last number, after the last equals sign."""
    return Decimal(re.findall(r"\d[\d,]*(?:\.\d+)?", text.rsplit("=", maxsplit=1)[-1])[-1].replace(",", ""))


def _lines(text: str) -> set[int]:
    """`36;43-46` as line numbers."""
    ends = [part.split("-") for part in text.split(";")]
    return {line for end in ends for line in range(int(end[0]), int(end[-1]) + 1)}
