"""Rows whose cells are parted by single blanks: words and figures, and nothing that says which cells were empty.

Reads a line's words and the groups of columns that the heading announces, writes the row's cells. Grain: one list of
cells per line. A row is laid out only where its figures can stand in one way; else its figures are kept behind the
last headed column, so that the row does not fit its heading and nothing is tested on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.extraction.numerals import normalise, parse
from pipelines.extraction.readers.lost_spans import Heading, Word
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.reference import reference
from pipelines.extraction.tables.rows import bare_label

_INTEGER = re.compile(r"\d{1,3}")
_DIGITS = re.compile(r"\d{2,7}")
_WITH_UNIT = re.compile(r"\(?-?[\d,]*\d(?:\.\d+)?\)?(?:万元|亿元|千元|元|%)")
Placed = dict[int, list[Word]]
"""The words of a row by column, 0-based; a label's words share a column."""


@dataclass(slots=True)
class Group:
    """Columns side by side, 0-based: of labels, of the line's number, of figures; and what the last row held there."""

    labels: list[int] = field(default_factory=list)
    ordinal: int | None = None
    values: list[int] = field(default_factory=list)
    block: str = ""
    first: int | None = None
    number: int | None = None
    code: str = ""


@dataclass(slots=True)
class Piece:
    """A label with the figures behind it."""

    code: list[Word] = field(default_factory=list)
    name: list[Word] = field(default_factory=list)
    values: list[Word] = field(default_factory=list)


def groups_of(headings: Sequence[Heading]) -> list[Group]:
    """The groups that the columns make up: labels begin a new one behind figures."""
    groups: list[Group] = []
    for at, heading in enumerate(headings):
        if not groups or (heading.role != "value" and groups[-1].values):
            groups.append(Group())
        if heading.role == "label":
            groups[-1].labels.append(at)
        elif heading.role == "ordinal":
            groups[-1].ordinal = at
        else:
            groups[-1].values.append(at)
    for group, block in zip(groups, ("left", "right"), strict=False):
        group.block = block if len(groups) == 2 else ""
    return groups


def is_figure(word: Word) -> bool:
    """Whether a figure is printed, or the stroke that stands for none."""
    return parse(word.text) is not None or marks.is_dash(word.text)


def is_amount(word: Word) -> bool:
    """Whether a figure is printed, be it with its unit behind it."""
    return is_figure(word) or _WITH_UNIT.fullmatch(normalise(word.text)) is not None


def placed(words: list[Word], groups: list[Group], kind: str) -> Placed | None:
    """The words at their columns; None where they may stand in more than one way, or in none."""
    if any(is_amount(word) and not is_figure(word) for word in words):
        return None
    if len(groups) == 1 and groups[0].ordinal is None:
        return _single(words, groups[0])
    if all(group.ordinal is not None for group in groups):
        return _numbered(words, groups)
    pieces = pieces_of(words)
    if pieces is None:
        return None
    chosen = _assigned(pieces, groups, kind)
    if chosen is None:
        return None
    found: Placed = {}
    for piece, group in zip(pieces, chosen, strict=True):
        if len(piece.values) not in (0, len(group.values)) or not group.labels:
            return None
        found |= labelled(piece.code, piece.name, group.labels)
        found |= {column: [word] for column, word in zip(group.values, piece.values, strict=False)}
        group.code = piece.code[0].text if piece.code else group.code
    return found


def _single(words: list[Word], group: Group) -> Placed | None:
    """A row of one group: its code, its name, and as many figures as there are columns, or none at all."""
    count = len(words)
    while count and is_figure(words[count - 1]):
        count -= 1
    lead, values = words[:count], words[count:]
    if not lead and group.labels and values and marks.CODE.fullmatch(values[0].text):
        # Without a name, a code and what follows it, or as many figures as there are columns.
        if len(values) == len(group.values):
            return None
        lead, values = values[:1], values[1:]
    at = 0
    while at < len(lead) and _DIGITS.fullmatch(lead[at].text):
        at += 1
    if any(parse(word.text) is not None for word in lead[at:]):
        return None
    if len(values) not in (0, len(group.values)) or (lead and not group.labels) or not (lead or values):
        return None
    found = labelled(lead[:at], lead[at:], group.labels)
    return found | {column: [word] for column, word in zip(group.values, values, strict=False)}


def labelled(code: list[Word], name: list[Word], labels: list[int]) -> Placed:
    """Code and name in the label columns: apart where there are two, a total's name in the first of them."""
    if not labels or not (code or name):
        return {}
    if len(labels) == 1 or not name or not code:
        return {labels[0]: [*code, *name]}
    return {labels[0]: code, labels[-1]: name}


