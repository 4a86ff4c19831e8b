"""The items of a list in a sentence: the words that open one, what each item is called, whether each has one figure.

Reads the words around a figure, gives labels. Grain: one item.
"""

from __future__ import annotations

import re

from pipelines.extraction.narrative.figures import Figure
from pipelines.extraction.narrative.grammar import is_bare
from pipelines.extraction.narrative.thread import LABEL_LIMIT
from pipelines.extraction.narrative.wording import Wording

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LEAD = re.compile(
    r"(?P<reason>原因|由于|因为|主因|得益于)"
    r"|(?P<complete>(?<!主要)(?<!不)(?:包括|包含|分别为|分别是|分为)：)"
    r"|(?P<within>(?<=[费出算额])中(?=[,：]))"
    r"|(?P<partial>其中|(?<!不)(?:主要)?(?:用于|用以|包括|包含)|主要(?:是|为))"
)
_OPENING = re.compile(
    r"^(?:[、和及与并)]|[一二三四五六七八九十]是|[①-⑳]|\(?[一二三四五六七八九十\d]{1,2}[)、.]|造成|导致|使得?|因为?|由于|主要|为|是|：)+"
)
_CLOSING = re.compile(
    r"(?:大?约|近|为|是|共计|合计|共|计|达到?|各|均|减少|增加|下降|降低|上升|增长|节约|压减|了|金额|：)+$"
)
_BEHIND = re.compile(r"(?:\([^()]*\))?(?:以上|以下|以内|左右|余|多|的)*([^,，。；、\n\d(]*)")
_SEPARATORS = ("；", "\n", ",", "、")


def one_each(items: str, places: list[int]) -> bool:
    """Whether a list has at least two items, parted by its strongest mark, and each holds just one of the figures."""
    end = items.find("。")
    items = items[: end if end >= 0 else len(items)]
    if len(places) < 2 or max(places) >= len(items) or "等" in items[max(places) :]:
        return False
    mark = next((mark for mark in _SEPARATORS if mark in items.strip("\n；,")), "")
    if not mark:
        return False
    start = 0
    for item in items.split(mark):
        held = sum(start <= place < start + len(item) for place in places)
        if held != 1 and not (held == 0 and not CHINESE.search(item)):
            return False
        start += len(item) + 1
    return True


def label_of(part: Wording, previous: str) -> str:
    """The printed words of an item in front of its figure; those of the figure before where it has none of its own."""
    text = part.text
    start = max(text.rfind(mark) for mark in ",；。：\n") + 1
    if text.rfind("(") > text.rfind(")"):
        start = max(start, text.rfind("(") + 1)
    for found in LEAD.finditer(text, start):
        start = found.end()
    opening = _OPENING.match(text[start:])
    start += opening.end() if opening else 0
    closing = _CLOSING.search(text, start)
    stop = closing.start() if closing else len(text)
    if start >= stop or is_bare(text[start:stop]):
        return previous
    return part.label(start, stop)[-LABEL_LIMIT:]


def counted(figure: Figure, words: Wording, part: Wording) -> str:
    """What a number counts: the words in front of it and the thing named right behind its unit."""
    found = _BEHIND.match(words.text, figure.end)
    behind = words.label(found.start(1), found.end(1)) if found and found[1] else ""
    before = label_of(part, "")
    if len(before) + len(behind) > LABEL_LIMIT:
        before = before[before.rfind("、") + 1 :]
    behind = behind[: max(LABEL_LIMIT - len(before), 16)]
    room = LABEL_LIMIT - len(behind)
    return (before[-room:] if room else "") + behind
