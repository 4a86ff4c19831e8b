"""What is said not to be, or to be all there is: 无政府性基金预算支出, 全部为项目支出.

Reads a told sentence, writes its `Said`s. Grain: one per subject that is said to be nothing, or whole. Words that
narrow the subject (无新增…, 无外事…) make another subject of it: unless every word is understood, nothing was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extraction.narrative.vocabulary import Phrase, Vocabulary
from pipelines.extraction.said.comparisons import is_reason, subject_of
from pipelines.extraction.said.facts import Said, Told, said_at
from pipelines.extraction.said.wordings import compiled

_UNITS = ("", "辆", "次", "人", "台")
_STOP = re.compile(r"$|[,，。；\n)]")
_OTHER_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_EARLIER = re.compile(r"上年|去年|上一年|往年|以前年度|历年|年初|新增")
_TWO_FLOWS = (("收入", "支出"), ("支出", "收入"))


def absences(told: Told, year: str, vocabulary: Vocabulary) -> Iterator[Said]:
    """The subjects that the sentence says are nothing this year."""
    text = told.words.text
    if not any(word in text for word in ("无", "没有", "未")):
        return
    for found in compiled("<nothing>").finditer(text):
        start = max(text.rfind(stop, 0, found.start()) for stop in "。；\n") + 1
        lead = text[start : found.start()]
        if compiled("<condition>").search(lead) or is_reason(text, found.start()) or _is_earlier(lead, year):
            continue
        for phrase, key in _subjects(text, found.end(), told.section, vocabulary):
            yield said_at(
                told.words,
                found.start(),
                found.end(),
                told.spot,
                kind="none",
                relation="nothing",
                subject_key=key,
                label=phrase.text[:29],
            )


def _is_earlier(lead: str, year: str) -> bool:
    named = _OTHER_YEAR.findall(lead)
    clause = lead[lead.rfind(",") + 1 :]
    return bool((named and named[-1] != year) or _EARLIER.search(clause))


def _subjects(text: str, at: int, section: str, vocabulary: Vocabulary) -> list[tuple[Phrase, str]]:
    """The subjects named from `at` to the end of the clause; none where a word among them is not understood."""
    rest = _clause(text, at)
    rest = re.sub(r"(?:财政拨款)?安排的(?=收入|支出)", "", rest)
    subjects: list[tuple[Phrase, str]] = []
    lead, tail = compiled("(?:<nothing_lead>)*"), compiled("(?:<nothing_tail>)*")
    position = _end(lead, rest, 0)
    while position < len(rest):
        phrase = _phrase_at(rest, position, section, vocabulary) or _phrase_at(
            rest, _end(lead, rest, position), section, vocabulary
        )
        if phrase is None:
            return []
        position = rest.index(phrase.text, position) + len(phrase.text)
        behind = _end(tail, rest, position)
        subjects.append((phrase, phrase.subject_key))
        other = _other_flow(phrase, rest[position:behind], section, vocabulary)
        if other:
            subjects.append((phrase, other))
        position = behind
    return subjects


def _clause(text: str, at: int) -> str:
    stop = _STOP.search(text, at)
    # 因公出国(境)费 closes its own bracket.
    while stop and stop[0] == ")" and text.count("(", at, stop.start()) > text.count(")", at, stop.start()):
        stop = _STOP.search(text, stop.end())
    return text[at : stop.start()] if stop else text[at:]


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _phrase_at(text: str, at: int, section: str, vocabulary: Vocabulary) -> Phrase | None:
    for unit in _UNITS:
        for phrase in vocabulary.phrases_for(section, unit):
            if not phrase.context and text.startswith(phrase.text, at):
                return phrase
    return None


def _other_flow(phrase: Phrase, behind: str, section: str, vocabulary: Vocabulary) -> str:
    """The counterpart that the words behind go on to name (…收入和支出)."""
    for had, said in _TWO_FLOWS:
        if phrase.text.endswith(had) and said in behind:
            text = phrase.text.removesuffix(had) + said
            return next((p.subject_key for p in vocabulary.phrases_for(section, "") if p.text == text), "")
    return ""


def wholes(told: Told, vocabulary: Vocabulary) -> Iterator[Said]:
    """What the sentence says is all of the amount before it."""
    text = told.words.text
    if "全" not in text and "均" not in text:
        return
    for found in compiled("<whole>").finditer(text):
        if is_reason(text, found.start()):
            continue
        rest = _clause(text, found.end())
        phrase = _phrase_at(rest, 0, told.section, vocabulary)
        if phrase is None or _end(compiled("(?:<nothing_tail>)*"), rest, len(phrase.text)) < len(rest):
            continue
        of = subject_of(told, found.start(), "", vocabulary)
        if of is None or vocabulary.wholes.get(phrase.subject_key) != of.subject_key:
            continue
        yield said_at(
            told.words,
            found.start(),
            found.end() + len(phrase.text),
            told.spot,
            kind="whole",
            relation="all",
            subject_key=phrase.subject_key,
            label=phrase.text[:29],
            of_claim=str(of.claim),
        )
