"""Numerals in the cells of performance tables.

Reads the text of a cell, writes `Quantity`s in reading order. Grain: one per numeral that is a value: years, dates,
document numbers and the digits of names (5G, Li2CO3) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.words import words
from pipelines.extraction.model import Cell, Place
from pipelines.extraction.numerals import NUMERAL, normalise, parse

_LONGEST_NUMERAL = 40
_COMPARATORS = frozenset({"≥", "≧", "≤", "≦", ">", "<", "=", "≈", ">=", "<=", "定性", "定量"})
_COMPARED = re.compile(
    r"(≥|≧|≤|≦|>=|<=|>|<|=|≈|不低于|不少于|不小于|不高于|不超过|不大于|大于等于|小于等于|大于|小于|至少) ?$"
)
_BEHIND = re.compile(r" ?(?:\(含\))?(及以上|及以下|以上|以下|以内)")
_ABOUT = re.compile(r"(?:约|近|大约|将近)为? ?$")
_OPERATOR_BEFORE = re.compile(r"[×xX*＊÷+=≥≤><≈] ?$")
_OPERATOR_BEHIND = re.compile(r" ?[×＊*÷=]")
_DATE_BEHIND = re.compile(r" ?(?:年|月|日(?!均)|号|[.]\d|[-–—~至/]? ?(?:19|20)\d\d ?年?|版|届|次会议)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"(?:19|20)\d\d[.](?:0[1-9]|1[0-2])")
_NAME_BEFORE = re.compile(r"[A-Za-z〔\[第][-/–]? ?$|[〔\[] ?$|\d ?[-/] ?$|\d ?[条款项][-—~至]+$")
_RATIO = re.compile(r" ?[:：]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral at [start, stop) of a cell's text with what is printed around it."""

    start: int
    stop: int
    text: str
    numeral: str
    unit: str
    comparator: str
    approx: bool
    negative: bool
    before: str


def quantities(text: str, is_time: bool = False) -> Iterator[Quantity]:
    """Every value the cell prints; `is_time` says that the row tells when, so that 2024.07 is a month."""
    plain = normalise(text)
    whole = _whole(text, plain, is_time)
    if whole is not None:
        yield whole
        return
    end = 0
    for found in NUMERAL.finditer(plain):
        unit = words().unit_pattern.match(plain, found.end())
        numeral = parse(found[0])
        if numeral is None or not _is_value(plain, found, unit):
            continue
        before = plain[: found.start()]
        stop = unit.end() if unit else found.end()
        compared = _COMPARED.search(before)
        behind = _BEHIND.match(plain, stop)
        yield Quantity(
            found.start(),
            found.end(),
            text[found.start() : found.end()],
            numeral,
            unit["unit"] if unit else "",
            _comparison(before, compared, behind),
            bool(_ABOUT.search(before) or (unit and unit["more"]) or plain.startswith("左右", stop)),
            re.search(r"(?:^|[^\dA-Za-z%)] ?)-$", before) is not None,
            plain[end : found.start()],
        )
        end = stop


def _comparison(before: str, compared: re.Match[str] | None, behind: re.Match[str] | None) -> str:
    """The comparison printed with a numeral; behind other numerals a = only gives their product."""
    if compared and not (compared[1] == "=" and re.search(r"\d", before)):
        return compared[1]
    return behind[1] if behind else ""


@lru_cache(maxsize=4096)
def is_numeral(text: str) -> bool:
    """Whether the whole cell is a numeral, alone or as per cent or points."""
    if len(text) > _LONGEST_NUMERAL:
        return False
    plain = normalise(text).strip()
    return parse(plain.removesuffix("%").removesuffix("分")) is not None


def is_comparator(text: str) -> bool:
    """Whether the cell holds a comparison sign or says 定性 or 定量."""
    plain = normalise(text).strip()
    return plain in _COMPARATORS or bool(plain and _COMPARED.fullmatch(plain))


def is_unit(text: str) -> bool:
    """Whether the cell holds a unit and nothing else."""
    plain = normalise(text).strip()
    found = words().unit_pattern.match(plain) if plain else None
    return found is not None and found.end() == len(plain)


def _whole(text: str, plain: str, is_time: bool) -> Quantity | None:
    """The cell as one numeral, with a per cent sign or without."""
    stripped = plain.strip()
    percent = stripped.endswith("%")
    body = stripped.removesuffix("%").rstrip()
    numeral = parse(body)
    if numeral is None or (is_time and _MONTH.fullmatch(body)):
        return None
    start = plain.index(body)
    return Quantity(
        start,
        start + len(body),
        text[start : start + len(body)],
        numeral.removeprefix("-"),
        "%" if percent else "",
        "",
        False,
        numeral.startswith("-"),
        "",
    )


def _is_value(plain: str, found: re.Match[str], unit: re.Match[str] | None) -> bool:
    before = plain[max(0, found.start() - 3) : found.start()]
    if _NAME_BEFORE.search(before) and not re.search(r"[xX×] ?$", before):
        return False
    if _MONTH.fullmatch(found[0]) and not (unit and unit["unit"] not in {"年", "月"}):
        return False
    if unit and unit["unit"] == "年":
        return len(found[0]) < 4
    if unit and unit["unit"] in {"日", "级"}:
        return False
    if unit:
        return True
    if _DATE_BEHIND.match(plain, found.end()) or _YEAR.fullmatch(found[0]) or _RATIO.match(plain, found.end()):
        return False
    lists_names = not plain[: found.start()].strip() and plain.startswith("(", found.end())
    return lists_names or bool(_OPERATOR_BEFORE.search(before) or _OPERATOR_BEHIND.match(plain, found.end()))


def words_before(quantity: Quantity) -> str:
    """The words right before a figure in its own cell, back to the last stop."""
    return short(re.split(r"[,，。；;、:：()]", quantity.before)[-1].strip(" =≥≤<>×*$"))


def figure_in(cell: Cell, quantity: Quantity, form: str, project: str) -> Figure:
    """The figure a cell prints, at its place; whose it is the caller says."""
    return Figure(
        place=Place(cell.place.line, cell.place.offset + quantity.start, cell.place.page),
        text=quantity.text,
        numeral=quantity.numeral,
        form=form,
        table_row=cell.row,
        table_column=cell.column,
        project=project,
        comparator=quantity.comparator,
        sign=-1 if quantity.negative else 1,
        unit=quantity.unit,
        approx=quantity.approx,
    )
