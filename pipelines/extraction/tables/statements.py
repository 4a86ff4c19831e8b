"""Statutory tables in a document: which grids they are, and what they say.

Reads the blocks of a document, writes `Statement`s with their cells. Grain: one per printed table; a continuation grid
belongs to the table before it. Every grid that is no statutory table is kept as `unread`, so that none is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.numerals import parse
from pipelines.extraction.readers.paragraphs import is_aside
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.furniture import Furniture, furniture_of, unit_behind, unit_note, units_headed
from pipelines.extraction.tables.header import Layout, first_data_row, layout_of, texts_of
from pipelines.extraction.tables.reference import reference
from pipelines.extraction.tables.rows import Memory, Reading, TableCell, cells_of
from pipelines.extraction.tables.spilled import gathered
from pipelines.extraction.tables.titles import Title, title_of

MATRIX_REASON = (
    "分块印出的明细表，由表格复原拼合 / a matrix printed in panels; panels are joined by the restoration of tables"
)
UNTITLED_REASON = "上方没有法定报表的标题 / not headed by the title of a statutory table"
LIST_REASON = "各表的目录，本身没有数字 / a list of the tables, itself without figures"
_NO_DATA = re.compile(
    r"(?:本表|此表|该表)(?:无数据|无内容|为空表?|没有数据|为零)|(?:为|系|是)空表|无数据[,，]?(?:故)?(?:本表)?(?:为空|空表)"
)
_CONDITION = re.compile(
    r"^\s*(?:[注说明]{1,2}\s*[:：]?\s*)?(?:如|若)|应(?:当)?(?:注明|说明|备注)|请(?:注明|说明)|须(?:注明|说明)"
)
_SENTENCE = re.compile(r"[^。；;]+")
_CAPTION_LENGTH = 40
_LEAST_LISTED = 3
"""Fewest tables named in one grid that make it a list of tables: a table names itself, at most its neighbour, too."""


@dataclass(slots=True)
class Statement:
    """One printed table with its place and cells; `kind` is empty when it is no statutory table."""

    kind: str = ""
    title: str = ""
    title_layout: str = ""
    form_number: str = ""
    unit: str = ""
    department: str = ""
    year: str = ""
    first_line: int = 0
    last_line: int = 0
    page: int = 0
    rows: int = 0
    columns: int = 0
    no_data: bool = False
    status: str = "read"
    reason: str = ""
    layout: Layout | None = None
    cells: list[TableCell] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    has_total: bool = False


@dataclass(slots=True)
class _Before:
    """What stands between the last grid and the next: the nearest title, furniture, and whether prose intervened."""

    title: Title | None = None
    title_text: str = ""
    title_line: int = 0
    in_list: bool = False
    furniture: list[Furniture] = field(default_factory=list)
    caption: str = ""
    has_prose: bool = False
    is_fresh: bool = True


def statements_of(document: Document) -> list[Statement]:
    """All tables of the document in reading order."""
    found: list[Statement] = []
    before = _Before()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _pass(block, before, found)
        elif _is_furniture(block):
            before.furniture.extend(_furniture_within([texts_of(row) for row in block.rows]))
        elif block.rows:
            _take(block, before, found)
            before = _Before()
    return found


def _pass(paragraph: Paragraph, before: _Before, found: list[Statement]) -> None:
    """Takes note of a paragraph: a title, furniture, a note below a table, the assertion that a table has no data."""
    text = paragraph.text
    title = title_of(text) or title_of(before.caption + text)
    if title:
        before.in_list = title.numbered and before.title is not None and not before.furniture
        before.title, before.title_text, before.title_line = title, text, paragraph.place.line
        before.furniture, before.caption, before.has_prose = [], "", False
        before.is_fresh = False
        return
    furniture = furniture_of(text)
    if furniture.is_all:
        before.furniture.append(furniture)
        return
    if is_aside(text):
        return
    if asserts_no_data(text):
        _no_data(paragraph, before, found)
        return
    if found and before.is_fresh and not found[-1].unit:
        found[-1].unit = unit_note(text)
    if before.title is not None and marks.is_note([text]):
        return
    before.title, before.furniture, before.in_list = None, [], False
    before.has_prose = before.has_prose or not marks.is_note([text])
    before.caption = text if len(text) <= _CAPTION_LENGTH and not re.search(r"[。；，]", text) else ""


def asserts_no_data(text: str) -> bool:
    """Whether a sentence of the text states that the table has no data, not merely what to write if it had none."""
    return any(
        _NO_DATA.search(sentence[0]) and not _CONDITION.search(sentence[0]) for sentence in _SENTENCE.finditer(text)
    )


def _no_data(paragraph: Paragraph, before: _Before, found: list[Statement]) -> None:
    if before.title is not None:
        statement = _titled(before.title, before.title_text)
        statement.first_line, statement.last_line = before.title_line, paragraph.place.line
        statement.page = paragraph.place.page
        for furniture in before.furniture:
            _note(statement, furniture)
        statement.no_data = True
        found.append(statement)
        before.title = None
    elif found and found[-1].kind and before.is_fresh and not any(c.numeral for c in found[-1].cells):
        found[-1].no_data = True


def _take(grid: Grid, before: _Before, found: list[Statement]) -> None:
    """Adds a grid: to the statutory table before it, as one of its own, or as an unread one."""
    texts = [texts_of(row) for row in grid.rows]
    if listed_titles(grid):
        found.append(
            Statement(
                title=before.caption,
                first_line=grid.first_line,
                last_line=grid.last_line,
                rows=len(grid.rows),
                columns=grid.width,
                status="unread",
                reason=LIST_REASON,
            )
        )
        return
    own_title, own_text = _title_within(grid)
    data_from = first_data_row(texts)
    title = own_title or before.title
    last = found[-1] if found else None
    if title is not None and not own_title and before.in_list and not _fits(title.kind, grid, data_from):
        title = None
    if last is not None and _goes_on(last, title, before, grid, data_from):
        _continue(last, grid, data_from)
        return
    statement = _titled(title, own_text or before.title_text) if title else Statement(title=before.caption)
    statement.first_line, statement.last_line = grid.first_line, grid.last_line
    statement.page = next((cell.place.page for row in grid.rows for cell in row), 0)
    statement.rows, statement.columns = len(grid.rows), grid.width
    for furniture in (*before.furniture, *_furniture_within(texts)):
        _note(statement, furniture)
    statement.unit = statement.unit or unit_behind(statement.title)
    found.append(statement)
    if title is None:
        statement.status, statement.reason = "unread", UNTITLED_REASON
    elif statement.kind in reference().matrices:
        statement.status, statement.reason = "unread", MATRIX_REASON
    else:
        _read(statement, gathered(statement.kind, grid, data_from), texts, data_from)


def _titled(title: Title, text: str) -> Statement:
    return Statement(kind=title.kind, title=text.strip(), title_layout=title.layout)


def _read(statement: Statement, grid: Grid, texts: list[list[str]], data_from: int) -> None:
    statement.layout = layout_of(statement.kind, grid, data_from)
    units = units_headed(column.path for column in statement.layout.columns)
    statement.unit = statement.unit or (units[0] if units else "")
    misfit = f"its columns are headed in {' and '.join(units)}" if len(units) > 1 else ""
    reading = Reading(statement.kind, statement.layout, statement.memory, misfit)
    statement.cells.extend(cells_of(reading, grid.rows[data_from:], data_from + 1))
    statement.has_total = _has_total(texts[data_from:])
    if not any(cell.numeral for cell in statement.cells):
        statement.no_data = any(asserts_no_data(text) for row in texts for text in row if text)


def _has_total(texts: list[list[str]]) -> bool:
    return any(marks.bare_total(text) for row in texts for text in row if text)


def _fits(kind: str, grid: Grid, data_from: int) -> bool:
    """Whether the grid's own heading has the columns its title asks for: a contents list may end right above a grid."""
    if kind in reference().matrices:
        return True
    return not layout_of(kind, grid, data_from).reason


