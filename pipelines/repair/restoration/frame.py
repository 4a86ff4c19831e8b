"""What a table is read against. Reads and writes nothing; grain: one `Frame` per damaged table."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.repair.restoration.amounts import Convention
from pipelines.repair.restoration.ledger import Ledger
from pipelines.repair.restoration.reference import Reference


@dataclass(frozen=True, slots=True)
class Frame:
    """How the table writes figures, what its columns and lines may be called, and what the other tables state."""

    convention: Convention
    reference: Reference
    ledger: Ledger
