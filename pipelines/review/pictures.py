"""Where things lie in a picture. Reads amounts; gives coordinates for the templates, which draw SVG without any script.

Amounts stay decimals; only a place on the screen is a float. Grain: one mark per amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 960
_LEFT, _RIGHT, _NODE, _GAP, _TOP = 205.0, 150.0, 14.0, 22.0, 26.0


@dataclass(frozen=True, slots=True)
class Node:
    """A fund, a class or a nature: a bar as high as its amount; `column` 0, 1, 2 from the left."""

    key: str
    column: int
    x: float
    y: float
    height: float
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A stream between two nodes, as the `d` of an SVG path."""

    source: str
    target: str
    path: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Flow:
    nodes: list[Node]
    ribbons: list[Ribbon]
    height: float


def flow(streams: Sequence[tuple[str, str, Decimal]], columns: Sequence[str]) -> Flow:
    """Nodes in columns by the prefix of their key (`fund:`…), streams between neighbours; every amount > 0."""
    amounts: list[dict[str, Decimal]] = [{} for _ in columns]
    for source, target, amount in streams:
        for key in (source, target):
            column = columns.index(key.partition(":")[0])
            # What flows in flows out: a middle node is as high as what comes in.
            if key == target or column == 0:
                amounts[column][key] = amounts[column].get(key, Decimal(0)) + amount
    rows = max((len(column) for column in amounts), default=0)
    height = max(220.0, rows * (_GAP + 24.0)) + _TOP
    whole = max((sum(column.values()) for column in amounts), default=Decimal(0))
    scale = (height - _TOP - rows * _GAP) / float(whole) if whole else 0.0
    step = (WIDTH - _LEFT - _RIGHT - _NODE) / max(len(columns) - 1, 1)
    nodes = {
        node.key: node
        for index, column in enumerate(amounts)
        for node in _stacked(column, index, _LEFT + index * step, scale, height)
    }
    left = {key: node.y for key, node in nodes.items()}
    right = dict(left)
    ribbons = []
    for source, target, amount in streams:
        thick = float(amount) * scale
        ribbons.append(
            Ribbon(
                source,
                target,
                _band(nodes[source].x + _NODE, right[source], nodes[target].x, left[target], thick),
                amount,
            )
        )
        right[source] += thick
        left[target] += thick
    return Flow(list(nodes.values()), ribbons, height)


def _stacked(column: dict[str, Decimal], index: int, x: float, scale: float, height: float) -> list[Node]:
    used = float(sum(column.values())) * scale
    gap = (height - _TOP - used) / max(len(column), 1)
    y, nodes = _TOP, []
    for key, amount in column.items():
        tall = float(amount) * scale
        nodes.append(Node(key, index, x, y, max(tall, 1.0), amount))
        y += tall + gap
    return nodes


def _band(x0: float, y0: float, x1: float, y1: float, thick: float) -> str:
    thick = max(thick, 0.6)
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f},{y0:.1f}C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
        f"V{y1 + thick:.1f}C{middle:.1f},{y1 + thick:.1f} {middle:.1f},{y0 + thick:.1f} {x0:.1f},{y0 + thick:.1f}Z"
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's start and length in per cent of the room it has."""

    start: float
    length: float


def bars(amounts: Sequence[Decimal]) -> list[Bar]:
    """One bar per amount on one scale; below zero a bar lies to the left of the common line."""
    low, high = min([*amounts, Decimal(0)]), max([*amounts, Decimal(0)])
    span = float(high - low) or 1.0
    zero = 100 * float(-low) / span
    return [Bar(zero - max(-length, 0.0), abs(length)) for length in (100 * float(amount) / span for amount in amounts)]


def shares(counts: Sequence[int]) -> list[Bar]:
    """The counts as one bar cut into pieces."""
    whole = sum(counts) or 1
    starts = [sum(counts[:place]) for place in range(len(counts))]
    return [Bar(100 * s / whole, 100 * c / whole) for s, c in zip(starts, counts, strict=True)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line over nights: its points, and the number at each."""

    name: str
    points: list[tuple[float, float]]
    numbers: list[int]

    @property
    def path(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def lines(series: Sequence[tuple[str, Sequence[int]]], width: float, height: float) -> tuple[list[Line], int]:
    """The series on one scale from zero, and the number at its top."""
    top = max((n for _, numbers in series for n in numbers), default=0) or 1
    drawn = []
    for name, numbers in series:
        step = width / max(len(numbers) - 1, 1)
        points = [(place * step, height - height * n / top) for place, n in enumerate(numbers)]
        drawn.append(Line(name, points, list(numbers)))
    return drawn, top
