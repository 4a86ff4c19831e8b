"""Slips inside a matrix whose rows are settled: moved, copied, lost, displaced cells, mended where one way only does.

Reads the settled values and the identities; writes `Mend`s and changes the values. Grain: one mend per slip. A mend
makes strictly more identities hold and breaks none; where two do that equally well, none is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipelines.repair.restoration.amounts import NOTHING, Amount
from pipelines.repair.restoration.doubts import contradicted, is_blank_line, swaps
from pipelines.repair.restoration.grid import Matrix, Panel, PrintedRow
from pipelines.repair.restoration.settle import Settled
from pipelines.repair.restoration.sums import Ref, Sum, Values

_LEAST = 2
"""One identity alone can be satisfied by changing any of its terms: a slip is told by two at least."""
_MENDS = 40
"""Slips mended in one table before the rest is left to a person."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A slip and its correction: the new amounts, the identities that hold because of it, and the row it concerns.
    `effort` is how many figures have to be thought different. `slip` is empty for a correction nobody can name."""

    slip: str
    changes: dict[Ref, Amount]
    effort: int
    row: PrintedRow | None = None
    fixed: frozenset[int] = frozenset()
    held_before: int = 0
    moved: tuple[tuple[int, int, int], ...] = ()
    """For moved cells: the line, and the columns from and to."""
    swapped: tuple[int, ...] = ()
    """For rows printed out of order: the line it belongs to, or the two lines of rows in each other's place."""


@dataclass(slots=True)
class Mended:
    """The mends made, and the identities for which several would do."""

    mends: list[Mend] = field(default_factory=list)
    ambiguous: list[tuple[str, tuple[Mend, ...]]] = field(default_factory=list)


def mend(matrix: Matrix, settled: Settled, sums: Sequence[Sum]) -> Mended:
    """The values with every slip mended that can be mended in one way only."""
    of_ref: dict[Ref, list[int]] = defaultdict(list)
    for number, entry in enumerate(sums):
        for ref in entry.refs:
            of_ref[ref].append(number)
    done = Mended()
    passed: set[frozenset[int]] = set()
    for _ in range(_MENDS):
        found = [
            weighed
            for candidate in _candidates(matrix, settled, sums)
            if (weighed := _weighed(candidate, settled.values, sums, of_ref)) is not None
        ]
        found = [candidate for candidate in found if candidate.fixed not in passed]
        if not found:
            break
        best = max(found, key=lambda m: (len(m.fixed), -m.effort))
        rivals = [m for m in found if m.fixed & best.fixed and _rank(m) == _rank(best) and m.changes != best.changes]
        if rivals or not best.slip:
            passed.add(best.fixed)
            done.ambiguous.append((sums[min(best.fixed)].name, (best, *rivals)))
            continue
        settled.values.update(best.changes)
        _move_rows(settled, best)
        done.mends.append(best)
    return done


def _move_rows(settled: Settled, made: Mend) -> None:
    """Rows printed out of order stand on the lines they belong to."""
    if made.slip != "row_displaced" or made.row is None:
        return
    panel = made.row.panel
    rows = settled.row_at
    if len(made.swapped) == 2:
        first, second = made.swapped
        rows[panel, first], rows[panel, second] = rows[panel, second], rows[panel, first]
    else:
        rows.pop((panel, settled.line_of.get(made.row.row, -1)), None)
        rows[panel, made.swapped[0]] = made.row
        settled.omitted.pop(made.row.row, None)
    for line in made.swapped:
        settled.line_of[rows[panel, line].row] = line


def _rank(candidate: Mend) -> tuple[int, int]:
    return len(candidate.fixed), -candidate.effort


def _weighed(
    candidate: Mend, values: dict[Ref, Amount | None], sums: Sequence[Sum], of_ref: dict[Ref, list[int]]
) -> Mend | None:
    """The candidate with the identities it lets hold; None when it breaks one or helps too few."""
    touched = {number for ref in candidate.changes for number in of_ref[ref]}
    before = {number: sums[number].holds(values) for number in touched}
    old = {ref: values.get(ref, NOTHING) for ref in candidate.changes}
    values.update(candidate.changes)
    after = {number: sums[number].holds(values) for number in touched}
    values.update(old)
    fixed = frozenset(number for number in touched if after[number] and not before[number])
    if any(after[number] is False and before[number] is not False for number in touched) or len(fixed) < _LEAST:
        return None
    if any(after[number] is None and before[number] is not None for number in touched):
        return None
    held = sum(1 for verdict in before.values() if verdict)
    return replace(candidate, fixed=fixed, held_before=held)


def _candidates(matrix: Matrix, settled: Settled, sums: Sequence[Sum]) -> Iterator[Mend]:
    violated = [entry for entry in sums if entry.holds(settled.values) is False]
    for panel in matrix.panels:
        yield from _lost_rows(matrix, panel, settled, sums, violated)
        yield from _displaced(matrix, panel, settled, sums)
        for changes, row, first, second in swaps(panel, settled, sums):
            yield Mend("row_displaced", changes, 2, row, swapped=(first, second))
        yield from _moved(matrix, panel, settled, violated)
    yield from _single_cells(matrix, settled, violated)


def _moved(matrix: Matrix, panel: Panel, settled: Settled, violated: list[Sum]) -> Iterator[Mend]:
    """A figure of a line and of all lines below it, one column beside where it belongs, with only blanks between."""
    wrong = {ref[1] for entry in violated for ref in entry.refs}
    for source, column in enumerate(panel.columns):
        if column.number not in wrong:
            continue
        for target in range(len(panel.columns)):
            other = panel.columns[target]
            if target == source or other.number not in wrong:
                continue
            seen: set[tuple[int, ...]] = set()
            for line in range(len(matrix.labels)):
                group = tuple(n for n in _below(matrix, line) if _may_move(settled, panel, n, source, target))
                if not group or group in seen:
                    continue
                seen.add(group)
                changes: dict[Ref, Amount] = {}
                for n in group:
                    changes[n, other.number] = settled.row_at[panel.number, n].amounts[source]
                    changes[n, column.number] = NOTHING
                moved = tuple((n, column.number, other.number) for n in group)
                yield Mend("column_shifted", changes, len(group), settled.row_at[panel.number, group[0]], moved=moved)


