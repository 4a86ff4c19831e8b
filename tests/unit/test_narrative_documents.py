"""Failures prevented: a figure of a real document left out, read twice, or put at a place where it is not printed."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from pipelines import paths
from pipelines.extraction.model import Document
from pipelines.extraction.narrative.claims import Claim, read_claims
from pipelines.extraction.narrative.wording import plain
from pipelines.extraction.parts import parts_of
from pipelines.extraction.readers.text import read

DOCUMENTS = paths.root().parent / "shared" / "documents"
PART_TWO = {"000": (10, 84), "001": (87, 204), "002": (21, 150), "003": (59, 243), "004": (79, 241)}
# Deliberately not the reader's own rule: digits, then anything a department counts or pays in.
SIMPLE = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元|[%％]|个(?!月)|人次|人|批次|次|辆|台|分为?|家|户|名)")

pytestmark = pytest.mark.skipif(not DOCUMENTS.exists(), reason="the shared documents are not on this machine")


def _file(key: str) -> Path:
    return next(DOCUMENTS.glob(f"{key}_*.txt"))


def _read(key: str) -> tuple[Document, list[Claim]]:
    document = read(_file(key).read_bytes(), _file(key).name)
    return document, read_claims(document, parts_of(document))


@pytest.mark.parametrize("key", PART_TWO)
def test_every_claim_stands_where_it_says_and_none_twice(key: str) -> None:
    document, claims = _read(key)
    for claim in claims:
        first = claim.text.split("\n")[0]
        assert document.raw_lines[claim.line - 1].startswith(first, claim.offset)
    assert len({(c.line, c.offset) for c in claims}) == len(claims)
    assert [c.claim for c in claims] == list(range(1, len(claims) + 1))


@pytest.mark.parametrize("key", PART_TWO)
def test_every_numeral_with_a_unit_is_a_claim(key: str) -> None:
    document, claims = _read(key)
    first, last = PART_TWO[key]
    claimed = {(c.line, c.offset) for c in claims}
    missing = [
        (number, found.group())
        for number in range(first, last + 1)
        for found in SIMPLE.finditer(
            re.sub(r"\[[a-z]+:[^]]*\]", lambda m: " " * len(m[0]), document.raw_lines[number - 1])
        )
        if (number, found.start()) not in claimed
    ]
    assert missing == []


@pytest.mark.parametrize("key", PART_TWO)
def test_every_figure_of_sections_one_to_nine_is_understood_or_told_as_not(key: str) -> None:
    _, claims = _read(key)
    assert all(c.section for c in claims)
    statutory = [c for c in claims if c.section not in {"performance", "three_public_detail", "state_assets"}]
    understood = [c for c in statutory if c.subject_key]
    assert len(understood) / len(statutory) > 0.9


@pytest.mark.parametrize("key", PART_TWO)
def test_claims_are_what_a_person_read(key: str) -> None:
    digest = hashlib.sha256(_file(key).read_bytes()).hexdigest()[:16]
    with (paths.root() / "tests" / "golden" / "figures" / f"{digest}.csv").open(encoding="utf-8") as file:
        golden = list(csv.DictReader(file))
    with (paths.seeds() / "narrative_subject.csv").open(encoding="utf-8") as file:
        subjects = {row["subject_key"]: row for row in csv.DictReader(file)}
    _, claims = _read(key)
    assert len(claims) == len(golden)
    for claim, row in zip(claims, golden, strict=True):
        told = [claim.line, claim.section, claim.aspect, claim.sign, claim.text, claim.unit]
        seen = [int(row["line"]), row["section"], row["aspect"], int(row["sign"]), row["text"], plain(row["unit"])]
        if claim.subject_key and claim.subject_key not in {"function_line", "performance_project"}:
            # A part is of the kind and fund of what it is a part of.
            subject = subjects[claim.base_key if claim.subject_key == "part" else claim.subject_key]
            told += [subject["fund"], subject["measure"] if claim.aspect == "settled" else claim.aspect]
            seen += [row["fund"], row["measure"]]
        if claim.section == "general_detail" and claim.item_label:
            told.append("/".join((claim.class_label, claim.section_label, claim.item_label)))
            seen.append(row["label"])
        assert told == seen
