"""Numerals in prose.

Reads wordings, writes `Figure`s in reading order: a numeral with its unit, or a money numeral whose unit was
dropped. Years, dates, ordinals, list, figure and document numbers are none. Grain: one per printed numeral.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.extraction.narrative.wording import Wording
from pipelines.extraction.numerals import NUMERAL, UNITS, normalise, parse

MONEY = frozenset({"万元", "亿元", "千元", "百元", "元", "万"})
# A unit may be multiplied (14万吨) and loosened (10余户);
# 万 alone is 万元 whose 元 was left out, and stays as printed.
_MORE_UNITS = ("百元", "项目", "个月", "公顷", "千瓦", "千瓦时", "千伏", "台/套", "人天", "项次", "件次")
_UNIT = re.compile(
    r"(?P<more>[余多几]?)(?P<unit>[万亿]?(?:"
    + "|".join(re.escape(unit) for unit in sorted({*UNITS, *_MORE_UNITS}, key=lambda u: (-len(u), u)))
    + r")|万)(?!工作日|小时|学年|[十百千]|钟|之[一二三四五六七八九十]|别(?!是|为)|局|公司|中心|民[币共])"
)
_MEASURES = (
    "吨",
    "公斤",
    "公里",
    "千米",
    "平方米",
    "亩",
    "公顷",
    "千瓦",
    "千瓦时",
    "千伏",
    "个月",
    "天",
    "岁",
    "倍",
)
_NAMES = {"台(套)": "台", "台/套": "台", "台套": "台", "个百分点": "百分点"}
# What a dropped unit looks like: words of money right before the numeral, a clause's end right behind it.
_MONEY_WORDS = re.compile(
    r"(?:决算数?|预算数?|支出|收入|总计|合计|总额|金额|经费|费|执行数|增加|减少)(?:各|均|共)?(?:为|是|计|约|达)?：?$"
)
_CLAUSE_END = re.compile(r"[,。；、\n]|$")
_ABOUT = re.compile(r"(?:约|近|大约|接近|将近|超过?|逾|突破)为?$")
_THRESHOLD = re.compile(r"(?:\((?:不?含)\)|含)?(?:以上|以下|以内)")
_LIST_NUMBER = re.compile(r"\d{1,2}[.](?=\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeral at [start, stop) of a wording; `end` is behind its unit, `unit` is normalised."""

    start: int
    stop: int
    end: int
    numeral: str
    unit: str
    approx: bool
    negative: bool

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY or not self.unit

    @property
    def is_measure(self) -> bool:
        """A quantity of something (14万吨, 110千伏, 9个月) and no count of things."""
        return self.unit.endswith(_MEASURES)

    @property
    def is_ratio(self) -> bool:
        return self.unit in {"%", "‰"}


def figures(words: Wording) -> Iterator[Figure]:
    """Every figure of `words`, in order."""
    text = words.text
    for start, stop, numeral in _numerals(words):
        if start and text[start - 1] in "第图表":
            continue
        unit = _UNIT.match(text, stop)
        before = text[max(0, start - 12) : start]
        if unit is None and not (_MONEY_WORDS.search(before) and _CLAUSE_END.match(text, stop)):
            continue
        end = unit.end() if unit else stop
        name = _NAMES.get(unit["unit"], unit["unit"]) if unit else ""
        minus = before.endswith("-") and not re.search(r"[0-9A-Za-z%)]-$", before)
        about = _ABOUT.search(before.removesuffix("-")) is not None or bool(unit and unit["more"])
        about = about or text.startswith(("左右", "上下"), end)
        yield _without_list_number(text, Figure(start, stop, end, numeral, name, about, minus))


def is_threshold(text: str, figure: Figure) -> bool:
    """Whether the numeral only bounds something else (单价100万元以上专用设备)."""
    return _THRESHOLD.match(text, figure.end) is not None


def _numerals(words: Wording) -> Iterator[tuple[int, int, str]]:
    """Start, stop and digits of every numeral, found in the printed text: its spaces part two numerals."""
    at = {(id(paragraph), index): k for k, (paragraph, index) in enumerate(words.origins)}
    for paragraph in {id(paragraph): paragraph for paragraph, _ in words.origins}.values():
        for found in NUMERAL.finditer(normalise(paragraph.text)):
            start, last = at.get((id(paragraph), found.start())), at.get((id(paragraph), found.end() - 1))
            numeral = parse(found[0])
            if start is not None and last is not None and numeral is not None:
                yield start, last + 1, numeral


def _without_list_number(text: str, figure: Figure) -> Figure:
    """A count is whole: in 3.15个 at the beginning of a paragraph, 3. is its list number."""
    first = figure.start == 0 or text[figure.start - 1] == "\n"
    found = _LIST_NUMBER.match(text, figure.start) if first and not figure.is_money else None
    if not found or figure.is_ratio:
        return figure
    return replace(figure, start=found.end(), numeral=figure.numeral.split(".")[1])
