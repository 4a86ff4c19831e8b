"""The words in which a disclosure says something of its figures, as data.

Reads `statement_word.csv` and `statement_phrase.csv`; gives compiled patterns over comparable text
(`narrative/wording.py`: no spaces or quotes, ASCII brackets and commas). Grain: one `Saying` per phrase row.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from pipelines import paths


@dataclass(frozen=True, slots=True)
class Saying:
    """A wording of a kind of statement; a text without any of `triggers` does not hold it."""

    kind: str
    relation: str
    sections: frozenset[str]
    triggers: tuple[str, ...]
    phrase: str

    def speaks_in(self, section: str) -> bool:
        return not self.sections or section in self.sections

    def matches(self, text: str) -> list[re.Match[str]]:
        """Every place where the text says it; a pattern that no text triggers is never compiled."""
        if not any(trigger in text for trigger in self.triggers):
            return []
        return list(compiled(self.phrase).finditer(text))


def _rows(name: str) -> list[dict[str, str]]:
    with (paths.seeds() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def word_classes() -> dict[str, str]:
    """Each class of words as a pattern, longest word first."""
    return {row["word_class"]: _one_of(row["words"].split(";")) for row in _rows("statement_word.csv")}


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def compiled(words: str) -> re.Pattern[str]:
    """A pattern in which `<class>` stands for any word of the class; raises KeyError for an unknown class."""
    classes = word_classes()
    return re.compile(re.sub(r"(?<!P)<([a-z_]+)>", lambda found: classes[str(found[1])], words))


@cache
def sayings(kind: str) -> tuple[Saying, ...]:
    """The wordings of a kind of statement, in the order of the seed."""
    return tuple(
        Saying(
            row["kind"],
            row["relation"],
            frozenset(filter(None, row["section"].split(";"))),
            tuple(row["trigger"].split(";")),
            row["phrase"],
        )
        for row in _rows("statement_phrase.csv")
        if row["kind"] == kind
    )
