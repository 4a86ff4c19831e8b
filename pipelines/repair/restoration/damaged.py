"""Tables with rows that do not fit their heading: from the printed rows to facts.

Reads the rows of one table; writes `Restored`. Grain: one fact per printed cell of a settled row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.repair.restoration.facts import Fact, Implied, Meaning, Proof, Restored, Row, Unresolved
from pipelines.repair.restoration.frame import Frame
from pipelines.repair.restoration.lines import Line, Printed, headed_columns, lines_of, orders_of
from pipelines.repair.restoration.shifts import Placement, Shift, Shifted, shifted


@dataclass(frozen=True, slots=True)
class _Table:
    """What the facts of one table need: its id, what its columns mean, and the keys its own heading gives."""

    table_id: str
    meanings: dict[str, Meaning]
    headed: dict[int, str]


def restore_damaged(table: Row, cells: Sequence[Row], panels: Sequence[Row], *, frame: Frame) -> Restored:
    """The damaged rows of the table, read as far as the identities settle them."""
    restored = Restored()
    lines = lines_of(cells, panels, frame.convention)
    damaged = [line for line in lines if line.is_damaged]
    if not damaged or any(cell["block"] for cell in cells):
        restored.unresolved += [_beside(table, line) for line in damaged if line.figures]
        return restored
    headed = headed_columns(cells)
    meanings = frame.reference.columns.get(table["kind"], {})
    orders = orders_of(table["kind"], headed, panels, frame.reference)
    tried = [shifted(Shift(table["table_id"], lines, order, meanings, frame.ledger)) for order in orders if order]
    best = _agreed(tried)
    if best is None:
        restored.unresolved += [_open(table, line, []) for line in damaged if line.figures]
        return restored
    known = _Table(table["table_id"], meanings, headed if len(headed) > 1 else {})
    for line in damaged:
        if not line.figures:
            _add(restored, known, best, line, Placement((), 0))
        elif line.row in best.chosen:
            _add(restored, known, best, line, best.chosen[line.row])
            _prove(restored, known, best, line)
        else:
            restored.unresolved.append(_open(table, line, best.placements[line.row]))
    return restored


def _agreed(tried: list[Shifted]) -> Shifted | None:
    """The reading under the order that fits best; None when two that fit as well read the figures differently."""
    solved = [reading for reading in tried if reading.chosen or not any(reading.placements.values())]
    if not solved:
        return tried[0] if len(tried) == 1 else None
    least = min(reading.cost for reading in solved)
    best = [reading for reading in solved if reading.cost == least]
    keys = [
        {row: tuple(r.order[c] for c in p.columns if c < len(r.order)) for row, p in r.chosen.items()} for r in best
    ]
    return best[0] if all(other == keys[0] for other in keys) else None


def _add(restored: Restored, table: _Table, reading: Shifted, line: Line, placement: Placement) -> None:
    """Facts for all cells of the row: its figures where they were settled, its blanks in the columns between them."""
    order = reading.order
    figures = line.figures
    place_of = dict(zip((cell.column for cell in figures), placement.columns, strict=True))
    taken: set[int] = set()
    for cell, index in _with_blanks(line.cells, place_of, len(order)):
        if index >= len(order):
            if cell.is_figure:
                restored.unresolved.append(_breakdown(table, line, cell))
            continue
        taken.add(index)
        key = order[index]
        slip = _slip(table, cell, key) if cell.is_figure else ""
        reason_zh, reason_en = _reason(reading, line, cell, key) if slip else ("", "")
        restored.facts.append(
            Fact(
                table_id=table.table_id,
                panel=line.panel,
                table_row=line.row,
                table_column=cell.column,
                line=line.line,
                text=cell.text,
                meaning=line.meaning(table.meanings[key]),
                column_key=key,
                slip=slip,
                reason_zh=reason_zh,
                reason_en=reason_en,
                evidence=reading.held.get(line.row, ()) if slip else (),
            )
        )
    for index, key in enumerate(order):
        if index not in taken:
            meaning = line.meaning(table.meanings[key])
            restored.implied.append(Implied(table.table_id, line.panel, line.row, meaning, key))


def _with_blanks(cells: list[Printed], place_of: dict[int, int], width: int) -> list[tuple[Printed, int]]:
    """Each cell with its column; a blank stands in the next free column before the next figure, if there is one."""
    found: list[tuple[Printed, int]] = []
    at = 0
    for number, cell in enumerate(cells):
        if cell.is_figure:
            found.append((cell, place_of[cell.column]))
            at = place_of[cell.column] + 1
            continue
        after = [place_of[c.column] for c in cells[number + 1 :] if c.is_figure]
        if at < (after[0] if after else width):
            found.append((cell, at))
            at += 1
    return found


def _slip(table: _Table, cell: Printed, key: str) -> str:
    if not table.headed:
        return "header_shifted"
    return "" if table.headed.get(cell.column) == key else "column_shifted"


def _reason(reading: Shifted, line: Line, cell: Printed, key: str) -> tuple[str, str]:
    held = len(reading.held.get(line.row, ()))
    by_blanks = line.row in reading.by_blanks
    zh = f"印在第{cell.column}列，按勾稽关系只能是“{key}”列：{held}项关系因此成立"
    en = f"printed in column {cell.column}; the identities leave only column {key}: {held} hold because of it"
    if by_blanks:
        zh = f"印在第{cell.column}列，{held}项关系成立的各种排法中，空格变动最少的只有“{key}”列"
        en = (
            f"printed in column {cell.column}; of the placements with which {held} identities hold, "
            f"only column {key} loses so few blanks"
        )
    return zh, en


def _prove(restored: Restored, table: _Table, reading: Shifted, line: Line) -> None:
    moved = [f for f in restored.facts if f.table_id == table.table_id and f.table_row == line.row and f.slip]
    if not moved:
        return
    held = reading.held.get(line.row, ())
    cells = tuple((fact.table_row, fact.table_column) for fact in moved)
    violated = reading.violated.get(line.row, ())
    restored.proofs.append(Proof(table.table_id, line.panel, moved[0].slip, cells, 0, len(held), held, violated))


def _open(table: Row, line: Line, placements: list[Placement]) -> Unresolved:
    number = len(placements)
    if number:
        zh, en = (
            f"{number}种排法都使本行关系成立，无法唯一确定",
            f"{number} placements satisfy the row; none is singled out",
        )
    else:
        zh, en = "没有一种排法使本行关系成立", "no placement satisfies the row's own sums"
    choices = tuple(",".join(str(column + 1) for column in placement.columns) for placement in placements[:20])
    return Unresolved(table["table_id"], line.panel, line.row, line.line, zh, en, choices)


def _beside(table: Row, line: Line) -> Unresolved:
    zh, en = "左右两栏的表不作列位移修复", "figures of a table with two sides are not moved between columns"
    return Unresolved(table["table_id"], line.panel, line.row, line.line, zh, en)


def _breakdown(table: _Table, line: Line, cell: Printed) -> Unresolved:
    zh = f"第{cell.column}列属于“其中”细分栏，表头残缺，不能确定是哪一栏"
    en = f"column {cell.column} belongs to a breakdown whose heading is damaged"
    return Unresolved(table.table_id, line.panel, line.row, line.line, zh, en)
