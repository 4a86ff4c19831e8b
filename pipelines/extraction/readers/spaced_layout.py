"""Headings of a text that keeps the layout of its page: which words stand below one another says what is one heading,
and what heads several columns.

Reads the words of a heading's lines, each with the edges it is printed at; writes a `Heading` per column, or nothing.
A word cut over lines is put together where one stands right below the other and both make a known heading. A word over
others heads the columns around its middle; where the columns that it may reach over mean different things, nothing is
read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import inf, prod

from pipelines.extraction.readers.lost_spans import Heading, Word, role_of
from pipelines.extraction.readers.spaced_heading import LEADS, names_of
from pipelines.extraction.readers.spaced_rows import groups_of
from pipelines.extraction.tables.header import Column, keyed_by_heading
from pipelines.extraction.tables.marks import TOTALS
from pipelines.extraction.tables.reference import bare_header, is_subtotal, reference

_MOST_LINES = 4
"""Most lines that a heading is cut over."""
_MOST_OPEN = 6
"""Most words of which it is open whether they head a column or several."""
_MOST_REACHES = 8
"""Most runs of columns of one heading that are tried: those it stands least off the middle of."""
_MOST_READINGS = 20000
_SHORTEST = 3
"""Fewest characters of a heading that no table of the kind is known to have; less is a part of one."""
_MOST_CROSSED = 4
"""Most rows whose labels may be the last part of the headings (预算数 and 决算数 one below the other)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    """A heading where it is printed, over one line or several."""

    word: Word
    top: int
    bottom: int

    @property
    def middle(self) -> float:
        return (self.word.left + self.word.right) / 2

    @property
    def role(self) -> str:
        return role_of(self.word)

    def is_over(self, other: _Box) -> bool:
        return self.bottom < other.top

    def shares(self, other: _Box) -> bool:
        """Whether some of the one stands straight above some of the other."""
        return _overlap(self.word, other.word)


def headings_in_place(kind: str, lines: Sequence[Sequence[Word]], labels: Sequence[str]) -> list[Heading] | None:
    """The columns from left to right; None where the heading may mean more than one thing. `labels`: what the rows are
    named, where they are few."""
    boxes = _without_leading_labels(_boxes(kind, lines))
    best = (0, 0)
    found: dict[tuple[tuple[str, ...], ...], tuple[float, list[Heading]]] = {}
    for strayed, headings in _readings(boxes):
        keys = _keys(kind, headings, labels)
        known = sum(all(own) for own in keys)
        rank = known, known - len(keys)
        if rank < best or not known:
            continue
        if rank > best:
            best, found = rank, {}
        if keys not in found or strayed < found[keys][0]:
            found[keys] = strayed, headings
    if len(found) != 1:
        return None
    [(keys, (_, headings))] = found.items()
    return headings if _is_explained(kind, headings, keys) else None


def _known(kind: str) -> frozenset[str]:
    known = reference()
    return names_of(kind) | known.label_headers | known.ordinal_headers | TOTALS | LEADS | frozenset(known.words)


def _boxes(kind: str, lines: Sequence[Sequence[Word]]) -> list[_Box]:
    """The headings, those that are cut over lines put together."""
    known = _known(kind)
    taken: set[int] = set()
    boxes: list[_Box] = []
    own = [_set_together(line, known) for line in lines]
    for at, line in enumerate(own):
        for word in line:
            if id(word) in taken:
                continue
            chain = _chain(word, own[at : at + _MOST_LINES])
            texts = ["".join(part.text for _, part in chain[: k + 1]) for k in range(len(chain))]
            whole = (k for k in range(len(chain), 1, -1) if _is_whole(kind, texts[:k], known))
            count = next(whole, 1)
            parts = [part for _, part in chain[:count]]
            taken |= {id(part) for part in parts}
            edges = min(part.left for part in parts), max(part.right for part in parts)
            boxes.append(_Box(Word(texts[count - 1], word.place, *edges), at, at + chain[count - 1][0]))
    return boxes


def _is_whole(kind: str, texts: list[str], known: frozenset[str]) -> bool:
    """Whether the words down to the last line are one heading: a known one, or a sum's whose name is cut before it."""
    *begun, text = map(bare_header, texts)
    return text in known or (is_subtotal(kind, text) and known.isdisjoint(begun))


