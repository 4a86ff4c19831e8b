"""The figures of one performance table.

Reads the rows of a `Sheet`, writes `Figure`s in reading order. Grain: one per printed numeral. Four kinds of rows: a
label with its value behind it (预算数 | 7), values below headings of money, indicators with target and result, and
indicators scored against criteria. What no heading or label names keeps its measure empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extraction.attachments.columns import Heading, Placed, below, heading_of, place
from pipelines.extraction.attachments.figure import Figure, short
from pipelines.extraction.attachments.funds import funds, is_labelled, labelled, scores_beside, total
from pipelines.extraction.attachments.indicators import Levels, indicator_row, scored_row
from pipelines.extraction.attachments.listing import is_listing, listed, names_project, tiered
from pipelines.extraction.attachments.points import settled, unweighted
from pipelines.extraction.attachments.quantities import is_numeral, quantities, words_before
from pipelines.extraction.attachments.sheets import Row, Sheet, title_of
from pipelines.extraction.attachments.table import Table
from pipelines.extraction.attachments.titles import caption_unit, project_of
from pipelines.extraction.attachments.told import kind_of
from pipelines.extraction.attachments.words import Role, money_unit, points, words
from pipelines.extraction.tables.marks import is_ordinals

_LEVELS = ("level1", "level2", "level3")
_LONGEST_CELL = 60


def figures_of(sheet: Sheet, report: str, is_open: bool) -> list[Figure]:
    """Every figure of the sheet; `report` is the report it is printed in, `is_open` takes figures no heading names."""
    tables, rows, at = [_new(sheet, report, sheet.rows[0])], sheet.rows, 0
    while at < len(rows):
        row, used = _joined(rows, at, tables[-1].heading, sheet.kind_of_print)
        title = title_of(row)
        if title or (_opens_project(row) and tables[-1].figures):
            tables.append(_new(sheet, report, row, title))
        if not title:
            tables[-1].figures.extend(_read(row, at, tables[-1], is_open))
        at += used
    found = [figure for table in tables for figure in _whole(table, sheet)]
    return found if is_open or tables[-1].known else []


def _new(sheet: Sheet, report: str, first: Row, title: str = "") -> Table:
    above = [paragraph.text for paragraph in sheet.above]
    named = project_of(title) or next((name for text in reversed(above) if (name := project_of(text))), "")
    return Table(project=short(named or report), unit=caption_unit(above), first_line=first.cells[0].place.line)


def _whole(table: Table, sheet: Sheet) -> list[Figure]:
    """The table's figures, all of one table: its rows are counted from the grid that it begins in."""
    above = sheet.rows_above(table.first_line)
    found = settled(table.figures, table.unweighted)
    for figure in found:
        figure.table_line, figure.table_row = table.first_line, figure.table_row - above
    return found


def _opens_project(row: Row) -> bool:
    """Whether the row names the project or department that a table is about, and heads no column with that word."""
    return (
        heading_of(row) is None
        and not _role(row, "ordinal")
        and any(
            (known := words().role(cell.text)) is not None and known.role in {"project", "department"}
            for cell in row.cells
        )
    )


def _joined(rows: list[Row], at: int, heading: Heading | None, kind_of_print: str) -> tuple[Row, int]:
    """The row at `at` and how many printed rows it takes: blank lines within its cells have cut it."""
    row = rows[at]
    if heading is None or kind_of_print == "markdown" or len(row.cells) >= heading.width or _role(row, "total"):
        return row, 1
    cells = list(row.cells)
    for used, following in enumerate(rows[at + 1 : at + heading.width], start=2):
        if not following.cells[0].text.strip() or title_of(following):
            break
        cells.extend(following.cells)
        if len(cells) == heading.width:
            return Row(cells), used
        if len(cells) > heading.width:
            break
    return row, 1


def _read(row: Row, number: int, table: Table, is_open: bool) -> Iterator[Figure]:
    """The figures of one row; headings and names are remembered for the rows below."""
    if _names_project(row, table):
        yield from scores_beside(row, table)
        return
    if table.heading and is_listing(table.heading) and table.heading_row == number - 1:
        table.heading = tiered(table.heading, row) or table.heading
        if not any(is_numeral(cell.text) for cell in row.cells):
            return
    heading = heading_of(row)
    if heading is not None:
        table.known = True
        is_second = table.heading is not None and table.heading_row == number - 1
        table.heading = below(table.heading, heading) if is_second and table.heading else heading
        table.heading_row = number
        table.levels = Levels()
        table.group_unit = _group_unit(row) or table.group_unit
        return
    table.group_unit = _group_unit(row) or table.group_unit
    if _role(row, "words"):
        yield from _told(row, table)
    elif table.heading is not None and _is_total(row, table.heading):
        yield from total(row, table, table.heading)
    elif table.heading and is_listing(table.heading) and (project := names_project(row, table.heading)):
        yield from listed(row, table, table.heading, project)
    elif is_labelled(row):
        table.known = True
        yield from labelled(row, table)
    elif table.heading is not None and table.heading.has("goal") and not table.heading.has("level3", "weight"):
        yield from _goals(row, table, table.heading)
    elif table.heading is not None and table.heading.has(*_LEVELS):
        yield from _indicators(row, table, table.heading)
    elif table.heading is not None and table.heading.has("money"):
        yield from funds(row, table, table.heading)
    elif table.known and _role(row, "score"):
        yield from scores_beside(row, table)
    elif is_open:
        yield from _unnamed(row, table)


