"""What a sentence has said so far: the subjects named, the words held, the fund and the line they speak of.

Reads the words between two figures, keeps what later figures inherit. Grain: one `Thread` per section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.extraction.narrative.grammar import is_bare_tail
from pipelines.extraction.narrative.lines import Line, Lines
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.narrative.wording import UNNUMBERED, Wording, numbering, plain

LINE = "function_line"
# A label is short: no sentence of a document is kept.
LABEL_LIMIT = 29
_REASON = re.compile(r"原因|由于|系因|是因|因为|主因|得益于")
_PURPOSE = re.compile(r"(?:用于|用以|主要是|主要为|(?<!不)包括)(?!以下|如下|下列)")
_FURTHER = re.compile(r"其中")
STRUCTURE = frozenset({"general_structure", "appropriation_structure"})
# Where a line belongs to one budget; elsewhere it stays without subject, its labels told.
_BUDGETS = ("general", "basic", "government_fund", "state_capital", "appropriation")
# Funds that a sentence may open with; what it then tells without naming another belongs to that fund.
_FUNDS = ("general", "government_fund", "state_capital")
_OF_ONE_FUND = ("expenditure", "basic", "project", "opening", "closing")


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
    headed: Named | None = None
    money: Named | None = None
    head: Named | None = None
    nested: bool = False
    fund: str = ""
    changed: bool = False

    def new_sentence(self, new_paragraph: bool) -> None:
        """A sentence begins; its predecessor's head stays in mind within the paragraph."""
        named_last = self.line_end >= 0 and is_bare_tail(self.part.text[self.line_end :].rstrip("。"))
        if self.subjects and self.subjects[0].subject_key.endswith("_basic"):
            self.basis = self.subjects[0]
        if self.subjects:
            self.fund = self.one_fund()
        if named_last:
            # …（项）。年初预算为: the name is a sentence of its own, a paragraph too.
            self.earlier = self.line_named("")
        elif self.headed:
            self.earlier = self.headed
        elif new_paragraph:
            self.earlier, self.topic = None, ""
        elif self.subjects:
            money = [named for named in self.subjects if not named.unit]
            different = {named.same_as for named in money or self.subjects}
            alone = len(different) == 1 or (self.further and self.subjects[0].line is None)
            first = (money or self.subjects)[0] if len(different) == 1 else self.subjects[0]
            # What only counts has not changed of which amount the paragraph speaks.
            self.earlier = first if alone else None if money else self.earlier
            if alone and len(different) > 1:
                # Whose visits are counted next is told by the amount, not by its last part.
                self.topic = plain(first.label)
        # A sentence of what is within an amount leaves the amount the paragraph's head.
        if not self.nested and (self.subjects or not self.head):
            self.head = self.earlier
        if new_paragraph:
            self.fund, self.head = "", None
        self.subjects, self.last, self.further, self.held = [], None, False, ""
        self.money, self.headed, self.changed, self.nested = None, None, False, False
        self.part, self.line_end = Wording("", ()), -1
        self.brackets.clear()

    def one_fund(self) -> str:
        """The fund that all told in the sentence belongs to, before that of the sentence before; else empty."""
        funds = {fund_of(named.subject_key) for named in self.subjects}
        return self.fund if not funds else funds.pop() if len(funds) == 1 else ""

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
                self.nested |= not self.subjects and words.text.startswith("其中")
                # Only what one amount consists of leaves that amount the sentence's head.
                self.held, self.further = "", self.further or len({named.same_as for named in self.subjects}) == 1
            elif _REASON.fullmatch(found[0]):
                self.held, self.held_here = "reason", True
            elif self.section not in STRUCTURE or (self.last and self.last.line):
                self.held, self.held_here = "purpose", True


def clause_start(text: str) -> int:
    return max(text.rfind(mark) for mark in ",；。\n") + 1


def key_in(text: str, section: str, unit: str, vocabulary: Vocabulary) -> str:
    """The subject that `text` mentions anywhere, empty if none."""
    for phrase in vocabulary.phrases_for(section, unit):
        if phrase.text in text:
            return phrase.subject_key
    return ""


def fund_of(key: str) -> str:
    """The one fund that a subject belongs to, empty where it is of several."""
    return next((fund for fund in _FUNDS if key in {f"income_{fund}", *(f"{fund}_{x}" for x in _OF_ONE_FUND)}), "")