def _continues(last: Statement, grid: Grid, data_from: int) -> bool:
    """Whether an untitled grid goes on where the table before it stopped."""
    if last.kind in reference().matrices:
        return True
    texts = [texts_of(row) for row in grid.rows[:data_from]]
    is_headless = not any(any(marks.heading(text) for text in row) for row in texts if not marks.is_ordinals(row))
    if is_headless:
        return data_from < len(grid.rows)
    return _fits(last.kind, grid, data_from)


def _goes_on(last: Statement, title: Title | None, before: _Before, grid: Grid, data_from: int) -> bool:
    """Whether the grid belongs to the table before it: untitled, or titled again where a page ended."""
    if title is None:
        is_next = not before.has_prose and before.title is None
        return bool(last.kind) and is_next and _continues(last, grid, data_from)
    if last.kind != title.kind or last.layout is None:
        return last.kind == title.kind and last.kind in reference().matrices
    if title.continued:
        return True
    has_total = _has_total([texts_of(row) for row in grid.rows[data_from:]])
    has_labels = any(group.labels for group in last.layout.groups)
    # A table printed twice has two totals; a table cut by a page end has one. One without any line labels is whole.
    return has_labels and not (last.has_total and has_total)


def _continue(last: Statement, grid: Grid, data_from: int) -> None:
    """Adds the grid's rows to the table: under its heading if the columns are the same, else as not fitting."""
    rows = list(grid.rows)
    first_row = last.rows + data_from + 1
    last.rows += len(rows)
    last.last_line = grid.last_line
    last.columns = max(last.columns, grid.width)
    for furniture in _furniture_within([texts_of(row) for row in rows]):
        _note(last, furniture)
    if last.kind in reference().matrices or last.layout is None:
        return
    misfit = ""
    layout = last.layout
    own = layout_of(last.kind, grid, data_from)
    if own.is_headed and not own.reason:
        layout = own
    elif grid.width != layout.width:
        misfit = f"the continuation has {grid.width} columns, the heading {layout.width}"
    reading = Reading(last.kind, layout, last.memory, misfit)
    last.cells.extend(cells_of(reading, rows[data_from:], first_row))
    last.has_total = last.has_total or _has_total([texts_of(row) for row in rows[data_from:]])


