"""Whose document it is: the department's full name and its region, by votes.

Reads the document's text, its tables' furniture and `dbt_project/seeds/region.csv`; writes two names. Grain: one each.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from pipelines.extraction.tables.reference import rows

_ORGAN = (
    "局|委员会|委|厅|法院|检察院|医院|学院|大学|院|中学|小学|学校|幼儿园|中心|办公室|办事处|办|联合会|工会|协会|会"
    "|支队|大队|总队|队|馆|站|所|社|处|部|人民政府|街道"
)
_ENDS_AS_ORGAN = re.compile(rf"(?:{_ORGAN})\)?$")
_COVER = re.compile(
    r"(?:(?:19|20)\d{2}年度?)?(?P<name>[\u4e00-\u9fff()]{3,40}?)(?:(?:19|20)\d{2}年度?)?(?:部门|单位)?决算(?:公开|情况)?"
)
# What is said right behind the department's name, and how much such a sentence tells.
_BEHIND = (
    (re.compile(r"(?:系|为|是)(?:行政单位|[\u4e00-\u9fff]{0,12}(?:工作部门|组成部门|直属机构|事业单位))"), 3),
    (re.compile(r"\(以下简称"), 3),
    (re.compile(r"下属(?:二级)?(?:预算)?单位|(?:部门)?(?:19|20)\d{2}年度?(?:部门|单位)?决算编制"), 3),
    (re.compile(r"机关运行经费支出|政府采购支出|共有车辆|(?:部门)?(?:19|20)\d{2}年度?(?:部门)?整体(?:支出)?绩效"), 2),
)
_AHEAD = re.compile(
    r"(?:项目实施单位|预算单位|主管部门|部门名称)为?(?P<name>[\u4e00-\u9fff()]{4,30})(?![\u4e00-\u9fff])"
)
_TRAILING_NAME = re.compile(r"[\u4e00-\u9fff()]{4,40}$")
_NAME_WINDOW = 40
_NO_NAME = re.compile(r"[的由将]|关于|印发|资金|项目|人民政府(?!$)|工作经费")
_LEAD = re.compile(
    r"^(?:.*?(?:年度|年末|年|第[一二三四五六七八九十]+[条章节]|截至|截止|其中|形成|未纳入|纳入|由|即|现|包括|对|与|向|和|及|全部|按照|根据|本级|组织))(?=[\u4e00-\u9fff]{4})"
)
# On a cover or a table stands the name itself: words that names may hold (现代, 和平, 向阳) lead to none there.
_PLAIN_LEAD = re.compile(r"^.*?(?:年度|年)(?=[\u4e00-\u9fff]{4})")
_WEIGHT_COVER, _WEIGHT_TABLE = 8, 3


@dataclass(frozen=True, slots=True)
class Region:
    """A region with the regions it lies in."""

    code: str
    name: str
    parent: str
    level: str
    short: str


@cache
def regions() -> dict[str, Region]:
    """All known regions by code; none while the seed does not exist."""
    return {
        row["code"]: Region(row["code"], row["name"], row["parent_code"], row["level"], row["short_name"])
        for row in rows("region")
    }


def department_of(cover: list[str], furniture: list[str], text: str) -> str:
    """The department's full name; empty when the document names none.

    `cover` are the lines before the contents, `furniture` the names on tables, `text` the document without blanks.
    """
    votes: Counter[str] = Counter()
    joined = re.sub(r"\s+", "", "".join(cover))
    for match in _COVER.finditer(joined):
        _vote(votes, match["name"], _WEIGHT_COVER, _PLAIN_LEAD)
    for name in furniture:
        _vote(votes, name, _WEIGHT_TABLE, _PLAIN_LEAD)
    for pattern, weight in _BEHIND:
        for match in pattern.finditer(text):
            before = _TRAILING_NAME.search(text[max(0, match.start() - _NAME_WINDOW) : match.start()])
            if before:
                _vote(votes, before[0], weight)
    for match in _AHEAD.finditer(text):
        _vote(votes, match["name"], 2)
    if not votes:
        return ""
    support = {name: sum(n for other, n in votes.items() if _abbreviates(other, name)) for name in votes}
    chosen = max(votes, key=lambda name: (support[name], votes[name], len(name), name))
    return _without_province(_in_full(chosen, text), text)


def _vote(votes: Counter[str], name: str, weight: int, leads: re.Pattern[str] = _LEAD) -> None:
    name = name.strip().replace("（", "(").replace("）", ")")
    if "(" in name and ")" not in name:
        name = name.split("(")[0]
    lead = leads.match(name)
    name = name[lead.end() :] if lead and len(name) - lead.end() >= 4 else name
    if len(name) >= 4 and _ENDS_AS_ORGAN.search(name) and not re.match(r"[本我该各此]", name):
        votes[name] += weight


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of `short` come in `full` in their order, and both end alike."""
    rest = iter(full)
    return short[-1] == full[-1] and all(character in rest for character in short)


