"""Headings whose merged cells left no trace: only their words are printed, line by line.

Reads the lines of a heading and the kind of table they head, writes a `Heading` per column, or nothing. Where a text
keeps words and no places, a heading over several columns stands on a line of its own, and the order across lines is
lost. The kind's columns (`column_meaning`) say which words lead others and in which order the form prints them; where
more than one reading is possible there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from pipelines.extraction.model import Place
from pipelines.extraction.tables.marks import TOTALS
from pipelines.extraction.tables.reference import bare_header, column_key, reference, rows

_MOST_WORDS = 14
"""Most words above the lowest line of which it is asked whether they lead columns or are one; forms have eight."""


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word and where it stands; its edges in columns of which a Chinese character takes two."""

    text: str
    place: Place
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of one column from top to bottom; its role is `label`, `ordinal` or `value`."""

    role: str
    path: tuple[Word, ...]


_Block = list[tuple[Word, ...]]
"""Columns that stand side by side because one heading leads them."""


def role_of(word: Word) -> str:
    known = reference()
    text = bare_header(word.text)
    if text in known.ordinal_headers:
        return "ordinal"
    return "label" if text in known.label_headers else "value"


def headings_of(kind: str, lines: list[list[Word]]) -> list[Heading] | None:
    """The columns that the heading's lines of words announce; None where they may be read in more than one way."""
    groups = [line for line in lines if _stretches(line) > 1]
    if groups:
        return _grouped(lines, groups[-1])
    labels = [[word for word in line if role_of(word) != "value"] for line in lines]
    front = max(reversed(labels), key=len, default=[])
    values = _values(kind, [kept for line in lines if (kept := [w for w in line if role_of(w) == "value"])])
    if values is None:
        return None
    return [Heading(role_of(word), (word,)) for word in front] + [Heading("value", path) for path in values]


def _stretches(line: list[Word]) -> int:
    """How often labels are followed by values: the groups that the line prints side by side."""
    roles = [role_of(word) for word in line]
    return sum(1 for at, role in enumerate(roles) if role == "value" and at and roles[at - 1] != "value")


def _grouped(lines: list[list[Word]], frame: list[Word]) -> list[Heading] | None:
    """The columns of groups side by side: the line with their labels, its last value led down to the line below."""
    at = lines.index(frame)
    below = lines[at + 1 :]
    if any(role_of(word) != "value" for line in below for word in line) or len(below) > 1:
        return None
    found = [Heading(role_of(word), (word,)) for word in frame]
    if below:
        if role_of(frame[-1]) != "value":
            return None
        found[-1:] = [Heading("value", (frame[-1], word)) for word in below[0]]
    parents = lines[at - 1] if at else []
    if len(parents) == _stretches(frame) and all(role_of(word) == "value" for word in parents):
        return _led(found, parents)
    return found


def _led(columns: list[Heading], parents: list[Word]) -> list[Heading]:
    """The columns with one heading above each group."""
    result: list[Heading] = []
    group = -1
    for at, column in enumerate(columns):
        group += at == 0 or (column.role != "value" and columns[at - 1].role == "value")
        result.append(Heading(column.role, (parents[group], *column.path)) if column.role == "value" else column)
    return result


def _values(kind: str, lines: list[list[Word]]) -> list[tuple[Word, ...]] | None:
    if not lines:
        return []
    if len(lines) == 1:
        return [(word,) for word in lines[0]]
    halves = _halves(lines)
    if halves:
        parts = [_solved(kind, part, (lead,)) for lead, part in halves]
        return None if any(part is None for part in parts) else [path for part in parts for path in part or []]
    return _solved(kind, lines, ())


