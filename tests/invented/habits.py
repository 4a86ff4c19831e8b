"""How one print shop differs from the next, none of it changing a figure.

Reads a seed; writes `Habits`: how numerals, codes, headings and blanks are printed. Grain: one set per document.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal

_WIDE = {ord(str(d)): chr(0xFF10 + d) for d in range(10)} | {ord("."): "．", ord("%"): "％"}
_CHINESE = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Habits:
    """`layout`: `sichuan` (thirteen tables after the narrative) or `ministry` (nine before it)."""

    layout: str = "sichuan"
    is_wide: bool = False
    """Full-width digits in running text."""
    has_groups: bool = False
    """Thousands separators in tables."""
    splits_codes: bool = False
    """Codes over three columns (208 | 05 | 05)."""
    has_ordinals: bool = True
    """A row that numbers the columns (栏次 1 2 3)."""
    blank: str = ""
    """How zero is printed in a table."""
    unit: str = "万元"
    """Unit of the tables."""
    spaced: str = ""
    """Blanks within numerals of running text: `point` (1234. 56) or `thousands` (1 234.56)."""
    repeats_heading: bool = False
    """Long tables are printed in two stretches, the heading repeated."""
    chinese_dates: bool = False
    """The cover writes 二〇二四年."""
    encoding: str = "utf-8"
    """Of web pages and texts."""
    is_ruled: bool = True
    """Whether PDF tables have rulings."""
    heads: str = "left"
    """How the headings of PDF tables are set in their cells: `left`, `centre` or `right`."""
    upright: str = "middle"
    """Where the texts of PDF tables stand in the height of their cells: `top`, `middle` or `bottom`."""
    stores_text: bool = False
    """Whether workbooks keep numbers as text."""
    shares_sheet: bool = False
    """Whether a workbook holds all tables on one sheet."""
    parts_tables: bool = True
    """Whether a blank row parts the tables on one sheet."""

    def figure(self, amount: Decimal) -> str:
        """An amount as its table prints it."""
        if amount == 0:
            return self.blank
        value = amount * 10000 if self.unit == "元" else amount
        return f"{value:,.2f}" if self.has_groups else f"{value:.2f}"

    def numeral(self, amount: Decimal) -> str:
        """An amount or percentage as running text prints it."""
        text = f"{amount:.2f}"
        if self.spaced == "point" and abs(amount) >= 100:
            text = text.replace(".", ". ")
        elif self.spaced == "thousands" and 1000 <= abs(amount) < 1_000_000:
            text = f"{amount:,.2f}".replace(",", " ")
        return self.written(text)

    def written(self, text: str) -> str:
        """Running text with this print shop's digits."""
        return text.translate(_WIDE) if self.is_wide else text

    def year(self, year: int) -> str:
        """A year as the cover writes it."""
        return "".join(_CHINESE[int(d)] for d in str(year)) if self.chinese_dates else self.written(str(year))


def habits(seed: int) -> Habits:
    """The habits with this number."""
    chance = random.Random(f"habits {seed}")
    return Habits(
        layout=chance.choice(("sichuan", "ministry")),
        is_wide=chance.random() < 0.25,
        has_groups=chance.random() < 0.5,
        splits_codes=chance.random() < 0.5,
        has_ordinals=chance.random() < 0.5,
        blank=chance.choice(("", "", "0.00", "-")),
        unit=chance.choice(("万元", "万元", "万元", "元")),
        spaced=chance.choice(("", "", "point", "thousands")),
        repeats_heading=chance.random() < 0.4,
        chinese_dates=chance.random() < 0.3,
        encoding=chance.choice(("utf-8", "gbk", "utf-8", "utf-16")),
        is_ruled=chance.random() < 0.7,
        stores_text=chance.random() < 0.4,
        shares_sheet=chance.random() < 0.4,
    )


PLAIN = Habits()
MINISTRY = replace(PLAIN, layout="ministry", splits_codes=True, has_ordinals=False)
