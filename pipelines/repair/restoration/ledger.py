"""What the sound tables of a document state, for agreement with the damaged ones.

Reads the rows of `tables` and `cells` that stand under their heading; writes amounts by canonical coordinates.
Grain: one statement per figure and table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.repair.restoration.amounts import NOTHING, Amount, Convention, convention_of
from pipelines.repair.restoration.facts import Meaning, Restored, Row, function
from pipelines.repair.restoration.reference import TOTALS, Reference, bare_label, plain

_SAME_ITEMS = {
    "three_public:hospitality": "economic:30217",
    "three_public:operation": "economic:30231",
    "three_public:overseas": "economic:30212",
}
"""Lines of the three public expenses that are items of the economic classification (domain guide §5, family 4)."""
_SAME_LINES = _SAME_ITEMS | {item: line for line, item in _SAME_ITEMS.items()}


@dataclass(slots=True)
class Ledger:
    """Amounts stated by sound tables, by what they mean."""

    stated: dict[Meaning, list[tuple[str, Amount]]] = field(default_factory=dict)

    def elsewhere(self, meaning: Meaning, table_id: str) -> Amount | None:
        """What the document's other tables state for it; None when none does, or when they contradict each other."""
        stated = [pair for same in same_facts(meaning) for pair in self.stated.get(same, [])]
        found = [amount for table, amount in stated if table != table_id]
        if not found or any(not (found[0] - other).may_be_zero for other in found[1:]):
            return None
        return found[0]

    def learn(self, restored: Restored, panels: Sequence[Row], convention: Convention) -> None:
        """What the restored rows of a table state is stated, too."""
        numerals = {(cell["table_row"], cell["table_column"]): cell["numeral"] for cell in panels}
        for fact in restored.facts:
            amount = convention.amount(numerals[str(fact.table_row), str(fact.table_column)])
            self.stated.setdefault(fact.meaning, []).append((fact.table_id, amount))
        for implied in restored.implied:
            self.stated.setdefault(implied.meaning, []).append((implied.table_id, NOTHING))

    def rows_of(self, kinds: Sequence[str], tables: Sequence[Row], cells: Sequence[Row]) -> list[tuple[str, str]]:
        """Codes and labels of the tables of these kinds, as printed; the total has no code."""
        wanted = {table["table_id"] for table in tables if table["kind"] in kinds}
        found: dict[str, str] = {}
        for cell in cells:
            if cell["table_id"] in wanted and (cell["row_code"] or plain(cell["row_label"]) in TOTALS):
                found.setdefault(cell["row_code"], cell["row_label"])
        return list(found.items())


def conventions_of(tables: Sequence[Row], cells: Sequence[Row], panels: Sequence[Row]) -> dict[str, Convention]:
    """How each table writes its figures."""
    numerals: dict[str, dict[tuple[str, str], str]] = {table["table_id"]: {} for table in tables}
    for cell in (*cells, *panels):
        numerals[cell["table_id"]][cell["table_row"], cell["table_column"]] = cell["numeral"]
    return {
        table["table_id"]: convention_of(table["unit"] or "万元", numerals[table["table_id"]].values())
        for table in tables
    }


def ledger_of(
    tables: Sequence[Row], cells: Sequence[Row], conventions: dict[str, Convention], reference: Reference
) -> Ledger:
    """The amounts of all rows that stand under their heading."""
    kinds = {table["table_id"]: table["kind"] for table in tables}
    ledger = Ledger()
    for cell in cells:
        if cell["row_fits"] != "true" or not cell["column_key"]:
            continue
        meaning = meaning_of(kinds[cell["table_id"]], cell, reference)
        if meaning is not None:
            amount = conventions[cell["table_id"]].amount(cell["numeral"])
            ledger.stated.setdefault(meaning, []).append((cell["table_id"], amount))
    return ledger


def same_facts(meaning: Meaning) -> list[Meaning]:
    """The coordinates and those that state the same fact."""
    other = _SAME_LINES.get(meaning.subject)
    if other is None or meaning.aspect != "settled":
        return [meaning]
    return [meaning, replace(meaning, subject=other)]


def meaning_of(kind: str, cell: Row, reference: Reference) -> Meaning | None:
    """Which figure a cell under a known heading is; None when its row is not known."""
    column = reference.columns.get(kind, {}).get(cell["column_key"])
    if column is None:
        return None
    if column.subject:
        return column
    if cell["row_code"]:
        return replace(column, subject=function(cell["row_code"]))
    label = bare_label(cell["row_label"])
    line = reference.lines.get((kind, cell["block"], label, bare_label(cell["row_context"])))
    if line is not None:
        return replace(
            column,
            subject=line.subject or "total",
            flow=line.flow or column.flow,
            nature=line.nature or column.nature,
            fund=line.fund or column.fund,
        )
    if label in TOTALS:
        return replace(column, subject="total")
    code = reference.function_classes.get(label)
    return replace(column, subject=function(code)) if code else None
