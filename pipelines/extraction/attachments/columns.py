"""Which column of a performance table a cell stands in.

Reads the printed heading of a table and the cells of a row, writes `Placed` cells. Grain: one per cell.
A row that a lost cell has displaced is moved until signs, units and numerals stand under headings that can hold them;
where no single position fits, the cell keeps no column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipelines.extraction.attachments.quantities import is_comparator, is_numeral, is_unit
from pipelines.extraction.attachments.sheets import Row
from pipelines.extraction.attachments.words import Role, money_unit, words
from pipelines.extraction.model import Cell

_TICKS = frozenset("√✓✔☑×○●")
_COLUMNS = frozenset(
    {"level1", "level2", "level3", "comparator", "target", "result", "unit", "weight", "score"}
    | {"criteria", "mark", "remark", "rate", "goal", "ordinal"}
)
_NUMERIC = frozenset({"target", "result", "weight", "score", "rate", "money", "received"})
_SUMMED = frozenset({"weight", "score", "money", "rate", "received"})
_NONE = Role("")
_SHIFTS = (1, -1, 2, -2)


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table, left to right; `units` are those the headings print in brackets."""

    columns: tuple[Role, ...]
    units: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.columns)

    def has(self, *roles: str) -> bool:
        return any(column.role in roles for column in self.columns)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the role and the printed unit of the column it stands in."""

    cell: Cell
    role: Role
    unit: str = ""
    heading: str = ""


def heading_of(row: Row) -> Heading | None:
    """The heading a row prints, None if it is a row of values."""
    roles = [_heads(words().role(cell.text) or _NONE) for cell in row.cells]
    texts = [cell.text for cell in row.cells]
    if any(is_numeral(text) for text in texts if text.strip()):
        return None
    columns = [role for role in roles if role.role in _COLUMNS]
    money = [at for at, role in enumerate(roles) if role.role in {"money", "received"}]
    is_list = len(money) >= 2 and all(texts[at].strip() for at in range(money[0], money[-1] + 1))
    is_goal = bool(columns) and all(role.role == "goal" for role in columns)
    if is_goal and len(columns) == 1 and roles[-1].role != "goal" and texts[-1].strip():
        return None
    if is_goal or is_list or (len(columns) + len(money) >= 2 and columns):
        return Heading(tuple(roles), tuple(money_unit(text) for text in texts), tuple(texts))
    return None


def _heads(role: Role) -> Role:
    """What the label says at the head of a column: 指标得分 there is an indicator's, before a row a sum."""
    return Role(role.measure, role.measure) if role.role == "total" and role.measure else role


def below(upper: Heading, lower: Heading) -> Heading:
    """One heading out of two tiers: what the lower leaves blank is headed by the upper.

    A lower one that names only a source of funds has its measure from the upper (全年预算数 over 财政拨款).
    """
    if upper.width == lower.width:
        chosen = [lower if _speaks(lower, upper, at) else upper for at in range(lower.width)]
        return Heading(
            tuple(_sourced(heading.columns[at], upper, at) for at, heading in enumerate(chosen)),
            tuple(lower.units[at] or upper.units[at] for at in range(lower.width)),
            tuple(heading.texts[at] for at, heading in enumerate(chosen)),
        )
    # A merged cell is printed once: the upper's last cells stand over the lower's last blanks.
    columns, units, texts = list(lower.columns), list(lower.units), list(lower.texts)
    blanks = [at for at in range(lower.width) if not lower.texts[at].strip()]
    single = [at for at in range(upper.width) if upper.columns[at].role != "group"]
    for at, source in zip(reversed(blanks), reversed(single), strict=False):
        columns[at], units[at], texts[at] = upper.columns[source], upper.units[source], upper.texts[source]
    return Heading(tuple(columns), tuple(units), tuple(texts))


