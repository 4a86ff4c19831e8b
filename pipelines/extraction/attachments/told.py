"""Numerals of running text with what stands right beside them.

Reads a wording, writes `Told` numerals in reading order. Grain: one per numeral that counts, pays or measures.
Adds to the narrative's own numerals the units that only performance reports use, and numerals that share a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.extraction.attachments.words import words
from pipelines.extraction.narrative.figures import MONEY, Figure, figures
from pipelines.extraction.narrative.wording import Wording
from pipelines.extraction.numerals import NUMERAL, normalise, parse

_NO_UNITS = frozenset({"年", "日", "级", "度", "m", "M", "字", "本", "部", "门", "支", "村", "班"})
_NAME_BEFORE = re.compile(r"[A-Za-z]\d{0,3}-?$|[\[第#]-?$")
_SHARED = re.compile(r"[和至~到-]")
_COMPARED = re.compile(r"(≥|≤|>|<|geq|leq|不低于|不少于|不高于|不超过|不大于|不低过|大于|小于|至少)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE = re.compile(r"第\d+[条款项]?[-—~至]+$")
_SIGN = {"geq": "≥", "leq": "≤"}
_BEHIND = re.compile(r"(?:\((?:不?含)\))?(及以上|及以下|以上|以下|以内)")


@dataclass(frozen=True, slots=True)
class Told:
    """A numeral at [start, stop) of a wording; `end` is behind its unit, `kind` is the unit's."""

    start: int
    stop: int
    end: int
    numeral: str
    unit: str
    kind: str
    comparator: str
    approx: bool
    negative: bool

    def moved(self, by: int) -> Told:
        """The same numeral in a wording that begins elsewhere."""
        return replace(self, start=self.start + by, stop=self.stop + by, end=self.end + by)


def told(wording: Wording) -> list[Told]:
    """Every figure of the wording, left to right."""
    known = {one.start: one for one in figures(wording)}
    found = {start: _told(wording, one) for start, one in known.items() if not _is_name(wording, one)}
    covered = {at for one in known.values() for at in range(one.start, one.stop)}
    bare: list[tuple[int, int, str]] = []
    for start, stop, numeral in _numerals(wording):
        if start in covered or _NAME_BEFORE.search(wording.text[max(0, start - 5) : start]):
            continue
        unit = words().unit_pattern.match(wording.text, stop)
        if unit and unit["unit"] not in _NO_UNITS and not _YEAR.fullmatch(numeral):
            figure = Figure(start, stop, unit.end(), numeral, unit["unit"], bool(unit["more"]), False)
            found[start] = _told(wording, figure)
        elif not unit:
            bare.append((start, stop, numeral))
    for start, stop, numeral in reversed(bare):
        shared = found.get(stop + 1)
        if shared and _SHARED.match(wording.text, stop) and not _YEAR.fullmatch(numeral):
            found[start] = _told(wording, Figure(start, stop, stop, numeral, shared.unit, shared.approx, False))
    return [found[at] for at in sorted(found)]


def _is_name(wording: Wording, one: Figure) -> bool:
    """Whether the numeral ends a range of articles (第4项—5项) or is the year of a project (2023项目)."""
    if one.unit == "项目" and _YEAR.fullmatch(one.numeral):
        return True
    return _ARTICLE.search(wording.text, max(0, one.start - 10), one.start) is not None


def _told(wording: Wording, one: Figure) -> Told:
    compared = _COMPARED.search(wording.text, max(0, one.start - 4), one.start)
    behind = _BEHIND.match(wording.text, one.end)
    sign = compared[1] if compared else behind[1] if behind else ""
    return Told(
        one.start,
        one.stop,
        one.end,
        one.numeral,
        one.unit,
        kind_of(one.unit),
        _SIGN.get(sign, sign),
        one.approx,
        one.negative,
    )


def kind_of(unit: str) -> str:
    """Whether a unit pays, counts, measures, scores or is a ratio."""
    if not unit or unit in MONEY:
        return "money"
    base = unit.split("/", maxsplit=1)[0]
    return words().units.get(base) or words().units.get(base[1:], "count")


def _numerals(wording: Wording) -> Iterator[tuple[int, int, str]]:
    """Start, stop and digits of every numeral, found in the printed text: its spaces part two numerals."""
    at = {(id(paragraph), index): k for k, (paragraph, index) in enumerate(wording.origins)}
    for paragraph in {id(paragraph): paragraph for paragraph, _ in wording.origins}.values():
        for found in NUMERAL.finditer(normalise(paragraph.text)):
            start, last = at.get((id(paragraph), found.start())), at.get((id(paragraph), found.end() - 1))
            numeral = parse(found[0])
            if start is not None and last is not None and numeral is not None:
                yield start, last + 1, numeral
