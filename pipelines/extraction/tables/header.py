"""The heading of a grid: which rows it takes, and what each column below it means.

Reads the rows of a grid and its kind, writes a `Layout`. Grain: one `Column` per printed column.
A merged parent fills rightwards over the columns that have headings of their own below it, and no further.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.extraction.model import Cell, Grid
from pipelines.extraction.numerals import parse
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.align import covering, heading_rows, path_below
from pipelines.extraction.tables.reference import bare_header, column_key, reference
from pipelines.extraction.tables.split import continuing

Row = Sequence[Cell | None]
_YEAR = re.compile(r"\(?((?:19|20)\d\d)\)?(?:年度|年(?![初末])|(?=年[初末])|(?=\D))")
_INITIAL, _ADJUSTED = "initial_", "adjusted_"
_FURTHER = re.compile(r"性质|经济分类")
"""What heads the third side of a summary: the same expenditure by nature and economic class, after that by function."""
_BLOCKS = {1: ("",), 2: ("left", "right"), 3: ("left", "middle", "right")}


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column, 0-based: its role is `label`, `ordinal`, `value`, or `unheaded`."""

    index: int
    role: str
    path: tuple[str, ...] = ()
    block: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Label columns with the value columns that belong to them; a table may print several side by side."""

    block: str
    labels: tuple[int, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a grid; `reason` says why its heading does not fit the kind, and is empty when it does."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    reason: str
    heading: frozenset[tuple[str, ...]] = field(default_factory=frozenset)
    prints_merged_once: bool = False
    is_crossed: bool = False
    """Whether a row's label is the last part of its cells' heading (预算数 and 决算数 one below the other)."""

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def is_headed(self) -> bool:
        return any(column.role == "value" for column in self.columns)


def texts_of(row: Row | tuple[Cell, ...]) -> list[str]:
    return [cell.text if cell else "" for cell in row]


def first_data_row(rows: list[list[str]]) -> int:
    """The index of the first row that is data; the rows before it are heading, furniture, or column numbers."""
    for index, texts in enumerate(rows):
        if marks.is_blank(texts) or marks.is_furniture(texts) or marks.is_ordinals(texts):
            continue
        if marks.has_numeral(texts) or marks.is_numbered(texts):
            return index
        if marks.is_lone_total(texts) and _stands_in_labels(rows[:index], texts):
            return index
    return len(rows)


def _stands_in_labels(above: list[list[str]], texts: list[str]) -> bool:
    """Whether the total's label stands left of every headed value column, as the first data row's does."""
    known = reference()
    at = next(i for i, text in enumerate(texts) if text and marks.without_tokens(text))
    for row in above:
        for index, text in enumerate(row):
            name = bare_header(marks.heading(text))
            if name and index <= at and name not in known.label_headers and not _is_label(marks.heading(text)):
                return False
    return bool(above)


def layout_of(kind: str, grid: Grid, data_from: int) -> Layout:
    """The layout that the heading rows (those before `data_from`) give the grid."""
    width = grid.width
    head = [row for row in grid.rows[:data_from] if _is_heading(texts_of(row))]
    is_merged_once = grid.kind_of_print == "tabbed"
    full = heading_rows(head, width) if is_merged_once else [list(row) for row in head]
    texts = [[marks.heading(cell.text) if cell else "" for cell in row] for row in full]
    texts = [row + [""] * (width - len(row)) for row in texts]
    has_spans = any(cell.columns > 1 or cell.rows > 1 for row in grid.rows for cell in row)
    spacers = _spacers(texts, grid.rows[data_from:]) if has_spans else frozenset()
    path = path_below if has_spans else _path
    texts = covering(texts, head) if has_spans else texts
    columns = _roles([() if column in spacers else path(texts, column) for column in range(width)])
    if columns and columns[0].role == "value" and _holds_words(grid.rows[data_from:]):
        columns[0] = replace(columns[0], role="label")
    groups = _groups(kind, columns)
    blocks = {index: group.block for group in groups for index in (*group.labels, *group.values)}
    blocked = [Column(c.index, c.role, c.path, blocks.get(c.index, "")) for c in columns]
    below = [texts_of(row) for row in grid.rows[data_from:]]
    keyed = keyed_by_heading(kind, blocked, pieces=continuing([c.path for c in blocked], below))
    reason = _misfit(kind, keyed, {column.key for column in keyed})
    is_crossed = bool(reason) and not _misfit(kind, keyed, _crossed_keys(kind, grid.rows[data_from:], groups, blocked))
    if reason:
        keyed = tuple(blocked)
    reason = "" if is_crossed else reason
    heading = frozenset(tuple(t for t in texts_of(row) if t) for row in head)
    return Layout(keyed, groups, reason, heading, is_merged_once, is_crossed)


def _spacers(texts: list[list[str]], below: Sequence[tuple[Cell, ...]]) -> frozenset[int]:
    """The columns that only part others: merged headings pass over them, none is theirs, and nothing stands below."""
    filled = {cell.column - 1 for row in below for cell in row if cell.text}
    headed = {column for row in texts for column, text in enumerate(row) if text}
    return frozenset(range(max(map(len, texts), default=0))) - filled - headed


def _holds_words(rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether the first column names the lines, whatever its heading says: words in every row, figures behind them."""
    first = [row[0].text for row in rows if row and row[0].text]
    return len(first) > 1 and all(parse(text) is None and not marks.is_dash(text) for text in first)


