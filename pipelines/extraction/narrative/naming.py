"""Whose figure it is.

Reads the words in front of a figure and what the sentence has said so far (`Thread`), says whose it is.
Grain: one subject per figure; a subject without key is a figure whose words are not understood.
"""

from __future__ import annotations

import re

from pipelines.extraction.narrative.carried import (
    of_the_flow_alone,
    of_the_fund_told,
    of_the_visits_told,
    of_the_whole_told,
    resumed,
)
from pipelines.extraction.narrative.figures import Figure
from pipelines.extraction.narrative.grammar import is_bare, is_bare_tail, names_owner
from pipelines.extraction.narrative.lines import plain_name
from pipelines.extraction.narrative.thread import STRUCTURE, Named, Thread, clause_start, key_in
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.narrative.wording import Wording, plain

UNKNOWN_LIMIT = 20
# Names this short occur inside other names (教育项目支出): nothing foreign may stand before them.
_SHORT = 5
_FURTHER = re.compile(r"其中")
_SUMS_UP = re.compile(r"支出|收入|决算|预算|共计|合计|总计|累计|总额|执行数|增|减|降|升|提|完成|占|比|较")
# A list of amounts opens (支出总计9万元，包括：本年支出5万元): no purpose is told.
_LISTS = re.compile(r"(?:^|[,；])(?:主要)?包括：?(?P<first>[^,；。：]+)$")
# What says so is of all funds, whatever fund was named before.
_OF_ALL = re.compile(r"财政拨款|[合总]计")
_DETAIL = frozenset({"general_detail", "appropriation_detail"})
# Sections that speak of one kind of expense; the totals of a fund named in them are what that fund pays of it.
_OF_ONE_KIND = ("three_public", "operating_expense", "procurement", "state_assets")
_OF_FUNDS = ("general_", "government_fund_", "state_capital_", "appropriation_", "expenditure_", "income_")
# Where classes are also listed by their names alone.
_LISTING = frozenset({"general", "general_overall", "government_fund", "state_capital"})


def name_of(figure: Figure, thread: Thread, words: Wording, vocabulary: Vocabulary) -> Named:
    """The subject of `figure`; `words` are those in front of it that can name one."""
    text = words.text
    unit = "" if figure.is_money or figure.is_ratio else figure.unit
    if not unit and thread.line_end >= 0 and is_bare_tail(re.sub(r"[,；。\n]", "", text[thread.line_end :])):
        return thread.line_named(unit)
    held = bool(thread.held)
    listed = _LISTS.search(text) if thread.held == "purpose" and thread.held_here else None
    if listed and not unit:
        first = _by_phrase(words[listed.start("first") :], thread, unit, vocabulary, strict=True)
        if first and first.subject_key:
            thread.held = ""
            return first
    if held and (thread.held_here or not thread.opened):
        return resumed(figure, words, thread, unit, vocabulary) or unknown(words, thread)
    named = None if unit else of_the_flow_alone(words, thread)
    named = named or _by_phrase(words, thread, unit, vocabulary, strict=held)
    if named is None and not unit:
        named = _by_plain_name(words, thread, vocabulary)
    if named is not None:
        thread.held = ""
        return named
    if held:
        return unknown(words, thread)
    return _inherited(figure, words, thread, unit, vocabulary)


def unknown(words: Wording, thread: Thread) -> Named:
    """No subject; the label is the last words before the figure, or the label of the figure before it."""
    text = words.text
    start = max(clause_start(text), text.rfind("：") + 1)
    listed = text.rfind("、") + 1
    if listed > start and not is_bare(text[listed:]):
        start = listed
    if is_bare(text[start:]) and thread.last:
        return Named("", thread.last.label)
    start = max(start, len(text) - UNKNOWN_LIMIT)
    return Named("", words.label(start, len(text)) if start < len(text) else "")


def _by_phrase(words: Wording, thread: Thread, unit: str, vocabulary: Vocabulary, strict: bool) -> Named | None:
    """The subject named in the nearest clause that names one; None at a clause with words of its own."""
    stop = len(words.text)
    text = words.text
    while True:
        start = clause_start(text[:stop])
        clause = text[start:stop]
        for phrase in vocabulary.phrases_for(thread.section, unit):
            at = clause.rfind(phrase.text)
            if at < 0 or not is_bare_tail(clause[at + len(phrase.text) :]):
                continue
            if (strict or len(phrase.text) < _SHORT) and not names_owner(clause[:at]):
                continue
            if (strict or phrase.context) and not is_bare(clause[:at]):
                continue
            said = (thread.topic, text[: start + at])
            if not any(all(words_before in before for words_before in phrase.context) for before in said):
                continue
            thread.topic = (phrase.context[0] if phrase.context else "") + clause
            label = words.label(start + at, start + at + len(phrase.text))
            key = of_the_whole_told(phrase.subject_key, thread, vocabulary)
            key = of_the_visits_told(key, thread)
            if not _OF_ALL.search(phrase.text) and phrase.section in {"totals", "appropriation_totals", ""}:
                key = of_the_fund_told(key, thread, vocabulary)
            return Named("" if _is_of_which(key, clause, thread) else key, label, None, unit)
        if not is_bare(clause) or start == 0 or strict:
            return None
        stop = start - 1


