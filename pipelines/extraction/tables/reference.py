"""The reference rows that say what a table may be called, how its columns are headed, and what its lines are named.

Reads `statement_kind`, `statement_alias`, `column_meaning` and `line_label` of `dbt_project/seeds/`, once per process.
Writes lookups. Grain: one entry per seed row, alternatives of a header apart.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipelines import paths
from pipelines.extraction.numerals import normalise

_BLANK = re.compile(r"\s+")
_QUOTES = str.maketrans("", "", "\"'“”‘’「」『』《》〝〞＂")
_UNIT_SUFFIX = re.compile(r"\((?:单位[:]?)?(?:万元|元|千元|亿元)\)$")
_TWO_SIDED = ("left/", "right/")
_SUMS = ("小计", "合计")
_ECONOMIC = "economic_"
"""Before the code in the keys of columns by economic class."""
_WORD = "word_"
"""Keys of rows that only say which words of headings mean the same."""
_CODED = re.compile(r"(3\d{2}(?:\d{2})?)[-—_.、:]?(?=[\u4e00-\u9fff])")
"""An economic code before the name of its column (302商品和服务支出)."""
_ANY = "*"
"""Before a parent in `column_meaning`: whatever ends so (*三公经费/小计)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A statutory table: `requires` holds groups of column keys, of each of which one must be headed."""

    kind: str
    title: str
    layout: str
    ordinal: int
    requires: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference rows the tables room needs."""

    kinds: dict[str, Kind]
    aliases: dict[str, str]
    alias_layouts: dict[str, str]
    headers: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]]
    label_headers: frozenset[str]
    ordinal_headers: frozenset[str]
    labels: dict[tuple[str, str], frozenset[tuple[str, str]]]
    two_sided: frozenset[str]
    matrices: frozenset[str]
    words: dict[str, str]
    """Words of headings that mean the same (本年预算数, 预算金额): each with the one that stands for them all."""


def bare(text: str) -> str:
    """The text as reference rows spell it: no blanks, no quotes, ASCII digits and brackets."""
    return _BLANK.sub("", normalise(text).translate(_QUOTES)).replace("[", "(").replace("]", ")")


def bare_header(text: str) -> str:
    """A column heading as reference rows spell it: `bare`, without a unit in brackets."""
    return _UNIT_SUFFIX.sub("", bare(text)).rstrip(":")


def rows(name: str, folder: Path | None = None) -> list[dict[str, str]]:
    """The rows of one seed; none when the seed does not exist."""
    path = (folder or paths.seeds()) / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def reference() -> Reference:
    """The reference rows, read once."""
    meanings = rows("column_meaning")
    headers: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
    special: dict[str, set[str]] = {"row_label": set(), "row_ordinal": set()}
    words = {
        bare_header(text): bare_header(row["header"].split(";")[0])
        for row in meanings
        if row["column_key"].startswith(_WORD)
        for text in row["header"].split(";")
    }
    for row in meanings:
        alternatives = [tuple(words.get(p, p) for p in bare_header_path(text)) for text in row["header"].split(";")]
        if row["column_key"].startswith(_WORD):
            continue
        if not row["kind"]:
            special[row["column_key"]].update(path[-1] for path in alternatives)
            continue
        by_leaf = headers.setdefault(row["kind"], {})
        for path in alternatives:
            by_leaf.setdefault(path[-1], []).append((path[:-1], row["column_key"]))
    labels: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in rows("line_label"):
        labels.setdefault((row["kind"], row["block"]), set()).add((row["label"], row["context"]))
    aliases = rows("statement_alias")
    kinds = {row["kind"]: _kind(row) for row in rows("statement_kind")}
    return Reference(
        kinds=kinds,
        aliases={bare(row["alias"]): row["kind"] for row in aliases},
        alias_layouts={bare(row["alias"]): row["layout"] for row in aliases},
        headers=headers,
        label_headers=frozenset(special["row_label"]),
        ordinal_headers=frozenset(special["row_ordinal"]),
        labels={key: frozenset(value) for key, value in labels.items()},
        two_sided=frozenset(row["kind"] for row in meanings if row["kind"] and row["header"].startswith(_TWO_SIDED)),
        # A matrix has no fixed columns to ask for: its panels head one column per economic class and item.
        matrices=frozenset(kind.kind for kind in kinds.values() if not kind.requires),
        words=words,
    )


def bare_header_path(text: str) -> tuple[str, ...]:
    """The parts of a `parent/leaf` heading as reference rows spell them."""
    return tuple(bare_header(part) for part in text.split("/"))


def _kind(row: dict[str, str]) -> Kind:
    requires = tuple(tuple(group.split("|")) for group in row["requires"].split(";") if group)
    return Kind(row["kind"], row["title_zh"], row["layout"], int(row["ordinal"]), requires)


def column_key(kind: str, path: tuple[str, ...], block: str) -> str:
    """The key of the column headed by `path`; empty if no heading of the kind fits it.

    Of several that fit, the one that names most parents is meant, then the one whose parent stands nearest, then the
    one that names it in full.
    """
    if not path:
        return ""
    known = reference()
    code, path = _code_before(path)
    path = tuple(own for part in path for own in _in_parts(kind, known.words.get(part, part)))
    above = ((block,) if block else ()) + path[:-1]
    best: tuple[tuple[int, int, int], str] | None = None
    for parents, key in known.headers.get(kind, {}).get(path[-1], []):
        depth = _depth(parents, above)
        if depth is None:
            continue
        fit = (len(parents), depth, -sum(part.startswith(_ANY) for part in parents))
        if best is None or fit > best[0]:
            best = (fit, key)
    named = best[1] if best else ""
    coded = _ECONOMIC + code
    if not code or not any(key == coded for entries in known.headers.get(kind, {}).values() for _, key in entries):
        return named
    # A column whose code and name disagree is of either: nobody knows which.
    return coded if named in ("", coded) else ""


def _code_before(path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The economic code printed before the name of a column, or of what it is the subtotal of; and the bare names."""
    codes = [match[1] if (match := _CODED.match(part)) else "" for part in path]
    code = codes[-1] or (codes[-2] if len(path) > 1 and path[-1] in _SUMS else "")
    return code, tuple(_CODED.sub("", part, count=1) if c else part for part, c in zip(path, codes, strict=True))


def is_subtotal(kind: str, text: str) -> bool:
    """Whether a heading of the kind and the word for its sum are printed as one (公务接待费小计)."""
    return len(_in_parts(kind, text)) > 1


@lru_cache(maxsize=4096)
def _in_parts(kind: str, text: str) -> tuple[str, ...]:
    """The heading, cut before the word for a sum that ends it where only what stands before that is known."""
    names = {name for leaf, ways in reference().headers.get(kind, {}).items() for p, _ in ways for name in (leaf, *p)}
    stem, suffix = text[:-2], text[-2:]
    return (stem, suffix) if text not in names and stem in names and suffix in _SUMS else (text,)


def _depth(parts: tuple[str, ...], whole: tuple[str, ...]) -> int | None:
    """How deep in `whole` the last of `parts` stands when all of them occur in it in order; None when they do not."""
    at = len(whole)
    deepest = 0
    for part in reversed(parts):
        found = next((i for i in range(at - 1, -1, -1) if _is_part(part, whole[i])), None)
        if found is None:
            return None
        deepest = max(deepest, found + 1)
        at = found
    return deepest


def _is_part(part: str, heading: str) -> bool:
    return heading.endswith(part[1:]) if part.startswith(_ANY) else heading == part
