"""Figures that a clause lists for several subjects at once (收入、支出分别增加5万元、3万元，占90%和10%).

Reads the figures of a sentence and what it named before them, gives each figure of such a row the subject it goes with,
in the order in which they were named; none where they cannot be counted off one by one. Grain: one row of figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.extraction.narrative.figures import Figure, is_threshold
from pipelines.extraction.narrative.grammar import DOWN, UP, is_bare
from pipelines.extraction.narrative.thread import Named
from pipelines.extraction.narrative.vocabulary import Phrase

_JOIN = re.compile(rf"(?:[、和与及]|以及)(?:占|为|约|分别)*(?:(?:{DOWN}|{UP})(?:了|约|为)*)?")
_EACH = "分别"
# Behind a name in a list of names: its own tail, then the mark to the next one.
_NAME_END = re.compile(r"(?:决算|经费|费用|支出|收入|费|拨款|资金|金额|数|额)*(?:[、和与及]|以及|$)")
_YEAR = re.compile(r"(?:19|20)\d\d年度?|本年度|全年")
# Words that say nothing of their own in a clause, and yet name something where they stand alone.
_LOOSE_NAME = re.compile(r"收入|支出|[总合]计|结余|经费")


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one kind that nothing but a mark or a verb parts: where the row begins, and its length."""

    first: int
    length: int


@dataclass(frozen=True, slots=True)
class Told:
    """A subject whose amount the sentence settled, and where."""

    named: Named
    at: int


def rows(text: str, figures: Sequence[Figure]) -> dict[int, Row]:
    """The row that a figure stands in, by the figure's number; a figure that stands alone is in none."""
    found: dict[int, Row] = {}
    first = 0
    for number in range(1, len(figures) + 1):
        if number < len(figures) and _goes_on(text, figures[number - 1], figures[number]):
            continue
        if number - first > 1 and _tells(text, figures[first]):
            found |= dict.fromkeys(range(first, number), Row(first, number - first))
        first = number
    return found


def named_in_turn(
    clause: str, row: Sequence[Figure], phrases: Sequence[Phrase], told: Sequence[Sequence[Told]]
) -> list[Named]:
    """The subjects of the row's figures: those its clause names by a phrase, else those of the first list of
    `told` that has as many as the row; empty where neither has."""
    region = _YEAR.sub("", clause.partition(_EACH)[0].partition("占")[0])
    names, is_all_said = _names(region, phrases)
    is_one_figure = len({figure.numeral for figure in row}) == 1
    if names:
        if len(names) == 1 and is_one_figure:
            names *= len(row)
        return names if is_all_said and len(names) == len(row) else []
    if not is_bare(region) or _LOOSE_NAME.search(region):
        return []
    for listed in told:
        different = list({one.named.same_as: one.named for one in listed}.values())
        if len(different) == len(row):
            return different
        if len(different) == 1 and is_one_figure:
            return different * len(row)
    return []


def _goes_on(text: str, before: Figure, figure: Figure) -> bool:
    return before.unit == figure.unit and _JOIN.fullmatch(text, before.end, figure.start) is not None


def _tells(text: str, figure: Figure) -> bool:
    """Whether a row that begins with `figure` can be one of several subjects' figures: counts are where it says so."""
    if figure.is_money or figure.is_ratio:
        return not is_threshold(text, figure)
    clause = text[max(text.rfind(mark, 0, figure.start) for mark in ",；。\n") + 1 : figure.start]
    return _EACH in clause


def _stands_at(region: str, at: int, name: str) -> bool:
    return region.startswith(name, at) and _NAME_END.match(region, at + len(name)) is not None


def _names(region: str, phrases: Sequence[Phrase]) -> tuple[list[Named], bool]:
    """The subjects that `region` names, in its order, and whether it says nothing else."""
    names: list[Named] = []
    rest, at = "", 0
    while at < len(region):
        phrase = next((one for one in phrases if not one.context and _stands_at(region, at, one.text)), None)
        if phrase is None:
            rest += region[at]
            at += 1
            continue
        names.append(Named(phrase.subject_key, phrase.text, None, ""))
        rest += "、"
        at += len(phrase.text)
    return names, is_bare(rest)