def _below(matrix: Matrix, line: int) -> list[int]:
    found = [line]
    for child in matrix.labels[line].children:
        found += _below(matrix, child)
    return found


def _may_move(settled: Settled, panel: Panel, line: int, source: int, target: int) -> bool:
    row = settled.row_at.get((panel.number, line))
    if row is None or not row.numerals[source]:
        return False
    now = settled.values.get((line, panel.columns[source].number))
    low, high = sorted((source, target))
    is_free = not any(row.numerals[n] for n in range(low, high + 1) if n != source)
    return is_free and now == row.amounts[source]


def _single_cells(matrix: Matrix, settled: Settled, violated: list[Sum]) -> Iterator[Mend]:
    """Every correction of one printed cell that one violated identity asks for; a copied neighbour has a name."""
    place = {c.number: (panel, n) for panel in matrix.panels for n, c in enumerate(panel.columns)}
    tried: set[tuple[Ref, int]] = set()
    for entry in violated:
        difference = entry.difference(settled.values)
        for sign, refs in ((-1, entry.whole), (1, entry.parts)):
            for ref in refs:
                now = settled.values.get(ref, NOTHING)
                panel, n = place[ref[1]]
                row = settled.row_at.get((panel.number, ref[0]))
                if now is None or difference is None or row is None:
                    continue
                for value in (0, now.value + sign * difference.value):
                    if value == now.value or (value < 0 and matrix.never_negative) or (ref, value) in tried:
                        continue
                    tried.add((ref, value))
                    amount = Amount(value, matrix.convention.step // 2) if value else NOTHING
                    slip = "copied_cell" if _is_copy(panel, row, n) else ""
                    yield Mend(slip, {ref: amount}, 1, row)


def _is_copy(panel: Panel, row: PrintedRow, n: int) -> bool:
    """Whether the cell repeats the one above, or the one to its left or right."""
    if not row.numerals[n]:
        return False
    at = panel.rows.index(row)
    near = [panel.rows[at - 1].numerals[n]] if at else []
    near += [row.numerals[m] for m in (n - 1, n + 1) if 0 <= m < len(row.numerals)]
    return row.numerals[n] in near


def _displaced(matrix: Matrix, panel: Panel, settled: Settled, sums: Sequence[Sum]) -> Iterator[Mend]:
    """A row printed out of order, on each line of the panel that has none."""
    misplaced = contradicted(panel, settled, sums)
    rows = [(row, None) for row in panel.rows if row.row in settled.omitted and row.fixed is None]
    for row, own in [*rows, *((row, line) for line, row in misplaced.items())]:
        for line in range(len(matrix.labels)):
            if is_blank_line(settled, panel, line):
                changes = {(line, c.number): row.amounts[n] for n, c in enumerate(panel.columns) if row.numerals[n]}
                if own is not None:
                    changes |= {(own, column.number): NOTHING for column in panel.columns}
                yield Mend("row_displaced", changes, 1, row, swapped=(line,))


def _lost_rows(
    matrix: Matrix, panel: Panel, settled: Settled, sums: Sequence[Sum], violated: list[Sum]
) -> Iterator[Mend]:
    """A line whose row is blank or not printed although the identities ask for figures in it."""
    printed = {row.fixed: row for row in panel.rows if row.fixed is not None}
    rows = [settled.open_rows[row.row] for row in panel.rows if row.row in settled.open_rows]
    doubtful = {line for _, lines in rows for line in lines}
    asked = {ref[0] for entry in violated for ref in entry.refs}
    numbers = {column.number for column in panel.columns}
    for line in range(len(matrix.labels)):
        if (panel.number, line) in settled.row_at or line in doubtful:
            continue
        unknown = [settled.values.get((line, number)) is None for number in numbers]
        if not (all(unknown) or (line in asked and not any(unknown))):
            continue
        changes: dict[Ref, Amount] = {}
        without: dict[Ref, Amount | None] = settled.values | {(line, number): None for number in numbers}
        for column in panel.columns:
            ref = (line, column.number)
            values = without | {ref: NOTHING}
            asks = [s for s in sums if ref in s.refs and s.holds(values) is not None]
            amount = _needed(matrix, ref, asks, values)
            if amount is None:
                break
            changes[ref] = amount
        else:
            if any(amount != NOTHING for amount in changes.values()):
                effort = sum(amount != NOTHING for amount in changes.values())
                yield Mend("lost_row", changes, effort, printed.get(line))


def _needed(matrix: Matrix, ref: Ref, asks: list[Sum], values: Values) -> Amount | None:
    """The one amount that all identities of the cell accept; None when there is none, or nothing asks for one."""
    wanted: list[int] = []
    # A figure stated elsewhere is exact, a sum of rounded figures is not: it is asked last.
    for entry in sorted(asks, key=lambda s: len(s.refs)):
        difference = entry.difference(values)
        if difference is not None:
            wanted.append(-difference.value if ref in entry.whole else difference.value)
    for value in wanted:
        amount = Amount(value, matrix.convention.step // 2) if value else NOTHING
        trial = {**values, ref: amount}
        if (value >= 0 or not matrix.never_negative) and all(entry.holds(trial) for entry in asks):
            return amount
    return None
