"""Tables of things counted by unit (单位名称, 编制人数, 在职人数), in text that keeps the layout of its page.

Reads lines, writes a grid. Grain: one per table. Such a table has no title, and stands in the midst of prose. Only
lines whose words are all set apart are taken for one, as many in each row as in the heading, whole numbers below every
heading of a count.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.extraction.model import Cell, Grid
from pipelines.extraction.readers.lost_spans import Word, role_of
from pipelines.extraction.readers.spaced_body import may_head, words_of
from pipelines.extraction.readers.tabbed import Line
from pipelines.extraction.tables.reference import bare_header, reference

_COUNT = re.compile(r"(?!.*[决预结算])[\u4e00-\u9fff()（）]{2,}数(?:量)?(?:[(（][人名辆个台]+[)）])?")
_WHOLE = re.compile(r"\d{1,3}(?:[,，]\d{3})+|\d{1,6}")
_FEWEST_WORDS = 3
_LEAST_ROWS = 2


def counts_at(lines: list[Line], start: int) -> tuple[Grid, int] | None:
    """The table whose heading is the line of that index, and the index behind it; None where none begins there."""
    head = _apart(lines[start])
    counted = [_is_count(word) for word in head]
    front = counted.index(True) if True in counted else 0
    if len(head) < _FEWEST_WORDS or not front or not all(counted[front:]):
        return None
    if all(role_of(word) == "value" for word in head[:front]):
        return None
    rows = [head]
    for line in lines[start + 1 :]:
        words = _apart(line)
        if len(words) != len(head) or any(_WHOLE.fullmatch(word.text) is None for word in words[front:]):
            break
        rows.append(words)
    if len(rows) <= _LEAST_ROWS:
        return None
    cells = (
        tuple(Cell(word.text, number, column, word.place) for column, word in enumerate(words, start=1))
        for number, words in enumerate(rows, start=1)
    )
    return Grid(tuple(cells), "spaced"), start + len(rows)


def _apart(line: Line) -> list[Word]:
    """The line's words where several blanks set every one apart; none where it is prose or has tabs."""
    words = words_of(line)
    is_apart = all(b.left - a.right > 1 for a, b in pairwise(words))
    return words if is_apart and "\t" not in line[1] and may_head(line[1].strip(), words) else []


def _is_count(word: Word) -> bool:
    """Whether the heading is that of things counted: 人员编制数, never the 决算数 of a statutory table."""
    text = bare_header(word.text)
    return _COUNT.fullmatch(text) is not None and text not in reference().words and role_of(word) == "value"
