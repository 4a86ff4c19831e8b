"""The words of a heading in text without tabs, and the heading as rows of a grid.

Reads the words of a line, writes those that head columns: characters set apart to fill a column (项 目, 决 算 数) are
one word again. Grain: one cell per column and level; a heading over several columns or levels covers them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pipelines.extraction.model import Cell, Place
from pipelines.extraction.readers.lost_spans import Heading, Word
from pipelines.extraction.readers.spaced_rows import is_figure
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.marks import TOTALS
from pipelines.extraction.tables.reference import bare_header, reference, rows

LEADS = frozenset({"小计", "收入", "支出"})
_OPENING = ("(", "（", "[", "〔")


@lru_cache(maxsize=64)
def names_of(kind: str) -> frozenset[str]:
    """The headings that the kind's columns may have: those its reference rows know, and the items of expenditure."""
    own = {name for leaf, ways in reference().headers.get(kind, {}).items() for p, _ in ways for name in (leaf, *p)}
    if not own:
        own = {bare_header(row["name"]) for row in rows("dim_economic_code")}
        own |= {bare_header(row["alias"]) for row in rows("economic_alias")}
    return frozenset(own)


def words_of_heading(words: list[Word], names: frozenset[str]) -> list[Word]:
    """The line's words, those put together that print sets apart."""
    known = names | TOTALS | reference().label_headers | reference().ordinal_headers
    known |= LEADS
    found: list[Word] = []
    singles: list[Word] = []
    for word in words:
        if len(word.text) == 1:
            singles.append(word)
            continue
        found.extend(_joined(singles, known))
        singles = []
        if found and word.text.startswith(_OPENING):
            found[-1] = Word(found[-1].text + word.text, found[-1].place, found[-1].left, word.right)
        else:
            found.append(word)
    return [*found, *_joined(singles, known)]


def _joined(singles: list[Word], known: frozenset[str]) -> list[Word]:
    """Single characters as the known words they make up; all as one where they make up none."""
    found: list[Word] = []
    at = 0
    while at < len(singles):
        sizes = [k for k in range(len(singles), at, -1) if "".join(w.text for w in singles[at:k]) in known]
        end = sizes[0] if sizes else len(singles)
        text = "".join(word.text for word in singles[at:end])
        found.append(Word(text, singles[at].place, singles[at].left, singles[end - 1].right))
        at = end
    return found


def unwrapped(lines: list[list[Word]], names: frozenset[str]) -> list[list[Word]]:
    """The lines with those that only go on words of the line above put together with them: 附属单位上缴 / 收入."""
    found: list[list[Word]] = []
    for line in lines:
        joined = _gone_on(found[-1], line, names) if found else None
        if joined is None:
            found.append(line)
        else:
            found[-1] = joined
    return found


def _gone_on(above: list[Word], line: list[Word], names: frozenset[str]) -> list[Word] | None:
    """The line above with every word of the line behind the one word it makes a known heading with, in order."""
    joined = list(above)
    after = -1
    for word in line:
        fitting = [k for k in range(after + 1, len(above)) if bare_header(above[k].text + word.text) in names]
        if len(fitting) != 1:
            return None
        after = fitting[0]
        upper = above[after]
        edges = min(upper.left, word.left), max(upper.right, word.right)
        joined[after] = Word(upper.text + word.text, upper.place, *edges)
    return joined


def with_labels(headings: list[Heading], rows: list[list[Word]]) -> list[Heading]:
    """The columns, with as many of labels in front as the rows have: a heading may name them as one, or not at all."""
    front = next((k for k, heading in enumerate(headings) if heading.role == "value"), len(headings))
    named = [row for row in rows if not all(map(is_figure, row))]
    coded = [row for row in named if marks.CODE.fullmatch(row[0].text)]
    if not named or front > 1 or (front == 1 and len(coded) * 2 <= len(named)):
        return headings
    kept = headings[:front] or [Heading("label", ())]
    return [*kept, *([Heading("label", ())] if len(coded) * 2 > len(named) else []), *headings[front:]]


def heading_rows(headings: Sequence[Heading] | None, lines: list[list[Word]], numbers: list[Word]) -> list[list[Cell]]:
    """The rows of the heading; all its words above the first column of figures where its columns are not known."""
    place = lines[0][0].place
    if headings is None:
        return [[Cell("", 0, 1, place), Cell("/".join(word.text for line in lines for word in line), 0, 2, place)]]
    depth = max((len(heading.path) for heading in headings), default=1)
    rows = [_level(headings, level, depth, place) for level in range(depth)]
    values = [at for at, heading in enumerate(headings) if heading.role == "value"]
    if numbers:
        at = {0: numbers[0]} if not numbers[0].text.isdigit() and values[:1] != [0] else {}
        at |= dict(zip(values, (word for word in numbers if word.text.isdigit()), strict=True))
        row = [at.get(column) for column in range(len(headings))]
        rows.append([Cell(w.text if w else "", 0, 1, w.place if w else numbers[0].place) for w in row])
    return rows


def _level(headings: Sequence[Heading], level: int, depth: int, place: Place) -> list[Cell]:
    """One row of the heading: a word over neighbouring columns covers them, the last of a column reaches down."""
    cells: list[Cell] = []
    for at, heading in enumerate(headings):
        word = heading.path[level] if level < len(heading.path) else None
        before = headings[at - 1].path if at else ()
        if word is None or (level < len(before) and before[level] == word):
            cells.append(Cell("", 0, 1, word.place if word else place))
            continue
        wide = 1
        while at + wide < len(headings) and _leads(headings[at + wide], level, word):
            wide += 1
        down = depth - level if level == len(heading.path) - 1 else 1
        cells.append(Cell(word.text, 0, 1, word.place, wide, down))
    return cells


def _leads(heading: Heading, level: int, word: Word) -> bool:
    return level < len(heading.path) and heading.path[level] == word
