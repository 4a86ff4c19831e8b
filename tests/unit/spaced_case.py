"""Statutory tables of an invented department whose cells are parted by blanks, and what is read of such text."""

from __future__ import annotations

from pipelines.extraction.model import Grid
from pipelines.extraction.readers.text import read
from pipelines.extraction.tables.statements import Statement, statements_of

INCOME = """收入决算表
公开02表
部门：青禾区水务局 单位：万元
项目
本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 附属单位上缴收入 其他收入
功能分类科目编码 科目名称
栏次 1 2 3 4 5 6 7
合计 10.00 9.00 0.00 0.00 0.00 0.00 1.00
213 农林水支出 10.00 9.00 0.00 0.00 0.00 0.00 1.00
"""
SUMMARY = """收入支出决算总表
收入 支出
项目 行次 决算数 项目 行次 决算数
栏次 1 栏次 2
一、一般公共预算财政拨款收入 1 9.00 一、一般公共服务支出 3 0.00
2 二、外交支出 4 10.00
"""


def table(text: str) -> Statement:
    [statement] = statements_of(read(text.encode(), "a.txt"))
    return statement


def figures(text: str) -> dict[tuple[str, str], str]:
    """Figure by row and column, of the rows that fit their heading."""
    cells = table(text).cells
    return {(c.code or c.label, c.key): c.numeral for c in cells if c.fits and c.numeral}


def printed(text: str) -> list[str]:
    return [c.text for c in table(text).cells if c.numeral]


def grids(text: str) -> list[Grid]:
    return [block for block in read(text.encode(), "a.txt").blocks if isinstance(block, Grid)]
