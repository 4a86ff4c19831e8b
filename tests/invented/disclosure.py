"""The whole disclosure of a department that does not exist, before any format.

Reads a seed or `Truth` and `Habits`; writes a `Disclosure`: what is printed in order, and every figure it states.
Grain: one per number; the same number gives the same disclosure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.invented.amounts import Truth, truth
from tests.invented.habits import Habits, habits
from tests.invented.narrative import Narrative
from tests.invented.print import Page, Table
from tests.invented.tables import tables

_LONG = 20
"""Rows from which a table is printed in two stretches by who repeats headings."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure; `page` is what every format prints."""

    truth: Truth
    habits: Habits
    page: Page

    def table_figures(self) -> Counter[tuple[str, str, str, str, str]]:
        """Every printed figure of the tables: kind, code, label, column key, numeral in the table's unit."""
        plain = replace(self.habits, has_groups=False)
        return Counter(
            (table.kind, box.code, box.label, box.key, plain.figure(box.amount))
            for table in self.page.tables
            for box in table.figures()
            if box.amount is not None and plain.figure(box.amount) not in ("", "-")
        )

    def told_figures(self) -> Counter[tuple[str, str, str, str, str]]:
        """Every figure of running text: aspect, subject, label of its line, signed numeral, unit."""
        return Counter((t.aspect, t.subject, t.label, f"{t.amount:.2f}", t.unit) for t in self.page.told)


def disclosure(seed: int, style: Habits | None = None) -> Disclosure:
    """The disclosure with this number, in its own habits or in the given ones."""
    return compose(truth(seed), style or habits(seed))


def compose(figures: Truth, style: Habits) -> Disclosure:
    page = Page()
    year = style.year(figures.year)
    page.heading(figures.department)
    page.heading(f"{year}年度部门决算")
    page.text(f"公开时间：{style.written(str(figures.year + 1))}年{style.written('9')}月{style.written('12')}日")
    parts = ["部门概况", "部门决算情况说明", "名词解释", "附件", "附表"]
    if style.layout == "ministry":
        parts = ["部门概况", "部门决算表", "部门决算情况说明", "名词解释"]
    year = style.written(str(figures.year))
    titled = [
        f"第{number}部分 {f'{year}年度' if '决算' in part else ''}{part}"
        for number, part in zip("一二三四五", parts, strict=False)
    ]
    page.heading("目录")
    for title in titled:
        page.text(title)
    for part, title in zip(parts, titled, strict=True):
        page.heading(title)
        if part == "部门决算情况说明":
            Narrative(figures, style, page).write()
        elif part in ("附表", "部门决算表"):
            _print_tables(figures, style, page)
        elif part == "部门概况":
            page.text("本部门管理全区河道、水库与供水，负责防汛抗旱和节约用水。")
        elif part == "名词解释":
            page.text("基本支出：为保障机构正常运转、完成日常工作任务而发生的支出。")
        else:
            page.text("本部门没有需要另附的材料。")
    return Disclosure(figures, style, page)


def _print_tables(figures: Truth, style: Habits, page: Page) -> None:
    for table in tables(figures, style):
        page.heading(table.title)
        page.text(table.form)
        page.text(f"编制单位：{figures.department}")
        page.text(f"金额单位：{style.unit}")
        if style.repeats_heading and len(table.body) >= _LONG:
            half = len(table.body) // 2
            page.blocks.append(Table(table.kind, table.title, table.form, table.heading, table.body[:half]))
            page.blocks.append(Table(table.kind, table.title, table.form, table.heading, table.body[half:]))
        else:
            page.blocks.append(table)
        if not any(box.amount for box in table.figures()):
            page.text("注：本部门没有此项收支，本表无数据。")


def slipped(made: Disclosure, at: tuple[str, str, str], more: Decimal) -> Disclosure:
    """The same disclosure with one figure of a table misprinted; `at`: kind, code, column key."""
    blocks: list[str | Table] = []
    for block in made.page.blocks:
        if isinstance(block, Table) and block.kind == at[0]:
            body = tuple(
                tuple(
                    replace(box, amount=box.amount + more)
                    if box.amount is not None and (box.code, box.key) == at[1:]
                    else box
                    for box in row
                )
                for row in block.body
            )
            blocks.append(replace(block, body=body))
        else:
            blocks.append(block)
    return replace(made, page=Page(blocks, made.page.headings, made.page.told))


def narrative_of(made: Disclosure) -> Disclosure:
    """The disclosure without its tables, as a file of its own."""
    kept: list[str | Table] = []
    headings: set[int] = set()
    titles = {table.title for table in made.page.tables}
    after_title = False
    for number, block in enumerate(made.page.blocks):
        after_title = isinstance(block, str) and (block in titles or (after_title and number not in made.page.headings))
        if isinstance(block, str) and not after_title:
            if number in made.page.headings:
                headings.add(len(kept))
            kept.append(block)
    return replace(made, page=Page(kept, headings, made.page.told))


def tables_of(made: Disclosure, kinds: frozenset[str] = frozenset()) -> Disclosure:
    """The tables alone, as a file of their own; those of the kinds, or all."""
    page = Page()
    for table in made.page.tables:
        if not kinds or table.kind in kinds:
            page.heading(table.title)
            page.text(table.form)
            page.text(f"编制单位：{made.truth.department}")
            page.text(f"金额单位：{made.habits.unit}")
            page.blocks.append(table)
    return replace(made, page=page)
