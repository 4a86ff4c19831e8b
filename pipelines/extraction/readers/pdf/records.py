"""The rows of a table without rulings: lines of text cut at their gaps, and records of the lines that belong together.

Reads runs, writes `Row`s. Grain: one `Row` per line; one list of them per record of a table, with its wrapped cells.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipelines.extraction.readers.pdf.banner import Columns, Segment
from pipelines.extraction.readers.pdf.runs import Run

_NUMERAL = re.compile(r"[(（-]?\d{1,3}(?:[,，]\d{3})*(?:\.\d+)?%?[)）]?|[(（-]?\d+(?:\.\d+)?%?[)）]?|[-－—–]{1,2}")
"""A figure, or a stroke that stands for none."""
_CODE = re.compile(r"\d{2,7}")
_LEAST_GAP = 0.9
"""Least ems between two columns' texts: closer set, they are words of one text."""
_ONE_RECORD = 0.85
"""Most ems between the baselines of a figure and of the lines of its wrapped label beside it."""
_WRAPPED = 1.45
"""Most ems between the lines of one label, where they lie closer than rows."""
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．]|其中")
_ORDINAL_LABEL = re.compile(r"[栏行]\s*次|类|款|项")
_TOTAL = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|总计|小计)|.{0,8}[合总]计")


@dataclass(slots=True)
class Row:
    """The segments of one or more lines of text that are one row of a table."""

    segments: list[Segment]
    base: float
    em: float
    columns: dict[int, list[Segment]] = field(default_factory=dict)

    @property
    def figures(self) -> list[Segment]:
        return [s for s in self.segments if _NUMERAL.fullmatch(s.text)]

    @property
    def texts(self) -> list[str]:
        return [s.text for s in self.segments]

    @property
    def is_ordinals(self) -> bool:
        """Whether the row only numbers the columns: 栏次 1 2 3."""
        numbers = [s.text for s in self.segments if not _ORDINAL_LABEL.fullmatch(s.text)]
        return (
            len(numbers) > 0
            and numbers == [str(k) for k in range(1, len(numbers) + 1)]
            and bool(len(numbers) > 1 or len(self.segments) > 1)
        )

    @property
    def is_named(self) -> bool:
        """Whether the row is a line of a table in which no figure stands: its name is numbered or coded."""
        first = self.segments[0].text
        named = _NUMBERED.match(first) or _TOTAL.fullmatch(first) or (_CODE.fullmatch(first) and len(self.segments) > 1)
        return bool(named) and not any("." in s.text for s in self.figures) and may_stand_between(self)

    @property
    def is_data(self) -> bool:
        return len(self.segments) > 1 and bool(self.figures)


def row_of(line: list[Run]) -> Row:
    segments: list[Segment] = []
    for run in line:
        if segments and run.left - segments[-1].right < _LEAST_GAP * max(run.em, segments[-1].runs[-1].em):
            segments[-1].runs.append(run)
        else:
            segments.append(Segment([run]))
    return Row(segments, line[0].base, max(run.em for run in line))


def is_numeral(text: str) -> bool:
    """Whether the text is a figure or a stroke in the place of one."""
    return bool(_NUMERAL.fullmatch(text))


def may_stand_between(row: Row) -> bool:
    """Whether a row without figures can belong to a table: short pieces of text, no running sentence."""
    return all(len(s.text) < 30 and not s.text.endswith(("。", "；", "：")) for s in row.segments)


def records(body: list[Row], columns: Columns) -> list[list[Row]]:
    """The rows of the table, each with the lines of its wrapped cells."""
    coded = sum(1 for row in body if row.is_data and _code_of(row)) * 2 > sum(1 for row in body if row.is_data)
    pitch = _pitch(body)
    records: list[list[Row]] = []
    for row, below in zip(body, [*body[1:], None], strict=True):
        above = records[-1][-1] if records else None
        if above is None or _leads(row, above, below):
            records.append([row])
            continue
        is_own = not coded and row.base - above.base > max(pitch, _WRAPPED * row.em)
        if not is_own and _is_rest(row, above, records[-1], columns, coded):
            records[-1].append(row)
        else:
            records.append([row])
    return records


def _pitch(body: list[Row]) -> float:
    """A little less than rows with figures mostly lie apart: what stands as far below is a row of its own."""
    steps = [below.base - above.base for above, below in pairwise(body) if above.is_data and below.is_data]
    return 0.9 * median(steps) if steps else math.inf


def _leads(row: Row, above: Row, below: Row | None) -> bool:
    """Whether the row is the first line of a wrapped label whose figures stand a little lower, beside its middle."""
    if below is None or row.figures or not below.figures:
        return False
    step = below.base - row.base
    return step <= _ONE_RECORD * row.em and step < row.base - above.base


def _is_rest(row: Row, above: Row, record: list[Row], columns: Columns, coded: bool) -> bool:
    """Whether the row belongs to the record above: a wrapped label, or figures beside its middle."""
    record_has = any(r.figures for r in record)
    if row.base - above.base <= _ONE_RECORD * row.em and not (record_has and row.figures):
        return True
    if row.figures or _code_of(row) or len(row.segments) > 1:
        return False
    [segment] = row.segments
    if _NUMBERED.match(segment.text) or _TOTAL.fullmatch(segment.text):
        return False
    column = next(iter(row.columns))
    if column not in above.columns:
        return False
    if coded:
        return True
    left, right = columns[column]
    return above.columns[column][-1].right > right - 0.12 * (right - left) - row.em


def _code_of(row: Row) -> bool:
    return bool(_CODE.fullmatch(row.segments[0].text)) and len(row.segments) > 1
