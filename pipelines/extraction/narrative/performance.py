"""Subjects of the performance section, which are named behind the figure or far in front of it.

Reads the words around a figure, says whether it is a count of projects, a score or a project's budget.
Grain: one subject per figure.
"""

from __future__ import annotations

import re

from pipelines.extraction.narrative.figures import Figure
from pipelines.extraction.narrative.grammar import Meaning
from pipelines.extraction.narrative.thread import LABEL_LIMIT, Named, Thread, clause_start, key_in
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.narrative.wording import Wording

_SCORE = re.compile(
    r"(?:绩效)?(?:目标)?(?:自评|自我评价|评价|评估)?(?:综合|平均|总)?(?:得分|评分|分值|分数)[^,。；]{0,6}$"
)
_OVERALL = re.compile(r"整体|部门(?:预算)?绩效$|部门预算$")
_PLAN = re.compile(r"(?:项目)?(?:全年|年初|当年|本年)?预算(?:数|资金|金额)?(?:为|是|：|共)*$")
# What is said of the projects counted, behind the list of them in brackets.
_BEHIND = re.compile(r"(?:\([^()]*\))?([^,。；\n]*)")
_SUMMARY = re.compile(r"(?:^|[\n。；])([^\n。；]{2,60}?)\n?(?:项目)?绩效(?:目标)?(?:完成|自评)(?:情况)?综述")
_NUMBER = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|其中[,：]?|形成)+")


def performance_name(
    figure: Figure, words: Wording, thread: Thread, meaning: Meaning, vocabulary: Vocabulary
) -> Named | None:
    """The subject of a figure of the performance section, None where the general rules may say."""
    if thread.section != "performance":
        return None
    if meaning.aspect == "score":
        return _scored(thread.part)
    if figure.is_money and meaning.aspect == "budget":
        return _planned(thread)
    if meaning.aspect == "count":
        behind = _BEHIND.match(words.text, figure.end)
        rest = behind[1] if behind else ""
        key = key_in(rest, thread.section, figure.unit, vocabulary)
        if key:
            return Named(key, f"{figure.unit}{rest}"[:LABEL_LIMIT], None, figure.unit)
        return None if rest else _counted_before(figure, thread, vocabulary)
    return None


def _counted_before(figure: Figure, thread: Thread, vocabulary: Vocabulary) -> Named | None:
    """What is counted where its name stands in front of the number alone (绩效自评的项目4个)."""
    part = thread.part
    start = clause_start(part.text)
    key = key_in(part.text[start:], thread.section, figure.unit, vocabulary)
    return Named(key, part.label(start, len(part.text))[-LABEL_LIMIT:], None, figure.unit) if key else None


def _scored(part: Wording) -> Named | None:
    """The project, or the department as a whole, that a score is given to."""
    found = _SCORE.search(part.text)
    if not found:
        return None
    start = part.text.rfind("。", 0, found.start()) + 1
    for lead in ("其中", "报告"):
        at = part.text.rfind(lead, start, found.start())
        if at >= 0 and lead == "其中":
            start = at + len(lead)
    name = part.text[start : found.start()]
    start += len(name) - len(name.lstrip(",：、\n"))
    number = _NUMBER.match(part.text[start : found.start()])
    start += number.end() if number else 0
    label = part.label(start, found.start())
    if len(label) > LABEL_LIMIT:
        label = label[-LABEL_LIMIT:]
    overall = _OVERALL.search(part.text[start : found.start()])
    return Named("performance_overall" if overall else "performance_project", label, None, "分")


def _planned(thread: Thread) -> Named | None:
    """The project whose budget it is: named in the clause, or in the summary's heading before it."""
    part = thread.part
    found = _PLAN.search(part.text)
    if not found:
        return None
    start = max(part.text.rfind(mark, 0, found.start()) for mark in ",。；\n：") + 1
    number = _NUMBER.match(part.text[start : found.start()])
    start += number.end() if number else 0
    label = part.label(start, found.start())
    if label in {"", "该", "本"}:
        scored = thread.last is not None and thread.last.subject_key == "performance_project"
        label = thread.last.label if scored and thread.last else thread.project
    return Named("performance_project", label[-LABEL_LIMIT:], None) if label else None


def project_of(words: Wording) -> str:
    """The project that a summary's heading names, empty if the sentence is no such heading."""
    found = _SUMMARY.search(words.text)
    if not found:
        return ""
    start, stop = found.span(1)
    number = _NUMBER.match(words.text[start:stop])
    start += number.end() if number else 0
    return words.label(start, stop)[-LABEL_LIMIT:]
