"""The matrix table restored: from panels without labels to facts.

Reads the `panels` rows of one matrix, the lines of the table beside it and the `Ledger`; writes `Restored`.
Grain: one fact per printed cell of a settled row and column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.repair.restoration import speech
from pipelines.repair.restoration.amounts import NOTHING
from pipelines.repair.restoration.doubts import take_back
from pipelines.repair.restoration.facts import Fact, Implied, Meaning, Proof, Restored, Row, Unresolved
from pipelines.repair.restoration.frame import Frame
from pipelines.repair.restoration.grid import Column, Matrix, Panel, PrintedRow, matrix_of
from pipelines.repair.restoration.headings import understand
from pipelines.repair.restoration.mend import Mend, Mended, mend
from pipelines.repair.restoration.settle import Settled, settle
from pipelines.repair.restoration.sums import Ref, Sum, meaning_of, sums_of


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everything that was found out about one matrix."""

    matrix: Matrix
    sums: list[Sum]
    settled: Settled
    mended: Mended
    held: dict[Ref, list[str]]


def restore_matrix(table: Row, panels: Sequence[Row], known_rows: list[tuple[str, str]], *, frame: Frame) -> Restored:
    """The cells of the matrix, each with the line and item it stands for, as far as the identities settle them."""
    matrix = matrix_of(table["table_id"], panels, known_rows, frame.convention)
    if matrix is None:
        first = panels[0]
        zh, en = speech.NO_LINES
        return Restored(unresolved=[Unresolved(table["table_id"], int(first["panel"]), 0, int(first["line"]), zh, en)])
    understand(matrix, frame.reference, frame.ledger)
    sums = sums_of(matrix, frame.ledger)
    settled = settle(matrix, sums)
    mended = mend(matrix, settled, sums)
    take_back(matrix, settled, sums)
    reading = _Reading(matrix, sums, settled, mended, _held(sums, settled))
    restored = Restored()
    for panel in matrix.panels:
        blanks = _blank_lines(matrix, panel, settled)
        for row in panel.rows:
            _row(restored, reading, panel, row, blanks)
        _missing(restored, reading, panel, blanks)
        _columns(restored, matrix, panel)
    _proofs(restored, reading)
    return restored


def _held(sums: list[Sum], settled: Settled) -> dict[Ref, list[str]]:
    """The identities that hold, by the cells with figures that take part."""
    found: dict[Ref, list[str]] = {}
    for entry in sums:
        if entry.holds(settled.values):
            for ref in entry.refs:
                if settled.values.get(ref, NOTHING) != NOTHING:
                    found.setdefault(ref, []).append(entry.name)
    return found


def _blank_lines(matrix: Matrix, panel: Panel, settled: Settled) -> dict[int, int | tuple[int, ...]]:
    """For each blank row the line it is, or the lines it may be: those between its settled neighbours."""
    found: dict[int, int | tuple[int, ...]] = {}
    run: list[PrintedRow] = []
    before = -1
    for row in [*panel.rows, None]:
        if row is not None and not row.filled and row.fixed is None:
            run.append(row)
            continue
        line = len(matrix.labels) if row is None else settled.line_of.get(row.row, row.fixed)
        if line is None:
            # A row nobody can place stands between: what is blank around it may be any line.
            line = before
        free = range(before + 1, max(line, before + 1))
        for n, blank in enumerate(run):
            found[blank.row] = free[n] if len(free) == len(run) else tuple(free)
        run, before = [], line
    return found


def _row(
    restored: Restored, reading: _Reading, panel: Panel, row: PrintedRow, blanks: dict[int, int | tuple[int, ...]]
) -> None:
    """The facts of one printed row, or why there are none."""
    matrix, settled = reading.matrix, reading.settled
    blank = blanks.get(row.row)
    line = settled.line_of.get(row.row)
    if line is None and row.fixed is not None and not row.filled:
        line = row.fixed
    if line is None and isinstance(blank, int):
        line = blank
    if line is None:
        restored.unresolved.append(_open(reading, panel, row, blank if isinstance(blank, tuple) else ()))
        return
    label = matrix.labels[line]
    evidence = _evidence(reading, panel, line)
    mends = {ref: m for m in reading.mended.mends for ref in m.changes if ref[0] == line}
    for n, column in enumerate(panel.columns):
        actual, slip = _target(matrix, mends, line, column), ""
        if actual.role == "unknown":
            # Its line is known, what its column says is not: no sum across the line is whole without it.
            if row.numerals[n]:
                place = (matrix.table_id, panel.number, row.row, column.column, row.line)
                restored.facts.append(Fact(*place, row.texts[n], Meaning(label.subject, "", "", "")))
            continue
        made = mends.get((line, actual.number))
        if made is None and not row.texts[n] and settled.values.get((line, actual.number)) is None:
            # A blank total above lines with figures: it was not printed, which is not nothing.
            meaning = meaning_of(label, actual)
            restored.implied.append(Implied(matrix.table_id, panel.number, row.row, meaning, is_open=True))
            continue
        slip = "row_assigned" if row.fixed is None else "header_shifted" if column.is_shifted else ""
        meant: str | None = None
        if made is not None:
            slip = made.slip
            if slip in ("copied_cell", "lost_row"):
                meant = matrix.convention.text(made.changes[line, actual.number].value)
                # Where the row was lost, what is blank was meant so, and is no slip of its own.
                meant = None if meant == row.texts[n] else meant
        reason = speech.cell(slip, (column, actual, label), len(evidence), meant)
        restored.facts.append(
            Fact(
                table_id=matrix.table_id,
                panel=panel.number,
                table_row=row.row,
                table_column=column.column,
                line=row.line,
                text=row.texts[n],
                meaning=meaning_of(label, actual),
                slip=slip,
                meant_text=meant,
                reason_zh=reason[0],
                reason_en=reason[1],
                evidence=tuple(reading.held.get((line, actual.number), ())) if row.filled or meant else (),
            )
        )


