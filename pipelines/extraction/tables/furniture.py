"""What stands in and around a table without being part of it: department, year, form number, unit.

Reads a cell's or paragraph's text, writes what it says. Grain: one `Furniture` per text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.extraction.numerals import normalise

_FORM = re.compile(
    r"(?:财政|财决|部门|单位|决算)?公开\s*\d{1,2}(?:[-—]\d+)?\s*表|(?:附表|表)\s*\d{1,2}(?:[-—]\d+)?(?=$|\s|(?:编制|填报|公开|报送|填制|预算)?(?:单位|部门)|金额)"
)
_UNIT = re.compile(
    r"(?:(?:金额|货币)?(?:计量)?单\s*位|(?<![\u4e00-\u9fff])金额(?=\s*:))\s*:?\s*\(?(?:人民币)?\s*:?\s*(万元|亿元|千元|百元|元)\)?"
)
_COUNTED = re.compile(r"(?:计量)?单\s*位\s*:\s*[辆艘台套件个架栋批人次项平方米、,()/和\s]+$")
"""A unit of things counted (单位：辆、台（套）): furniture that says nothing of money."""
_BRACKETED_UNIT = re.compile(r"^\((?:人民币)?(万元|亿元|千元|百元|元)\)$")
_UNIT_BEHIND = re.compile(r"\((?:人民币)?(万元|亿元|千元|百元|元)\)$")
_YEAR = re.compile(r"\(?((?:19|20)\d{2})\s*年\s*(?:度|决算|度决算)?\)?")
_DEPARTMENT = re.compile(
    r"(?:(?:单位|部门)(?:\(单位\)|\(部门\)|/单位|/部门)?名称|(?:编制|填报|公开|报送|填制|预算)(?:单位|部门)(?:\(单位\))?|部门(?:\(单位\))?|单位)"
    r"\s*:\s*(?P<name>[^\s:]{0,60})"
)
_OTHER = re.compile(r"第\s*\d+\s*页|共\s*\d+\s*页|\(?续表?[\d一二三四五六]*\)?|备注|[-—–]+\s*\d+\s*[-—–]+")
_LONGEST = 160
"""Most characters of furniture; blanks that only set its parts apart are none."""
_UNIT_NOTE = re.compile(r"以[“\"‘']?(万元|亿元|千元|元)[”\"’']?为(?:金额)?单位")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the text says beside the table itself; `rest` is what remains of it."""

    department: str = ""
    year: str = ""
    form: str = ""
    unit: str = ""
    rest: str = ""
    names_department: bool = False

    @property
    def is_all(self) -> bool:
        """Whether the text is nothing but furniture."""
        return not self.rest and bool(self.names_department or self.year or self.form or self.unit)


def furniture_of(text: str) -> Furniture:
    """The furniture printed in the text, cell or paragraph."""
    plain = normalise(text).strip()
    if not plain or len("".join(plain.split())) > _LONGEST:
        return Furniture(rest=plain)
    form = unit = year = department = ""
    is_named = False
    if match := _UNIT.search(plain) or _BRACKETED_UNIT.match(plain):
        unit = match[1]
        plain = plain[: match.start()] + " " + plain[match.end() :]
    elif match := _COUNTED.search(plain):
        is_named = True
        plain = plain[: match.start()]
    if match := _FORM.search(plain):
        form = match[0]
        plain = plain[: match.start()] + " " + plain[match.end() :]
    if match := _DEPARTMENT.search(plain):
        department, is_named = match["name"].strip(), True
        plain = plain[: match.start()] + " " + plain[match.end() :]
    if (match := _YEAR.search(plain)) and not _YEAR.sub("", plain).strip(" ()"):
        year = match[1]
        plain = _YEAR.sub(" ", plain)
    rest = _OTHER.sub(" ", plain).strip(" ()|:")
    return Furniture(department, year, re.sub(r"\s+", "", form), unit, rest, is_named)


def unit_behind(text: str) -> str:
    """The unit that a title or the heading of a column names (支出决算表（单位：元）, 决算数（元）), else empty."""
    plain = normalise(text).strip()
    match = _UNIT.search(plain) or _UNIT_BEHIND.search(plain)
    return match[1] if match else ""


def units_headed(paths: Iterable[tuple[str, ...]]) -> list[str]:
    """The units of money that headings of columns name."""
    return sorted({unit for path in paths for part in path if (unit := unit_behind(part))})


def unit_note(text: str) -> str:
    """The unit a note below the table names (本表以“万元”为金额单位), else empty."""
    match = _UNIT_NOTE.search(text)
    return match[1] if match else ""
