"""What restoration says, in both languages. Reads and writes nothing; grain: one pair of sentences per cell or row."""

from __future__ import annotations

from pipelines.repair.restoration.grid import Column, Label

Pair = tuple[str, str]

NO_LINES: Pair = (
    "各块都没有行标签，也没有可对照的功能分类表",
    "no panel names its lines, and no table by function stands beside it",
)
OPEN_ROW: Pair = ("几种对应都同样满足勾稽关系，不作判断", "several lines satisfy the identities equally well; untested")
LEFT_OUT: Pair = (
    "放在任何一行都会破坏勾稽关系，或与上一行重复",
    "on any line it would break identities, or it repeats the row before it",
)
BLANK_ROW: Pair = ("空行：属于哪一行都不改变数据", "a blank row: it says the same on any of these lines")
SURPLUS_ROW: Pair = ("多余的空行", "a blank row beyond the last line")
UNKNOWN_COLUMNS: Pair = ("列的含义不能确定，其中数据不作检验", "the meaning of these columns is not settled; untested")
SEVERAL_MENDS: Pair = ("不止一种更正能使关系成立，不作更正", "several corrections satisfy the identities; none is made")


def cell(slip: str, place: tuple[Column, Column, Label], held: int, meant: str | None) -> Pair:
    """Why the cell, printed in one column and meant for another, is that figure; empty where it just stands there."""
    column, actual, label = place
    name = f"{label.code} {label.name}".strip()
    if slip == "row_assigned":
        return (
            f"本行没有行标签；勾稽关系只允许它是“{name}”：{held}项关系因此成立",
            f"the row has no label; the identities leave only {label.subject}: {held} hold because of it",
        )
    if slip == "header_shifted":
        return (
            f"表头与数据错开；第{column.column}列是“{actual.code or '合计'}”：{held}项关系因此成立",
            f"heading and figures stand apart; column {column.column} is {actual.code or 'the total'}: {held} hold",
        )
    if slip == "column_shifted":
        return (
            f"“{name}”的数据印在第{column.column}列，应在“{actual.code}”列",
            f"the figure of {label.subject} is printed in column {column.column} and belongs to {actual.code}",
        )
    if slip == "row_displaced":
        return (f"本行次序颠倒，应是“{name}”", f"the row is printed out of order; it is {label.subject}")
    if slip == "copied_cell":
        return (
            f"“{name}”此格与相邻单元格重复，应为{meant or '空'}",
            f"the cell of {label.subject} repeats its neighbour; meant is {meant or 'a blank'}",
        )
    if slip == "lost_row":
        return (
            f"“{name}”整行空白，按勾稽关系应为{meant or '空'}",
            f"the row of {label.subject} is blank; the identities ask for {meant or 'a blank'}",
        )
    return ("", "")