def _target(matrix: Matrix, mends: dict[Ref, Mend], line: int, column: Column) -> Column:
    """The column the cell belongs in: its own, or the one it exchanged with when a figure was moved."""
    made = mends.get((line, column.number))
    for moved_line, source, target in made.moved if made else ():
        if moved_line == line and column.number in (source, target):
            return matrix.columns[target if column.number == source else source]
    return column


def _evidence(reading: _Reading, panel: Panel, line: int) -> set[str]:
    return {name for column in panel.columns for name in reading.held.get((line, column.number), ())}


def _open(reading: _Reading, panel: Panel, row: PrintedRow, free: tuple[int, ...]) -> Unresolved:
    labels = reading.matrix.labels
    if row.filled:
        _, lines = reading.settled.open_rows.get(row.row, (row, ()))
        zh, en = speech.OPEN_ROW if lines else speech.LEFT_OUT
    else:
        lines = free
        zh, en = speech.BLANK_ROW if free else speech.SURPLUS_ROW
    choices = tuple(labels[line].subject for line in lines if line >= 0)
    return Unresolved(reading.matrix.table_id, panel.number, row.row, row.line, zh, en, choices, bool(row.filled))


def _missing(restored: Restored, reading: _Reading, panel: Panel, blanks: dict[int, int | tuple[int, ...]]) -> None:
    """What the lines without a printed row say: nothing, what the identities ask for, or what nobody can tell."""
    matrix, settled = reading.matrix, reading.settled
    printed = {line for line in blanks.values() if isinstance(line, int)}
    printed |= {row.fixed for row in panel.rows if row.fixed is not None}
    for line, label in enumerate(matrix.labels):
        if line in printed or (panel.number, line) in settled.row_at:
            continue
        for column in panel.columns:
            if column.role == "unknown":
                continue
            amount, meaning = settled.values.get((line, column.number)), meaning_of(label, column)
            if amount is None:
                restored.implied.append(Implied(matrix.table_id, panel.number, 0, meaning, is_open=True))
            else:
                text = matrix.convention.text(amount.value)
                restored.implied.append(Implied(matrix.table_id, panel.number, 0, meaning, meant_text=text))


def _columns(restored: Restored, matrix: Matrix, panel: Panel) -> None:
    """Says which columns with figures have no meaning."""
    filled = {n for row in panel.rows for n in row.filled}
    unknown = [panel.columns[n] for n in sorted(filled) if panel.columns[n].role == "unknown"]
    if unknown:
        zh, en = speech.UNKNOWN_COLUMNS
        choices = tuple(f"{column.column} {'/'.join(column.path)}".strip() for column in unknown)
        first = panel.rows[0]
        restored.unresolved.append(Unresolved(matrix.table_id, panel.number, 0, first.line, zh, en, choices))


def _proofs(restored: Restored, reading: _Reading) -> None:
    """One proof per panel for its rows, one per mend; and what could be mended in several ways."""
    matrix, settled, sums = reading.matrix, reading.settled, reading.sums
    for panel in matrix.panels:
        numbers = {column.number for column in panel.columns}
        touched = [s for s in sums if any(ref[1] in numbers for ref in s.refs)]
        telling = [s for s in touched if any(settled.values.get(ref, NOTHING) != NOTHING for ref in s.refs)]
        held = tuple(s.name for s in telling if s.holds(settled.values))
        violated = tuple(s.name for s in telling if s.holds(settled.values) is False)
        rows = [row for row in panel.rows if row.row in settled.line_of]
        slip = "row_assigned" if any(row.fixed is None for row in rows) else "header_shifted"
        if slip == "row_assigned" or any(column.is_shifted for column in panel.columns):
            cells = tuple((row.row, panel.columns[n].column) for row in rows for n in row.filled)
            restored.proofs.append(Proof(matrix.table_id, panel.number, slip, cells, 0, len(held), held, violated))
    for made in reading.mended.mends:
        names = tuple(sorted(sums[number].name for number in made.fixed))
        panel_number = matrix.columns[next(iter(made.changes))[1]].panel
        cells = _cells_of(reading, made)
        after = made.held_before + len(made.fixed)
        restored.proofs.append(Proof(matrix.table_id, panel_number, made.slip, cells, made.held_before, after, names))
    for name, rivals in reading.mended.ambiguous:
        row = next((rival.row for rival in rivals if rival.row is not None), None)
        if row is not None and len(rivals) > 1:
            zh, en = speech.SEVERAL_MENDS
            choices = (name, *(rival.slip or "digits" for rival in rivals))
            restored.unresolved.append(Unresolved(matrix.table_id, row.panel, row.row, row.line, zh, en, choices))


def _cells_of(reading: _Reading, made: Mend) -> tuple[tuple[int, int], ...]:
    """The printed cells the mend concerns, as row and column."""
    moved = {(line, source) for line, source, _ in made.moved}
    refs = moved or set(made.changes)
    rows = {(panel, line): row.row for (panel, line), row in reading.settled.row_at.items()}
    columns = reading.matrix.columns
    cells = [
        (rows.get((columns[c].panel, line), made.row.row if made.row else 0), columns[c].column) for line, c in refs
    ]
    return tuple(sorted(cells))
