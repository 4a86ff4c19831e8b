"""The grammar of a clause: which words say nothing of their own, what a numeral's last words make of it.

Reads comparable text, writes aspects and signs. Grain: one clause in front of one numeral.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extraction.narrative.years import FULL

DOWN = "减少|下降|降低|节约|压减|缩减|减|降|负增长|回落|压缩|下滑|节省"
UP = "增加|增长|上升|提高|增|上涨|提升"
_YEAR = rf"(?:(?:{FULL})年?|(?<!\d)\d\d年)(?:年?度)?[末底初]?"
_DATE = rf"{_YEAR}|\d{{1,2}}月(?:\d{{1,2}}日|[底末份])?"
# Words that a clause may consist of without naming a subject of its own.
_NEUTRAL = re.compile(
    rf"{_DATE}|\(不包括陪同人员\)|\([^()]{{2,12}}为准\)|同期|截至|截止|与之|与|同比|同|和|比较|相较于?|相比|对比|比重|比例|占比|比|较为|较|"
    r"上年度|上年末|上年|上一年度|上一年|去年|本年度|本年|当年|全年|年初|年末|年中|年度|年|同期|期初|"
    r"预决算差异率|预算数|预算|决算数|决算|执行数|执行率|执行|完成率|完成|调整后|调整|安排|批复|财政拨款|实际|数据|数|"
    r"费用支出|支出|收入|总人数|总计|合计|共计|累计|总数|总共|总额|总|共|"
    r"小于|大于|高于|低于|少于|多于|超出|超过|"
    rf"{DOWN}|{UP}|变动|变化|增减|持平|一致|一样|相同|基本|幅度|幅|率|了|额|"
    r"占|为|是|含|或|约|近|大约|接近|达到|达|到|至|的|各|均|都|分别|也|又|且|并|其中|即|计|"
    r"发生|接待|来宾|来访人员|来客|本单位|本部门|我单位|我部门|本级|单位|部门|我局|本局|[、()：\-—/\s.]"
)
# Behind a subject's phrase some more words are harmless.
_TAIL = re.compile(r"\([不未]?含[^()]*\)|决算|经费|费用|费|拨款|资金|金额|中")
_OWNER = re.compile(
    r"(?:局|委|办|院|校|中心|部门|单位|站|厅|所|会|室|队|馆|部|处|司|园|社|署|台|本级|政府|街道|镇|乡|团|党校|学|公司|系统)$"
)
_BODIES = re.compile(r"(?:所属|下属|直属|各|本级)(?:预算|事业|行政|基层)?(?:单位|部门)$")
_LIST_NUMBER = re.compile(r"^\n?\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳])")
_CHANGE = re.compile(
    rf"(?P<verb>{DOWN}|{UP})(?P<mild>\([或/]?(?:{DOWN}|{UP})\)|[/或](?:{DOWN}|{UP}))?"
    r"(?:额|率|幅度|幅|比例)?(?:了|约|近|为|是|达到|达|各|均|共|的|数|：|-|金额)*$"
)
_RESULT = re.compile(rf"(?:{DOWN}|{UP})(?:到|至)(?:了|约)?$")
_TURN = re.compile(r"(?:增减变动|增减变化|变动|变化)(?:额|数|率|幅度)?(?:为|是|约)*$")
_AGAINST_BUDGET = re.compile(
    rf"(?:[比较与同和]于?|大于|小于|高于|低于|超|少于|多于)(?:{_DATE}|当年|本年|全年|年初|调整后?|支出|收入|财政拨款|三公经费|的)*"
    r"预算"
)
_BUDGET = re.compile(
    r"(?:年初|全年|调整后?(?:的)?|当年|支出|收入|本年|年度|经费|费)?预算(?:数|数额|安排|总额|金额|批复|批复数|指标|支出)?"
    r"(?:合计|共计|共|总计)?(?:为|是|：|约)*$"
)
# The name of a fund ends in 预算 (一般公共预算 5万元): it is no budget of anything.
_FUND = re.compile(
    r"(?:一般公共(?:财政)?|政府性?基金|国有资本经营)预算(?:财政)?(?:拨款)?(?:支出|收入)?(?:合计|共计|共|总计)?(?:为|是|：|约)*$"
)
# A clause that only says what the next one is compared with (与年初预算相比，增加5万元).
_COMPARISON = re.compile(r"[与同和较比][^,；。\n]*(?:相比|比较|对比|相较),$")
_COMPLETION = re.compile(r"完成|预算执行率|执行率|完成率")
_PRIOR = re.compile(
    rf"(?:上年度?|去年|上一年度?|上年同期|同期|[比较与同]{_YEAR})(?:的|支出|收入|决算|执行|财政拨款|数|总计|合计)*(?:为|是|：)?$"
)
_SAME = re.compile(r"一样|持平|一致|相同")
_SHARE = re.compile(r"占(?!用|地|有)|比重|占比|比例为?$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a numeral's last words say of it."""

    aspect: str
    sign: int = 1
    against_budget: bool = False


