"""Whose figure it is.

Reads the words in front of a figure and what the sentence has said so far (`Thread`), says whose it is.
Grain: one subject per figure; a subject without key is a figure whose words are not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.extraction.narrative.figures import Figure
from pipelines.extraction.narrative.grammar import is_bare, is_bare_tail, names_owner
from pipelines.extraction.narrative.lines import Line, Lines, plain_name
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.narrative.wording import UNNUMBERED, Wording, numbering, plain

LINE = "function_line"
# A label is short: no sentence of a document is kept.
LABEL_LIMIT = 29
UNKNOWN_LIMIT = 20
# Names this short occur inside other names (教育项目支出): nothing foreign may stand before them.
_SHORT = 5
_REASON = re.compile(r"原因|由于|系因|是因|因为|主因|得益于")
_PURPOSE = re.compile(r"(?:用于|用以|主要是|主要为|(?<!不)包括)(?!以下|如下|下列)")
_FURTHER = re.compile(r"其中")
_SUMS_UP = re.compile(r"支出|收入|决算|预算|共计|合计|总计|累计|总额|执行数|增|减|降|升|提|完成|占|比|较")
_STRUCTURE = frozenset({"general_structure", "appropriation_structure"})
_DETAIL = frozenset({"general_detail", "appropriation_detail"})
# Sections that speak of one kind of expense; the totals of a fund named in them are what that fund pays of it.
_OF_ONE_KIND = ("three_public", "operating_expense", "procurement", "state_assets")
_OF_FUNDS = ("general_", "government_fund_", "state_capital_", "appropriation_", "expenditure_", "income_")
# Where classes are also listed by their names alone.
_LISTING = frozenset({"general", "general_overall", "government_fund", "state_capital"})
# Where a line belongs to one budget; elsewhere it stays without subject, its labels told.
_BUDGETS = ("general", "basic", "government_fund", "state_capital")


@dataclass(frozen=True, slots=True)
class Named:
    """A subject, the printed label that named it, and its line where the subject is one."""

    subject_key: str
    label: str
    line: Line | None = None
    unit: str = ""

    @property
    def same_as(self) -> tuple[str, Line | None, str]:
        return self.subject_key, self.line, "" if self.subject_key or self.line else self.label


@dataclass(slots=True)
class Thread:
    """What has been said so far: in the paragraph (`earlier`), in the sentence, and since its last figure."""

    section: str = ""
    lines: Lines = field(default_factory=Lines)
    held: str = ""
    held_here: bool = False
    last: Named | None = None
    topic: str = ""
    earlier: Named | None = None
    subjects: list[Named] = field(default_factory=list)
    further: bool = False
    part: Wording = field(default_factory=lambda: Wording("", ()))
    line_end: int = -1
    opened: bool = False
    brackets: list[Named | None] = field(default_factory=list)
    project: str = ""
    basis: Named | None = None

    def new_sentence(self, new_paragraph: bool) -> None:
        """A sentence begins; its predecessor's head stays in mind within the paragraph."""
        named_last = self.line_end >= 0 and is_bare_tail(self.part.text[self.line_end :].rstrip("。"))
        if self.subjects and self.subjects[0].subject_key.endswith("_basic"):
            self.basis = self.subjects[0]
        if new_paragraph:
            self.earlier, self.topic = None, ""
        elif named_last:
            # …（项）。年初预算为: the name is a sentence of its own.
            self.earlier = self.line_named("")
        elif self.subjects:
            different = {named.same_as for named in self.subjects}
            alone = len(different) == 1 or (self.further and self.subjects[0].line is None)
            self.earlier = self.subjects[0] if alone else None
        self.subjects, self.last, self.further, self.held = [], None, False, ""
        self.part, self.line_end = Wording("", ()), -1
        self.brackets.clear()

    def line_named(self, unit: str) -> Named:
        line = self.lines.current
        key = LINE if self.section.startswith(_BUDGETS) else ""
        return Named(key, line.name[:LABEL_LIMIT], line, unit)

    def feed(self, gap: Wording) -> None:
        """Takes in the words between two figures; behind a bracket the amount before it is the last again."""
        for mark in re.findall(r"[()]", gap.text):
            if mark == "(":
                self.brackets.append(self.last)
            elif self.brackets:
                self.last = self.brackets.pop()
        self.part, self.line_end, self.opened = Wording("", ()), -1, False
        start = 0
        for mark in re.finditer(r"[；\n]", gap.text):
            self._read(gap[start : mark.start()])
            start = mark.end()
            self._break(gap, mark)
        self._read(gap[start:])

    def _break(self, gap: Wording, mark: re.Match[str]) -> None:
        if mark[0] == "\n":
            paragraph, _ = gap.origins[mark.start()]
            level, _ = numbering(paragraph.text)
            self.lines.enter(level, level != UNNUMBERED)
            if level == UNNUMBERED:
                return
            self.held, self.last, self.earlier = "", None, None
        elif self.held == "purpose":
            self.held = ""
        self.held_here = False
        self.opened = True
        self.part, self.line_end = Wording("", ()), -1

    def _read(self, words: Wording) -> None:
        end = self.lines.read(words)
        at = len(self.part.text)
        self.part = self.part + words
        if end >= 0:
            self.line_end, self.held = at + end, ""
        rest = words.text[max(end, 0) :]
        for found in re.finditer(f"{_FURTHER.pattern}|{_REASON.pattern}|{_PURPOSE.pattern}", rest):
            if _FURTHER.fullmatch(found[0]):
                self.held, self.further = "", bool(self.subjects)
            elif _REASON.fullmatch(found[0]):
                self.held, self.held_here = "reason", True
            elif self.section not in _STRUCTURE or (self.last and self.last.line):
                self.held, self.held_here = "purpose", True


