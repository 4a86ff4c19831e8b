"""The words of performance reports and tables, as data.

Reads the `performance_*.csv` seeds, gives lookups over them. Grain: one entry per seed row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.extraction.narrative.wording import plain
from pipelines.extraction.tables.reference import bare, rows

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.](?!\d))+")
_LEAD = re.compile(r"^其中[:,、-]?")
_BRACKET = re.compile(r"\([^()]*\)$")
_WITHIN = re.compile(r"\([^()]*\)(?=.)")
_LONGEST_LABEL = 60
_ADJACENT = re.compile(r"(?:了|为|约|近|超|至|到|：|\()*")
_MONEY_UNIT = re.compile(r"\((?:单位:?|金额单位:?)?(万元|元|千元|亿元)\)")
_POINTS = re.compile(r"\((\d+(?:\.\d+)?)(分|%)\)$")


@dataclass(frozen=True, slots=True)
class Role:
    """What a printed label or heading of a performance table stands for."""

    role: str
    measure: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Words of a sentence that say what the figure behind them is."""

    text: str
    measure: str


@dataclass(frozen=True)
class Words:
    """All lookups."""

    roles: dict[str, Role]
    units: dict[str, str]
    unit_pattern: re.Pattern[str]
    by_kind: dict[str, tuple[Word, ...]]
    name_ends: tuple[str, ...]
    headings: dict[str, tuple[str, str]]
    phrases: tuple[tuple[str, str, str], ...]
    charts: tuple[tuple[str, str, str], ...]

    def role(self, text: str) -> Role | None:
        """The role of a printed label, None when it is no known one."""
        return _role(text) if len(text) <= _LONGEST_LABEL else None

    def said(self, clause: str, *kinds: str) -> Word | None:
        """The word of those kinds that ends nearest to the end of the clause, the longest where several do.

        A single character says something right before the figure only: elsewhere it is part of a name.
        """
        best: tuple[int, int, Word] | None = None
        for kind in kinds:
            for word in self.by_kind.get(kind, ()):
                at = clause.rfind(word.text)
                end = at + len(word.text)
                if at < 0 or (best is not None and (end, len(word.text)) <= best[:2]):
                    continue
                if len(word.text) > 1 or _ADJACENT.fullmatch(clause, end):
                    best = (end, len(word.text), word)
        return best[2] if best else None


@lru_cache(maxsize=4096)
def _role(text: str) -> Role | None:
    known = words().roles
    label = heading(text)
    found = known.get(label)
    while found is None and (shorter := _BRACKET.sub("", label).rstrip(":")) != label:
        label = shorter
        found = known.get(label)
    # What a bracket within the label adds (全年（调整）预算数) names the same column.
    return found or known.get(_WITHIN.sub("", label))


def heading(text: str) -> str:
    """A label as the seed spells it: no blanks, no numbering, no 其中, no colon."""
    label = _NUMBERING.sub("", bare(text).replace("：", ":"))
    return _LEAD.sub("", label).strip(":").rstrip("*")


def money_unit(text: str) -> str:
    """The unit of money a heading or caption gives in brackets, empty if none."""
    found = _MONEY_UNIT.search(bare(text))
    return found[1] if found else ""


def points(text: str) -> tuple[str, str, str] | None:
    """Name, numeral and unit of a label that carries its weight in brackets (…（12分）), None if it carries none."""
    label = bare(text)
    found = _POINTS.search(label)
    return (label[: found.start()], found[1], found[2]) if found else None


@cache
def words() -> Words:
    """The seeds, read once."""
    units = {bare(row["unit"]): row["kind"] for row in rows("performance_unit")}
    alternatives = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    by_kind: dict[str, list[Word]] = {}
    for row in rows("performance_word"):
        kinds = ("money", "ratio", "count") if row["kind"] == "any" else (row["kind"],)
        for kind in kinds:
            by_kind.setdefault(kind, []).append(Word(plain(row["word"]), row["measure"]))
    name_ends = tuple(word.text for word in by_kind.pop("name_end", []))
    return Words(
        roles={bare(r["header"]): Role(r["role"], r["measure"], r["part"]) for r in rows("performance_column")},
        units=units,
        unit_pattern=re.compile(
            rf"(?P<more>[余多几]?) ?(?P<unit>[万亿]?(?:{alternatives})(?:[/∕](?:{alternatives}))?)(?![A-Za-z])"
        ),
        by_kind={kind: tuple(found) for kind, found in by_kind.items()},
        name_ends=name_ends,
        headings={plain(r["heading"]): (r["section"], r["measure"]) for r in rows("performance_heading")},
        phrases=tuple((plain(r["phrase"]), r["section"], r["subject_key"]) for r in rows("performance_phrase")),
        charts=tuple((plain(r["title"]), r["section"], r["subject_key"]) for r in rows("performance_chart")),
    )
