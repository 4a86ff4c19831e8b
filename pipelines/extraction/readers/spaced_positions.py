"""Rows laid out by where their words stand, below a heading whose columns are known.

Reads the words of rows with their edges, the columns and the groups they make up; writes the rows' words by column.
Grain: one per row. What figures of all rows stand one below another is a column; as many as the heading has are its
columns in order, and fewer are those they stand nearest to, where that is plain.
"""

from __future__ import annotations

from itertools import pairwise

from pipelines.extraction.readers.lost_spans import Heading, Word
from pipelines.extraction.readers.spaced_heading import with_labels
from pipelines.extraction.readers.spaced_layout import headings_in_place
from pipelines.extraction.readers.spaced_rows import Group, Placed, groups_of, is_amount, is_figure, labelled
from pipelines.extraction.tables import marks

_Span = tuple[int, int]
_NEARER = 3
"""Of two headings the one is meant that stands nearer by a quarter at least: three of four parts."""
_CLEAR = 2
"""Most half columns between the middles of figures and heading that say nothing of the side they stand on."""
_JITTER = 3
"""Most columns that a column of figures is wider than its widest figure."""
_MOST_LEFT = 5
"""One of so many rows at most may be without a place; else the columns were not understood."""


def by_position(
    rows: list[list[Word]], headings: list[Heading], groups: list[Group], ordinals: list[Word]
) -> list[Placed | None] | None:
    """Every row's words by column, None for a row that does not fit; None where the rows stand in no such columns."""
    if not keeps_layout(rows) or not groups or any(not group.labels for group in groups):
        return None
    if not _is_counted(rows):
        return _placed(rows, _anchors(headings, ordinals), groups)
    narrow = [Heading(h.role, tuple(map(_counted, h.path))) for h in headings]
    counted = [list(map(_counted, row)) for row in rows]
    return _placed(counted, _anchors(narrow, list(map(_counted, ordinals))), groups)


def _is_counted(rows: list[list[Word]]) -> bool:
    """Whether the text was laid out with one column for every character."""
    return _edges([list(map(_counted, row)) for row in rows]) < _edges(rows)


def laid_out(
    kind: str, lines: list[list[Word]], ordinals: list[Word], rows: list[list[Word]]
) -> tuple[list[Heading], list[Placed | None]] | None:
    """The columns that the heading's lines show by where their words stand, and every row's words by column; None
    where one of them is in doubt."""
    if not keeps_layout(rows):
        return None
    if _is_counted(rows):
        lines, rows = ([list(map(_counted, words)) for words in own] for own in (lines, rows))
        ordinals = list(map(_counted, ordinals))
    named = [row[0].text for row in rows if not is_figure(row[0])]
    headings = headings_in_place(kind, lines, named if len(named) == len(rows) else ())
    numbers = sum(1 for word in ordinals if word.text.isdigit())
    if headings is None or numbers not in (0, sum(1 for heading in headings if heading.role == "value")):
        return None
    headings = with_labels(headings, rows)
    groups = groups_of(headings)
    laid = _placed(rows, _anchors(headings, ordinals), groups) if all(group.labels for group in groups) else None
    return (headings, laid) if laid is not None else None


def keeps_layout(rows: list[list[Word]]) -> bool:
    """Whether blanks set the words apart as the page does; a row of one word or two says nothing of it."""
    long = [row for row in rows if len(row) > 2]
    apart = sum(1 for row in long if sum(1 for a, b in pairwise(row) if b.left - a.right > 1) > 1)
    return bool(long) and apart * 2 >= len(long)


def _counted(word: Word) -> Word:
    """The word with edges in columns of which every character takes one, as some programs lay text out."""
    return Word(word.text, word.place, word.place.offset, word.place.offset + len(word.text))


def _edges(rows: list[list[Word]]) -> int:
    """How many places figures end at: in the measure that a text was laid out in, columns share their edges."""
    return len({word.right for row in rows for word in _figures(row)})


def _placed(rows: list[list[Word]], anchors: dict[int, _Span], groups: list[Group]) -> list[Placed | None] | None:
    columns = sorted(k for group in groups for k in _own(group))
    spans = _columns([word for row in rows for word in _figures(row)])
    place = _matched(spans, columns, anchors) if spans is not None else None
    if spans is None or place is None:
        return None
    begins = [min(_left(k, spans, place, anchors) for k in _own(group)) for group in groups]
    laid = [_laid(row, spans, place, groups, begins) for row in rows]
    return laid if sum(found is None for found in laid) * _MOST_LEFT <= len(laid) else None


def _figures(row: list[Word]) -> list[Word]:
    """The figures of the row without the codes: those stand before a name."""
    named = [not is_figure(word) for word in row[1:]] + [False]
    return [w for w, before in zip(row, named, strict=True) if is_figure(w) and not _is_code(w, before)]


def _is_code(word: Word, is_before_name: bool) -> bool:
    return is_before_name and marks.CODE.fullmatch(word.text) is not None


def _columns(words: list[Word]) -> list[_Span] | None:
    """Left and right of every stretch that figures share; None where one is too wide to be a single column."""
    spans: list[_Span] = []
    widest: list[int] = []
    for left, right in sorted((word.left, word.right) for word in words):
        if spans and left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
            widest[-1] = max(widest[-1], right - left)
        else:
            spans.append((left, right))
            widest.append(right - left)
    is_single = all(b - a <= width + _JITTER for (a, b), width in zip(spans, widest, strict=True))
    return spans if is_single else None


