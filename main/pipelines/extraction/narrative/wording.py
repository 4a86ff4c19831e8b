"""Printed words made comparable without losing their places.

Reads paragraphs, writes `Wording`: the text without spaces and quotes, in ASCII digits, brackets and commas,
every character with the paragraph and index it was printed at. Grain: one wording per stretch of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.extraction.model import Paragraph, Place

# Brackets of any width open and close alike; quotes and zero-width marks carry no meaning for a template.
_BRACKETS = {**dict.fromkeys("（【〔［﹙〈[{｛", "("), **dict.fromkeys("）】〕］﹚〉]}｝", ")")}
_MARKS = {
    "，": ",",
    "﹐": ",",
    ";": "；",
    ":": "：",
    "﹕": "：",
    "－": "-",
    "−": "-",
    "–": "-",
    "﹪": "%",
    "︰": "：",
}
_DROPPED = set("“”‘’\"'「」『』\u200b\u200c\u200d\ufeff\u00ad＂＇#*＊＃\\$`~～")


def _same(char: str) -> str:
    """The comparable form of one character; empty where it means nothing."""
    if char in _DROPPED or char.isspace():
        return ""
    if char in _BRACKETS:
        return _BRACKETS[char]
    if char in _MARKS:
        return _MARKS[char]
    if "！" <= char <= "～":
        plain = chr(ord(char) - 0xFEE0)
        return _MARKS.get(plain, plain)
    return char


_TABLE: dict[str, str] = {}


def plain(text: str, keep: str = "") -> str:
    """`text` in comparable form; `keep` is left as it is."""
    return "".join(char if char in keep else _form(char) for char in text)


def _form(char: str) -> str:
    form = _TABLE.get(char)
    if form is None:
        form = _TABLE[char] = _same(char)
    return form


@dataclass(frozen=True, slots=True)
class Wording:
    """Comparable text; `origins[k]` is the (paragraph, index) at which character `k` was printed."""

    text: str
    origins: tuple[tuple[Paragraph, int], ...]

    def __getitem__(self, part: slice) -> Wording:
        return Wording(self.text[part], self.origins[part])

    def __add__(self, other: Wording) -> Wording:
        return Wording(self.text + other.text, self.origins + other.origins)

    def place(self, index: int) -> Place:
        paragraph, at = self.origins[index]
        return paragraph.place_of(at)

    def printed(self, start: int, stop: int) -> str:
        """The raw characters from `start` to `stop`, inner spaces included."""
        if start >= stop:
            return ""
        (first, begin), (last, end) = self.origins[start], self.origins[stop - 1]
        if first is last:
            return first.text[begin : end + 1]
        return first.text[begin:] + last.text[: end + 1]

    def label(self, start: int, stop: int) -> str:
        """The words from `start` to `stop` as printed, without white space."""
        label = "".join(self.printed(start, stop).split())
        for opening, closing in (("“", "”"), ("‘", "’"), ("《", "》")):
            if closing in label and opening not in label[: label.index(closing)]:
                label = opening + label
        return label


def wording(paragraph: Paragraph, start: int = 0) -> Wording:
    """The comparable text of `paragraph` from raw character `start` on."""
    chars: list[str] = []
    origins: list[tuple[Paragraph, int]] = []
    for index, char in enumerate(paragraph.text):
        form = _form(char) if index >= start else ""
        if form:
            chars.append(form)
            origins.append((paragraph, index))
    return Wording("".join(chars), tuple(origins))


def line_break(paragraph: Paragraph) -> Wording:
    """A mark for the beginning of `paragraph`, standing where it begins."""
    return Wording("\n", ((paragraph, 0),))


# How a paragraph is numbered, from the outermost level to the innermost. A dot or 、 between two digits is a
# decimal number, not a list number: the raw text decides, because its space is gone here.
_NUMBERINGS = (
    (1, re.compile(r"[\s#*>]*第?[一二三四五六七八九十]{1,3}(?:部分|[、.．,，:：]|\s)")),
    (2, re.compile(r"[\s#*>]*[（(\[]\s*[一二三四五六七八九十]{1,3}\s*[)）\]]\s*[、.．]?")),
    (
        3,
        re.compile(r"[\s#*>•-]*\d{1,3}\s*(?:[、）)]|[.．](?!\d)|[.．](?=20\d\d年|2\d{4}(?:\d\d)?[^\d.]))\s*"),
    ),
    (4, re.compile(r"[\s#*>]*[（(\[]\s*\d{0,3}\s*[)）\]]\s*[、.．]?")),
    (5, re.compile(r"\s*[①-⑳⑴-⑽⒈-⒛]\s*[、.．]?")),
)
UNNUMBERED = 9


def numbering(text: str) -> tuple[int, int]:
    """The level of a paragraph's list number and the raw index behind it; `UNNUMBERED`, 0 without one."""
    for level, pattern in _NUMBERINGS:
        found = pattern.match(text)
        if found:
            return level, found.end()
    return UNNUMBERED, 0


def unfinished(text: str) -> bool:
    """Whether a paragraph's comparable text ends in the middle of a sentence."""
    return bool(text) and text[-1] in ",；：、("


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The bounds of the sentences of a comparable text; 。 ends one unless a bracket closes right behind."""
    start = 0
    for found in re.finditer(r"[。!?？！](?![)》])", text):
        yield start, found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text)
