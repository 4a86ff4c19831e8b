"""What is said of a culprit, in Chinese and English.

Reads a figure, its suggested value and slip; writes nothing. Grain: one pair of sentences per culprit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipelines.repair.facts import AMBIGUOUS, SOLE, Figure

SLIPS: dict[str, tuple[str, str]] = {
    "clipped_digits": ("末位数字被截去", "its last digits were clipped"),
    "transposed_digits": ("数字颠倒", "two digits were swapped"),
    "unit": ("单位有误（元/万元）", "its unit is wrong (元 for 万元 or the reverse)"),
    "sign": ("正负号有误", "its sign is wrong"),
    "doubled_digit": ("多打一位数字", "a digit was doubled"),
    "dropped_digit": ("漏打一位数字", "a digit was dropped"),
    "decimal_point": ("小数点错位", "its decimal point has moved"),
    "copied_from_above": ("误抄上一行数字", "the figure above was copied"),
    "copied_from_below": ("误抄下一行数字", "the figure below was copied"),
    "copied_from_left": ("误抄左栏数字", "the figure to the left was copied"),
    "copied_from_right": ("误抄右栏数字", "the figure to the right was copied"),
    "last_year": ("沿用上年数字", "it is last year's figure"),
    "stale_block": ("整段沿用了另一合计", "its whole passage was left standing from another total"),
    "one_digit": ("一位数字有误", "one digit is wrong"),
    "left_blank": ("应填未填", "it was left blank"),
}
CERTAINTY: dict[str, tuple[str, str]] = {
    SOLE: ("只有改此数才能使各项关系成立", "no other single figure would do"),
    AMBIGUOUS: ("改其他数字或改为他数同样可行，无法断定", "other figures or values would serve as well"),
}
OTHERWISE = ("改其他数字亦可，但可能性较小", "others would do, less plausibly")
BOUNDED = ("只有改此数才能使各项关系成立，其数仅为界限", "no other figure would do, and only a bound is known")


@dataclass(frozen=True, slots=True)
class Case:
    """What was found about a figure: `mended` counts the violated checks that hold again, `total` is a stale block's
    own total, `has_rivals` that other figures would serve."""

    suggested_text: str
    slip: str
    confidence: str
    mended: int
    has_rivals: bool = False
    total: Decimal | None = None


def explain(figure: Figure, case: Case) -> tuple[str, str]:
    """The sentences, in Chinese and in English."""
    printed = f"{figure.text}{figure.unit}"
    identities = "1 identity" if case.mended == 1 else f"{case.mended} identities"
    printed_zh, printed_en = (printed, printed) if figure.text else ("空白", "a blank")
    sure_zh, sure_en = CERTAINTY.get(case.confidence, OTHERWISE if case.has_rivals else BOUNDED)
    if not case.suggested_text:
        return (
            f"疑为{printed_zh}有误，{case.mended}项勾稽关系因此不成立；应为何数无法推定",
            f"{printed_en} is suspected of breaking {identities}; nothing forces its value",
        )
    slip_zh, slip_en = SLIPS.get(case.slip, ("", ""))
    if case.total is not None:
        of_total = f"{case.total:f}".rstrip("0").rstrip(".")
        slip_zh, slip_en = f"{slip_zh} {of_total}", f"{slip_en}, {of_total}"
        sure_zh, sure_en = "该段数字彼此相符而与本年合计不符", "its figures agree among each other, not with the total"
    return (
        f"印作{printed_zh}，应为{case.suggested_text}，如此{case.mended}项勾稽关系成立"
        + (f"；{slip_zh}" if slip_zh else "")
        + f"；{sure_zh}",
        f"printed {printed_en}, should be {case.suggested_text}: "
        + f"{identities} then {'holds' if case.mended == 1 else 'hold'}"
        + (f"; {slip_en}" if slip_en else "")
        + f"; {sure_en}",
    )
