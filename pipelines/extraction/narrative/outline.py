"""The sections of part two.

Reads a document's paragraphs, writes `Sentence`s: comparable text under the section of the heading above.
Grain: one sentence; a sentence runs on over a paragraph's end when the paragraph ends in the middle of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.extraction.model import Document, Paragraph
from pipelines.extraction.narrative.figures import figures
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.narrative.wording import (
    UNNUMBERED,
    Wording,
    line_break,
    numbering,
    sentences,
    unfinished,
    wording,
)

_CAPTION = re.compile(r"\(*[图表]\d")
_AHEAD = re.compile(
    r"关于|(?:使用)?(?:一般公共预算)?财政拨款(?:安排|开支)的|(?:19|20)\d\d年?度?|本?部门|本?单位|我[局单部][位门]?|[^,。；：、\d]{0,24}?(?:局|委|办|院|厅|中心|部门|单位)"
)
_BEHIND = re.compile(r"(?:的)?(?:情况)?(?:的)?(?:具体)?(?:说明|如下|表)*")
# Behind a title: nothing, a stop, or the sentence it runs into.
_RUN_IN = re.compile(r"[。：.,]|(?:19|20)\d\d年|截[至止]|本部门|本单位|我单位|无|\(一\)")
_GENERAL_OF = {
    "appropriation": "general",
    "appropriation_structure": "general_structure",
    "appropriation_detail": "general_detail",
}
_GENERAL = "一般公共预算"
_FUND = re.compile(r"一般公共预算|政府性基金预算|国有资本经营预算")
_LINES_FOLLOW = re.compile(r"按[^，。；,;]{0,8}功能[^，。；,;]{0,10}[：:]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Comparable words of one sentence; a line break marks the beginning of each paragraph in it."""

    section: str
    words: Wording


def outline(paragraphs: Iterable[Paragraph], vocabulary: Vocabulary) -> Iterator[Sentence]:
    """Every sentence of the paragraphs with its section; headings themselves are no sentences."""
    headed = section = ""
    open_words = Wording("", ())
    for paragraph in paragraphs:
        if not paragraph.text.strip() or _is_caption(paragraph):
            continue
        found = heading(paragraph, headed, vocabulary)
        headed, start = found or (headed, 0)
        coming = _of_one_fund(headed if found else section, headed, paragraph)
        if found or coming != section:
            yield from _close(section, open_words)
            open_words = Wording("", ())
            section = coming
        words = wording(paragraph, start)
        if not words.text:
            continue
        if not _continues(open_words, paragraph):
            yield from _close(section, open_words)
            open_words = Wording("", ())
        text = open_words + line_break(paragraph) + words
        bounds = list(sentences(text.text))
        for begin, end in bounds[:-1]:
            yield Sentence(section, text[begin:end])
        begin, end = bounds[-1]
        open_words = text[begin:end]
    yield from _close(section, open_words)


def _of_one_fund(section: str, headed: str, paragraph: Paragraph) -> str:
    """The section a paragraph is read in: under all funds appropriated, the lines announced as those of the general
    public budget are that budget's, until another fund is named."""
    general = _GENERAL_OF.get(headed)
    if general is None:
        return headed
    funds = {found[0] for found in _FUND.finditer(paragraph.text)}
    if funds - {_GENERAL}:
        return headed
    if funds and _LINES_FOLLOW.search(paragraph.text.rstrip()):
        return general
    return section


def _is_caption(paragraph: Paragraph) -> bool:
    """Whether a paragraph only names a chart or table; one that tells figures as well is prose."""
    words = wording(paragraph)
    return _CAPTION.match(words.text) is not None and next(figures(words), None) is None


def heading(paragraph: Paragraph, above: str, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """The section a paragraph below section `above` opens, and the raw index behind its title, if it opens one."""
    _, start = numbering(paragraph.text)
    words = wording(paragraph, start)
    ahead = 0
    for _ in range(3):
        for title in vocabulary.titles:
            found = title.pattern.match(words.text, ahead)
            if not found or not title.fits_under(above):
                continue
            end = max(found.end(), _end(_BEHIND.match(words.text, found.end())))
            if end == len(words.text):
                return title.section, len(paragraph.text)
            if _RUN_IN.match(words.text, end):
                end += words.text[end] in "。：."
                return title.section, words.origins[end][1] if end < len(words.text) else len(paragraph.text)
        more = _AHEAD.match(words.text, ahead)
        if not more or len(words.text) > 60:
            return None
        ahead = more.end()
    return None


def _end(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def _continues(words: Wording, paragraph: Paragraph) -> bool:
    """Whether `paragraph` goes on with the unfinished sentence `words`."""
    if not words.text or words.text[-1] in "。!?！？":
        return False
    level, _ = numbering(paragraph.text)
    if unfinished(words.text):
        return True
    return level == UNNUMBERED and (not re.search(r"\d", words.text.split("\n")[-1][4:]) or _is_rest(paragraph))


def _is_rest(paragraph: Paragraph) -> bool:
    """Whether a paragraph can only be the rest of a sentence: it begins with a figure or with punctuation."""
    return re.match(r"\s*(?:\d[\d.,]*\s*(?:%|万元|元)|[,，。；;、）)])", paragraph.text) is not None


def _close(section: str, words: Wording) -> Iterator[Sentence]:
    if words.text:
        yield Sentence(section, words)


def paragraphs_between(document: Document, first_line: int, last_line: int) -> Iterator[Paragraph]:
    """The paragraphs that begin on lines `first_line` to `last_line`."""
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.runs and first_line <= block.place.line <= last_line:
            yield block