def _in_full(chosen: str, text: str) -> str:
    """The name as the text prints it with its city or province in front, where it does and the chosen one lacks it."""
    upper = [region for region in regions().values() if region.level in ("province", "city")]
    if any(chosen.startswith(region.name) for region in upper):
        return chosen
    found: Counter[str] = Counter()
    for region in upper:
        if region.name not in text:
            continue
        for match in re.finditer(re.escape(region.name) + rf"[\u4e00-\u9fff]{{2,24}}?{chosen[-1]}", text):
            if _abbreviates(chosen, match[0]) and not _NO_NAME.search(match[0]):
                found[match[0]] += 1
    return max(found, key=lambda name: (found[name], len(name), name)) if found else chosen


def _without_province(name: str, text: str) -> str:
    """The name without its province, where the document also prints it so: a city's department needs none."""
    for region in regions().values():
        if region.level == "province" and name.startswith(region.name):
            rest = name[len(region.name) :]
            cities = [r.name for r in regions().values() if r.parent == region.code and r.level == "city"]
            if any(rest.startswith(city) for city in cities) and re.search(
                rf"(?<!{re.escape(region.name)}){re.escape(rest)}", text
            ):
                return rest
    return name


def region_of(department: str, text: str) -> str:
    """The region's full name from the province down, by the longest match in the department's name."""
    best: tuple[int, int, str] | None = None
    for region in regions().values():
        if region.name not in department:
            continue
        parents = _parents(region)
        named = sum(len(p.name) for p in parents if p.name in department) * 100
        named += sum(min(text.count(p.name), 99) for p in parents)
        depth = {"province": 0, "city": 1, "county": 2}.get(region.level, 3)
        if parents and not named and region.level != "city":
            named = -1
        candidate = (named + len(region.name) * 100, depth, region.code)
        best = max(best, candidate) if best else candidate
    if best is None:
        return ""
    chosen = regions()[best[2]]
    return "".join(p.name for p in (*_parents(chosen), chosen))


def _parents(region: Region) -> tuple[Region, ...]:
    """The regions the region lies in, from the province down."""
    parent = regions().get(region.parent)
    return (*_parents(parent), parent) if parent else ()


# Characters that any body's name may hold, and words in front of a name that are none of it.
_COMMON = frozenset("局委办中心院所站室处会厅部校级机关市县区省镇乡街道人民政府公共国家原及和与其直属下各(). ")
_SLOT_LEAD = re.compile(
    r"^.*(?:年度|年末|年底|年|未纳入|纳入|本年|其中|截至|截止|其中包括|即|现|由|以及|日)(?=[\u4e00-\u9fff]{4})"
)
_GENERIC = re.compile(r"^(?:[本我该各全此]|所属|下属|部门|单位|机关|参照|行政|事业)")
_FOREIGN_ENOUGH = 2


def is_another(said: str, department: str, region: str) -> tuple[str, bool] | None:
    """The body named where the department's own name belongs, and whether it is another one; None for no name.

    Names are shortened freely (经信局, 卫健委): another body is one whose name holds at least two characters that
    neither the department's name nor its region has.
    """
    name = said.replace("（", "(").replace("）", ")")
    lead = _SLOT_LEAD.match(name)
    name = name[lead.end() :] if lead else name
    if len(name) < 4 or not department or not _ENDS_AS_ORGAN.search(name) or _GENERIC.match(name):
        return None
    pool = set(department + region) | _COMMON
    core = name
    for province in regions().values():
        if province.level == "province":
            core = core.removeprefix(province.name)
    foreign = [character for character in core if character not in pool]
    return name, len(foreign) >= _FOREIGN_ENOUGH and not _abbreviates(name, department)
