"""Damaged tables of one document, restored: which printed cell is which figure, with the identities that prove it.

Reads the rows of `tables.csv`, `cells.csv` and `panels.csv` of one document and the reference; writes `Restored`.
Pure: nothing is read from or written to disk.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.repair.restoration.damaged import restore_damaged
from pipelines.repair.restoration.facts import Restored, Row
from pipelines.repair.restoration.frame import Frame
from pipelines.repair.restoration.ledger import conventions_of, ledger_of
from pipelines.repair.restoration.matrix import restore_matrix
from pipelines.repair.restoration.reference import Reference


def restore(tables: Sequence[Row], cells: Sequence[Row], panels: Sequence[Row], reference: Reference) -> Restored:
    """All figures of damaged tables that the identities settle, and what stays open and why."""
    restored = Restored()
    damaged = {panel["table_id"] for panel in panels}
    if not damaged:
        return restored
    conventions = conventions_of(tables, cells, panels)
    # A row restored in one table is a statement for the next: simple tables first, the matrix last.
    ledger = ledger_of(tables, cells, conventions, reference)
    ordered = sorted((t for t in tables if t["table_id"] in damaged), key=lambda t: t["kind"] in reference.matrices)
    for table in ordered:
        own_cells = [cell for cell in cells if cell["table_id"] == table["table_id"]]
        own_panels = [panel for panel in panels if panel["table_id"] == table["table_id"]]
        frame = Frame(conventions[table["table_id"]], reference, ledger)
        if table["kind"] in reference.matrices:
            rows = ledger.rows_of(("general_budget_expenditure",), tables, cells)
            found = restore_matrix(table, own_panels, rows, frame=frame)
        else:
            found = restore_damaged(table, own_cells, own_panels, frame=frame)
            ledger.learn(found, own_panels, frame.convention)
        restored.add(found)
    return restored