def _is_of_which(key: str, clause: str, thread: Thread) -> bool:
    """Whether a subject is said to be within one that it is no part of (三公经费5万元(其中：一般公共预算支出5万元))."""
    if thread.section.startswith(_OF_ONE_KIND) and key.startswith(_OF_FUNDS):
        return True
    owner = thread.brackets[-1] if thread.brackets else thread.last
    within = bool(thread.brackets) or "国内外事" in clause
    return within and owner is not None and "_foreign" in key and "_domestic" in owner.subject_key


def _by_plain_name(words: Wording, thread: Thread, vocabulary: Vocabulary) -> Named | None:
    """A class named without any mark right before its amount, in the sections that list them."""
    if thread.section not in STRUCTURE | _DETAIL | _LISTING or _FOREIGN.search(words.text[clause_start(words.text) :]):
        return None
    begin, stop = plain_name(words)
    if begin == stop or is_bare(words.text[begin:stop]):
        return None
    name = words.text[begin:stop]
    known = name in vocabulary.classes
    if thread.section in _LISTING and (not known or name.startswith("其他") or thread.held):
        return None
    if thread.section in _DETAIL:
        opens_item = thread.part.text[:begin].strip("0123456789.、()（）一二三四五六七八九十") == "" and thread.opened
        if not known and not opens_item:
            return None
    label = words.label(begin, stop)
    if known or thread.section in STRUCTURE:
        thread.lines.name(0, label, "")
    else:
        thread.lines.name(2, label, "")
    return thread.line_named("")


_COMPARED = re.compile(r"[与同和较比](?:上年|上一年|去年|年初|预算|(?:19|20)\d\d年)")
_FOREIGN = re.compile(r"减少|增加|下降|增长|预算数|比上年|较上年|[与比较]20\d\d年")


def _inherited(figure: Figure, words: Wording, thread: Thread, unit: str, vocabulary: Vocabulary) -> Named:
    """The subject of the amount before, when the figure's own clause has no words of its own."""
    clause = words.text[clause_start(words.text) :]
    before = thread.last or thread.earlier
    if before is None and _COMPARED.match(words.text):
        before = thread.head
    if before is not None and before.unit and figure.is_money and _COMPARED.search(words.text):
        # Money is compared with money, whatever was counted in between.
        before = thread.money or thread.earlier or before
    head = thread.subjects[0] if thread.subjects else None
    if thread.opened and thread.further and before is not head and _COMPARED.match(words.text):
        # Behind the parts of an amount (其中…；较上年增加) it is open whether the amount or its last part is compared.
        before = head if head is not None and before is not None and before.same_as == head.same_as else None
    if before is None or not is_bare(clause.replace("(境)", "")):
        return unknown(words, thread)
    if figure.is_ratio or before.unit == unit:
        # What is counted within a count (其中：本级3辆) is not all of it.
        if not figure.is_ratio and (_FURTHER.search(words.text) or (unit == "" and not _SUMS_UP.search(clause))):
            return unknown(words, thread)
        return _other_flow(before, clause, thread, vocabulary) or before
    # What was not understood of a reception's batches is not understood of its visitors.
    key = key_in(thread.topic, thread.section, unit, vocabulary) if before.subject_key else ""
    key = of_the_visits_told(key, thread)
    is_told = _FURTHER.search(words.text) and any(named.subject_key == key for named in thread.subjects)
    return Named(key, before.label, None, unit) if key and not is_told else unknown(words, thread)


def _other_flow(before: Named, clause: str, thread: Thread, vocabulary: Vocabulary) -> Named | None:
    """The counterpart where a clause says 支出 after an income (基金收入5万元,支出4万元), None where it does not."""
    for said, had in (("支出", "收入"), ("收入", "支出")):
        if said in clause and had not in clause and had in before.label and said not in before.label:
            label = before.label.replace(had, said)
            key = "" if before.line else key_in(plain(label), thread.section, "", vocabulary)
            return Named(key, label, None, before.unit)
    return None
