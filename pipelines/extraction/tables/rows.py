"""The data rows of a grid, cell by cell, as printed.

Reads a grid's rows under a layout, writes `TableCell`s. Grain: one per printed figure, and one per printed blank under a
headed column of a labelled row. What stands where no heading covers it is kept, and its row says that it does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.extraction.model import Cell, Place
from pipelines.extraction.numerals import normalise, parse
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.header import Column, Group, Layout, Row, texts_of
from pipelines.extraction.tables.reference import bare, reference

_CODE_AND_NAME = re.compile(r"([235]\d{2}(?:\d{2}){0,2})\s*([\u4e00-\u9fff“\"(].*)")
_DIGITS = re.compile(r"\d[\d\s]*")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.](?!\d)|\(\d{1,2}\))\s*"
)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a statutory table, 0-based column, row counted over all grids of the table."""

    row: int
    column: int
    place: Place
    block: str
    code: str
    label: str
    context: str
    path: tuple[str, ...]
    key: str
    text: str
    numeral: str
    fits: bool
    note: str


@dataclass(slots=True)
class Memory:
    """What a row inherits from the rows above it: the heading it stands under, and the codes merged downwards."""

    headings: dict[str, str] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Label:
    code: str
    name: str
    strays: tuple[int, ...]


def cells_of(
    kind: str, rows: list[tuple[Cell, ...]], layout: Layout, memory: Memory, first_row: int, misfit: str = ""
) -> Iterator[TableCell]:
    """The cells of the data rows; `misfit` marks every figure of a grid whose columns no heading describes."""
    for number, printed in enumerate(rows, start=first_row):
        texts = texts_of(printed)
        if _is_no_data(texts, layout):
            continue
        row = _placed(printed, layout) if layout.prints_merged_once and not misfit else list(printed)
        yield from _row_cells(kind, row, layout, memory, number, misfit or layout.reason)


def _is_no_data(texts: list[str], layout: Layout) -> bool:
    if marks.is_blank(texts) or marks.is_furniture(texts) or marks.is_note(texts):
        return True
    if tuple(text for text in texts if text) in layout.heading:
        return True
    return marks.is_ordinals(texts, strictly=True)


def _placed(row: tuple[Cell, ...], layout: Layout) -> Row:
    """The cells at their columns: a row that is short because merged cells were printed once is spread out."""
    missing = layout.width - len(row)
    if missing <= 0 or len(row) < 2:
        return list(row)
    words = sum(1 for cell in row if cell.text and parse(cell.text) is None)
    if words <= 1:
        return [row[0], *([None] * missing), *row[1:]]
    placed: Row = [None] * layout.width
    at = 0
    for cell in row:
        role = "value" if parse(cell.text) is not None else "label"
        target = at if not cell.text else next((c.index for c in layout.columns[at:] if c.role == role), None)
        if target is None or target >= layout.width:
            return list(row)
        placed[target] = cell
        at = target + 1
    return placed


def _row_cells(kind: str, row: Row, layout: Layout, memory: Memory, number: int, misfit: str) -> Iterator[TableCell]:
    labels = [_label(row, group, memory) for group in layout.groups]
    labels = _borrowed(kind, row, layout.groups, labels)
    notes = [misfit] if misfit else []
    for label in labels:
        notes.extend(f"a figure stands in label column {index + 1}" for index in label.strays)
    owner = {i: n for n, group in enumerate(layout.groups) for i in (*group.labels, *group.values)}
    found: list[tuple[int, Cell]] = []
    for index, cell in enumerate(row):
        column = layout.columns[index] if index < layout.width else Column(index, "unheaded")
        stray = any(index in label.strays for label in labels)
        if cell is None or (column.role in ("label", "ordinal") and not stray and layout.groups):
            continue
        if not layout.groups and _is_label_like(cell.text):
            continue
        found.append((index, cell))
        numeral = parse(cell.text)
        if numeral is not None and column.role == "unheaded" and not misfit:
            notes.append(f"a figure stands in column {index + 1}, which has no heading")
        if numeral is None and cell.text and not marks.is_dash(cell.text):
            notes.append(f"column {index + 1} holds words where a figure belongs")
    contexts = {n: _context(kind, layout.groups[n].block, labels[n].name, memory) for n in range(len(labels))}
    for index, cell in found:
        column = layout.columns[index] if index < layout.width else Column(index, "unheaded")
        group = owner.get(index)
        label = labels[group] if group is not None else (labels[-1] if labels else _Label("", "", ()))
        numeral = parse(cell.text)
        is_labelled = bool(label.code or label.name) or not any(g.labels for g in layout.groups)
        if not cell.text and not (column.role == "value" and is_labelled and _has_figures(row, layout, is_labelled)):
            continue
        yield TableCell(
            number, index, cell.place, column.block, label.code, label.name,
            contexts.get(group, "") if group is not None else "",
            column.path, column.key if not misfit else "", cell.text, numeral or "",
            not notes, notes[0] if notes else "",
        )  # fmt: skip


