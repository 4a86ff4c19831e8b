"""Lines that a page prints above or below its text: the title of the document, again on every page.

Reads the lines of a text, writes those that run through it, without blanks. Grain: one text. What stands next to a
page's end three times is no part of what the page end parts; words that head columns are, and are never meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pipelines.extraction.numerals import parse
from pipelines.extraction.readers.tabbed import Line
from pipelines.extraction.tables.reference import bare_header, reference
from pipelines.extraction.tables.titles import title_of

PAGE_NUMBER = re.compile(r"[-—–－·.\s]*\d{1,4}[-—–－·.\s]*|第\s?\d+\s?页(?:\s?[,，/共].*)?|\d+\s?/\s?\d+")
_DIGITS = re.compile(r"\d+")
_SHORTEST = 5
_LEAST = 3
"""Pages that a line stands on before it is one that runs through them."""


def running_lines(lines: list[Line]) -> frozenset[str]:
    """The texts, without blanks, that stand next to the end of three pages at least."""
    met = Counter("".join(text.split()) for text in _at_page_ends(lines) if _may_run(text))
    return frozenset(text for text, count in met.items() if count >= _LEAST)


def _at_page_ends(lines: list[Line]) -> Iterator[str]:
    """The last line above and the first one below every page end: a form feed, or the number of a page."""
    filled = [(raw.strip(), page) for _, raw, page in lines if raw.strip()]
    alone = [k for k, (text, _) in enumerate(filled) if PAGE_NUMBER.fullmatch(text)]
    values = [int(_DIGITS.findall(filled[k][0])[0]) for k in alone]
    numbers = {k for (k, a), (m, b) in pairwise(zip(alone, values, strict=True)) if b == a + 1 for k in (k, m)}
    texts = [at for at in range(len(filled)) if at not in numbers]
    ends = [(a, b) for a, b in pairwise(texts) if b > a + 1 or filled[a][1] != filled[b][1]]
    yield from (filled[at][0] for at in sorted({at for end in ends for at in end}))


def _may_run(text: str) -> bool:
    """Whether the line may be such a one: it names no table, heads no column and holds no figure."""
    words = text.split()
    if len("".join(words)) < _SHORTEST:
        return False
    is_heading = any(bare_header(word) in _headers() for word in words)
    return not is_heading and title_of(text) is None and not any(parse(word) is not None for word in words)


@lru_cache(maxsize=1)
def _headers() -> frozenset[str]:
    known = reference()
    ways = [(leaf, way) for leaves in known.headers.values() for leaf, found in leaves.items() for way, _ in found]
    own = {name for leaf, parents in ways for name in (leaf, *parents)}
    return frozenset(own) | known.label_headers | known.ordinal_headers