def _is_heading(texts: list[str]) -> bool:
    return not (
        marks.is_blank(texts) or marks.is_furniture(texts) or marks.is_ordinals(texts) or marks.is_lone_total(texts)
    )


def _path(texts: list[list[str]], column: int) -> tuple[str, ...]:
    """The headings above a column, top to bottom, merged parents included; empty without a heading of its own."""
    own = [r for r, row in enumerate(texts) if row[column]]
    if not own:
        return ()
    parts: list[str] = []
    for r in range(own[-1] + 1):
        text = texts[r][column] or _parent(texts, r, column)
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return tuple(parts)


def _parent(texts: list[list[str]], r: int, column: int) -> str:
    """The merged heading of row `r` that reaches over the column from the left, or empty."""
    for at in range(column, -1, -1):
        if at < column and texts[r][at]:
            return texts[r][at] if _has_below(texts, r, at) and not _is_label(texts[r][at]) else ""
        if any(row[at] for row in texts[:r]) or not _has_below(texts, r, at):
            return ""
    return ""


def _has_below(texts: list[list[str]], r: int, column: int) -> bool:
    return any(row[column] for row in texts[r + 1 :])


def _is_label(text: str) -> bool:
    """Whether a heading names a column of labels or line numbers, also when two such words share a cell."""
    known = reference()
    names = known.label_headers | known.ordinal_headers
    if bare_header(text) in names:
        return True
    words = text.split()
    return len(words) > 1 and all(bare_header(word) in names for word in words)


def _roles(paths: list[tuple[str, ...]]) -> list[Column]:
    known = reference()
    columns: list[Column] = []
    in_labels = True
    for index, path in enumerate(paths):
        if not path:
            role = "label" if in_labels else "unheaded"
        elif bare_header(path[-1]) in known.ordinal_headers:
            role, in_labels = "ordinal", True
        elif _is_label(path[-1]):
            role, in_labels = "label", True
        else:
            role, in_labels = "value", False
        columns.append(Column(index, role, path))
    return columns


