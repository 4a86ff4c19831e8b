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
    """Contradicted rows that another line would take are open again, between both lines."""
    of_line: dict[int, list[Sum]] = defaultdict(list)
    for entry in sums:
        if entry.line is not None:
            of_line[entry.line].append(entry)
    for panel in matrix.panels:
        rows = contradicted(panel, settled, sums)
        wanted = {line: _content(panel, settled, of_line, row, line, others=set(rows)) for line, row in rows.items()}
        taken = {line: content for line, content in wanted.items() if content}
        involved = set(taken) | {other for content in taken.values() for other in content}
        for line in involved:
            row = rows.get(line)
            if row is not None:
                choices = tuple(sorted({line, *wanted.get(line, ())}))
                settled.open_rows[row.row] = (row, choices)
                settled.line_of.pop(row.row)
                settled.row_at.pop((panel.number, line))
            for column in panel.columns:
                settled.values[line, column.number] = None


def _content(
    panel: Panel, settled: Settled, of_line: dict[int, list[Sum]], row: PrintedRow, own: int, *, others: set[int]
) -> tuple[int, ...]:
    """The lines, free or contradicted themselves (`others`), whose identities all hold with the row and fail now."""
    found = []
    for line, entries in of_line.items():
        is_taken = (panel.number, line) in settled.row_at and line not in others
        if line == own or is_taken:
            continue
        trial = {**settled.values, **{(line, c.number): row.amounts[n] for n, c in enumerate(panel.columns)}}
        numbers = {column.number for column in panel.columns}
        touched = [entry for entry in entries if any(ref[1] in numbers for ref in entry.refs)]
        verdicts = [entry.holds(trial) for entry in touched]
        fails_now = any(entry.holds(settled.values) is False for entry in touched)
        if fails_now and False not in verdicts and True in verdicts:
            found.append(line)
    return tuple(found)


def is_blank_line(settled: Settled, panel: Panel, line: int) -> bool:
    """Whether no row of the panel stands on the line and nothing is said of it."""
    free = (panel.number, line) not in settled.row_at
    return free and all(settled.values.get((line, column.number)) == NOTHING for column in panel.columns)