def _numbered(words: list[Word], groups: list[Group]) -> Placed | None:
    """A row of groups whose lines are numbered; the numbers go on even where the rest of the row is in doubt."""
    found = _by_number(words, groups)
    if found is None:
        for group in groups:
            following = None if group.number is None else group.number + 1
            group.number = following if following in map(_integer, words) else group.number
    return found


def _by_number(words: list[Word], groups: list[Group]) -> Placed | None:
    """The row as its numbers part it: they say where a half begins whose other cells are empty."""
    found: Placed = {}
    numbers: dict[int, int] = {}
    at = 0
    for index, group in enumerate(groups):
        start = at
        while at < len(words) and not is_figure(words[at]):
            at += 1
        number = _integer(words[at]) if at < len(words) else None
        following = groups[index + 1] if index + 1 < len(groups) else None
        if number is None or not (_follows(number, group) or (at > start and _goes_on(number, group, following))):
            if at == start or following is not None:
                at = start
                continue
            return None
        label, word = words[start:at], words[at]
        at += 1
        taken = _taken(words[at:], group, following)
        if taken is None:
            return None
        found |= labelled([], label, group.labels)
        found[group.ordinal or 0] = [word]
        found |= {column: [value] for column, value in zip(group.values, words[at : at + taken], strict=False)}
        numbers[index] = number
        at += taken
    if at < len(words):
        return None
    for index, number in numbers.items():
        groups[index].number = number
        groups[index].first = number if groups[index].first is None else groups[index].first
    return found or None


def _integer(word: Word) -> int | None:
    return int(word.text) if _INTEGER.fullmatch(word.text) else None


def _follows(number: int, group: Group) -> bool:
    """Whether the number is that of the group's next line."""
    return group.number is None or number == group.number + 1


def _goes_on(number: int, group: Group, following: Group | None) -> bool:
    """Whether the number is that of a later line of the group, lines being left out: the first half's come first."""
    if group.number is None or number <= group.number:
        return False
    return following is None or (following.first is not None and number < following.first)


def _taken(rest: list[Word], group: Group, following: Group | None) -> int | None:
    """How many of the words are the group's figures; None where that is not certain."""
    run = 0
    while run < len(rest) and is_figure(rest[run]):
        run += 1
    sizes = (0, len(group.values))
    if following is None or run < len(rest):
        return run if run in sizes else None
    fitting = [
        size
        for size in sizes
        if size < run
        and (number := _integer(rest[size])) is not None
        and following.number is not None
        and _follows(number, following)
        and run - size - 1 in (0, len(following.values))
    ]
    if not fitting:
        # A plain number may as well be that of the other half's line.
        is_doubtful = any(_integer(word) is not None for word in rest[:run])
        return run if run in sizes and not is_doubtful else None
    return fitting[0] if len(fitting) == 1 else None


def pieces_of(words: list[Word]) -> list[Piece] | None:
    """The words cut where a new label begins; None where the row does not begin with one."""
    pieces: list[Piece] = []
    for at, word in enumerate(words):
        is_named = at + 1 < len(words) and not is_amount(words[at + 1])
        if is_named and marks.CODE.fullmatch(word.text):
            pieces.append(Piece(code=[word]))
        elif is_amount(word):
            if not pieces:
                return None
            pieces[-1].values.append(word)
        else:
            if not pieces or pieces[-1].values:
                pieces.append(Piece())
            pieces[-1].name.append(word)
    return pieces


def _assigned(pieces: list[Piece], groups: list[Group], kind: str) -> list[Group] | None:
    """The group of each piece: all in order, else where its code or its name belongs."""
    if len(pieces) == len(groups):
        return groups
    if len(pieces) > len(groups):
        return None
    if kind in reference().two_sided:
        named = [by_name(piece, groups, kind) for piece in pieces]
        return [group for group in named if group is not None] if None not in named else None
    if all(piece.code for piece in pieces):
        return _by_code(pieces, groups)
    if any(piece.code for piece in pieces):
        return None
    return [*groups[: len(pieces) - 1], groups[-1]] if len(pieces) > 1 else groups[:1]


def by_name(piece: Piece, groups: list[Group], kind: str) -> Group | None:
    """The one half of a two-sided table that knows the line."""
    name = bare_label("".join(word.text for word in piece.name))
    known = reference().labels
    fitting = [g for g in groups if any(label == name for label, _ in known.get((kind, g.block), frozenset()))]
    return fitting[0] if len(fitting) == 1 else None


def _by_code(pieces: list[Piece], groups: list[Group]) -> list[Group] | None:
    """The groups whose codes the pieces' codes go on: that with the highest code below."""
    chosen: list[Group] = []
    for piece in pieces:
        below = [group for group in groups if group.code and group.code < piece.code[0].text]
        if not below:
            return None
        chosen.append(max(below, key=lambda group: group.code))
    order = [groups.index(group) for group in chosen]
    return chosen if order == sorted(set(order)) else None
