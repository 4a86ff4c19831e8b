"""Sentences that a page end or a line break has cut, rejoined.

Reads paragraphs of one line each, in reading order with grids between them; writes paragraphs of one or more runs.
A heading, a caption or a page number is never glued into a sentence, and never keeps one from being joined.
"""

from __future__ import annotations

import re

from pipelines.extraction.model import Grid, Paragraph
from pipelines.extraction.tables.furniture import furniture_of
from pipelines.extraction.tables.titles import title_of

_FINAL = re.compile(r"[。！？!?；;…：:][”’\"』」）)\]】]*$")
_OPEN_COLON = re.compile(r"[)）]\s*[：:]$")
_NUMBERED = re.compile(
    r"\s*(?:[-*•●]\s|\d{1,3}\s?(?:、|[.．](?!\d))|[(（【]\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[)）】]"
    r"|\d{1,2}[)）]|[一二三四五六七八九十]{1,4}\s?[、．.]|第\s?[一二三四五六七八九十\d]{1,3}\s?[部章节条]|[①-⑳])"
)
_STARTS_NEW = re.compile(
    r"\s*(?:附[表件注]|注\s?[：:\d]|备注|说明[：:]|目\s*录|公开时间|单位名称|编制单位|金额单位|单位[：:])"
)
_CAPTION = re.compile(r"[(（]{0,3}\s*(?:图|表)\s?[\d一二三四五六七八九十]{1,3}\s?[-—.\d]*\s*[：:、.\s（(]")
_CAPTION_TAIL = re.compile(r"[(（]?(?:柱状|饼状|条形|折线|柱形|饼)图[)）]?")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－·.\s]*\d{1,4}[-—–－·.\s]*|第\s?\d+\s?页(?:\s?[,，/共].*)?|\d+\s?/\s?\d+|Page\s?\d+.*)\s*"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PROSE = re.compile(r"[，,。；;、：:]|[(（][类款项][)）]")
_CONTENTS_LINE = re.compile(r"[.．…·]{3,}\s*\d*$|\t\s*\d+$")
_MOST_PIECES = 24
"""Most lines a sentence is put together from: text without any stops is no prose, and is not read as one sentence."""
_SHORTEST_HALF = 14
"""Shortest first half of a cut sentence: no column of running text is set narrower than this."""


def is_aside(text: str) -> bool:
    """Whether the text is a caption, a page number or chart noise: something that stands between, not within."""
    if _PAGE_NUMBER.fullmatch(text) or _CAPTION.match(text) or _CAPTION_TAIL.fullmatch(text.strip()):
        return True
    return not _CHINESE.search(text) and not _PROSE.search(text)


def rejoined(blocks: list[Paragraph | Grid], running: frozenset[str] = frozenset()) -> list[Paragraph | Grid]:
    """The blocks with every cut sentence as one paragraph, standing where its first half stood. `running`: the lines,
    without blanks, that every page prints."""
    result: list[Paragraph | Grid] = []
    unfinished: Paragraph | None = None
    at = -1
    for block in blocks:
        if isinstance(block, Paragraph) and (is_aside(block.text) or "".join(block.text.split()) in running):
            result.append(block)
        elif isinstance(block, Paragraph) and unfinished and _belong(unfinished.text, block.text):
            unfinished = Paragraph(unfinished.runs + block.runs)
            result[at] = unfinished
            is_open = len(unfinished.runs) < _MOST_PIECES and _is_cut(unfinished.text)
            unfinished = unfinished if is_open else None
        else:
            result.append(block)
            at = len(result) - 1
            unfinished = block if isinstance(block, Paragraph) and _is_cut(block.text) else None
    return result


def _is_cut(text: str) -> bool:
    """Whether the text is running prose that stops before its sentence does."""
    if len(text) < _SHORTEST_HALF or _CONTENTS_LINE.search(text) or stands_alone(text):
        return False
    if _OPEN_COLON.search(text):
        return True
    return not _FINAL.search(text) and bool(_PROSE.search(_NUMBERED.sub("", text, count=1)))


def _belong(first: str, second: str) -> bool:
    """Whether `second` can be the rest of the sentence that `first` leaves open."""
    if _NUMBERED.match(second) or _STARTS_NEW.match(second) or _CONTENTS_LINE.search(second):
        return False
    if stands_alone(second):
        return False
    if not (_PROSE.search(second) or second.endswith("。")):
        return first.endswith(("，", "、", ","))
    return True


def stands_alone(text: str) -> bool:
    """Whether the line is a statutory table's title, or what stands between it and its table."""
    return title_of(text) is not None or furniture_of(text).is_all
