"""How much of an invented damaged document was restored: right, left alone, or wrong.

Reads a `Case` and what `restore` says of it; writes counts. Grain: one printed figure of a damaged grid.
"""

from __future__ import annotations

from collections import Counter

from restoration_cases import Case

from pipelines.repair.restoration.facts import Fact, Restored, function
from pipelines.repair.restoration.reference import reference_of
from pipelines.repair.restoration.restore import restore


def restored(case: Case) -> Restored:
    return restore(case.tables, case.cells, case.panels, reference_of())


def score(case: Case) -> tuple[Counter[str], list[tuple[object, ...]]]:
    """Counts of figures restored `right`, `open` or `wrong`, and the wrong ones.

    Rows of one panel that say the same, right below each other, stand for each other: nothing tells them apart.
    """
    known = (fact for fact in restored(case).facts if fact.meaning.flow)
    facts = {(fact.table_id, fact.table_row, fact.table_column): fact for fact in known}
    truth = _interchanged(case, facts)
    counts: Counter[str] = Counter()
    wrong: list[tuple[object, ...]] = []
    for cell in case.panels:
        place = (cell["table_id"], int(cell["table_row"]), int(cell["table_column"]))
        if not cell["text"] or place not in truth:
            continue
        code, column, text = truth[place]
        fact = facts.get(place)
        if fact is None:
            counts["open" if code != "?" else "right"] += 1
            continue
        is_place = fact.meaning.subject == function(code) and column in (fact.meaning.economic, fact.column_key)
        is_text = fact.meant_text is None or fact.meant_text == text
        if code != "?" and is_place and is_text:
            counts["right"] += 1
        else:
            counts["wrong"] += 1
            wrong.append((place, code, column, text, fact))
    return counts, wrong


def _interchanged(
    case: Case, facts: dict[tuple[str, int, int], Fact]
) -> dict[tuple[str, int, int], tuple[str, str, str]]:
    """The truth, with equal neighbouring rows given the lines in the order in which they were restored."""
    truth = dict(case.truth)
    rows: dict[tuple[str, str, int], list[str]] = {}
    for cell in case.panels:
        rows.setdefault((cell["table_id"], cell["panel"], int(cell["table_row"])), []).append(cell["text"])
    filled = [key for key, texts in rows.items() if any(texts)]
    start = 0
    while start < len(filled):
        end = start + 1
        while end < len(filled) and filled[end][1] == filled[start][1] and rows[filled[end]] == rows[filled[start]]:
            end += 1
        run = filled[start:end]
        got = [next((_code(f) for p, f in facts.items() if p[:2] == (t, row)), "?") for t, _, row in run]
        if len(run) > 1 and sorted(got) == sorted(truth[t, row, _first(truth, t, row)][0] for t, _, row in run):
            for (table, _, row), code in zip(run, got, strict=True):
                for place in [place for place in truth if place[:2] == (table, row)]:
                    truth[place] = (code, *truth[place][1:])
        start = end
    return truth


def _first(truth: dict[tuple[str, int, int], tuple[str, str, str]], table: str, row: int) -> int:
    return min(column for t, r, column in truth if (t, r) == (table, row))


def _code(fact: Fact) -> str:
    return fact.meaning.subject.partition(":")[2]