def _role(row: Row, role: str) -> bool:
    """Whether the first printed cell of the row has the role; a group's name may stand in front of it."""
    for cell in row.cells:
        if cell.text.strip():
            known = words().role(cell.text)
            if known is None or known.role != "group":
                return known is not None and known.role == role
    return False


def _is_total(row: Row, heading: Heading) -> bool:
    """Whether the row adds up the columns of points or money; 分值 alone may head such a row."""
    if not heading.has("weight", "score", "money") or not any(is_numeral(cell.text) for cell in row.cells):
        return False
    return _role(row, "total") or (heading.has("level3") and (_role(row, "weight") or _role(row, "score")))


def _names_project(row: Row, table: Table) -> bool:
    """Takes the name that a row states; a heading of numbered lines or of columns (序号, 单位名称) states none."""
    if _role(row, "ordinal"):
        return False
    for at, cell in enumerate(row.cells):
        known = words().role(cell.text)
        if known is None or known.role not in {"project", "department"}:
            continue
        value = next((c.text for c in row.cells[at + 1 :] if c.text.strip() and not words().role(c.text)), "")
        behind = next((c.text for c in row.cells[at + 1 :] if c.text.strip()), "")
        if (not value or words().role(behind) is not None) and heading_of(row) is not None:
            return False
        if known.role == "project":
            table.project = short(re.sub(r"^[0-9A-Z]{10,}\s*[-—]\s*", "", value)) or table.project
        else:
            table.form = "department"
        table.known = True
        return True
    return False


def _group_unit(row: Row) -> str:
    """The unit of money that the name of a group of rows states (项目资金（万元）)."""
    return next((unit for cell in row.cells if (unit := money_unit(cell.text))), "")


def _goals(row: Row, table: Table, heading: Heading) -> Iterator[Figure]:
    """Figures of goals told in words; a row printed one cell short has its words in its last cell."""
    headed = [at for at, role in enumerate(heading.columns) if role.role == "goal"]
    filled = [at for at, cell in enumerate(row.cells) if cell.text.strip()]
    for at in [at for at in filled if at in headed] or filled[-1:]:
        column = at if at in headed else headed[-1]
        for quantity in quantities(row.cells[at].text):
            if quantity.unit:
                label = words_before(quantity) or heading.texts[column]
                yield table.figure(row.cells[at], quantity, heading.columns[column].measure, label)


def _indicators(row: Row, table: Table, heading: Heading) -> Iterator[Figure]:
    placed = place(row, heading)
    if heading.has("criteria") and not _is_whole(placed):
        yield from scored_row(row, heading, table.levels, table.project)
        return
    found = list(indicator_row(placed, heading, table.levels, table.project))
    table.unweighted.extend(unweighted(placed, heading, found, table.levels, table.project))
    yield from found


def _is_whole(placed: list[Placed]) -> bool:
    return all(p.role.role or not p.cell.text.strip() for p in placed)


def _told(row: Row, table: Table) -> Iterator[Figure]:
    """Amounts told in the rows that describe a project; what they are is said in words only."""
    label = next((c.text for c in row.cells if (r := words().role(c.text)) and r.role == "words"), "")
    for cell in row.cells:
        if words().role(cell.text) is None:
            for quantity in quantities(cell.text):
                if kind_of(quantity.unit) != "score" and quantity.unit:
                    yield table.figure(cell, quantity, "", words_before(quantity) or label)


def _unnamed(row: Row, table: Table) -> Iterator[Figure]:
    """Figures below headings this reader does not know: told with the heading above or the words beside them."""
    label = ""
    texts = [cell for cell in row.cells if cell.text.strip()]
    if is_ordinals([cell.text for cell in row.cells], strictly=True):
        return
    if texts and not any(is_numeral(cell.text) or next(quantities(cell.text), None) for cell in texts):
        table.heading = Heading(
            tuple(words().role(c.text) or Role("") for c in row.cells),
            tuple(money_unit(c.text) for c in row.cells),
            tuple(c.text for c in row.cells),
        )
        return
    same = table.heading is not None and table.heading.width == len(row.cells)
    for at, cell in enumerate(row.cells):
        above = table.heading.texts[at] if same and table.heading else ""
        is_ordinal = same and table.heading is not None and table.heading.columns[at].role == "ordinal"
        if is_ordinal or points(cell.text) or len(cell.text) > _LONGEST_CELL:
            continue
        for quantity in quantities(cell.text):
            if quantity.unit or is_numeral(cell.text):
                figure = table.figure(cell, quantity, "", words_before(quantity) or above or label)
                figure.form = "list"
                yield figure
        label = cell.text if cell.text.strip() and not is_numeral(cell.text) else label
