"""The data rows of a grid, cell by cell, as printed.

Reads a grid's rows under a layout, writes `TableCell`s. Grain: one per printed figure, and one per printed blank under
a headed column of a labelled row. What stands where no heading covers it is kept, and its row says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipelines.extraction.model import Cell, Place
from pipelines.extraction.numerals import normalise, parse
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.header import Column, Group, Layout, Row, crossing, keyed_by_heading, texts_of
from pipelines.extraction.tables.reference import bare, reference

_CODE_AND_NAME = re.compile(r"([235]\d{2}(?:\d{2}){0,2})\s*([\u4e00-\u9fff“\"(].*)")
_CODE_ONLY = re.compile(r"[235]\d{2}(?:\d{2}){0,2}|\d{1,3}")
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


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of a grid are read; `misfit` says why no heading describes its columns, if none does."""

    kind: str
    layout: Layout
    memory: Memory
    misfit: str = ""


def cells_of(reading: Reading, rows: Sequence[tuple[Cell, ...]], first_row: int) -> Iterator[TableCell]:
    """The cells of the data rows, numbered from `first_row`."""
    layout = reading.layout
    for number, printed in enumerate(rows, start=first_row):
        texts = texts_of(printed)
        if _is_no_data(texts, layout):
            continue
        row = _placed(printed, layout) if layout.prints_merged_once and not reading.misfit else list(printed)
        yield from _row_cells(reading, row, number)


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
    words = sum(1 for cell in row if cell.text and not _is_value(cell.text))
    if words <= 1:
        return [row[0], *([None] * missing), *row[1:]]
    placed: list[Cell | None] = [None] * layout.width
    at = 0
    for cell in row:
        role = "value" if _is_value(cell.text) else "label"
        target = at if not cell.text else next((c.index for c in layout.columns[at:] if c.role == role), None)
        if target is None or target >= layout.width:
            return list(row)
        placed[target] = cell
        at = target + 1
    return placed


def _is_value(text: str) -> bool:
    """Whether a figure is printed, or the stroke that stands for none."""
    return parse(text) is not None or marks.is_dash(text)


def _row_cells(reading: Reading, row: Row, number: int) -> Iterator[TableCell]:
    kind, layout, memory = reading.kind, reading.layout, reading.memory
    misfit = reading.misfit or layout.reason
    groups = layout.groups or (_guessed_group(row),)
    columns = layout.columns
    labels = _borrowed(kind, row, groups, [_label(row, group, memory) for group in groups])
    if layout.is_crossed and (head := crossing(row, groups)):
        columns = tuple(replace(c, path=(*c.path, head)) for c in keyed_by_heading(kind, columns, head))
        labels = [_Label("", "", label.strays) for label in labels]
    contexts = [_context(kind, group.block, label.name, memory) for group, label in zip(groups, labels, strict=True)]
    owner = {i: n for n, group in enumerate(groups) for i in (*group.labels, *group.values)}
    strays = {index for label in labels for index in label.strays}
    label_columns = {c.index for c in layout.columns if c.role in ("label", "ordinal")} | set(groups[0].labels)
    found = [
        (cell, columns[index] if index < layout.width else Column(index, "unheaded"))
        for index, cell in enumerate(row)
        if cell is not None and (index in strays or index not in label_columns)
    ]
    notes = [misfit] if misfit else _notes(found, strays)
    # A column in two pieces is blank in one of them wherever the other says something, and says zero but once.
    said = {(column.block, column.key) for cell, column in found if cell.text and column.key}
    for cell, column in found:
        n = owner.get(column.index, len(labels) - 1)
        numeral = parse(cell.text)
        is_labelled = layout.is_crossed or bool(labels[n].code or labels[n].name)
        if not cell.text:
            is_headed = column.role == "value" and not misfit and (column.block, column.key) not in said
            if not is_headed or not _says_zero(row, groups, is_labelled):
                continue
            said |= {(column.block, column.key)} if column.key else set()
        yield TableCell(
            row=number,
            column=column.index,
            place=cell.place,
            block=groups[n].block,
            code=labels[n].code,
            label=labels[n].name,
            context=contexts[n],
            path=() if reading.misfit else column.path,
            key="" if misfit else column.key,
            text=cell.text,
            numeral=numeral or "",
            fits=not notes,
            note=notes[0] if notes else "",
        )


def _notes(found: list[tuple[Cell, Column]], strays: set[int]) -> list[str]:
    """Why the row does not fit its heading; empty when it does."""
    notes = [f"a figure stands in label column {index + 1}" for index in sorted(strays)]
    for cell, column in found:
        is_numeral = parse(cell.text) is not None
        if is_numeral and column.role == "unheaded":
            notes.append(f"a figure stands in column {column.index + 1}, which has no heading")
        elif not is_numeral and cell.text and not marks.is_dash(cell.text):
            notes.append(f"column {column.index + 1} holds words where a figure belongs")
    return notes


def _guessed_group(row: Row) -> Group:
    """Labels and figures of a row that no heading describes: labels are what stands before the first figure."""
    first = next(
        (i for i, c in enumerate(row) if c and parse(c.text) is not None and not _CODE_ONLY.fullmatch(c.text)), len(row)
    )
    return Group("", tuple(range(first)), tuple(range(first, len(row))))


def _says_zero(row: Row, groups: tuple[Group, ...], is_labelled: bool) -> bool:
    """Whether a blank of the row says that there is nothing: a labelled row's does, a wholly blank row's does not."""
    if any(group.labels for group in groups):
        return is_labelled
    return any(cell is not None and parse(cell.text) is not None for cell in row)


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