def _sourced(lower: Role, upper: Heading, at: int) -> Role:
    """The lower column with the measure of the heading above it, which may be merged over it from the left."""
    while at > 0 and not upper.texts[at].strip():
        at -= 1
    over = upper.columns[at]
    is_source = lower.role == over.role == "money" and not lower.measure
    return Role("money", over.measure, lower.part) if is_source else lower


def _speaks(lower: Heading, upper: Heading, at: int) -> bool:
    """Whether the lower tier names the column; marks that a lost cell has displaced name no level and no criterion."""
    if not lower.texts[at].strip():
        return False
    return lower.columns[at].role not in {"mark", ""} or upper.columns[at].role in {"mark", "group", "", "remark"}


def place(row: Row, heading: Heading) -> list[Placed]:
    """Every printed cell of the row with its column, or without one where none fits."""
    best, ties = 0, 0
    if not _is_sound(row, heading, 0):
        scores = {shift: _score(row, heading, shift) for shift in _SHIFTS if _is_sound(row, heading, shift)}
        best = max(scores, key=lambda shift: (scores[shift], -abs(shift)), default=0)
        ties = sum(1 for score in scores.values() if score == scores[best]) if scores else 2
    is_placed = ties <= 1
    return [_placed(cell, heading, at + best if is_placed else -1) for at, cell in enumerate(row.cells)]


def place_total(row: Row, heading: Heading) -> list[Placed]:
    """The numerals of a total's row, each below the one column that the merged label leaves open to it.

    Where several are open, as many columns as numerals are taken in order; else a numeral keeps no column.
    """
    spare = max(heading.width - len(row.cells), 0)
    numerals = [(at, cell) for at, cell in enumerate(row.cells) if is_numeral(cell.text)]
    open_to = [
        [c for c in range(at, min(at + spare + 1, heading.width)) if heading.columns[c].role in _SUMMED]
        for at, _ in numerals
    ]
    summed = sorted({c for options in open_to for c in options})
    placed: list[Placed] = []
    for number, ((_, cell), options) in enumerate(zip(numerals, open_to, strict=True)):
        in_order = summed[number] if len(summed) == len(numerals) else -1
        placed.append(_placed(cell, heading, options[0] if len(options) == 1 else in_order))
    return placed


def _placed(cell: Cell, heading: Heading, at: int) -> Placed:
    if 0 <= at < heading.width:
        return Placed(cell, heading.columns[at], heading.units[at], heading.texts[at])
    return Placed(cell, _NONE)


def _is_sound(row: Row, heading: Heading, shift: int) -> bool:
    """Whether every cell of the row can stand where it would stand."""
    for at, cell in enumerate(row.cells):
        if not cell.text.strip():
            continue
        if not 0 <= at + shift < heading.width or _fit(cell.text, heading.columns[at + shift].role) < 0:
            return False
    return True


def _score(row: Row, heading: Heading, shift: int) -> int:
    return sum(
        _fit(cell.text, heading.columns[at + shift].role)
        for at, cell in enumerate(row.cells)
        if cell.text.strip() and 0 <= at + shift < heading.width
    )


@lru_cache(maxsize=8192)
def _fit(text: str, role: str) -> int:
    """How well a cell stands under a heading: below 0 where it cannot."""
    known = words().role(text)
    if known and known.role in {"name1", "name2", "name12"}:
        fits = role in {"level3", "", "group"} or role == {"name1": "level1", "name2": "level2"}.get(known.role, role)
        return (2 if role in {"level1", "level2"} else 0) if fits else -1
    if is_comparator(text):
        return 2 if role == "comparator" else 0 if role in {"target", "result", ""} else -2
    if set(text.strip()) <= _TICKS:
        return 1 if role == "mark" else 0 if role in {"", "remark"} else -2
    if is_numeral(text):
        return 1 if role in _NUMERIC else 0 if role == "" else -2
    if role == "unit":
        return 2 if is_unit(text) else -1 if len(text.strip()) > 4 else 0
    if role == "mark" or (role == "comparator" and len(text.strip()) > 4):
        return -2
    return 0
