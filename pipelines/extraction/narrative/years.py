"""Which year a figure is compared with: last year, unless the words name another.

Reads the comparable text of a sentence up to a figure and the document's fiscal year; writes nothing. Grain: one answer
per figure. What is compared with another year must never be held against last year's disclosure.
"""

from __future__ import annotations

import re

_DIGIT = "〇○零一二三四五六七八九"
FULL = rf"(?:19|20)\d\d|二[{_DIGIT}]{{3}}"
"""A year in full, without its 年."""
_ONE = rf"{FULL}|\d\d"
_WITH = "[与比较同跟和自]"
# The years named together are one base (较2019年和2020年), and what follows belongs to it (与2019年同期相比).
_NAMED = rf"{_WITH}(?P<years>(?:{_ONE})年?(?:[和与及、至到—-](?:{_ONE})年?)*)(?<=年)(?:年?[度末底初]|同期|同比)*"
_LONG_AGO = rf"{_WITH}(?:前年|[一二两三四五六七八九十]{{1,2}}年前|十[一二三四五]五)"
_LAST = "上年|上一年|去年|同比|同期|环比"
_BASE = re.compile(rf"(?:{_NAMED})|(?P<ago>{_LONG_AGO})|(?:{_LAST})")
_YEAR = re.compile(_ONE)
_OPENING = re.compile(rf"\s*(?:其中：?)?[从由自]?(?P<year>{_ONE})年")


def is_with_another(said: str, fiscal_year: str, before: bool = False) -> bool:
    """Whether the last comparison of `said` is with a year that is neither last year nor, by a slip, the fiscal one;
    `before` where it names none."""
    bases = list(_BASE.finditer(said))
    if not bases or not fiscal_year:
        return before
    base = bases[-1]
    if base["years"] is None:
        return base["ago"] is not None
    near = {int(fiscal_year), int(fiscal_year) - 1}
    return any(_number(year) not in near for year in _YEAR.findall(base["years"]))


def opening_year(clause: str) -> int | None:
    """The year a clause opens with (2021年支出决算数为)."""
    found = _OPENING.match(clause)
    return _number(found["year"]) if found else None


def _number(year: str) -> int:
    digits = "".join(str(max(0, _DIGIT.index(sign) - 2)) if sign in _DIGIT else sign for sign in year)
    return int(digits) + (2000 if len(digits) == 2 else 0)