def clause_start(text: str) -> int:
    return max(text.rfind(mark) for mark in ",；。\n") + 1


def name_of(figure: Figure, thread: Thread, words: Wording, vocabulary: Vocabulary) -> Named:
    """The subject of `figure`; `words` are those in front of it that can name one."""
    text = words.text
    unit = "" if figure.is_money or figure.is_ratio else figure.unit
    if not unit and thread.line_end >= 0 and is_bare_tail(re.sub(r"[,；。\n]", "", text[thread.line_end :])):
        return thread.line_named(unit)
    held = bool(thread.held)
    if held and (thread.held_here or not thread.opened):
        return unknown(words, thread)
    named = _by_phrase(words, thread, unit, vocabulary, strict=held)
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


def key_in(text: str, section: str, unit: str, vocabulary: Vocabulary) -> str:
    """The subject that `text` mentions anywhere, empty if none."""
    for phrase in vocabulary.phrases_for(section, unit):
        if phrase.text in text:
            return phrase.subject_key
    return ""


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
            key = _of_the_whole_told(phrase.subject_key, thread, vocabulary)
            return Named("" if _is_of_which(key, clause, thread) else key, label, None, unit)
        if not is_bare(clause) or start == 0 or strict:
            return None
        stop = start - 1


def _of_the_whole_told(key: str, thread: Thread, vocabulary: Vocabulary) -> str:
    """人员经费 under 财政拨款基本支出 is that of all funds appropriated: `key`, or its like in the whole just told."""
    told = {named.subject_key for named in (*thread.subjects, thread.last, thread.earlier, thread.basis) if named}
    whole = vocabulary.wholes.get(key, "")
    like = key.replace("general_", "appropriation_")
    other = vocabulary.wholes.get(like, "")
    if like != key and key.endswith(("_personnel", "_public")) and other in told and whole not in told:
        return like
    return key


def _is_of_which(key: str, clause: str, thread: Thread) -> bool:
    """Whether a subject is said to be within one that it is no part of (三公经费5万元(其中：一般公共预算支出5万元))."""
    if thread.section.startswith(_OF_ONE_KIND) and key.startswith(_OF_FUNDS):
        return True
    owner = thread.brackets[-1] if thread.brackets else thread.last
    within = bool(thread.brackets) or "国内外事" in clause
    return within and owner is not None and "_foreign" in key and "_domestic" in owner.subject_key


def _by_plain_name(words: Wording, thread: Thread, vocabulary: Vocabulary) -> Named | None:
    """A class named without any mark right before its amount, in the sections that list them."""
    if thread.section not in _STRUCTURE | _DETAIL | _LISTING or _FOREIGN.search(words.text[clause_start(words.text) :]):
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
    if known or thread.section in _STRUCTURE:
        thread.lines.name(0, label, "")
    else:
        thread.lines.name(2, label, "")
    return thread.line_named("")


_FOREIGN = re.compile(r"减少|增加|下降|增长|预算数|比上年|较上年|[与比较]20\d\d年")


def _inherited(figure: Figure, words: Wording, thread: Thread, unit: str, vocabulary: Vocabulary) -> Named:
    """The subject of the amount before, when the figure's own clause has no words of its own."""
    clause = words.text[clause_start(words.text) :]
    before = thread.last or thread.earlier
    if before is None or not is_bare(clause.replace("(境)", "")):
        return unknown(words, thread)
    if figure.is_ratio or before.unit == unit:
        if unit == "" and not figure.is_ratio and (not _SUMS_UP.search(clause) or _FURTHER.search(words.text)):
            return unknown(words, thread)
        return _other_flow(before, clause, thread, vocabulary) or before
    # What was not understood of a reception's batches is not understood of its visitors.
    key = key_in(thread.topic, thread.section, unit, vocabulary) if before.subject_key else ""
    return Named(key, before.label, None, unit) if key else unknown(words, thread)


def _other_flow(before: Named, clause: str, thread: Thread, vocabulary: Vocabulary) -> Named | None:
    """The counterpart where a clause says 支出 after an income (基金收入5万元,支出4万元), None where it does not."""
    for said, had in (("支出", "收入"), ("收入", "支出")):
        if said in clause and had not in clause and had in before.label and said not in before.label:
            label = before.label.replace(had, said)
            key = "" if before.line else key_in(plain(label), thread.section, "", vocabulary)
            return Named(key, label, None, before.unit)
    return None