def with_comparison(words: str, start: int) -> str:
    """The clause that begins at `start`, with the one before it where that only says what it is compared with."""
    found = _COMPARISON.search(words, max(words.rfind(mark, 0, max(start - 1, 0)) for mark in ",；。\n") + 1, start)
    return words[found.start() if found else start :]


def residue(words: str) -> str:
    """What is left of `words` when all that names no subject is taken out."""
    return _NEUTRAL.sub("", words)


def is_bare(words: str) -> bool:
    return not residue(words)


def is_bare_tail(words: str) -> bool:
    """Whether what stands between a subject's phrase and its numeral is harmless."""
    return not residue(_TAIL.sub("", words))


def names_owner(words: str) -> bool:
    """Whether `words` end in the name of a body (some bureau) or are no words at all."""
    words = _LIST_NUMBER.sub("", words.rpartition("：")[2])
    rest = residue(words)
    return not rest or _OWNER.search(rest) is not None or _BODIES.search(words) is not None


def money_meaning(clause: str) -> Meaning:
    """The aspect and sign of an amount whose clause begins with `clause`."""
    if _RESULT.search(clause):
        return Meaning("settled")
    change = None if _TURN.search(clause) else _CHANGE.search(clause)
    if change and not change["mild"]:
        sign = _sign(change["verb"])
        return Meaning("other", sign, True) if _AGAINST_BUDGET.search(clause) else Meaning("change", sign)
    if change or _TURN.search(clause):
        return Meaning("change")
    if re.search(r"(?:大于|小于|高于|低于|超出|超过|少于|多于)[^,]{0,8}预算数?$", clause):
        return Meaning("other")
    if _BUDGET.search(clause) and not _FUND.search(clause):
        return Meaning("budget")
    if _PRIOR.search(clause) and not _SAME.search(clause):
        return Meaning("prior")
    return Meaning("settled")


def ratio_meaning(clause: str) -> Meaning:
    """The aspect and sign of a percentage whose clause begins with `clause`."""
    change = None if _TURN.search(clause) else _CHANGE.search(clause)
    if change:
        sign = 1 if change["mild"] else _sign(change["verb"])
        return Meaning("other", sign, True) if _AGAINST_BUDGET.search(clause) else Meaning("change_pct", sign)
    if _TURN.search(clause):
        return Meaning("change_pct")
    if "预决算差异率" in clause:
        return Meaning("other", 1, True)
    if _COMPLETION.search(clause):
        return Meaning("completion_pct")
    if _SHARE.search(clause):
        return Meaning("share_pct")
    return Meaning("other")


def count_meaning(clause: str, unit: str) -> Meaning:
    """The aspect and sign of a count or score."""
    if unit == "百分点":
        change = _CHANGE.search(clause)
        return Meaning("other", _sign(change["verb"]) if change else 1)
    change = _CHANGE.search(clause)
    if change and not change["mild"] and not _RESULT.search(clause) and re.search(r"[比较与]", clause):
        return Meaning("other" if _AGAINST_BUDGET.search(clause) else "change", _sign(change["verb"]))
    if unit == "分":
        return Meaning("score")
    if _BUDGET.search(clause):
        return Meaning("budget")
    return Meaning("prior" if _PRIOR.search(clause) and not _SAME.search(clause) else "count")


def _sign(verb: str) -> int:
    return -1 if re.fullmatch(DOWN, verb) else 1


def says_the_same(clause: str) -> bool:
    """Whether the words say that nothing has changed (与2022年持平)."""
    return _SAME.search(clause) is not None
