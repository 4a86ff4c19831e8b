"""Stale blocks: figures that contradict this year's total and agree among each other on another one.

Reads a `Landscape`; writes nothing. Grain: one `Block` per other total. A block is last year's text left standing: its
parts add up to last year's total, and its shares and growth rates are taken of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipelines.repair.facts import Reading
from pipelines.repair.landscape import Landscape
from pipelines.repair.relations import Ratio, Relation, Sum

WITNESSES = 3
"""Violated checks that must speak for the other total, two of them by percentages: one may be chance."""


@dataclass(frozen=True, slots=True)
class Block:
    """The stale figures, the total they agree on, and the violated checks that they explain."""

    members: frozenset[str]
    total: Fraction
    relations: tuple[Relation, ...]
    percentages: int


def stale_blocks(land: Landscape, violated: Sequence[Relation]) -> list[Block]:
    """The blocks with enough witnesses, the best attested first; no figure is in two."""
    found = [
        block
        for relation in violated
        if (block := _block(land, violated, relation)) is not None
        and len(block.relations) >= WITNESSES
        and block.percentages >= 2
    ]
    kept: list[Block] = []
    for block in sorted(found, key=lambda one: -len(one.relations)):
        if all(block.members.isdisjoint(other.members) for other in kept):
            kept.append(block)
    return kept


def _block(land: Landscape, violated: Sequence[Relation], start: Relation) -> Block | None:
    split = _whole_and_parts(land, start)
    if split is None or not isinstance(start, Sum):
        return None
    whole, parts = split
    read, this_year = land.printed, land.printed.amount(whole)
    total = sum((read.amount(name) * abs(start.coefficients[name]) for name in parts), Fraction(0))
    if total <= 0 or _may_be(land, whole, total):
        return None
    members, percentages = set(parts), 0
    relations: list[Relation] = [start]
    for relation in violated:
        stale: set[str] = set()
        if isinstance(relation, Ratio) and read.amount(relation.whole) == this_year:
            stale = {relation.pct} if _is_of(land, relation, total) else set()
            percentages += len(stale)
        elif relation is not start and isinstance(relation, Sum):
            stale = _left_standing(land, relation, this_year, total)
        if stale:
            members |= stale
            relations.append(relation)
    return Block(frozenset(members), total, tuple(relations), percentages)


def _whole_and_parts(land: Landscape, relation: Relation) -> tuple[str, list[str]] | None:
    """The one printed figure of one side, and the printed figures of the other."""
    if not isinstance(relation, Sum) or relation.check.operator != "=" or relation.check.constant != 0:
        return None
    printed = {name: weight for name, weight in relation.coefficients.items() if not land.figures[name].is_zero}
    for sign in (1, -1):
        lone = [name for name, weight in printed.items() if weight * sign > 0]
        parts = [name for name in printed if name not in lone]
        if len(lone) == 1 and len(parts) >= 2:
            return lone[0], parts
    return None


def _may_be(land: Landscape, whole: str, total: Fraction) -> bool:
    """Whether the total itself may be the slip: nothing that holds would break."""
    read = land.printed.with_(whole, total)
    return all(
        relation.meets(read) for relation in land.standing[whole] if relation.check.verdict in {"exact", "rounding"}
    )


def _is_of(land: Landscape, relation: Ratio, total: Fraction) -> bool:
    """Whether the percentage is taken of the other total: a share of it, or the growth from it."""
    read = land.printed
    if relation.in_whole:
        return relation.meets(read.with_(relation.part, read.amount(relation.whole) - total))
    of_total = read.with_(relation.whole, total)
    before = land.last_year(land.figures[relation.part])
    return relation.meets(of_total) or (before is not None and relation.meets(of_total.with_(relation.part, before)))


def _left_standing(land: Landscape, relation: Sum, this_year: Fraction, total: Fraction) -> set[str]:
    """The parts of another sum of the total that make the other one beside last year's figures of the others."""
    split = _whole_and_parts(land, relation)
    if split is None or land.printed.amount(split[0]) != this_year:
        return set()
    whole, parts = split
    before = {name: value for name in parts if (value := land.last_year(land.figures[name])) is not None}
    read = Reading(land.figures, {**before, whole: total})
    return set(parts) - before.keys() if relation.meets(read) else set()
