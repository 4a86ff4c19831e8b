"""Names listed in prose: 人员经费…主要包括：基本工资、津贴补贴….

Reads a told sentence of the section on basic expenditure, writes its `Said`s. Grain: one per listed name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extraction.narrative.wording import Wording
from pipelines.extraction.said.facts import Said, Told, said_at
from pipelines.extraction.said.wordings import compiled

_SECTIONS = frozenset({"basic"})
_LISTS = ("personnel", "public")
_NAME = re.compile(r"[\u4e00-\u9fff(][\u4e00-\u9fff()]{1,28}")
_SHORTEST = 2


def lists(told: Told) -> Iterator[Said]:
    """Every name of every list, with the list it stands in; a list of one name is no list."""
    if told.section not in _SECTIONS or "包括" not in told.words.text:
        return
    text = told.words.text
    for found in compiled("<list>").finditer(text):
        key = _list_key(text[: found.start()])
        stop = re.compile(r"[。；]|$").search(text, found.end())
        names = list(_names(told.words, found.end(), stop.start() if stop else len(text)))
        if not key or len(names) < _SHORTEST:
            continue
        for begin, end in names:
            label = told.words.label(begin, end)[:29]
            yield said_at(
                told.words,
                begin,
                end,
                told.spot,
                kind="listed",
                relation="present",
                said=label,
                label=label,
                list_key=key,
            )


def _list_key(lead: str) -> str:
    """Which list it is: the fund named last before it."""
    last = {key: max((m.start() for m in compiled(f"<{key}>").finditer(lead)), default=-1) for key in _LISTS}
    key = max(last, key=lambda name: last[name])
    return key if last[key] >= 0 else ""


def _names(words: Wording, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The bounds of each name; what is no plain name (an amount, a remark) is none."""
    closing = compiled("(?:<list_end>)$")
    text = words.text
    while start < stop and text[start] in "：:\n":
        start += 1
    for part in re.finditer(r"[^、,]+", text[start:stop]):
        begin, end = start + part.start(), start + part.end()
        begin += text[begin:end].startswith("\n")
        tail = closing.search(text[begin:end])
        end = begin + tail.start() if tail else end
        if _NAME.fullmatch(text[begin:end].replace("\n", "")):
            yield begin, end
