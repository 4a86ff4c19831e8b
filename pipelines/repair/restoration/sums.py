"""The identities of a matrix: down the lines, across the columns, and against the other tables.

Reads a `Matrix` whose columns are understood and the `Ledger`; writes `Sum`s. Grain: one per line and column, class, or
statement elsewhere. A `Ref` is a line and a column; what no row prints there is nothing, what is not settled is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.repair.restoration.amounts import NOTHING, Amount, total
from pipelines.repair.restoration.facts import Meaning
from pipelines.repair.restoration.grid import Column, Label, Matrix
from pipelines.repair.restoration.ledger import Ledger

Ref = tuple[int, int]
Values = Mapping[Ref, Amount | None]


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ `whole` = Σ `parts` + `stated`; `line` is the only line it speaks of, or None for a sum down the lines."""

    name: str
    whole: tuple[Ref, ...]
    parts: tuple[Ref, ...]
    stated: Amount = NOTHING
    line: int | None = None

    @property
    def refs(self) -> tuple[Ref, ...]:
        return self.whole + self.parts

    def difference(self, values: Values) -> Amount | None:
        """The whole less its parts; None when a term is not settled."""
        found: list[Amount] = []
        for sign, refs in ((1, self.whole), (-1, self.parts)):
            for ref in refs:
                amount = values.get(ref, NOTHING)
                if amount is None:
                    return None
                found.append(Amount(sign * amount.value, amount.slack))
        return total(found) - self.stated

    def holds(self, values: Values) -> bool | None:
        """Whether it holds; None when it cannot be tested."""
        difference = self.difference(values)
        return None if difference is None else difference.may_be_zero


def meaning_of(label: Label, column: Column) -> Meaning:
    """Which figure stands in the line and column."""
    return Meaning(label.subject, "expenditure", "total", "general_public_budget", "settled", column.code)


def sums_of(matrix: Matrix, ledger: Ledger) -> list[Sum]:
    """All identities the matrix must satisfy."""
    found = [_down(matrix, parent, column) for parent, column in _parents(matrix)]
    columns = [column for column in matrix.columns if column.role != "unknown"]
    unclear = {column.klass for column in matrix.columns if column.role == "unknown"}
    for column in columns:
        stated = _economic(column, ledger, matrix.table_id)
        if stated is not None:
            found.append(Sum(f"agreement total {column.code or 'total'}", ((0, column.number),), (), stated, 0))
    whole = next((column for column in columns if column.role == "total"), None)
    by_class = {c.klass: [d for d in columns if d.klass == c.klass] for c in columns if c.klass}
    across = [_head(members) for members in by_class.values()]
    classes = [member for head in across for member in head]
    is_whole = not unclear and _is_complete(whole, classes, ledger, matrix.table_id)
    for line, label in enumerate(matrix.labels):
        stated = ledger.elsewhere(
            Meaning(label.subject, "expenditure", "total", "general_public_budget"), matrix.table_id
        )
        if whole is not None and stated is not None:
            found.append(Sum(f"agreement {label.subject} total", ((line, whole.number),), (), stated, line))
        parts = tuple((line, member.number) for member in classes)
        if is_whole and whole is not None:
            found.append(Sum(f"across {label.subject} total", ((line, whole.number),), parts, NOTHING, line))
        elif is_whole and stated is not None:
            found.append(Sum(f"across {label.subject} total", parts, (), stated, line))
        for klass, members in by_class.items():
            head = next((m for m in members if m.role == "class"), None)
            items = [m for m in members if m.role == "item"]
            if head and items and klass not in unclear and _is_complete(head, items, ledger, matrix.table_id):
                refs = tuple((line, item.number) for item in items)
                found.append(Sum(f"across {label.subject} {klass}", ((line, head.number),), refs, NOTHING, line))
    return found


def _parents(matrix: Matrix) -> list[tuple[int, Column]]:
    return [(n, column) for n, label in enumerate(matrix.labels) if label.children for column in matrix.columns]


def _down(matrix: Matrix, parent: int, column: Column) -> Sum:
    label = matrix.labels[parent]
    parts = tuple((child, column.number) for child in label.children)
    name = f"hierarchy {label.subject} {column.code or 'total' if column.role != 'unknown' else column.column}"
    return Sum(name, ((parent, column.number),), parts)


def _head(members: list[Column]) -> list[Column]:
    """The columns that together make up the class: its subtotal if it is printed, else its items."""
    heads = [member for member in members if member.role == "class"]
    return heads[:1] or members


def _economic(column: Column, ledger: Ledger, table_id: str) -> Amount | None:
    """What the table by economic classification states for the column's total."""
    subject = f"economic:{column.code}" if column.code else "total"
    return ledger.elsewhere(Meaning(subject, "expenditure", "total", "general_public_budget"), table_id)


def _is_complete(whole: Column | None, parts: list[Column], ledger: Ledger, table_id: str) -> bool:
    """Whether no printed column is missing below the whole, as far as the table beside it tells: a lost column would
    break the identity in every line."""
    if not parts:
        return False
    stated = _economic(whole, ledger, table_id) if whole else _total(ledger, table_id)
    found = [_economic(part, ledger, table_id) for part in parts]
    if stated is None or any(amount is None for amount in found):
        return True
    return (stated - total(amount for amount in found if amount is not None)).may_be_zero


def _total(ledger: Ledger, table_id: str) -> Amount | None:
    return ledger.elsewhere(Meaning("total", "expenditure", "total", "general_public_budget"), table_id)
