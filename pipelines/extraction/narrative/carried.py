"""What earlier words carry over to a figure: a heading, a fund, a kind of visits, an amount that a reason interrupts.

Reads the words in front of a figure and the `Thread`, gives a subject or its key. Grain: one figure at a time.
"""

from __future__ import annotations

import re

from pipelines.extraction.narrative.figures import Figure
from pipelines.extraction.narrative.grammar import is_bare
from pipelines.extraction.narrative.thread import Named, Thread, clause_start, fund_of, key_in
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.narrative.wording import Wording, numbering

_OF_FUND = {
    "income_total": "income_{}",
    "income_appropriation": "income_{}",
    "expenditure_total": "{}_expenditure",
    "appropriation_expenditure": "{}_expenditure",
    "opening": "{}_opening",
    "appropriation_opening": "{}_opening",
    "closing": "{}_closing",
    "appropriation_closing": "{}_closing",
}
# A flow by itself (年初结转3万元，支出8万元): of the fund whose other flow was just told, never that other flow.
_FLOW = re.compile(r"[,；]?(支出|收入)")
_OTHER_FLOW = re.compile(r"opening|closing|^income_")
# Words that come back from a purpose or a reason to the amount itself.
_RESUMES = re.compile(
    r"(?:^|[,；])(?:与|同|和|较|比)(?:上年度?|上一年度?|去年|(?:19|20)\d\d年度?)[^,；]{0,8}?(?P<full>相比|比较|对比)?"
    r"(?=$|[,减增下上降升])"
)
_HEADING_TAIL = re.compile(r"支出|决算|情况|说明|用|费")
_VISITS = "three_public_hospitality"


def heading_of(words: Wording, thread: Thread, vocabulary: Vocabulary) -> Named | None:
    """The subject that a sentence without figures names and nothing more (1.因公出国（境）费用。)."""
    text = words.text.strip("\n。：:")
    text = text[text.rfind("\n") + 1 :]
    _, start = numbering(text)
    title = text[start:]
    for phrase in vocabulary.phrases_for(thread.section, ""):
        named = title.startswith(phrase.text) and not phrase.context
        if named and not _HEADING_TAIL.sub("", title[len(phrase.text) :]):
            thread.topic = title
            return Named(phrase.subject_key, phrase.text, None, "")
    return None


def of_the_visits_told(key: str, thread: Thread) -> str:
    """来访团组 behind 外宾接待支出 are those of foreign guests."""
    before = thread.last or thread.earlier
    kind = re.sub(r"_(?:batches|visitors)$", "", before.subject_key) if before else ""
    counts = key in {f"{_VISITS}_batches", f"{_VISITS}_visitors"}
    of_kind = kind in {f"{_VISITS}_foreign", f"{_VISITS}_domestic"}
    return key.replace(_VISITS, kind) if counts and of_kind else key


def of_the_flow_alone(words: Wording, thread: Thread) -> Named | None:
    """支出 between the carry-over of a fund and what is left of it is what the fund spent."""
    found = _FLOW.fullmatch(words.text)
    if not found or thread.last is None or not _OTHER_FLOW.search(thread.last.subject_key):
        return None
    fund = fund_of(thread.last.subject_key)
    key = f"{fund}_expenditure" if found[1] == "支出" else f"income_{fund}"
    return Named(key if fund else "", found[1])


def of_the_fund_told(key: str, thread: Thread, vocabulary: Vocabulary) -> str:
    """本年支出 behind 政府性基金预算财政拨款本年收入 is that fund's."""
    fund = thread.one_fund()
    like = _OF_FUND.get(key, "").format(fund) if fund else ""
    return like if like in vocabulary.wholes else key


def resumed(figure: Figure, words: Wording, thread: Thread, unit: str, vocabulary: Vocabulary) -> Named | None:
    """Whose a figure is that a purpose or a reason stands before, and whose clause goes back to the amount itself."""
    text = words.text
    clause = text[clause_start(text) :]
    if unit and thread.held == "purpose" and "接待" in clause:
        phrases = vocabulary.phrases_for(thread.section, unit)
        own = next((p.subject_key for p in phrases if clause.endswith(p.text) and is_bare(clause[: -len(p.text)])), "")
        key = own or (key_in(thread.topic, thread.section, unit, vocabulary) if is_bare(clause) else "")
        return Named(key, thread.last.label if thread.last else "", None, unit) if key else None
    if thread.money is None or unit:
        return None
    if figure.is_ratio and thread.changed and is_bare(clause):
        return thread.money
    found = _RESUMES.search(text)
    if not found or thread.changed or not is_bare(text[found.start() :].replace(",", "")):
        return None
    if thread.held == "reason" and not found["full"]:
        return None
    thread.changed = True
    return thread.money


def of_the_whole_told(key: str, thread: Thread, vocabulary: Vocabulary) -> str:
    """人员经费 under 财政拨款基本支出 is that of all funds appropriated: `key`, or its like in the whole just told."""
    told = {named.subject_key for named in (*thread.subjects, thread.last, thread.earlier, thread.basis) if named}
    whole = vocabulary.wholes.get(key, "")
    like = key.replace("general_", "appropriation_")
    other = vocabulary.wholes.get(like, "")
    if like != key and key.endswith(("_personnel", "_public")) and other in told and whole not in told:
        return like
    return key