def _anchors(headings: list[Heading], ordinals: list[Word]) -> dict[int, _Span]:
    """Where each column is headed: by its number where columns are numbered, else by its last heading."""
    values = [k for k, heading in enumerate(headings) if heading.role == "value"]
    numbers = [word for word in ordinals if word.text.isdigit()]
    found = {k: (h.path[-1].left, h.path[-1].right) for k, h in enumerate(headings) if h.path}
    if len(numbers) == len(values):
        found |= {k: (word.left, word.right) for k, word in zip(values, numbers, strict=True)}
    return found


def _matched(spans: list[_Span], columns: list[int], anchors: dict[int, _Span]) -> dict[int, int] | None:
    """The column of each stretch of figures; None where that is in doubt."""
    if len(spans) > len(columns) or any(k not in anchors for k in columns):
        return None
    if len(spans) == len(columns):
        own = [_below(span, columns, anchors) for span in spans]
        return dict(enumerate(columns)) if all(k in (None, c) for k, c in zip(own, columns, strict=True)) else None
    found = {at: column for at, span in enumerate(spans) if (column := _below(span, columns, anchors)) is not None}
    drift = _drift([(spans[at], anchors[column]) for at, column in found.items()])
    for at, span in enumerate(spans):
        if at not in found:
            between = [k for k in columns if _is_free(k, at, found)]
            column = between[0] if len(between) == 1 else _nearest(span, between, anchors, drift)
            if column is None:
                return None
            found[at] = column
    order = [found[at] for at in range(len(spans))]
    return found if order == sorted(set(order)) else None


def _is_free(column: int, at: int, found: dict[int, int]) -> bool:
    """Whether the stretch may stand in the column, as the stretches before and behind it stand in theirs."""
    before = [(other, own) for other, own in found.items() if other < at]
    behind = [(other, own) for other, own in found.items() if other > at]
    return all(column - own >= at - other for other, own in before) and all(
        own - column >= other - at for other, own in behind
    )


def _drift(pairs: list[tuple[_Span, _Span]]) -> int:
    """The side of their headings that all figures stand on: 1 is the right; 0 where they are not all on one."""
    sides = [sum(span) - sum(anchor) for span, anchor in pairs]
    clear = {1 if side > 0 else -1 for side in sides if abs(side) > _CLEAR}
    return clear.pop() if len(clear) == 1 and sum(abs(side) > _CLEAR for side in sides) > 1 else 0


def _below(span: _Span, columns: list[int], anchors: dict[int, _Span]) -> int | None:
    """The one heading that figures stand below, half of the narrower below the other at least."""
    shared = {k: min(span[1], anchors[k][1]) - max(span[0], anchors[k][0]) for k in columns}
    half = [k for k in columns if shared[k] * 2 >= min(span[1] - span[0], anchors[k][1] - anchors[k][0])]
    # What rounding to columns lets touch is not below.
    return half[0] if len(half) == 1 and all(shared[k] <= 1 for k in columns if k not in half) else None


def _nearest(span: _Span, columns: list[int], anchors: dict[int, _Span], drift: int) -> int | None:
    """The heading that figures stand plainly nearest to, or the nearest on the side that all others have theirs on."""
    near = sorted((abs(sum(span) - sum(anchors[k])), k) for k in columns)
    plain = [k for _, k in near[:1] if len(near) == 1 or near[0][0] * (_NEARER + 1) <= near[1][0] * _NEARER]
    sided = [k for _, k in near[:2] if (sum(span) - sum(anchors[k])) * drift >= -_CLEAR]
    fitting = [k for k in plain or sided if k in sided]
    return fitting[0] if len(fitting) == 1 else None


def _own(group: Group) -> list[int]:
    return [*group.values, *([group.ordinal] if group.ordinal is not None else [])]


def _left(column: int, spans: list[_Span], place: dict[int, int], anchors: dict[int, _Span]) -> int:
    """Where the column begins: with its figures, or with its heading where it has none."""
    return next((spans[at][0] for at, k in place.items() if k == column), anchors[column][0])


def _laid(
    row: list[Word], spans: list[_Span], place: dict[int, int], groups: list[Group], begins: list[int]
) -> Placed | None:
    """The words of the row at their columns, a name before its figures; None where two figures stand in one, or a name
    behind the figures of the last columns."""
    found: Placed = {}
    figures = {id(word) for word in _figures(row)}
    if any(is_amount(word) and not is_figure(word) for word in row):
        return None
    names: list[tuple[list[Word], list[Word]]] = [([], []) for _ in groups]
    for word in row:
        if id(word) in figures:
            column = place[next(at for at, span in enumerate(spans) if span[0] <= word.left < span[1])]
            if column in found:
                return None
            found[column] = [word]
            continue
        at = sum(1 for begin in begins if begin <= word.left)
        if at == len(groups):
            return None
        names[at][0 if is_figure(word) else 1].append(word)
    for group, (code, name) in zip(groups, names, strict=True):
        found |= labelled(code, name, group.labels)
    return found or None
