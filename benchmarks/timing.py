"""Times and what they say. Reads a clock; writes nothing.

Grain: one `Measurement` per thing measured, one number per round. Rounds are paired: run k of everything in a group
is taken close together, so that a ratio is formed within a round and a busy machine weighs on both of its sides.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

LEAST_ROUNDS = 5
"""Fewer runs have no median worth the name."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and both ends of some numbers."""

    median: float
    least: float
    most: float


def spread(numbers: tuple[float, ...]) -> Spread:
    """Median, least and most of at least one number."""
    return Spread(median(numbers), min(numbers), max(numbers))


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing measured: seconds by round, and what it is compared with."""

    key: str
    what: str
    seconds: tuple[float, ...]
    against: str = ""
    """Key of the measurement that is one; empty where there is nothing to compare with."""
    peak_bytes: int = 0
    """The most memory that one of its processes held in any round; 0 where it was no process of its own."""


def ratio(of: Measurement, to: Measurement) -> Spread:
    """How many times as long `of` takes as `to`, round by round; raises ValueError where rounds are not paired."""
    if len(of.seconds) != len(to.seconds):
        raise ValueError(f"{of.key} has {len(of.seconds)} rounds, {to.key} has {len(to.seconds)}")
    return spread(tuple(one / other for one, other in zip(of.seconds, to.seconds, strict=True)))


def timed(deed: Callable[[], object], times: int = 1) -> float:
    """Seconds that one call takes, averaged over `times` calls in a row."""
    began = time.perf_counter()
    for _ in range(times):
        deed()
    return (time.perf_counter() - began) / times
