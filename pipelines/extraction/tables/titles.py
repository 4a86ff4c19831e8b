"""Which statutory table a line of text names, if it names one.

Reads a paragraph or cell, writes the kind by the longest exact alias. Grain: one `Title` per text.
Never by substring: before the alias stands a year, a department or a number at most, after it a bracket.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extraction.tables.reference import bare, reference

_COUNT = r"(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3}(?!般))"
_NUMBER = re.compile(
    rf"^(?:(?:附件|附表|表){_COUNT}[、.:]?|(?:财决|财政|部门)?公开{_COUNT}表|\({_COUNT}\)[、.]?|{_COUNT}[、.:)]|附[件表]:)+"
)
_LEADERS = re.compile(r"[.…·]{2,}\d*$")
_CONTINUED = re.compile(r"\(?续(?:表|上表)?(?:\d|[一二三四五])?\)?$|^\(?续表?\)?:?")
_TAIL = re.compile(
    r"(?:\((?:公开|财决公开|财政公开|部门公开)?\d{0,2}表?(?:万元)?\)|\(?(?:单位|金额单位):?(?:万元|元)\)?"
    r"|\((?:万元|元|见附件|附后|本表无数据|空表|无数据|见附表)\)|(?:财决|财政|部门)?公开\d{1,2}表|\d{1,3})+$"
)
_PREFIX = re.compile(
    r"^(?:[\u4e00-\u9fff()]{2,40}?(?:局|委|部|厅|院|校|学|园|中心|办|室|会|处|站|所|队|馆|社|区|县|市|省|镇|乡|街道|政府|单位|部门|本级))?"
    r"(?:[\u4e00-\u9fff()]{0,40}?(?:局|委|部|厅|院|校|学|园|中心|办|室|会|处|站|所|队|馆|社|区|县|市|省|镇|乡|街道|政府|单位|部门|本级))?"
    r"(?:(?:19|20)\d\d年(?:度)?)?(?:部门|单位|本级)?$"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A statutory table's title: its kind, the alias it was recognised by, and how it was introduced."""

    kind: str
    alias: str
    layout: str
    numbered: bool
    continued: bool


@lru_cache(maxsize=4096)
def title_of(text: str) -> Title | None:
    """The statutory table the whole text names, or None."""
    if len(text) > 100 or "表" not in text:
        return None
    plain = _LEADERS.sub("", bare(text))
    without_number = _NUMBER.sub("", plain)
    continued = bool(_CONTINUED.search(without_number))
    name = _CONTINUED.sub("", without_number)
    whole = _CONTINUED.sub("", _TAIL.sub("", name))
    # Some list what a table holds with commas (三公经费及会议费、培训费), some without.
    for candidate in dict.fromkeys((name, whole, re.sub(r"[、,]", "", whole))):
        alias = _alias_of(candidate)
        if alias:
            known = reference()
            numbered = without_number != plain
            return Title(known.aliases[alias], alias, known.alias_layouts[alias], numbered, continued)
    return None


def _alias_of(name: str) -> str:
    """The longest alias the name is, with nothing but a year or a department before it."""
    aliases, name = reference().aliases, name.replace("、", "").replace(",", "")
    if name in aliases:
        return name
    for alias in _by_length():
        if name.endswith(alias) and _PREFIX.match(name[: -len(alias)]):
            return alias
    return ""


@lru_cache(maxsize=1)
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(reference().aliases, key=len, reverse=True))
