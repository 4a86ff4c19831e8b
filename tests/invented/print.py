"""What a disclosure prints, before any format: running text and tables of boxes, with what each figure is.

Reads nothing; grain: one `Table` per statutory table, one `Told` per figure of running text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Box:
    """A printed cell over some columns and rows. A figure has an amount (万元), the key of its column, and names its
    line by code and label."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    amount: Decimal | None = None
    key: str = ""
    code: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged cell in a grid, 0-based."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table; rows hold the boxes that begin in them, as a web page's rows do."""

    kind: str
    title: str
    form: str
    heading: tuple[tuple[Box, ...], ...]
    body: tuple[tuple[Box, ...], ...]

    @property
    def rows(self) -> tuple[tuple[Box, ...], ...]:
        return (*self.heading, *self.body)

    def figures(self) -> Iterator[Box]:
        """The boxes that hold figures."""
        return (box for row in self.body for box in row if box.amount is not None)

    def laid(self) -> tuple[list[list[Box | None]], list[Merged]]:
        """The boxes over the columns, None where a merged one goes on; and the merged ones."""
        rows, merged = self.rows, []
        width = sum(box.columns for box in rows[0])
        grid: list[list[Box | None]] = [[None] * width for _ in rows]
        taken = [[False] * width for _ in rows]
        for r, row in enumerate(rows):
            column = 0
            for box in row:
                while taken[r][column]:
                    column += 1
                for down in range(box.rows):
                    taken[r + down][column : column + box.columns] = [True] * box.columns
                grid[r][column] = box
                if box.rows > 1 or box.columns > 1:
                    merged.append(Merged(r, column, box.rows, box.columns))
                column += box.columns
            assert all(taken[r]), (self.kind, r, taken[r])
        return grid, merged


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of running text: what it is, and how it is printed (`text` without its unit)."""

    aspect: str
    subject: str
    amount: Decimal
    unit: str = "万元"
    label: str = ""


@dataclass(slots=True)
class Page:
    """What is printed, in order, and the figures that running text tells."""

    blocks: list[str | Table] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)

    def heading(self, text: str) -> None:
        self.headings.add(len(self.blocks))
        self.blocks.append(text)

    def text(self, text: str) -> None:
        self.blocks.append(text)

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]
