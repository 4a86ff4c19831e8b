"""Numerals as printed in Chinese disclosures: one place that knows how a figure may look.

Reads text, writes normalised text and figures with their place in it. Grain: one `Figure` per numeral.
Nothing here changes a value: `parse` drops separators and stray spaces, never a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Full-width ASCII (U+FF01–FF5E) has a one-to-one ASCII partner, so offsets survive.
_CHAR_MAP: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_CHAR_MAP |= {ord(c): " " for c in "\u3000\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t"}
_CHAR_MAP |= {ord(c): "-" for c in "\u2212\u2010\u2011\u2012\u2013\ufe63"}
_CHAR_MAP |= {
    ord("\ufe50"): ",",
    ord("\ufe52"): ".",
    ord("\ufe6a"): "%",
    ord("\u2236"): ":",
    ord("〔"): "[",
    ord("〕"): "]",
}

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits set above the line: marks of notes, no part of the figure before them."""
_NOTE_MARKS = "".join(map(chr, RAISED.values()))

UNITS: tuple[str, ...] = tuple(
    sorted(
        (
            *("万元", "亿元", "千元", "元", "万美元", "美元", "%", "‰", "个百分点", "百分点"),
            *(
                "批次",
                "人次",
                "家次",
                "车次",
                "台次",
                "户次",
                "台(套)",
                "台套",
                "个",
                "次",
                "人",
                "辆",
                "台",
                "套",
            ),
            *(
                "批",
                "分",
                "户",
                "名",
                "份",
                "家",
                "项",
                "件",
                "条",
                "处",
                "天",
                "岁",
                "场",
                "期",
                "所",
                "座",
                "册",
            ),
            *(
                "张",
                "只",
                "亩",
                "公里",
                "千米",
                "平方米",
                "吨",
                "公斤",
                "余家",
                "艘",
                "架",
                "间",
                "栋",
                "幅",
                "篇",
            ),
            *("起", "宗", "倍"),
        ),
        key=len,
        reverse=True,
    )
)
"""Units that may follow a figure, longest first, in normalised spelling (`normalise` before you compare)."""

# More than thirteen digits before the point are a number of something (an identity card, an account), no amount.
_THOUSANDS = r"\d{1,3}(?: ?, ?\d{3}){1,4}(?!\d)"
_SPACED_THOUSANDS = r"\d{1,3}(?: \d{3}){1,4}(?=[.]\d)"
# "1.2021年" is a list number before a year; "1. 20" may be one too, so a space after the point needs a long whole.
_DECIMALS = r"(?:[.]\d{1,6}(?![\d.])(?!(?<=[.]20\d\d) ?年)|(?<=\d{3}) ?[.] ?\d{1,2}(?! ?[\d.年月日、]))"
# "7123,4567.89" is grouped by fours: neither the whole nor a piece of it is a number that the print states.
_BY_FOURS = r"(?!\d{1,4}(?:,\d{4})+[.]\d)(?!(?<=\d,)\d{4}(?:,\d{4})*[.]\d)"
NUMERAL = re.compile(rf"(?a)(?<![\d.]){_BY_FOURS}(?:{_THOUSANDS}|{_SPACED_THOUSANDS}|\d{{1,13}}){_DECIMALS}?(?!\d)")
"""A numeral in normalised running text: separators allowed, spaces only where nothing else can be meant."""

_CELL = re.compile(r"(?a)(?P<sign>-?)(?P<whole>\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?P<decimals>\.\d+)?|(?P<bare>\.\d+)")
_BRACKETED = re.compile(r"(?a)\((?P<inside>[\d., ]+)\)")
_APART = re.compile(r"(?a)\d\s+\d")
_WHOLE_APART = re.compile(
    # Thousands set apart, or every character, or a digit of two decimals: anything else may be two figures in one cell.
    r"(?a)-?\s*(?:\d{1,3}(?:\s+\d{3})+|\d{1,13}|\d{1,3}(?:\s?,\s?\d{3})+)(?:\s*\.\s*\d(?:\s*\d|\d*))?"
    r"|-?\s*\d(?:\s+\d)*(?:\s*\.\s*\d(?:\s*\d)*)?"
)
_UNIT = re.compile(rf"[{_NOTE_MARKS}]* ?(" + "|".join(re.escape(unit) for unit in UNITS) + ")")


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeral of running text: `start`/`end` are offsets in it, `unit` is empty when none is printed."""

    start: int
    end: int
    text: str
    numeral: str
    unit: str
    unit_end: int


def normalise(text: str) -> str:
    """The text with full-width digits, letters and punctuation in ASCII, character for character."""
    return text.translate(_CHAR_MAP)


def parse(text: str) -> str | None:
    """The numeral the whole text stands for (ASCII digits, optional `-` and `.`), or None if it is none."""
    plain = normalise(text).strip().rstrip(_NOTE_MARKS)
    bracketed = _BRACKETED.fullmatch(plain)
    sign = ""
    if bracketed:
        plain, sign = bracketed["inside"].strip(), "-"
    if _APART.search(plain) and not _WHOLE_APART.fullmatch(plain):
        return None
    plain = re.sub(r"\s+", "", plain)
    match = _CELL.fullmatch(plain)
    if match is None:
        return None
    if match["bare"]:
        return f"{sign}0{match['bare']}"
    return f"{sign or match['sign']}{match['whole'].replace(',', '')}{match['decimals'] or ''}"


def figures(text: str) -> Iterator[Figure]:
    """Every numeral of running text, left to right, with the unit printed after it."""
    plain = normalise(text)
    for match in NUMERAL.finditer(plain):
        numeral = parse(match[0])
        if numeral is None:
            continue
        unit = _UNIT.match(plain, match.end())
        yield Figure(
            match.start(),
            match.end(),
            text[match.start() : match.end()],
            numeral,
            unit[1] if unit else "",
            unit.end() if unit else match.end(),
        )
