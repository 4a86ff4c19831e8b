"""A document's relations and what stands around each figure.

Reads checks, terms and figures; writes nothing. Grain: one landscape per document and reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from pipelines.repair.facts import Check, Figure, Reading, Term
from pipelines.repair.relations import Relation, relations
from pipelines.repair.slips import Around

MONEY, PERCENT, OTHER = 10, 8, 9
"""A percentage is worked out by hand more often than an amount is. Two of the cheapest figures must cost more than any
lone figure that is printed and not zero (7 + 7 > 10 + 3)."""
NARRATIVE = -1
"""Tables come out of the accounts, narratives are typed."""
SILENT = 20
"""A blank and a zero say that there is nothing: filling one costs more than changing two printed figures."""
CONFIRMED = 3
"""The most that other checks, which hold, add to a figure's weight."""


@dataclass(frozen=True)
class Landscape:
    """Figures, the relations between them, and for each figure the relations it stands in."""

    figures: Mapping[str, Figure]
    relations: Sequence[Relation]
    standing: Mapping[str, Sequence[Relation]]

    @property
    def printed(self) -> Reading:
        return Reading(self.figures)

    def weight(self, figure_id: str) -> int:
        """What it costs to change the figure: the more checks confirm it, the more."""
        figure = self.figures[figure_id]
        cost = {"money": MONEY, "percent": PERCENT}.get(figure.unit_kind, OTHER)
        cost += NARRATIVE if figure.statement == "narrative" else 0
        cost += SILENT if figure.is_zero else 0
        confirming = sum(relation.check.verdict == "exact" for relation in self.standing.get(figure_id, ()))
        return cost + min(CONFIRMED, confirming)

    def around(self, figure_id: str) -> Around:
        figure = self.figures[figure_id]
        found = {}
        for direction, neighbour in self._neighbours(figure).items():
            if neighbour is not None and not neighbour.is_zero:
                found[direction] = Fraction(neighbour.amount)
        return Around(found, self.last_year(figure))

    def last_year(self, figure: Figure) -> Fraction | None:
        """Last year's figure of the quantity: this year's less the change printed beside it. Money that is the same on
        the other side of the accounts (a fund's income and expenditure) was the same last year."""
        if figure.aspect != "settled":
            return None
        own = self._years.get(_quantity(figure))
        if own is not None:
            return own[1]
        twins = {
            before
            for (_, _, fund, subject), (now, before) in self._years.items()
            if (fund, subject, now) == (figure.fund, figure.subject, Fraction(figure.amount))
        }
        return twins.pop() if len(twins) == 1 else None

    @cached_property
    def _years(self) -> dict[tuple[str, ...], tuple[Fraction, Fraction]]:
        claims = {figure.claim: figure for figure in self.figures.values() if figure.claim}
        found = {}
        for figure in claims.values():
            now = claims.get(figure.of_claim)
            if figure.aspect == "change" and figure.unit_kind == "money" and now is not None:
                found[_quantity(now)] = (Fraction(now.amount), Fraction(now.amount) - Fraction(figure.amount))
        return found

    @cached_property
    def _columns(self) -> dict[tuple[str, int], list[Figure]]:
        found: dict[tuple[str, int], list[Figure]] = {}
        for figure in sorted(self.figures.values(), key=lambda one: (one.table_row, one.print_order)):
            if figure.table_id:
                found.setdefault((figure.table_id, figure.table_column), []).append(figure)
            elif figure.aspect == "settled":
                found.setdefault((f"{figure.statement}/{figure.section}/{figure.unit_kind}", 0), []).append(figure)
        return found

    @cached_property
    def _rows(self) -> dict[tuple[str, int], list[Figure]]:
        found: dict[tuple[str, int], list[Figure]] = {}
        for figure in sorted(self.figures.values(), key=lambda one: one.table_column):
            if figure.table_id:
                found.setdefault((figure.table_id, figure.table_row), []).append(figure)
        return found

    def _neighbours(self, figure: Figure) -> dict[str, Figure | None]:
        if figure.table_id:
            column = self._columns[figure.table_id, figure.table_column]
            row = self._rows[figure.table_id, figure.table_row]
        else:
            column = self._columns.get((f"{figure.statement}/{figure.section}/{figure.unit_kind}", 0), [])
            row = []
        above, below = _beside(column, figure)
        left, right = _beside(row, figure)
        return {"above": above, "below": below, "left": left, "right": right}


def landscape(checks: Iterable[Check], terms: Iterable[Term], figures: Mapping[str, Figure]) -> Landscape:
    """The relations stand, and every figure knows the decimals that its statement usually shows."""
    known = _with_usual_decimals(figures)
    made = [relation for relation in relations(checks, terms) if all(name in known for name in relation.figures)]
    standing: dict[str, list[Relation]] = {}
    for relation in made:
        for name in relation.figures:
            standing.setdefault(name, []).append(relation)
    return Landscape(known, made, standing)


def _with_usual_decimals(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    shown: dict[tuple[str, str, str], Counter[int]] = {}
    for figure in figures.values():
        if not figure.is_zero and figure.unit_kind == "money":
            shown.setdefault(_statement(figure), Counter())[figure.decimals] += 1
    usual = {
        statement: max(counted, key=lambda places: (counted[places], places)) for statement, counted in shown.items()
    }
    return {name: replace(figure, usual_decimals=usual.get(_statement(figure))) for name, figure in figures.items()}


def _statement(figure: Figure) -> tuple[str, str, str]:
    return (figure.statement, figure.table_id, figure.unit)


def _quantity(figure: Figure) -> tuple[str, ...]:
    return (figure.flow, figure.nature, figure.fund, figure.subject)


def _beside(line: Sequence[Figure], figure: Figure) -> tuple[Figure | None, Figure | None]:
    place = next((number for number, one in enumerate(line) if one.figure_id == figure.figure_id), None)
    if place is None:
        return None, None
    return (line[place - 1] if place else None), (line[place + 1] if place + 1 < len(line) else None)