def _set_together(line: Sequence[Word], known: frozenset[str]) -> list[Word]:
    """The line's words, characters set apart to fill a column (项 目) as the one word they make up."""
    found: list[Word] = []
    at = 0
    while at < len(line):
        sizes = (
            k
            for k in range(len(line), at + 1, -1)
            if all(len(word.text) == 1 for word in line[at:k])
            and bare_header("".join(word.text for word in line[at:k])) in known
        )
        end = next(sizes, at + 1)
        text = "".join(word.text for word in line[at:end])
        found.append(Word(text, line[at].place, line[at].left, line[end - 1].right))
        at = end
    return found


def _chain(word: Word, lines: Sequence[Sequence[Word]]) -> list[tuple[int, Word]]:
    """The word and what stands below it, each with its line, as long as each has nothing but the other above or below
    it. Beside a heading of one line, one of two stands above and below: a line may be left out."""
    chain = [(0, word)]
    while True:
        at, last = chain[-1]
        below = ((k, [other for other in lines[k] if _overlap(last, other)]) for k in range(at + 1, len(lines)))
        k, under = next(((k, under) for k, under in below if under), (0, []))
        if len(under) != 1 or k > at + 2:
            return chain
        if sum(_overlap(other, under[0]) for line in lines[at:k] for other in line) != 1:
            return chain
        chain.append((k, under[0]))


def _overlap(one: Word, other: Word) -> bool:
    """Whether one stands straight above the other, by more than what the rounding of edges to columns explains."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 1 or shared * 2 >= min(one.right - one.left, other.right - other.left) > 0


def _without_leading_labels(boxes: list[_Box]) -> list[_Box]:
    """The headings without those of label columns (项目) that only stand above such columns' own."""
    labels = [box for box in boxes if box.role == "label"]
    return [box for box in boxes if box.role != "label" or not _leads_labels(box, labels, boxes)]


def _leads_labels(box: _Box, labels: list[_Box], boxes: list[_Box]) -> bool:
    below = [other for other in labels if box.is_over(other)]
    if any(box.shares(other) for other in below):
        return True
    left = [other for other in boxes if box.is_over(other) and other.middle <= box.middle]
    right = [other for other in boxes if box.is_over(other) and other.middle >= box.middle]
    if not left or not right:
        return False
    nearest = max(left, key=lambda other: other.middle), min(right, key=lambda other: other.middle)
    return all(other in below for other in nearest)


def _readings(boxes: list[_Box]) -> list[tuple[float, list[Heading]]]:
    """Every way to take the words for headings of one column or of several, and how far these stand off the middle;
    none where there are too many."""
    values = [box for box in boxes if box.role == "value"]
    must = [box for box in values if any(box.is_over(other) and box.shares(other) for other in boxes)]
    may = [box for box in values if box not in must and _is_between(box, boxes)]
    found: list[tuple[float, list[Heading]]] = []
    for chosen in product((False, True), repeat=len(may) if len(may) <= _MOST_OPEN else 0):
        parents = [*must, *(box for box, is_chosen in zip(may, chosen, strict=False) if is_chosen)]
        leaves = sorted((box for box in boxes if box not in parents), key=lambda box: box.middle)
        if any(a.shares(b) for a, b in pairwise(leaves)):
            continue
        options = [_likely(parent, leaves, list(_reaches(parent, parents, leaves))) for parent in parents]
        if len(may) > _MOST_OPEN or prod(map(len, options)) > _MOST_READINGS:
            return []
        for reaches in product(*options):
            led = list(zip(parents, reaches, strict=True))
            if all(_are_apart(one, other) for k, one in enumerate(led) for other in led[k + 1 :]):
                strayed = sum(_strayed(parent, leaves, reach) for parent, reach in led)
                found.append((strayed, _headings(leaves, led)))
    return found