def _is_furniture(grid: Grid) -> bool:
    """Whether the grid holds nothing but furniture: a line above the table whose parts were set apart by tabs."""
    texts = [texts_of(row) for row in grid.rows]
    return all(marks.is_blank(row) or all(not t or furniture_of(t).is_all for t in row) for row in texts) and any(
        any(row) for row in texts
    )


def _title_within(grid: Grid) -> tuple[Title | None, str]:
    """The statutory title printed in the first rows of the grid itself."""
    for row in grid.rows[:4]:
        for cell in row:
            title = title_of(cell.text) if cell.text else None
            if title is not None:
                return title, cell.text
    return None, ""


def listed_titles(grid: Grid) -> list[Title]:
    """The tables a grid names one below the other, if it is a list of tables: a sheet of several tables has amounts."""
    if any("." in cell.text and parse(cell.text) is not None for row in grid.rows for cell in row):
        return []
    titles = [
        title for row in grid.rows if (title := next(filter(None, (title_of(c.text) for c in row if c.text)), None))
    ]
    return titles if len({title.kind for title in titles}) >= _LEAST_LISTED else []


def _furniture_within(texts: list[list[str]]) -> list[Furniture]:
    return [furniture for row in texts[:8] for text in row if text and (furniture := furniture_of(text)).is_all]


def _note(statement: Statement, furniture: Furniture) -> None:
    statement.form_number = statement.form_number or furniture.form
    statement.unit = statement.unit or furniture.unit
    statement.department = statement.department or furniture.department
    statement.year = statement.year or furniture.year