def _has_figures(row: Row, layout: Layout, is_labelled: bool) -> bool:
    """Whether a row without label columns prints anything: a blank row there says nothing."""
    if any(group.labels for group in layout.groups):
        return is_labelled
    return any(cell is not None and parse(cell.text) is not None for cell in row)


def _is_label_like(text: str) -> bool:
    """Whether a cell of a grid without any heading is a label, a code or a line number rather than a figure."""
    if parse(text) is None:
        return True
    plain = normalise(text).strip()
    return bool(marks.CODE.fullmatch(plain))


def _label(row: Row, group: Group, memory: Memory) -> _Label:
    """The code and name of the row's label columns, and the columns in which a figure stands instead."""
    digits: list[str] = []
    first_digit_column = -1
    names: list[str] = []
    strays: list[int] = []
    for position, index in enumerate(group.labels):
        cell = row[index] if index < len(row) else None
        text = marks.without_tokens(cell.text) if cell else ""
        if not text:
            continue
        if _DIGITS.fullmatch(text):
            first_digit_column = position if first_digit_column < 0 else first_digit_column
            digits.append(re.sub(r"\s", "", text))
        elif parse(text) is not None:
            strays.append(index)
        elif match := _CODE_AND_NAME.fullmatch(text):
            digits.append(match[1])
            names.append(_original(cell, match[2]))
        else:
            names.append(_original(cell, text))
    code = _joined(digits, first_digit_column, memory.code)
    if code:
        memory.code = code
    return _Label(code, "/".join(dict.fromkeys(names)), tuple(strays))


def _original(cell: Cell | None, plain: str) -> str:
    """The label as printed where nothing was cut from it, else what remains of it."""
    if cell is None:
        return plain
    printed = cell.text.strip()
    return printed if normalise(printed) == plain else printed[normalise(printed).find(plain) :] or plain


def _joined(digits: list[str], position: int, above: str) -> str:
    """The code that the digits of the code columns make up; a merged class or section is taken from the row above."""
    joined = "".join(digits)
    if marks.CODE.fullmatch(joined):
        return joined
    if len(joined) == 2 and position in (1, 2) and len(above) >= 1 + 2 * position:
        joined = above[: 1 + 2 * position] + joined
    elif len(joined) == 4 and position == 1 and len(above) >= 3:
        joined = above[:3] + joined
    return joined if marks.CODE.fullmatch(joined) else ""


def _borrowed(kind: str, row: Row, groups: tuple[Group, ...], labels: list[_Label]) -> list[_Label]:
    """The labels, a label whose own figures are blank also naming the figure of the unlabelled group to its right."""
    if kind in reference().two_sided:
        return labels
    result = list(labels)
    for n in range(1, len(groups)):
        if result[n].code or result[n].name or not _figures(row, groups[n]):
            continue
        if (result[n - 1].name or result[n - 1].code) and not _figures(row, groups[n - 1]):
            result[n] = result[n - 1]
    return result


def _figures(row: Row, group: Group) -> bool:
    return any(i < len(row) and (cell := row[i]) is not None and parse(cell.text) is not None for i in group.values)


def _context(kind: str, block: str, label: str, memory: Memory) -> str:
    """The heading the row stands under, where the kind knows such a line below such a heading."""
    if not label:
        return ""
    name = bare_label(label)
    known = reference().labels.get((kind, block), frozenset())
    heading = memory.headings.get(block, "")
    if heading and (name, bare_label(heading)) in known:
        return heading
    is_numbered = bool(_NUMBERING.match(normalise(label).strip()))
    if not is_numbered and not bare(label).startswith("其中"):
        memory.headings[block] = label
    return ""


def bare_label(label: str) -> str:
    """The label as `line_label` spells it: without numbering, blanks, quotes and stops."""
    return re.sub(r"[:,.、;*]", "", bare(_NUMBERING.sub("", normalise(label).strip())))
