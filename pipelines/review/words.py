"""What things are called on the desk, in Chinese and English. Reads and writes nothing.

Grain: one pair per key of a published vocabulary. A key without a pair is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

Pair = tuple[str, str]

LANGUAGES = ("zh", "en")

FAMILIES: dict[str, Pair] = {
    "agreement": ("同一数字多处一致", "one fact, stated alike"),
    "balance": ("收支平衡", "balance"),
    "between": ("表间勾稽", "between tables"),
    "hierarchy": ("类款项层级", "hierarchy of codes"),
    "narrative": ("文字说明算术", "arithmetic of the narrative"),
    "over_time": ("年度之间", "over time"),
    "performance": ("绩效", "performance"),
    "row": ("行内合计", "sums along a row"),
    "statements": ("文字与数字", "words against figures"),
    "other": ("不属勾稽关系", "not an identity"),
}
STATES: dict[str, Pair] = {
    "new": ("新发现", "new"),
    "reopened": ("再次出现", "reopened"),
    "known": ("已知", "known"),
    "fixed": ("已消除", "fixed"),
    "waived": ("已豁免", "waived"),
}
DECISIONS: dict[str, Pair] = {
    "publisher_error": ("公开单位有误", "publisher's error"),
    "reading_error": ("读取有误", "reading error"),
    "accepted": ("接受并说明理由", "accepted with reason"),
    "waived": ("豁免至", "waived until"),
}
DECISIONS_EXPLAINED: dict[str, Pair] = {
    "publisher_error": ("文件所印确有错误", "the document really prints it wrong"),
    "reading_error": (
        "文件无误，是我们读错了：请修正规则",
        "the document is right, we misread it: mend the rule",
    ),
    "accepted": ("情况属实，有正当理由", "it is as found, and there is a good reason for it"),
    "waived": ("到期之前不再列入待办", "off the list until that day"),
}
SLIPS: dict[str, Pair] = {
    "unit_dropped": ("漏写单位", "no unit is printed"),
    "header_shifted": ("表头错位", "the heading is shifted"),
    "column_shifted": ("错栏", "printed in another column"),
    "row_assigned": ("行无名称", "a row without its label"),
    "copied_cell": ("误抄相邻格", "a neighbouring cell was copied"),
    "lost_row": ("整行空白", "a row was left blank"),
    "erratum": ("勘误", "erratum"),
}
"""Slips of whole tables; those of single figures are named where they are found."""
SIDES: dict[str, Pair] = {
    "lhs": ("左边", "left"),
    "rhs": ("右边", "right"),
    "culprit": ("疑误", "in doubt"),
    "stated": ("所述", "stated"),
}
CONFIDENCE: dict[str, Pair] = {
    "sole": ("只有改此数才能使各项关系成立", "no other single figure would do"),
    "likely": ("改其他数字亦可，但可能性较小", "others would do, less plausibly"),
    "ambiguous": ("改其他数字同样可行，无法断定", "other figures would serve as well"),
}
FUNDS: dict[str, Pair] = {
    "all_funds": ("全部资金", "all sources"),
    "fiscal_appropriation": ("财政拨款", "fiscal appropriation"),
    "general_public_budget": ("一般公共预算", "general public budget"),
    "government_fund": ("政府性基金预算", "government-managed funds"),
    "state_capital": ("国有资本经营预算", "state capital operations"),
    "other": ("财政拨款以外", "outside the appropriation"),
}
NATURES: dict[str, Pair] = {
    "basic": ("基本支出", "basic"),
    "project": ("项目支出", "project"),
    "other": ("未分基本与项目", "not split"),
}
THREE_PUBLIC: dict[str, Pair] = {
    "three_public": ("“三公”经费合计", "three public expenses"),
    "three_public:overseas": ("因公出国（境）费", "overseas trips"),
    "three_public:vehicles": ("公务用车购置及运行费", "official vehicles"),
    "three_public:purchase": ("公务用车购置费", "vehicle purchase"),
    "three_public:operation": ("公务用车运行维护费", "vehicle operation"),
    "three_public:hospitality": ("公务接待费", "official hospitality"),
}
SYMBOLS = {
    "exact": "✓", "rounding": "≈", "truncated": "✂", "violated": "✗", "not_testable": "–",
    "error": "✗", "warning": "!", "info": "i",
    "new": "●", "reopened": "↻", "known": "○", "fixed": "✓", "waived": "∥",
}  # fmt: skip
"""Beside every colour a sign: nobody has to tell colours apart."""


class Speech:
    """One language; called with a pair it gives the word, called by name it knows a vocabulary."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def of(self, vocabulary: Mapping[str, Pair], key: str | None) -> str:
        """The key's name; the key itself where the vocabulary has none."""
        return self(*vocabulary[key]) if key and key in vocabulary else key or ""

    def title(self, row: Mapping[str, object]) -> str:
        return str(row[f"title_{self.language}"] or row["title_zh"] or "")

    def detail(self, row: Mapping[str, object]) -> str:
        return str(row[f"detail_{self.language}"] or "")


def number(value: object) -> str:
    """The number as people read it: groups of three digits, every digit it has; at least two decimals of money."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        whole, _, decimals = format(value, "f").partition(".")
        decimals = decimals[:2] + decimals[2:].rstrip("0")
        sign = "−" if whole.startswith("-") else ""
        return f"{sign}{int(whole.lstrip('-')):,}" + (f".{decimals}" if decimals else "")
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace("-", "−")
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def percent(part: object, whole: object, decimals: int = 1) -> str:
    """The share, and 100 % only where it is all: 99.96 % is no hundred."""
    if not whole:
        return "–"
    exact = Decimal(str(part)) * 100 / Decimal(str(whole))
    shown = exact.quantize(Decimal(1).scaleb(-decimals))
    if shown == 100 != exact:
        shown = Decimal(100) - Decimal(1).scaleb(-decimals)
    return f"{shown}%"
