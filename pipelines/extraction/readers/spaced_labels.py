"""Labels that wrap, in text without tabs: the lines of a label put together in the row they belong to.

Reads the words of the lines of a table's body, writes the words of its rows. Grain: one list per row.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.extraction.readers.lost_spans import Word
from pipelines.extraction.readers.spaced_rows import is_figure
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.reference import reference
from pipelines.extraction.tables.rows import bare_label

_LISTED = re.compile(r"\d{1,2}[.．、)）](?!\d)")
_SAME_EDGE = 2
"""Most columns between the beginnings of a label's lines."""


def names_line(text: str, kind: str) -> bool:
    """Whether the text is the name of a line that tables of the kind have."""
    name = bare_label(text)
    return any(name == own for (of, _), names in reference().labels.items() if of == kind for own, _ in names)


def whole(rows: list[list[Word]], kind: str) -> list[list[Word]]:
    """The rows, each with its label's wrapped lines: they go to a row that has a code and no name, else to the one
    above, where a row has one label. Where the lines of a label stand above its figures, these end the row."""
    found: list[list[Word]] = []
    leading: list[Word] = []
    for at, words in enumerate(rows):
        if found and all(map(is_figure, words)) and _is_open(found[-1]):
            found[-1] = [*found[-1], *words]
        elif not _is_wrapped(words) or (found and _is_next_name(found[-1], words, kind)):
            is_nameless = bool(leading) and bool(marks.CODE.fullmatch(words[0].text))
            found.append([words[0], *leading, *words[1:]] if is_nameless else words)
            leading = []
        elif at + 1 < len(rows) and _is_nameless(rows[at + 1]):
            leading = words
        elif found:
            found[-1] = _gone_on(found[-1], words)
    return found


def _is_next_name(row: list[Word], words: list[Word], kind: str) -> bool:
    """Whether the words are names of lines below a whole name: the next line, with nothing in it."""
    above = [word.text for word in row if not is_figure(word)]
    return all(names_line(word.text, kind) for word in words) and any(names_line(text, kind) for text in above)


def _is_open(row: list[Word]) -> bool:
    """Whether the row is a code and a name that no figure follows yet."""
    return len(row) > 1 and bool(marks.CODE.fullmatch(row[0].text)) and not any(map(is_figure, row[1:]))


def is_rest(row: list[Word], rest: list[Word]) -> bool:
    """Whether the words stand right below the one label of a row that is laid out in columns, and go on it."""
    labels = [word for word in row if not is_figure(word)]
    is_below = len(labels) == len(rest) == 1 and abs(labels[0].left - rest[0].left) <= _SAME_EDGE
    return is_below and _is_wrapped(rest) and rest[0].left > 0 and any(b.left - a.right > 1 for a, b in pairwise(row))


def _gone_on(row: list[Word], rest: list[Word]) -> list[Word]:
    """The row with the rest of its one label; of several, with what stands right below where a label begins."""
    labels = [word for word in row if not is_figure(word)]
    if len(labels) == len(rest) == 1:
        pairs = {id(labels[0]): rest[0]}
    elif any(b.left - a.right > 1 for a, b in pairwise(row)):
        near = [(label, word) for word in rest for label in labels if abs(label.left - word.left) <= _SAME_EDGE]
        pairs = {id(label): word for label, word in near} if len(near) == len(rest) else {}
    else:
        pairs = {}
    return [Word(w.text + pairs[id(w)].text, w.place, w.left, w.right) if id(w) in pairs else w for w in row]


def _is_wrapped(words: list[Word]) -> bool:
    """Whether the words are a part of a label: no figure, no code, no total and no number before them."""
    text = "".join(word.text for word in words)
    is_numbered = any(marks.is_numbered([word.text]) or _LISTED.match(word.text) for word in words)
    return not any(map(is_figure, words)) and not marks.bare_total(text) and not is_numbered


def _is_nameless(words: list[Word]) -> bool:
    return bool(marks.CODE.fullmatch(words[0].text)) and all(map(is_figure, words))
