"""The figures of performance reports in running text.

Reads the paragraphs of the attachments, writes `Figure`s in reading order. Grain: one per numeral. Names of the
accounts are asked for in reports about the department as a whole only: a project's own expenditure is no fact of the
department's accounts.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.meaning import Context, meaning_of
from pipelines.extraction.attachments.titles import is_whole, report_of
from pipelines.extraction.attachments.told import Told, told
from pipelines.extraction.attachments.words import words
from pipelines.extraction.model import Paragraph
from pipelines.extraction.narrative.figures import Figure as Numeral
from pipelines.extraction.narrative.grammar import is_bare, is_bare_tail
from pipelines.extraction.narrative.naming import name_of, unknown
from pipelines.extraction.narrative.thread import Named, Thread, clause_start
from pipelines.extraction.narrative.vocabulary import vocabulary
from pipelines.extraction.narrative.wording import UNNUMBERED, Wording, numbering, plain, sentences, wording

_CONTENTS = re.compile(r"[.…·]{3,}\s*\d+\s*$|\t\s*\d+\s*$")
_LONGEST_HEAD = 30
_ITEM_BREAK = re.compile(r"^[、,；;和及\n]+")
_STOPS = re.compile(r"[,。；：\n]")
_QUOTED = re.compile(r"\([^()]*\)|《[^《》]*》|<[^<>]*>")
_NUMBER = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.](?!\d)|[①-⑳])+")
_UNFIT = re.compile(r"增加|减少|增长|下降|上升|降低|提高|同比|占(?!用|地)|[比较][上去年]|等\d|分别|[达为是]$")
_GRANTED = re.compile(r"(?:获得|安排|下达|拨付|支付)[^,；。]{0,12}$")
_LEAD = re.compile(r"^(?:[一二三四五六七八九十]是|其中[：,]?|(?:19|20)\d\d年?度?|[、；,和及])+")
_GOES_ON = re.compile(r"\n?(?:其中|具体|明细|分别)")
_CUT = re.compile(r"^\d{0,4}年度?(?=\D{2})")
_LABEL = 20
_LEADS = re.compile(r"(?:分别[是为]|明细如下|如下|其中|包括|[是为])[,：]?$")


@dataclass(slots=True)
class _State:
    """What the paragraphs read so far have said."""

    report: str = ""
    nameless: bool = False
    chapter: int = 0
    section: str = ""
    default: str = ""
    level: int = 0
    project: str = ""
    thread: Thread = field(default_factory=Thread)
    context: Context = field(default_factory=Context)
    listing: bool = False
    lead: str = ""
    money_end: int = 0


class Prose:
    """Reads paragraph after paragraph; `accounts` says that facts of the accounts may be stated in them."""

    def __init__(self, accounts: bool, fiscal_year: str) -> None:
        self._accounts = accounts
        self._fiscal_year = fiscal_year
        self._state = _State()
        self.figures: list[Figure] = []
        self.reports: list[tuple[int, str]] = []

    def read(self, paragraph: Paragraph, texts: Sequence[str], at: int) -> None:
        """The figures of paragraph `at` are taken in, or its heading is remembered."""
        state = self._state
        title = report_of(texts, at)
        if title is not None:
            self._state = _State(report=title)
            self.reports.append((paragraph.place.line, title))
            return
        level, begin = numbering(paragraph.text)
        if (level == UNNUMBERED and not re.search(r"[\d０-９]", paragraph.text)) or _CONTENTS.search(paragraph.text):
            return
        text = wording(paragraph, begin)
        if level == 1:
            self._chapter(paragraph.text)
            state = self._state
        if level != UNNUMBERED:
            self._heading(text.text, level)
            state.project = ""
        # One look at the paragraph finds all its numerals: a look per sentence would take its length squared.
        found = deque(told(text))
        for start, end in sentences(text.text):
            own: list[Told] = []
            while found and found[0].start < end:
                own.append(found.popleft().moved(-start))
            self._sentence(text[start:end], own, opens=start == 0 and level != UNNUMBERED)

    @property
    def _is_own(self) -> bool:
        """Whether the report is the department's own, so that it may state facts of the accounts."""
        return self._accounts and is_whole(self._state.report) and not self._state.nameless

    def _chapter(self, text: str) -> None:
        """A chapter one behind later chapters opens a report whose heading is not printed."""
        ordinal = "一二三四五六七八九十".find(text.strip()[:1]) + 1
        if ordinal == 1 and self._state.chapter > 1:
            self._state = _State(nameless=True)
        self._state.chapter = ordinal

    def _heading(self, text: str, level: int) -> None:
        """A numbered paragraph may open with a heading; it holds for the levels below it."""
        state = self._state
        head = re.split(r"[。：]", text, maxsplit=1)[0]
        if len(head) > _LONGEST_HEAD:
            return
        known = words().headings.get(head) or words().headings.get(re.sub(r"(?:分析|说明)$", "", head))
        if known is not None:
            (state.section, state.default), state.level = known, level
        elif level <= state.level and (text.startswith(f"{head}。") or text == head):
            state.section, state.default, state.level = "", "", 0

    def _sentence(self, text: Wording, found: list[Told], opens: bool) -> None:
        state = self._state
        section = state.section or "performance"
        if state.thread.section != section:
            state.thread = Thread(section=section)
        state.thread.new_sentence(new_paragraph=opens)
        default = state.default if state.default != "score" or self._is_own else ""
        state.context.fiscal_year = self._fiscal_year
        state.context.new_sentence(goes_on=_GOES_ON.match(text.text) is not None, default=default)
        state.listing, state.lead, state.money_end = False, "", 0
        end = 0
        for one in found:
            state.thread.feed(text[end : one.start])
            self._figure(one, text, text[end : one.start], opens and state.money_end == 0)
            end = one.end

    def _figure(self, one: Told, text: Wording, gap: Wording, opens: bool) -> None:
        state = self._state
        place = text.place(one.start)
        figure = Figure(
            place=place,
            text=text.printed(one.start, one.stop),
            numeral=one.numeral,
            form="prose",
            comparator=one.comparator,
            unit=one.unit,
            approx=one.approx,
        )
        item = self._item(one, text, opens)
        if item:
            figure.form, figure.label = "list", short(item)
            state.project = figure.label if opens else state.project
            figure.measure = "budget" if item.endswith("预算") else state.lead or "amount"
            state.context.remember(figure, one.kind)
        else:
            named = self._named(one)
            label = named.label.lstrip("）)、，,；").rstrip("（(、，,；")
            figure.label, figure.subject_key = short(label), named.subject_key
            if named.line is not None:
                figure.class_label = short(named.line.labels[0])
            meaning_of(figure, one, text, gap.text[clause_start(gap.text) :], state.context)
            figure.subject_key = figure.subject_key if figure.measure else ""
        figure.project = figure.label if item else state.project or state.report
        if one.kind == "money":
            state.money_end = one.end
        self.figures.append(figure)

    def _item(self, one: Told, text: Wording, opens: bool) -> str:
        """The name of the project whose amount the figure is, where projects are listed or a paragraph opens with one.

        A number within the name (年产5万吨…项目) is part of it: the name begins behind the last amount.
        """
        state = self._state
        if one.kind != "money" or one.comparator:
            return ""
        before = text.text[state.money_end : one.start]
        lead, colon, name = before.rpartition("：")
        if not colon:
            found = _LEADS.search(before[:-1]) if not state.listing else None
            name = before if found is None else before[found.end() :]
        if colon and _is_lead(lead, state.money_end):
            last = state.context.last_money
            state.listing, state.lead = True, last.measure if last and last.measure in {"budget", "amount"} else ""
            if last is not None and not last.measure and last.label.endswith(("共计", "合计", "总计")):
                last.measure = "amount"
        elif not (opens or state.listing):
            return ""
        begin = len(name)
        name = _GRANTED.sub("", _NUMBER.sub("", _ITEM_BREAK.sub("", name)))
        bare = _QUOTED.sub("", name)
        if len(name) < 3 or _STOPS.search(bare) or _UNFIT.search(bare) or self._account(name):
            return ""
        ends = bare.endswith(words().name_ends) or name.endswith((")", "》"))
        at = text.text.index(name, one.start - begin)
        return text.label(at, at + len(name)) if ends else ""

    @staticmethod
    def _account(name: str) -> bool:
        """Whether the name is one of the accounts (基本支出) and no project's."""
        return any(phrase == name for phrase, _, _ in words().phrases) or name in _phrases()

    def _named(self, one: Told) -> Named:
        """Whose figure it is: a fact of the accounts in the department's own report, else the words before it."""
        state = self._state
        thread = state.thread
        part = thread.part
        if one.kind == "ratio" and (share := part.text.rfind("占", clause_start(part.text))) >= 0:
            part = part[:share]
        named = _by_words(part, thread) if one.kind != "ratio" else unknown(part, thread)
        if self._is_own and not state.project and one.kind in {"money", "ratio"}:
            numeral = Numeral(one.start, one.stop, one.end, one.numeral, one.unit, one.approx, one.negative)
            known = self._own_phrase(part, one.kind == "money") or name_of(numeral, thread, part, vocabulary())
            is_said = one.kind == "ratio" or plain(known.label) in part.text
            # Achievements told in passing are no facts of the accounts, and an amount has a name of its own.
            if known.subject_key and is_said and not known.subject_key.startswith("performance"):
                named = known
        if one.kind != "ratio":
            thread.last = named
        if named.subject_key:
            thread.subjects.append(named)
        return named

    def _own_phrase(self, part: Wording, is_money: bool) -> Named | None:
        start = clause_start(part.text)
        clause = part.text[start:]
        for phrase, section, key in sorted(words().phrases, key=lambda row: -len(row[0])):
            at = clause.rfind(phrase)
            if not is_money or section != self._state.thread.section or at < 0:
                continue
            if is_bare_tail(clause[at + len(phrase) :]):
                return Named(key, part.label(start + at, start + at + len(phrase)))
        return None


@cache
def _phrases() -> frozenset[str]:
    """Everything the narrative calls a fact of the accounts by."""
    return frozenset(phrase.text for phrase in vocabulary().phrases if not phrase.units)


def _by_words(part: Wording, thread: Thread) -> Named:
    """No subject: the label is the clause before the figure, or that of the figure before where there is none."""
    start = max(clause_start(part.text), part.text.rfind("：") + 1)
    found = _LEAD.match(part.text[start:])
    start += found.end() if found else 0
    if not re.search(r"[\u4e00-\u9fff]{2}", part.text[start:]):
        return Named("", thread.last.label if thread.last else part.label(start, len(part.text)))
    label = part.label(max(start, len(part.text) - _LABEL), len(part.text))
    return Named("", _CUT.sub("", label).strip("、，,；（") or label)


def _is_lead(lead: str, money_end: int) -> bool:
    """Whether a list may follow: its sum has been told, or words announce it."""
    return money_end > 0 or _LEADS.search(f"{lead}：") is not None or is_bare(lead)
