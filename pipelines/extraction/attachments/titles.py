"""Which report or project a stretch of an attachment belongs to.

Reads paragraphs, writes the short printed name of the report. Grain: one name per report heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.attachments.figure import short
from pipelines.extraction.attachments.words import money_unit
from pipelines.extraction.numerals import normalise

_REPORT = re.compile(r"(?P<name>[^。；]*?)(?:绩效|自评)[^。；]{0,12}(?:报告|情况)(?:\(.{0,20}\))?$")
_TABLE = re.compile(r"(?P<name>[^。；]*?)(?:绩效|自评|评价)[^。；]{0,20}表(?:\(.{0,12}\))?$")
_NUMBERED = re.compile(
    r"^(?:附[件表]\s*\d*[:.、]|[一二三四五六七八九十\d]{1,3}[、.](?!\d)|\([一二三四五六七八九十\d]{1,2}\)|第.部分)"
)
_OWNER = re.compile(
    r"^\S{2,30}(?:局|委|委员会|办公室|办|厅|院|中心|站|所|大队|政府|学校|部)\s+(?:(?:19|20)\d\d\s*年度?\s+)?"
)
_GLUED = re.compile(
    r"^\S{2,30}?(?:局|委|委员会|办公室|办|厅|院|中心|站|所|大队|政府|学校|部)(?=(?:(?:19|20)\d\d年度?)?(?:部门|单位)?(?:整体|预算|支出))"
)
_NO_TITLE = re.compile(r"[。；:]|^附[件表]|^第.部分")
_GENERIC = re.compile(
    r"(?:(?:专项|部门|单位|区级|县级|市级|省级)*(?:资金|预算|支出|项目|经费)*(?:预算)?(?:项目)?(?:支出)?(?:目标)?)$"
)
_WHOLE = re.compile(r"整体|部门预算$|单位预算$|部门支出$|^(?:(?:19|20)\d\d年度?)?(?:部门|单位)?(?:预算|支出)?$")
_BRACKETED = re.compile(r"\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)?$")
_LONGEST = 80


def report_of(paragraphs: Sequence[str], at: int) -> str | None:
    """The name of the report whose heading paragraph `at` is, None if it is no such heading.

    The name stands before the word 报告, in brackets on the next line, or on the lines above.
    """
    text = normalise(paragraphs[at]).strip()
    compact = re.sub(r"\s+", "", text)
    if len(compact) > _LONGEST or _NUMBERED.match(compact) or "《" in compact[-12:]:
        return None
    found = _REPORT.fullmatch(compact)
    if not found or (not compact.rstrip(")").endswith("报告") and "报告(" not in compact):
        return None
    name = _own_name(text, found["name"])
    if name.count(")") > name.count("(") or name.count("》") > name.count("《"):
        name = _above(paragraphs, at) + name
    if _is_generic(name):
        following = re.sub(r"\s+", "", normalise(paragraphs[at + 1])) if at + 1 < len(paragraphs) else ""
        inside = _BRACKETED.match(following) if following.startswith("(") else None
        if inside and "报告范围" not in inside["inside"]:
            return short(inside["inside"])
        name = _above(paragraphs, at) or name
    return short(name)


def _own_name(text: str, name: str) -> str:
    """The name without the department in front of it and without what only says that it is a project's."""
    owner = _OWNER.match(text)
    if owner:
        name = name.removeprefix(re.sub(r"\s+", "", owner[0]))
    name = _GLUED.sub("", name)
    name = re.sub(r"(?<=项目)支出$|的$", "", name)
    name = re.sub(r"(?:专项资金|专项)(?:预算)?(?:项目)?$|预算项目$", "", name)
    return re.sub(r"(?<=[费金款])项目$", "", name)


def _is_generic(name: str) -> bool:
    return len(name) < 2 or (_GENERIC.fullmatch(name) is not None and not is_whole(name))


def _above(paragraphs: Sequence[str], at: int) -> str:
    """The name on the lines right above a heading that has none of its own."""
    lines: list[str] = []
    for text in reversed(paragraphs[max(0, at - 3) : at]):
        compact = re.sub(r"\s+", "", normalise(text))
        if not compact or len(compact) > 40 or _NO_TITLE.search(compact) or _NUMBERED.match(compact):
            break
        lines.insert(0, compact)
    return "".join(lines)


def is_whole(report: str) -> bool:
    """Whether a report is about the department as a whole; where none has begun, the words are."""
    return not report or _WHOLE.search(report) is not None


def project_of(title: str) -> str:
    """The name a table's title states before 绩效…表, empty if the title is generic or no title."""
    compact = re.sub(r"\s+", "", normalise(title))
    if len(compact) > _LONGEST or compact.startswith("附"):
        return ""
    found = _TABLE.fullmatch(compact)
    name = found["name"] if found else ""
    return name if is_whole(name) and name else "" if _GENERIC.fullmatch(name) else name


def caption_unit(above: Sequence[str]) -> str:
    """The unit of money that the lines above a table state (单位：万元), empty if none does."""
    for text in reversed(above):
        found = re.search(r"单位\s*[:：]\s*(万元|元|千元|亿元)", normalise(text))
        if found:
            return found[1]
        if unit := money_unit(text):
            return unit
    return ""