def _halves(lines: list[list[Word]]) -> list[tuple[Word, list[list[Word]]]]:
    """Each word of the first line with its share of the lines below, where these repeat once per word."""
    leads = lines[0]
    if len(leads) < 2 or len(lines) < 2:
        return []
    for line in lines[1:]:
        size, rest = divmod(len(line), len(leads))
        texts = [bare_header(word.text) for word in line]
        if rest or any(texts[k] != texts[k % size] for k in range(len(texts))):
            return []
    return [
        (lead, [line[k * len(line) // len(leads) : (k + 1) * len(line) // len(leads)] for line in lines[1:]])
        for k, lead in enumerate(leads)
    ]


def _solved(kind: str, lines: list[list[Word]], lead: tuple[Word, ...]) -> list[tuple[Word, ...]] | None:
    """The columns below `lead` in the order of the form; None when no reading or more than one gives them meanings."""
    runs = _runs(lines[-1])
    upper = [word for line in lines[:-1] for word in line]
    if len(lines) == 1:
        return [(*lead, word) for word in lines[0]]
    if kind in reference().matrices:
        return _of_matrix(upper, runs, lead)
    if len(upper) > _MOST_WORDS:
        return None
    order = _order(kind)
    found: dict[tuple[str, ...], tuple[tuple[int, int], list[tuple[Word, ...]]]] = {}
    for blocks in _readings(upper, runs, lead):
        keyed = [([_key(kind, path) for path in block], block) for block in blocks]
        keyed = [pair for pair in keyed if len(pair[1]) > 1 or pair[0] != [""]]  # such a word leads other leads
        keys = [key for own, _ in keyed for key in own]
        if "" in keys or len(set(keys)) < len(keys):
            continue
        keyed.sort(key=lambda pair: order[pair[0][0]])
        paths = _dealt([block for _, block in keyed], runs)
        if _as_printed(lines, paths):
            keys = [key for own, _ in keyed for key in own]
            named = sum(_named(kind, path, key) for path, key in zip(paths, keys, strict=True))
            found.setdefault(tuple(keys), ((len(keyed), named), paths))
    best = max((rank for rank, _ in found.values()), default=(0, 0))
    readings = [paths for rank, paths in found.values() if rank == best]
    return readings[0] if len(readings) == 1 else None


def _dealt(blocks: list[_Block], runs: list[list[Word]]) -> list[tuple[Word, ...]]:
    """The columns of the blocks; runs of the same words are dealt out in the order they are printed in."""
    if len({tuple(bare_header(word.text) for word in run) for run in runs}) > 1:
        return [path for block in blocks for path in block]
    left = iter(runs)
    last = {id(word) for run in runs for word in run}
    dealt: list[tuple[Word, ...]] = []
    for block in blocks:
        is_led = id(block[0][-1]) in last
        dealt.extend([(*path[:-1], word) for path, word in zip(block, next(left), strict=True)] if is_led else block)
    return dealt


def _readings(upper: list[Word], runs: list[list[Word]], lead: tuple[Word, ...]) -> Iterator[list[_Block]]:
    """Every way to give the runs of the lowest line one heading each; every other word is a column, or leads a lead."""
    for chosen in combinations(range(len(upper)), len(runs)):
        parents = [upper[k] for k in chosen]
        rest = [upper[k] for k in range(len(upper)) if k not in chosen]
        blocks: list[_Block] = [
            [(*lead, parent, word) for word in run] for parent, run in zip(parents, runs, strict=True)
        ]
        yield [*blocks, *([(*lead, word)] for word in rest)]


def _of_matrix(upper: list[Word], runs: list[list[Word]], lead: tuple[Word, ...]) -> list[tuple[Word, ...]] | None:
    """The columns of a panel: its totals first, then each class's, one run of items below each class."""
    totals = [word for word in upper if bare_header(word.text) in TOTALS]
    classes = [word for word in upper if bare_header(word.text) not in TOTALS]
    if len(classes) != len(runs):
        return None
    below = [(*lead, parent, word) for parent, run in zip(classes, runs, strict=True) for word in run]
    return [*((*lead, word) for word in totals), *below]


def _runs(line: list[Word]) -> list[list[Word]]:
    """The line cut wherever its first word or a subtotal comes again (小计 基本支出 项目支出 小计 …)."""
    runs: list[list[Word]] = []
    for word in line:
        if not runs or bare_header(word.text) in ("小计", bare_header(line[0].text)):
            runs.append([])
        runs[-1].append(word)
    return runs


def _key(kind: str, path: tuple[Word, ...]) -> str:
    key = column_key(kind, tuple(bare_header(word.text) for word in path), "")
    return "" if key in _parts(kind) else key


@lru_cache(maxsize=64)
def _parts(kind: str) -> frozenset[str]:
    """The columns of the longer forms that divide income and balances as expenditure is divided: never guessed at."""
    named = (row for row in rows("column_meaning") if row["kind"] == kind and row["flow"].endswith("_part"))
    return frozenset(row["column_key"] for row in named)


def _named(kind: str, path: tuple[Word, ...], key: str) -> int:
    """How many of the headings above the last one the kind's column names: 基本支出/小计 says more than 小计."""
    texts = [bare_header(word.text) for word in path]
    entries = reference().headers.get(kind, {}).get(texts[-1], [])
    return max((len(parents) for parents, own in entries if own == key and set(parents) <= set(texts[:-1])), default=0)


@lru_cache(maxsize=64)
def _order(kind: str) -> dict[str, int]:
    """The place of each column of the kind in the form: its reference rows stand in the order of the form."""
    keys = [row["column_key"] for row in rows("column_meaning") if row["kind"] == kind]
    return {key: at for at, key in enumerate(keys)}


def _as_printed(lines: list[list[Word]], paths: list[tuple[Word, ...]]) -> bool:
    """Whether the words of every line keep the order they are printed in."""
    place = {id(word): at for at, path in reversed(list(enumerate(paths))) for word in path}
    places = [[place[id(word)] for word in line if id(word) in place] for line in lines]
    return all(row == sorted(row) for row in places)
