"""What restoration says of a document. Reads and writes nothing.

Grain: one `Fact` per printed cell whose figure is settled, one `Implied` per figure that has no printed cell, one
`Unresolved` per row or panel that several readings explain equally well, one `Proof` per repaired stretch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Row = Mapping[str, str]
"""A row of an extracted file; every value is text."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which figure a cell is: the canonical coordinates; `economic` is the code of a matrix column, else empty."""

    subject: str
    flow: str
    nature: str
    fund: str
    aspect: str = "settled"
    economic: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A printed cell and the figure it is; of one in a column without meaning the subject alone. `slip` is empty where
    it stands under its own heading and label; `meant_text` is None where the digits are as printed, empty where nothing
    was meant."""

    table_id: str
    panel: int
    table_row: int
    table_column: int
    line: int
    text: str
    meaning: Meaning
    column_key: str = ""
    slip: str = ""
    meant_text: str | None = None
    reason_zh: str = ""
    reason_en: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Implied:
    """A figure for which no cell was printed: nothing, unless the identities ask for `meant_text`. `table_row` is 0
    where the whole row is missing. `is_open` where its row may be one that nobody could place: then no sum knows it."""

    table_id: str
    panel: int
    table_row: int
    meaning: Meaning
    column_key: str = ""
    meant_text: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A printed row (or, with `table_row` 0, a panel) that stays as it is: why, and between which readings.
    `has_figures` is false for a blank row, which says the same wherever it belongs."""

    table_id: str
    panel: int
    table_row: int
    line: int
    reason_zh: str
    reason_en: str
    choices: tuple[str, ...] = ()
    has_figures: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """The identities that a repair touches, before and after it: none that held may be violated afterwards.
    `identities` names those that hold because of it, `violated` those that still fail (somebody else's slip)."""

    table_id: str
    panel: int
    slip: str
    cells: tuple[tuple[int, int], ...]
    held_before: int
    held_after: int
    identities: tuple[str, ...]
    violated: tuple[str, ...] = ()


@dataclass(slots=True)
class Restored:
    """What restoration found in one document."""

    facts: list[Fact] = field(default_factory=list)
    implied: list[Implied] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)

    def tables_as_printed(self, cells: Sequence[Row], panels: Sequence[Row]) -> set[str]:
        """The tables that print every figure under its own heading and label: only their grid was in doubt. `panels`:
        the document's cells whose grid was in doubt. A table of which some `cells` were read by position has rows that
        position does not explain: what proves those is a restoration."""
        doubtful = {one.table_id for one in self.implied} | {one.table_id for one in self.unresolved}
        doubtful |= {f.table_id for f in self.facts if f.slip or f.meant_text is not None or not f.meaning.flow}
        doubtful |= {cell["table_id"] for cell in cells}
        placed = {(fact.table_id, fact.table_row, fact.table_column) for fact in self.facts}
        for cell in panels:
            if (cell["table_id"], int(cell["table_row"]), int(cell["table_column"])) not in placed:
                doubtful.add(cell["table_id"])
        return {cell["table_id"] for cell in panels} - doubtful

    def add(self, other: Restored) -> None:
        """This also says what the other says."""
        self.facts.extend(other.facts)
        self.implied.extend(other.implied)
        self.unresolved.extend(other.unresolved)
        self.proofs.extend(other.proofs)


def function(code: str) -> str:
    """The subject of a row by its code; the total for an empty one."""
    if not code:
        return "total"
    return f"economic:{code}" if code[0] in "35" else f"function:{code}"
