"""Prevents: a disclosure worded as other provinces word theirs, misread, or blamed for what it does not say.

`tests/unseen` holds invented departments in the manner of a province. Each figure stands in ⟦figure|aspect subject⟧,
a function line with its =name. `-` has no subject; `?` before one: it may be left not understood,
never taken for another.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.cli.examine import examine
from pipelines.extraction.narrative.claims import Claim, read_claims
from pipelines.extraction.parts import parts_of
from pipelines.extraction.readers.formats import read

_MARK = re.compile(r"⟦([^|⟧]*)\|(\w+) ([^⟧]*)⟧")
FIXTURES = sorted((Path(__file__).parent.parent / "unseen").glob("*.txt"))
_NOT_UNDERSTOOD = {"", "part", "counted", "performance_counted"}


def _text(marked: str) -> str:
    return _MARK.sub(lambda mark: mark[1], marked)


def _wrong(printed: str, aspect: str, wanted: str, claim: Claim) -> str:
    """What is wrong with the claim, empty where nothing is."""
    subject, _, line = wanted.partition("=")
    if claim.text + claim.unit != printed.replace("台（套）", "台"):
        return f"{printed}: read {claim.text}{claim.unit}"
    understood = claim.subject_key not in _NOT_UNDERSTOOD
    if not understood and (subject == "-" or subject.startswith("?")):
        return ""
    named = claim.item_label or claim.section_label or claim.class_label
    same = claim.subject_key == subject.lstrip("?") and claim.aspect == aspect and (not line or line == named)
    return "" if same else f"{printed}: {aspect} {wanted}, read {claim.aspect} {claim.subject_key} {named}"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_figure_of_another_province_is_captured_and_none_taken_for_another(path: Path) -> None:
    marked = path.read_text(encoding="utf-8")
    document = read(_text(marked).encode(), path.name)
    claims = read_claims(document, parts_of(document))
    expected = [(mark[1], mark[2], mark[3]) for mark in _MARK.finditer(marked)]
    assert len(claims) == len(expected)
    wrong = [_wrong(*figure, claim) for figure, claim in zip(expected, claims, strict=True)]
    assert not [one for one in wrong if one]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_true_disclosure_of_another_province_raises_no_alarm(path: Path) -> None:
    found = examine(_text(path.read_text(encoding="utf-8")).encode(), path.name, "printed")
    assert found.verdicts["violated"] == found.verdicts["truncated"] == 0
    assert not found.findings
    assert found.verdicts["exact"] >= 20


@pytest.mark.parametrize("subject", ["expenditure_basic", "procurement_goods", "three_public_hospitality"])
def test_a_seeded_misprint_in_another_provinces_words_is_found(subject: str) -> None:
    for path in FIXTURES[1:3]:
        marked = path.read_text(encoding="utf-8")
        at = next(m for m in _MARK.finditer(marked) if m[2] == "settled" and m[3] == subject)
        slipped = marked[: at.start(1)] + "9" + marked[at.start(1) :]
        found = examine(_text(slipped).encode(), path.name, "printed")
        assert found.verdicts["violated"] > 0
        assert found.findings
