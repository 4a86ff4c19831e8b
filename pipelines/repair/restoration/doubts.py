"""Settled rows that contradict the identities of their line while another line would be content with them.

Reads the settled rows and the identities; takes back what is doubtful. Grain: one row. A row with a wrong digit stays
where it is, since no other line wants it; a row printed out of order does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.repair.restoration.amounts import NOTHING, Amount
from pipelines.repair.restoration.grid import Matrix, Panel, PrintedRow
from pipelines.repair.restoration.settle import Settled
from pipelines.repair.restoration.sums import Ref, Sum

_ROUNDS = 8
"""Taking rows back leaves less to test others by; after three rounds nothing more has been seen to change."""


def contradicted(panel: Panel, settled: Settled, sums: Sequence[Sum]) -> dict[int, PrintedRow]:
    """The unlabelled rows of the panel, by line, for which an identity of their own line fails."""
    numbers = {column.number for column in panel.columns}
    failing = {
        entry.line
        for entry in sums
        if entry.line is not None
        and any(ref[1] in numbers for ref in entry.refs)
        and entry.holds(settled.values) is False
    }
    found = {line: settled.row_at.get((panel.number, line)) for line in failing if line is not None}
    return {line: row for line, row in found.items() if row is not None and row.fixed is None}


def swaps(
    panel: Panel, settled: Settled, sums: Sequence[Sum]
) -> Iterator[tuple[dict[Ref, Amount], PrintedRow, int, int]]:
    """The changes that exchanging two contradicted rows would make."""
    rows = sorted(contradicted(panel, settled, sums).items())
    for n, (first, one) in enumerate(rows):
        for second, other in rows[n + 1 :]:
            changes = {(first, c.number): other.amounts[k] for k, c in enumerate(panel.columns)}
            changes |= {(second, c.number): one.amounts[k] for k, c in enumerate(panel.columns)}
            yield changes, one, first, second


def take_back(matrix: Matrix, settled: Settled, sums: Sequence[Sum]) -> None:
    """Rows are open again that their line contradicts, or that only the order of print keeps apart, wherever a row of
    the matrix is open or another line would take them."""
    of_line: dict[int, list[Sum]] = defaultdict(list)
    for entry in sums:
        if entry.line is not None:
            of_line[entry.line].append(entry)
    for _ in range(_ROUNDS):
        taken = [
            (panel, line, choices)
            for panel in matrix.panels
            for line, choices in _doubtful(matrix, panel, settled, of_line).items()
        ]
        for panel, line, choices in taken:
            row = settled.row_at.pop((panel.number, line), None)
            if row is not None:
                settled.open_rows[row.row] = (row, tuple(sorted({line, *choices})))
                settled.line_of.pop(row.row)
            for number in (line, *choices):
                if (panel.number, number) not in settled.row_at:
                    for column in panel.columns:
                        settled.values[number, column.number] = None
        if not taken:
            return


def _doubtful(
    matrix: Matrix, panel: Panel, settled: Settled, of_line: dict[int, list[Sum]]
) -> dict[int, tuple[int, ...]]:
    """The unlabelled rows of the panel that are in doubt, by line, with the other lines that would take them."""
    rows = {
        line: row
        for line, row in enumerate_rows(panel, settled, len(matrix.labels))
        if row.fixed is None and row.filled
    }
    verdicts = {line: _verdicts(panel, settled, of_line[line], row, line) for line, row in rows.items()}
    contradicted_lines = {line for line, (_, failing) in verdicts.items() if failing}
    is_torn = bool(settled.open_rows or settled.omitted)
    found: dict[int, tuple[int, ...]] = {}
    for line, row in rows.items():
        held, failing = verdicts[line]
        if not failing and not is_torn:
            continue
        others = _content(panel, settled, of_line, row, line, others=contradicted_lines)
        if failing and (others or is_torn):
            found[line] = others
        elif is_torn and not failing:
            near = tuple(other for other in others if _is_between(settled, panel, line, other, len(matrix.labels)))
            is_only_ordered = not held
            if near or is_only_ordered:
                found[line] = near
    partners = {other for choices in found.values() for other in choices if other in contradicted_lines}
    return dict.fromkeys(partners, ()) | found


def enumerate_rows(panel: Panel, settled: Settled, lines: int) -> Iterator[tuple[int, PrintedRow]]:
    """The settled rows of the panel with their lines, in the order of the form."""
    for line in range(lines):
        row = settled.row_at.get((panel.number, line))
        if row is not None:
            yield line, row


def _is_between(settled: Settled, panel: Panel, line: int, other: int, lines: int) -> bool:
    """Whether no settled row stands between the two lines."""
    low, high = sorted((line, other))
    return not any(low < at < high for at, _ in enumerate_rows(panel, settled, lines))


def _verdicts(panel: Panel, settled: Settled, entries: list[Sum], row: PrintedRow, line: int) -> tuple[int, int]:
    """How many identities of the line hold with the row and tell it from other lines, and how many fail: a sum within
    the row itself would hold anywhere."""
    own = {column.number for column in panel.columns}
    filled = {panel.columns[n].number for n in row.filled}
    trial = {**settled.values, **{(line, c.number): row.amounts[n] for n, c in enumerate(panel.columns)}}
    held = failing = 0
    for entry in entries:
        if any(ref[1] in filled for ref in entry.refs):
            verdict = entry.holds(trial)
            is_telling = entry.stated != NOTHING or any(ref[1] not in own for ref in entry.refs)
            held += verdict is True and is_telling
            failing += verdict is False
    return held, failing


def _content(
    panel: Panel, settled: Settled, of_line: dict[int, list[Sum]], row: PrintedRow, own: int, *, others: set[int]
) -> tuple[int, ...]:
    """The lines, free or contradicted themselves (`others`), whose identities allow the row and do not all hold now."""
    numbers = {column.number for column in panel.columns}
    least = _verdicts(panel, settled, of_line[own], row, own)[0]
    found = []
    for line, entries in of_line.items():
        is_taken = (panel.number, line) in settled.row_at and line not in others
        if line == own or is_taken:
            continue
        held, failing = _verdicts(panel, settled, entries, row, line)
        asks = any(
            entry.holds(settled.values) is not True for entry in entries if any(ref[1] in numbers for ref in entry.refs)
        )
        if asks and not failing and (held or not least):
            found.append(line)
    return tuple(found)


def is_blank_line(settled: Settled, panel: Panel, line: int) -> bool:
    """Whether no row of the panel stands on the line and nothing is said of it."""
    free = (panel.number, line) not in settled.row_at
    return free and all(settled.values.get((line, column.number)) == NOTHING for column in panel.columns)
