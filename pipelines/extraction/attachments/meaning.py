"""What a figure of running text says: a budget, an amount spent, a target, a result, a rate of something.

Reads the words of a clause, writes a figure's measure. Grain: one figure. The word that ends nearest to the figure
speaks; where none does, the heading's own measure holds, and where there is none either, the measure stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.extraction.attachments.figure import Figure
from pipelines.extraction.attachments.told import Told
from pipelines.extraction.attachments.words import Word, words
from pipelines.extraction.narrative.grammar import is_bare, money_meaning, ratio_meaning
from pipelines.extraction.narrative.wording import Wording

_SCORED_NEXT = re.compile(r"[,；)]*[^,。；\d]{0,14}(?:得分|评分)(?:为)?\d")
_SCORES_LEAD = re.compile(r"(?:得分|评分|评价)(?:情况)?(?:如下)?：")
_AGAINST_BUDGET = re.compile(r"[比较与][^,；。]{0,8}预算")
_LONGEST_LEAD = 60
_PLANNED = re.compile(r"预计|力争|计划(?!产出)|^拟")
_JOINED = re.compile(r"[、和及,]+")
_SUM = re.compile(r"合计|总分|综合|共得")
_YEAR = re.compile(r"((?:19|20)\d\d) ?年")
FINAL = "final_accounts"
"""The part of an amount that a report states out of the final accounts."""
_ADDED = re.compile(r"(?:合计|总计|共计|共得)[^,；]{0,4}$")


@dataclass(slots=True)
class Context:
    """What the sentence has said so far."""

    default: str = ""
    fiscal_year: str = ""
    account: str = ""
    is_final: bool = False
    last_money: Figure | None = None
    last: Figure | None = None
    before: tuple[Figure, str] | None = None
    scores: bool = False
    against_budget: bool = False
    scored: list[Figure] = field(default_factory=list)

    @property
    def fallback(self) -> str:
        """What the heading makes of figures whose own words say nothing."""
        return self.default if self.default in {"target", "result"} else ""

    def spoken(self, said: Word | None, clause: str) -> str:
        """The measure of a word; what is to be achieved is a target, unless it is said to have been."""
        if said is None:
            return self.fallback
        is_planned = self.fallback == "target" and not said.text.startswith(("已", "实际"))
        is_planned = is_planned or _PLANNED.search(clause) is not None
        return "target" if said.measure == "result" and is_planned else said.measure

    def new_sentence(self, goes_on: bool, default: str) -> None:
        """A sentence begins; 其中 goes on with the one before."""
        self.default = default
        if not goes_on:
            self.account, self.last_money, self.last, self.scores = "", None, None, False
            self.is_final = False
        self.before = None
        self.against_budget = False
        self.scored = []

    def remember(self, figure: Figure, kind: str) -> None:
        if kind == "money":
            self.last_money = figure
        if kind != "ratio":
            self.last = figure
        self.before = (figure, kind)


def meaning_of(figure: Figure, one: Told, text: Wording, clause: str, context: Context) -> None:
    """The figure has its measure and sign, and knows the amount that it is a rate of."""
    figure.sign = -1 if one.negative else 1
    before = context.before
    if before is not None and before[1] == one.kind != "money" and _JOINED.fullmatch(clause):
        # 分别增长19.8%、7.4%: what is said of the first is said of the second.
        figure.measure, figure.sign, figure.label = before[0].measure, before[0].sign, before[0].label
        figure.part = before[0].part
        context.remember(figure, one.kind)
        return
    if one.kind == "money":
        _money(figure, one, clause, context)
    elif one.kind == "ratio":
        _ratio(figure, one, clause, context)
    elif one.kind == "score":
        _score(figure, one, text, clause, context)
    else:
        figure.measure = context.spoken(words().said(clause, "count"), clause)
        figure.measure = figure.measure or ("count" if one.kind == "count" else "")
    if figure.measure == "score" and context.default == "score" and (not context.scores or _SUM.search(clause)):
        figure.subject_key = "performance_overall"
    context.remember(figure, one.kind)


def _money(figure: Figure, one: Told, clause: str, context: Context) -> None:
    meaning = money_meaning(clause)
    figure.sign *= meaning.sign
    context.against_budget = _AGAINST_BUDGET.search(clause) is not None
    if context.against_budget:
        return
    if meaning.aspect in {"change", "prior"}:
        figure.measure = meaning.aspect
        return
    if meaning.aspect == "other" or (one.comparator and not figure.subject_key and not context.default):
        return
    if figure.subject_key:
        said = words().said(clause, "account", "final")
        spoken = "budget" if meaning.aspect == "budget" else context.account or "amount"
        figure.measure = said.measure if said else spoken
        context.account = figure.measure
        # 决算报表收入…，其中：…: what is said of the whole is said of its parts; another year's accounts are not these.
        if said is not None:
            year = _YEAR.search(clause)
            context.is_final = said in words().by_kind["final"] and (year is None or year[1] == context.fiscal_year)
        if context.is_final and figure.measure == "amount":
            figure.part = FINAL
        return
    said = words().said(clause, "money", "fund")
    spent = words().said(clause, "spent")
    if spent is not None and (said is None or said.measure == "budget"):
        figure.measure = spent.measure
    elif said is not None:
        figure.measure = context.spoken(said, clause)
    elif meaning.aspect == "budget":
        figure.measure = "budget"
    else:
        weak = words().said(clause, "granted")
        figure.measure = context.fallback or (weak.measure if weak else "")


def _ratio(figure: Figure, one: Told, clause: str, context: Context) -> None:
    if one.unit.endswith("百分点") or (context.against_budget and is_bare(clause)):
        return
    meaning = ratio_meaning(clause)
    said = words().said(clause, "ratio")
    if meaning.aspect in {"change_pct", "share_pct"}:
        figure.measure, figure.sign = meaning.aspect, figure.sign * meaning.sign
    elif meaning.aspect == "completion_pct" or said:
        figure.measure = context.spoken(said, clause) if said else meaning.aspect
    else:
        figure.measure = context.fallback
    if figure.measure == "completion_pct":
        figure.of = context.last_money
    elif figure.measure in {"change_pct", "share_pct"} and is_bare(clause):
        figure.of = context.last


def _score(figure: Figure, one: Told, text: Wording, clause: str, context: Context) -> None:
    context.scores = (
        context.scores or _SCORES_LEAD.search(text.text, max(0, one.start - _LONGEST_LEAD), one.start) is not None
    )
    said = words().said(clause, "score")
    if one.comparator:
        return
    if context.scores:
        figure.measure = "score"
    elif said:
        figure.measure = said.measure
    elif _SCORED_NEXT.match(text.text, one.end) or text.text.startswith(")", one.end):
        figure.measure = "weight"
    if figure.measure in {"weight", "score"}:
        figure.part = "item"
    if figure.measure == "score":
        # 甲64分，乙10分，合计93分: what is added up says so, and of what.
        if len(context.scored) > 1 and _ADDED.search(clause):
            figure.part = "total"
            for summand in context.scored:
                summand.part = "summand"
        context.scored.append(figure)