def _likely(parent: _Box, leaves: list[_Box], reaches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The reaches that the heading stands in the middle of, more or less, and those it begins with."""
    nearest = sorted(reaches, key=lambda reach: _strayed(parent, leaves, reach))[:_MOST_REACHES]
    begun = [r for r in reaches if abs(leaves[r[0]].word.left - parent.word.left) <= 1 and r not in nearest]
    return [*nearest, *begun]


def _is_between(box: _Box, boxes: list[_Box]) -> bool:
    """Whether lower headings stand to both sides of its middle."""
    below = [other.middle for other in boxes if box.is_over(other)]
    return any(middle <= box.middle for middle in below) and any(middle >= box.middle for middle in below)


def _reaches(parent: _Box, parents: list[_Box], leaves: list[_Box]) -> Iterator[tuple[int, int]]:
    """Begin and end of every run of columns that a heading may reach over: they stand lower, its middle is among them,
    and none is another heading's of its line."""
    beside = [other.middle for other in parents if other is not parent and other.top == parent.top]
    least = max((middle for middle in beside if middle < parent.middle), default=-inf)
    most = min((middle for middle in beside if middle > parent.middle), default=inf)
    fitting = [parent.is_over(leaf) and least < leaf.middle < most for leaf in leaves]
    if sum(a.role == "value" and b.role != "value" for a, b in pairwise(leaves)) == 0:
        # Only where tables stand side by side does a heading reach over the labels too.
        fitting = [fits and leaf.role == "value" for fits, leaf in zip(fitting, leaves, strict=True)]
    for begin in range(len(leaves)):
        for end in range(begin + 2, len(leaves) + 1):
            if not all(fitting[begin:end]):
                break
            run = leaves[begin:end]
            is_whole = all(leaf in run for leaf in leaves if parent.is_over(leaf) and parent.shares(leaf))
            if is_whole and run[0].word.left <= parent.middle <= run[-1].word.right:
                yield begin, end


def _are_apart(one: tuple[_Box, tuple[int, int]], other: tuple[_Box, tuple[int, int]]) -> bool:
    """Whether two headings reach over columns of their own, or the lower one over some of the upper one's."""
    (a, (a_begin, a_end)), (b, (b_begin, b_end)) = one, other
    if a_end <= b_begin or b_end <= a_begin:
        return True
    if a.is_over(b):
        return a_begin <= b_begin and b_end <= a_end
    return b.is_over(a) and b_begin <= a_begin and a_end <= b_end


def _strayed(parent: _Box, leaves: list[_Box], reach: tuple[int, int]) -> float:
    """How far the heading stands off the middle of its columns, each ending halfway to the next."""
    begin, end = reach
    left = (leaves[begin - 1].word.right + leaves[begin].word.left) / 2 if begin else leaves[0].word.left
    right = (leaves[end - 1].word.right + leaves[end].word.left) / 2 if end < len(leaves) else leaves[-1].word.right
    return abs((left + right) / 2 - parent.middle)


def _headings(leaves: list[_Box], led: list[tuple[_Box, tuple[int, int]]]) -> list[Heading]:
    """The columns with what heads them from top to bottom."""
    found: list[Heading] = []
    for at, leaf in enumerate(leaves):
        above = sorted((parent for parent, (begin, end) in led if begin <= at < end), key=lambda box: box.top)
        path = (*(parent.word for parent in above), leaf.word) if leaf.role == "value" else (leaf.word,)
        found.append(Heading(leaf.role, path))
    return found


def _keys(kind: str, headings: list[Heading], labels: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """What each column of figures means: a key, or one for every row where the rows' labels complete the headings."""
    columns = _columns(headings)
    plain = [column.key for column in keyed_by_heading(kind, columns) if column.role == "value"]
    if not any(plain) and 0 < len(labels) <= _MOST_CROSSED:
        rows = [keyed_by_heading(kind, columns, bare_header(label)) for label in labels]
        return tuple(zip(*([c.key for c in row if c.role == "value"] for row in rows), strict=True))
    return tuple((key,) for key in plain)


def _columns(headings: list[Heading]) -> list[Column]:
    blocks = {at: group.block for group in groups_of(headings) for at in (*group.labels, *group.values)}
    return [
        Column(at, h.role, tuple(bare_header(word.text) for word in h.path), blocks.get(at, ""))
        for at, h in enumerate(headings)
    ]


def _is_explained(kind: str, headings: list[Heading], keys: tuple[tuple[str, ...], ...]) -> bool:
    """Whether every column whose heading the kind knows means something, and nothing unknown heads several."""
    values = [heading for heading in headings if heading.role == "value"]
    known = _known(kind)
    leading = {bare_header(word.text) for heading in values for word in heading.path[:-1]}
    leaves = [bare_header(heading.path[-1].text) for heading in values]
    return leading <= known and all(
        all(own) or (leaf not in known and len(leaf) >= _SHORTEST) for leaf, own in zip(leaves, keys, strict=True)
    )
