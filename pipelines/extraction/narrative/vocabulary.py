"""The words of the narrative, as data.

Reads `narrative_section.csv`, `narrative_subject.csv`, `narrative_phrase.csv` and the class names of the
functional classification, gives lookups over them. Grain: one `Phrase` per row of `narrative_phrase.csv`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipelines import paths
from pipelines.extraction.narrative.wording import plain


@dataclass(frozen=True, slots=True)
class Phrase:
    """Printed words that name a subject in a section (empty: any), for money or for the units it counts.

    `context` are words that must have been said before (公务用车*轿车: cars among the vehicles just counted).
    """

    text: str
    section: str
    subject_key: str
    units: frozenset[str]
    context: tuple[str, ...] = ()

    def speaks_in(self, section: str) -> bool:
        return self.section in {"", section} or section.startswith(f"{self.section}_")


@dataclass(frozen=True, slots=True)
class Title:
    """A section's heading: `pattern` matches its words, `weight` is how many characters it states.

    A relative title (结构情况) is one only under the heading of its own family.
    """

    section: str
    pattern: re.Pattern[str]
    weight: int
    relative: bool = False

    def fits_under(self, section: str) -> bool:
        family = self.section.rpartition("_")[0]
        # 支出决算总体情况 under the totals of income and expenditure is their second half.
        below = section.startswith(f"{family}_") and not section.endswith("_totals")
        return not self.relative or section == family or below


@dataclass(frozen=True)
class Vocabulary:
    """All rows, in the order in which they are to be tried."""

    titles: tuple[Title, ...]
    phrases: tuple[Phrase, ...]
    wholes: dict[str, str]
    classes: frozenset[str]
    scoped: dict[tuple[str, str], tuple[Phrase, ...]] = field(default_factory=dict)

    def phrases_for(self, section: str, unit: str) -> tuple[Phrase, ...]:
        """The phrases of `section` that speak of `unit` (empty: money), longest first, its own first."""
        known = self.scoped.get((section, unit))
        if known is None:
            own = [p for p in self.phrases if p.speaks_in(section) and (unit in p.units if unit else not p.units)]
            ranks = sorted(own, key=lambda p: (-len(p.text), -len(p.context), p.section == "", -len(p.section)))
            known = tuple(ranks)
            self.scoped[section, unit] = known
        return known


def _rows(name: str) -> list[dict[str, str]]:
    path = paths.seeds() / name
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _title(section: str, words: str) -> Title:
    """`*` in a title stands for some more words of the same heading, `~` in front makes it relative."""
    comparable = plain(words.removeprefix("~"), keep="*")
    parts = [re.escape(part) for part in comparable.split("*")]
    pattern = re.compile(r"[^,。；：\n\d]{0,24}?".join(parts))
    return Title(section, pattern, len(comparable.replace("*", "")), words.startswith("~"))


def _phrase(row: dict[str, str]) -> Phrase:
    """`*` in a phrase parts what must have been said before from the words themselves."""
    *context, text = plain(row["phrase"], keep="*").split("*")
    units = frozenset(unit for unit in row["unit"].split(";") if unit)
    return Phrase(text, row["section"], row["subject_key"], units, tuple(context))


def _classes() -> frozenset[str]:
    """Names of function classes, with and without their closing 支出; empty before that seed is there."""
    if not (paths.seeds() / "dim_function_code.csv").exists():
        return frozenset()
    rows = _rows("dim_function_code.csv")
    aliases = _rows("function_alias.csv") if (paths.seeds() / "function_alias.csv").exists() else []
    codes = {row["code"] for row in rows if row["level"] == "class"}
    names = {plain(row["name"]) for row in rows if row["code"] in codes}
    names |= {plain(row["alias"]) for row in aliases if row["code"] in codes}
    return frozenset(names | {name.removesuffix("支出") for name in names})


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the seeds, read once."""
    titles = [
        _title(row["section"], words)
        for row in _rows("narrative_section.csv")
        for words in row["title"].split(";")
        if words
    ]
    phrases = [_phrase(row) for row in _rows("narrative_phrase.csv")]
    subjects = _rows("narrative_subject.csv")
    return Vocabulary(
        tuple(sorted(titles, key=lambda title: -title.weight)),
        tuple(phrases),
        {row["subject_key"]: row["whole"] for row in subjects},
        _classes(),
    )