def _groups(kind: str, columns: list[Column]) -> tuple[Group, ...]:
    """The stretches of label columns and the value columns that follow them, each with its block."""
    stretches: list[tuple[list[int], list[int]]] = []
    for column in columns:
        is_label = column.role in ("label", "ordinal")
        if not stretches or (is_label and stretches[-1][1]):
            stretches.append(([], []))
        if column.role == "label":
            stretches[-1][0].append(column.index)
        elif not is_label:
            stretches[-1][1].append(column.index)
    valued = [s for s in stretches if any(columns[i].role == "value" for i in s[1])]
    names: Sequence[str]
    if kind in reference().two_sided and len(valued) > 2:
        third = [part for at in (*valued[2][0], *valued[2][1]) for part in columns[at].path]
        names = ("left", "right", "further") if any(_FURTHER.search(part) for part in third) else ("left", "right")
        return tuple(Group(name, tuple(s[0]), tuple(s[1])) for name, s in zip(names, valued, strict=False))
    names = _BLOCKS.get(len(valued)) or ("left", *(f"middle{n}" for n in range(1, len(valued) - 1)), "right")
    return tuple(Group(name, tuple(s[0]), tuple(s[1])) for name, s in zip(names, valued, strict=False))


def keyed_by_heading(
    kind: str, columns: Sequence[Column], row: str = "", pieces: frozenset[int] = frozenset()
) -> tuple[Column, ...]:
    """The columns with the keys that their headings, and the row's where it is one, give them.

    A budget told from no other is the budget, whatever it is called; two columns of one meaning have none, but `pieces`
    are of one column with the one to their left.
    """
    own = _own_year(columns)
    keys = [_key(kind, column, own, row) for column in columns]
    if any(_ADJUSTED in key for key in keys):
        # Beside the budget as adjusted, the budget without a word is the first one.
        keys = [key if _INITIAL in key else key.replace("budget", _INITIAL + "budget") for key in keys]
        keys = [key.replace(_ADJUSTED + _INITIAL, "") for key in keys]
    if not any("budget" in key and _INITIAL not in key for key in keys):
        keys = [key.replace(_INITIAL, "") for key in keys]
    met = Counter((c.block, key) for c, key in zip(columns, keys, strict=True) if c.index not in pieces)
    return tuple(
        replace(column, key=key if met[column.block, key] == 1 else "")
        for column, key in zip(columns, keys, strict=True)
    )


def _own_year(columns: Sequence[Column]) -> str:
    """The year the headings speak of when they name one: of several, accounts look back from the latest."""
    parts = {bare_header(part) for column in columns for part in column.path}
    return max((match[1] for part in parts if (match := _YEAR.match(part))), default="")


def _key(kind: str, column: Column, own_year: str, row: str) -> str:
    if column.role != "value":
        return ""
    path = (*column.path, row) if row else column.path
    return column_key(kind, tuple(_undated(bare_header(part), own_year) for part in path), column.block)


def _undated(text: str, year: str) -> str:
    """The heading without the document's own year before it (2023年度决算数); other years are part of what it says."""
    match = _YEAR.match(text)
    return text[match.end() :] if match and match[1] == year else text


def crossing(row: Row, groups: tuple[Group, ...]) -> str:
    """The label of a row, where it has a single one."""
    labels = (
        {cell.text for i in groups[0].labels if i < len(row) and (cell := row[i]) and cell.text} if groups else set()
    )
    return labels.pop() if len(labels) == 1 else ""


def _crossed_keys(kind: str, rows: Sequence[Row], groups: tuple[Group, ...], columns: Sequence[Column]) -> set[str]:
    """The keys of the cells, if each row's label is the last part of their headings; none if one is not."""
    keys: set[str] = set()
    for row in rows:
        texts = texts_of(row)
        if marks.is_blank(texts) or marks.is_furniture(texts) or marks.is_note(texts) or marks.is_ordinals(texts):
            continue
        found = {column.key for column in keyed_by_heading(kind, columns, crossing(row, groups))} - {""}
        if not found:
            return set()
        keys |= found
    return keys


def _misfit(kind: str, columns: Sequence[Column], keys: set[str]) -> str:
    """Why the heading does not fit the kind; empty when every required column is headed."""
    if not any(column.role == "value" for column in columns):
        return "the grid has no heading of its own"
    rule = reference().kinds.get(kind)
    missing = [group for group in (rule.requires if rule else ()) if not keys & set(group)]
    if missing:
        return "the heading lacks " + ", ".join(" or ".join(group) for group in missing)
    return ""
