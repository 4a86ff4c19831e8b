"""Figures too wide for their column, whose last digits stand on a line below: 30,621,300.0 above 0.

Reads the runs of a page or the lines of a cell, writes the runs with such figures put together. Grain: one per figure.
Nothing is joined that could be two figures: apart, one of the two must be printed unlike every other figure around.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.extraction.readers.pdf.runs import Run

_WHOLE = re.compile(r"[(（-]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.(\d+))?[)）]?")
_BEGUN = re.compile(r"[(（-]?\d[\d,，]*\.?\d*")
_REST = re.compile(r"[\d,，.]+[)）]?")
_WRAPPED = 1.45
"""Most ems between the lines of one figure."""
_SAME_EDGE = 0.3
"""Most ems between two edges that are one."""
_SAME_LINE = 0.3
"""Most ems between the middles of what stands side by side."""
_MOST = 0.75
"""Least share of the figures with a point that must have the decimals which make a convention."""


def convention(texts: Iterable[str]) -> int:
    """How many decimals the figures around are printed with; 0 where they do not agree."""
    found = Counter(len(m[1]) for text in texts if (m := _WHOLE.fullmatch(text)) and m[1])
    if not found:
        return 0
    decimals, count = found.most_common(1)[0]
    return decimals if count >= _MOST * found.total() else 0


def is_one_figure(texts: Sequence[str], decimals: int) -> bool:
    """Whether the lines of a cell are one figure: together it is printed as the others are, and before its end not."""
    if not decimals or len(texts) < 2 or not _is_whole("".join(texts), decimals):
        return False
    begun = ["".join(texts[:k]) for k in range(1, len(texts))]
    return all(_BEGUN.fullmatch(text) and not _is_whole(text, decimals) for text in begun)


def rejoined(runs: list[Run]) -> list[Run]:
    """The runs, every figure that goes on below itself as one, on the line of what stands beside it."""
    rests = sorted((run for run in runs if _REST.fullmatch(run.text)), key=lambda run: run.base)
    bases = [run.base for run in rests]
    pairs: dict[int, tuple[Run, Run]] = {}
    for upper in runs:
        if not _BEGUN.fullmatch(upper.text):
            continue
        near = rests[bisect_right(bases, upper.base) : bisect_right(bases, upper.base + _WRAPPED * upper.em)]
        below = [run for run in near if _goes_on(upper, run)]
        if len(below) == 1 and (joined := _WHOLE.fullmatch(upper.text + below[0].text)) and joined[1]:
            pairs[id(below[0])] = (upper, below[0])
    pairs = {key: pair for key, pair in pairs.items() if _is_apart(pair[1], runs, pairs)}
    if not pairs:
        return runs
    in_doubt = {id(run) for pair in pairs.values() for run in pair}
    whole = [run.text for run in runs if id(run) not in in_doubt]
    decimals = convention([*whole, *(upper.text + rest.text for upper, rest in pairs.values())])
    pairs = {key: pair for key, pair in pairs.items() if is_one_figure([run.text for run in pair], decimals)}
    taken = {id(run) for pair in pairs.values() for run in pair}
    others = [run for run in runs if id(run) not in taken]
    put = {id(upper): _joined(upper, rest, others) for upper, rest in pairs.values()}
    return [put.get(id(run), run) for run in runs if id(run) not in pairs]


def _is_whole(text: str, decimals: int) -> bool:
    found = _WHOLE.fullmatch(text)
    return found is not None and len(found[1] or "") == decimals


def _goes_on(upper: Run, run: Run) -> bool:
    """Whether a run below is not wider, and stands at an edge or in the middle of what it goes on."""
    reach = _SAME_EDGE * upper.em
    if run.left < upper.left - reach or run.right > upper.right + reach:
        return False
    return (
        abs(run.right - upper.right) <= reach
        or abs(run.left - upper.left) <= reach
        or abs(run.middle - upper.middle) <= reach
    )


def _is_apart(rest: Run, runs: list[Run], pairs: dict[int, tuple[Run, Run]]) -> bool:
    """Whether no figure stands on the line of the rest that is not a rest itself: else it is a row of its own."""
    beside = (run for run in runs if abs(run.base - rest.base) <= _SAME_LINE * rest.em)
    return all(id(run) in pairs or not _REST.fullmatch(run.text) for run in beside)


def _joined(upper: Run, rest: Run, others: list[Run]) -> Run:
    middle = (upper.base + rest.base) / 2
    bases = [run.base for run in others if upper.base - upper.em <= run.base <= rest.base + rest.em]
    # Beside its middle, its first line or its last, as the column is set.
    own = (middle, upper.base, rest.base)
    base = next((b for b in own if any(abs(b - other) <= _SAME_LINE * upper.em for other in bases)), middle)
    edges = [*upper.edges, *[upper.right] * len(rest.text)]
    return replace(upper, text=upper.text + rest.text, edges=edges, base=base, bottom=rest.bottom)
