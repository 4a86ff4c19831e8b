"""Amounts compared in words: against the budget (决算数小于预算数) and against last year (与上年持平).

Reads a told sentence, writes its `Said`s: the settled claim that is spoken of and the claim it is held against, as far
as the words leave no doubt. Grain: one per comparison. In a reason (主要原因是…) the words speak of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.extraction.narrative.breakdown import PART
from pipelines.extraction.narrative.claim import Claim
from pipelines.extraction.narrative.grammar import is_bare, is_bare_tail, names_owner
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.said.facts import Said, Told, said_at
from pipelines.extraction.said.wordings import Saying, compiled, sayings

_STOPS = ",，。；：\n"
# Subjects told in several sections of one matter: its changes stand in any of them.
_CHANGES = ("prior", "change", "change_pct")
_TIMES = ("initial", "adjusted")


def comparisons(told: Told, year: str, vocabulary: Vocabulary) -> Iterator[Said]:
    """The comparisons of the sentence, in print order; a wording inside a longer one is not said again."""
    text = told.words.text
    taken: list[tuple[int, int]] = []
    for kind in ("against_budget", "against_prior"):
        for saying in sayings(kind):
            for found in saying.matches(text):
                inside = any(start < found.end() and found.start() < stop for start, stop in taken)
                if inside or is_reason(text, found.start()) or _is_denied(text, found.start()):
                    continue
                if kind == "against_prior" and not _is_of_last_year(found, year):
                    continue
                taken.append(found.span())
                yield _compared(told, saying, found, vocabulary)


def is_reason(text: str, at: int) -> bool:
    """Whether the words at `at` explain something, which has a subject of its own."""
    start = max(text.rfind(stop, 0, at) for stop in "。；\n") + 1
    return compiled("<reason>").search(text, start, at) is not None


def _is_denied(text: str, at: int) -> bool:
    return re.search(r"[不未没无非]$|如(?:果)?[^,。；]{0,12}$", text[:at]) is not None


def _is_of_last_year(found: re.Match[str], year: str) -> bool:
    named = found.groupdict().get("year")
    return not named or (year.isdigit() and int(named) == int(year) - 1)


def _compared(told: Told, saying: Saying, found: re.Match[str], vocabulary: Vocabulary) -> Said:
    groups = found.groupdict()
    relation = f"about_{saying.relation}" if groups.get("about") else saying.relation
    of = subject_of(told, found.start(), groups.get("subject") or "", vocabulary)
    against = ""
    if of is not None and saying.kind == "against_budget":
        against = _budget(told, found, of)
    elif of is not None:
        against = _change(told, found.start(), of)
    return said_at(
        told.words,
        found.start(),
        found.end(),
        told.spot,
        kind=saying.kind,
        relation=relation,
        subject_key=of.subject_key if of else "",
        label=of.label if of else "",
        of_claim=str(of.claim) if of else "",
        against_claim=against,
    )


def subject_of(told: Told, at: int, further: str, vocabulary: Vocabulary) -> Claim | None:
    """The settled claim that the words before `at` speak of; None where they name something else or nothing."""
    start = max(told.words.text.rfind(stop, 0, at) for stop in _STOPS) + 1
    clause = told.words.text[start:at] + further
    key = _key_named(clause, told.section, vocabulary)
    before = _before(told, at)
    if key:
        return next((claim for claim in reversed(before) if claim.subject_key == key and _is_amount(claim)), None)
    if not is_bare(clause):
        return None
    here = [claim for claim in before if claim.sentence == told.number]
    if any(map(_is_amount, here)):
        # Between brackets or behind 其中 stand parts: which of them is meant is anybody's guess.
        last = next(claim for claim in reversed(here) if _is_amount(claim))
        return None if _is_part(told, last, at) else last
    if told.words.text.startswith("\n"):
        return None
    return _head([claim for claim in before if claim.sentence == told.number - 1])


def _key_named(clause: str, section: str, vocabulary: Vocabulary) -> str:
    for phrase in vocabulary.phrases_for(section, ""):
        found = clause.rfind(phrase.text)
        if found >= 0 and not phrase.context and is_bare_tail(clause[found + len(phrase.text) :]):
            return phrase.subject_key if names_owner(clause[:found]) else ""
    return ""


def _before(told: Told, at: int) -> list[Claim]:
    place = told.words.place(at)
    here = (place.page, place.line, place.offset)
    return [*told.earlier, *(claim for claim in told.claims if (claim.page, claim.line, claim.offset) < here)]


def _is_amount(claim: Claim) -> bool:
    return claim.aspect == "settled" and claim.subject_key not in {"", PART}


def _is_part(told: Told, claim: Claim, at: int) -> bool:
    lead = told.lead_of(claim)
    start = max(lead.rfind("\n"), lead.rfind("；")) + 1
    return "其中" in lead[start:] or ")" in told.words.text[len(lead) : at]


def _head(claims: list[Claim]) -> Claim | None:
    """The one amount of a sentence that the next one goes on about; None where it tells of several."""
    amounts = [claim for claim in claims if _is_amount(claim)]
    return amounts[0] if len({_matter(claim) for claim in amounts}) == 1 else None


def _matter(claim: Claim) -> tuple[str, ...]:
    """What the claim is about: its subject, and its line where the subject is one."""
    return (
        claim.subject_key,
        claim.class_label,
        claim.section_label,
        claim.item_label,
        claim.class_code + claim.section_code + claim.item_code,
    )


def _budget(told: Told, found: re.Match[str], of: Claim) -> str:
    """The claim of the budget meant, else of the completion rate meant; empty where none is printed or several are."""
    near = {told.number, told.number - 1}
    about = [c for c in _before(told, found.start()) if c.sentence in near and _matter(c) == _matter(of)]
    said = _time(found[0])
    for aspect in ("budget", "completion_pct"):
        fitting = [c for c in about if c.aspect == aspect]
        timed = [c for c in fitting if not said or _time_of(told, c) in ("", said)]
        if len({(c.numeral, c.unit) for c in timed}) == 1:
            return str(timed[-1].claim)
        if fitting:
            return ""
    return ""


def _time(words: str) -> str:
    """Whether words speak of the budget as it was in the beginning or as it was adjusted; empty if they do not say."""
    times = [name for name in _TIMES if compiled(f"<{name}>").search(words)]
    return times[0] if len(times) == 1 else ""


def _time_of(told: Told, claim: Claim) -> str:
    lead = told.lead_of(claim)
    return _time(lead[max(lead.rfind(stop) for stop in _STOPS) + 1 :])


def _change(told: Told, at: int, of: Claim) -> str:
    """The claim of last year's amount, else of the change, else of its rate, wherever the narrative tells it."""
    near = {told.number, told.number - 1}
    candidates: Iterable[Claim] = _before(told, at)
    about = [c for c in candidates if c.aspect in _CHANGES and _matter(c) == _matter(of) and c.section != "performance"]
    for aspect in _CHANGES:
        fitting = [c for c in about if c.aspect == aspect and (aspect != "prior" or c.sentence in near)]
        if len({(c.numeral, c.unit, c.sign) for c in fitting}) == 1:
            return str(fitting[-1].claim)
        if fitting:
            return ""
    return ""
