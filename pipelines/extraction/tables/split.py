"""Columns that are pieces of one: a heading set to the left over figures set to the right, and no ruling between.

Reads headings and rows, writes indices. Grain: one per column that goes on the column to its left.
"""

from __future__ import annotations

from collections.abc import Sequence


def continuing(headings: Sequence[tuple[str, ...]], rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns that bear the heading of the column to their left, where no row has text in both.

    `headings`: the path of each column, empty where it has none. `rows`: the texts below the heading.
    """
    return frozenset(
        index
        for index in range(1, len(headings))
        if headings[index]
        and headings[index] == headings[index - 1]
        and not any(index < len(row) and row[index - 1] and row[index] for row in rows)
    )
