"""Prevents: whole disclosures of other provinces, printed as text of every habit, of which figures are lost or about
which a false alarm is raised.

The documents are of departments that do not exist, written by people who did not know this code, with the figures that
a reader finds in them and the faults that were planted. Definitions of terms, notes and stock phrases of the form were
taken out afterwards: no sentence of a real document stands here.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from pipelines.cli.examine import Examination, examine

WHOLE = Path(__file__).parents[1] / "unseen" / "whole"
NAMES = sorted(file.stem for file in WHOLE.glob("*.txt"))
NOT_OF_THE_ACCOUNTS = "部门决算单位基本情况"
"""A table of staff in the part on the department itself."""


@cache
def examined(name: str) -> Examination:
    return examine((WHOLE / f"{name}.txt").read_bytes(), f"{name}.txt", "printed")


def rows(name: str, what: str) -> list[dict[str, str]]:
    with (WHOLE / f"{name}.{what}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(numeral: str) -> str:
    for word in (",", "，", "万元", "元", "%", "％", " "):
        numeral = numeral.replace(word, "")
    return numeral.lstrip("-")


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_that_a_reader_finds_is_captured(name: str) -> None:
    captured = {plain(figure["text"] or "") for figure in examined(name).figures}
    wanted = [row for row in rows(name, "expected") if row["where"] != NOT_OF_THE_ACCOUNTS]
    assert len(wanted) > 300
    assert [row for row in wanted if plain(row["value"]) not in captured | {"0", "0.00", "—", "/", ""}] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_alleged_involves_a_planted_fault_and_every_planted_fault_is_alleged(name: str) -> None:
    found = examined(name)
    planted = {plain(row["printed"]) for row in rows(name, "faults")}
    texts = {figure["figure_id"]: plain(figure["text"] or "") for figure in found.figures}
    alleged = [
        {texts[term["figure_id"]] for term in check["terms"]}
        for check in found.checks
        if check["verdict"] in {"violated", "truncated"}
    ]
    assert [sides for sides in alleged if not sides & planted] == []
    assert planted <= set().union(*alleged)
    assert found.verdicts["exact"] > 300


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_called_wrong_only_where_one_was_planted(name: str) -> None:
    found = examined(name)
    planted = {plain(row["printed"]) for row in rows(name, "faults")}
    texts = {figure["figure_id"]: plain(figure["text"] or "") for figure in found.figures}
    wrong = [f for f in found.findings if f["finding_kind"] == "figure_wrong"]
    assert {texts[f["culprit_figure_id"]] for f in wrong} <= planted
