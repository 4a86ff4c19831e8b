"""From characters to runs: stretches of text on one baseline, as closely set as print sets them.

Reads a `RawPage`, writes `Run`s in the order they are painted, on the page as read. Grain: one per stretch.
Nothing is guessed: a character without a Unicode mapping becomes U+FFFD, so that no figure silently loses a digit.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress, pairwise

from pipelines.extraction.numerals import RAISED
from pipelines.extraction.readers.pdf.frame import Frame, frame_of, quarters_of
from pipelines.extraction.readers.pdf.painted import Box
from pipelines.extraction.readers.pdf.pdfium import RawPage

_UNMAPPED = "\ufffd"
_BLANKS = frozenset(map(ord, "\t\n\r \xa0\u2028\u2029\u202f\u205f\u3000\ufeff\ufffe\uffff")) | {*range(0x2000, 0x2010)}
_FIRST_WIDE = 0x2E80
_LAST_RADICAL = 0x2FDF
_FIRST_PLAIN, _LAST_PLAIN = 0x3000, 0xDFFF
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF
_FIRST_COMPATIBLE, _LAST_COMPATIBLE = 0xF900, 0xFAFF
_FIRST_SUPPLEMENT, _FIRST_UNASSIGNED = 0x2F800, 0xE0000
_ODD = re.compile("[\x00\u2e80-\u2fdf\ue000-\ufaff\ufffd\U0002f800-\U0010ffff]")
"""Characters that are to be looked at one by one: radicals, private and compatible ones, and those nobody knows."""
_SAME_LINE = 0.25
"""Most ems that the baselines of one run's characters lie apart."""
_WIDEST_GAP = 0.75
"""Most ems between two characters of one run; wider, they may belong to two columns."""
_WORD_GAP = 0.22
"""Least ems between two characters that are set as two words; a comma of a proportional font leaves 0.1."""
_LEAST_SIZE, _MOST_SIZE = 0.55, 1.8
"""Sizes that one run mixes: Latin figures in Chinese text are drawn a little smaller or larger."""
SMALL, HIGH = 0.75, 0.1
"""Most size of a note's mark by that of the figure before it, and least ems that its middle stands higher."""
_STACKED = 0.35
"""Most of its own width that a character printed twice is moved by."""
_LOW = frozenset("，、。．,.")
"""Marks that stand at the foot of their line."""
_FLAT = 0.5
"""Most of its neighbour's height that a low mark's own box has: the font boxes each character as it is drawn."""
_TALLEST = 1.6
"""Tallest character box in ems; a font that claims more says nothing about where its characters stand."""
# Radicals that some fonts map whole characters to; Unicode gives these no decomposition of their own.
_RADICALS = dict(
    zip(
        "⺠⺩⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻰",
        "民王肉虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)


@dataclass(slots=True)
class Run:
    """Text on one line: `edges` are its characters' borders, one more than characters; `em` is its size.

    `base` is the middle of its height: fonts agree on that better than on where their lowest stroke lies.
    """

    text: str
    edges: list[float]
    base: float
    top: float
    bottom: float
    em: float
    confidence: str = ""

    @property
    def left(self) -> float:
        return self.edges[0]

    @property
    def right(self) -> float:
        return self.edges[-1]

    @property
    def middle(self) -> float:
        return (self.edges[0] + self.edges[-1]) / 2


@dataclass(slots=True)
class PageText:
    """The runs of a page, and how many of its characters could not be read or were left out, with the reason."""

    frame: Frame
    runs: list[Run] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    hidden: int = 0
    outside: int = 0
    slanting: int = 0
    rulings: list[Box] = field(default_factory=list)
    """Of a page that is a picture: its lines, as boxes on the page as shown."""


def runs_of(raw: RawPage) -> PageText:
    """The page's text as runs; blanks, hidden characters and those outside the page are left out."""
    quarters = quarters_of(raw)
    frame = frame_of(raw, quarters)
    text = PageText(frame)
    # Invisible text over a picture is what someone recognised in it: all there is, so it is read.
    is_layer = len(raw.hidden) * 2 > len(raw.codes) and bool(raw.painted.pictures)
    text.hidden = len(raw.hidden)
    hidden = frozenset() if is_layer else raw.hidden
    turned = [i for i, q in enumerate(quarters) if q != frame.read and i not in hidden and not _is_blank(raw, i)]
    _add_upright(raw, text, hidden.union(turned))
    _add_turned(raw, text, quarters, turned)
    return text


def _is_blank(raw: RawPage, index: int) -> bool:
    return raw.codes[index] in _BLANKS and not raw.unmapped[index]


def _add_upright(raw: RawPage, text: PageText, skipped: frozenset[int]) -> None:
    """Adds the runs of upright text, in the order it was painted."""
    codes, unmapped = raw.codes, raw.unmapped
    printed = [code not in _BLANKS for code in codes]
    if skipped or any(unmapped):
        printed = [(p or bool(u)) and i not in skipped for i, (p, u) in enumerate(zip(printed, unmapped, strict=True))]
    codes = list(compress(codes, printed))
    lefts, tops, rights, bottoms = (list(compress(side, printed)) for side in text.frame.read_sides(raw))
    text.characters += len(codes)
    if not codes:
        return
    characters = list(map(chr, codes))
    if any(unmapped) or _ODD.search("".join(characters)):
        for k, bad in enumerate(compress(unmapped, printed)):
            is_unknown = bad or not codes[k] or _is_private(codes[k])
            characters[k] = _UNMAPPED if is_unknown else character_of(codes[k])
            text.unmapped += is_unknown
    setting = _Setting(characters, lefts, rights, tops, bottoms)
    for start, end, spaces in setting.stretches():
        run = setting.run(start, end, spaces)
        if -1 < run.left < text.frame.width + 1 and -1 < run.base < text.frame.height + 1:
            text.runs.append(run)
        else:
            text.outside += end - start


class _Setting:
    """Characters in painting order, and where they stand."""

    def __init__(self, characters: list[str], *sides: list[float]) -> None:
        self.characters = characters
        self.lefts, self.rights, self.tops, self.bottoms = sides
        self.middles = [(a + b) / 2 for a, b in zip(self.tops, self.bottoms, strict=True)]
        self.ems = [
            right - left if character >= "\u2e80" and right > left else 0.95 * (bottom - top)
            for character, left, top, right, bottom in zip(
                characters, self.lefts, self.tops, self.rights, self.bottoms, strict=True
            )
        ]
        for k in (k for k, character in enumerate(characters) if character in _LOW):
            self._raise(k)
        for k in (k for k, (em, own) in enumerate(pairwise(self.ems), start=1) if own <= SMALL * em):
            self._mark(k)

    def _raise(self, k: int) -> None:
        """Sets a low mark on its neighbour's line, where its box is the mark's own and no line's."""
        height = self.bottoms[k] - self.tops[k]
        for j in (k - 1, k + 1):
            if not 0 <= j < len(self.characters) or self.characters[j] in _LOW:
                continue
            tall = self.bottoms[j] - self.tops[j]
            beside = max(self.lefts[k] - self.rights[j], self.lefts[j] - self.rights[k]) < self.ems[j]
            if beside and height < _FLAT * tall and abs(self.bottoms[k] - self.bottoms[j]) < _FLAT * tall:
                self.middles[k] = self.middles[j]
                self.ems[k] = max(self.ems[k], self.ems[j])
                return

    def _mark(self, k: int) -> None:
        """Tells small digits that stand high behind a figure, the mark of a note, from digits of the figure."""
        em, middle = self.ems[k - 1], self.middles[k - 1]
        while k < len(self.characters) and "0" <= self.characters[k] <= "9" and self.characters[k - 1].isdigit():
            is_high = self.ems[k] <= SMALL * em and self.middles[k] < middle - HIGH * em
            if not is_high or abs(self.lefts[k] - self.rights[k - 1]) > _WORD_GAP * em:
                return
            self.characters[k], self.ems[k], self.middles[k] = self.characters[k].translate(RAISED), em, middle
            k += 1

    def _events(self) -> list[int]:
        """The places at which the next character does not simply stand behind the one before it."""
        lefts, rights, middles, ems = self.lefts, self.rights, self.middles, self.ems
        following = (lefts[1:], rights[1:], middles[1:], ems[1:])
        return [
            k
            for k, left, right, middle, em, next_left, next_right, next_middle, next_em in zip(
                range(1, len(lefts)), lefts, rights, middles, ems, *following, strict=False
            )
            if next_left - right > _WORD_GAP * em
            or next_left - left < _STACKED * (next_right - next_left)
            or not -_SAME_LINE * em <= next_middle - middle <= _SAME_LINE * em
            or not _LEAST_SIZE * em <= next_em <= _MOST_SIZE * em
        ]

    def stretches(self) -> Iterator[tuple[int, int, list[int]]]:
        """First character, character behind the last, and the places of spaces within, of every run."""
        start = 0
        spaces: list[int] = []
        for k in [*self._events(), len(self.characters)]:
            if k < len(self.characters) and self._goes_on(k):
                if not self._is_double(k) and self._is_word_gap(k):
                    spaces.append(k)
                continue
            yield start, k, spaces
            start, spaces = k, []

    def _goes_on(self, k: int) -> bool:
        em = max(self.ems[k - 1], self.ems[k] * _LEAST_SIZE)
        if abs(self.middles[k] - self.middles[k - 1]) > _SAME_LINE * em:
            return False
        if self._is_double(k):
            return True
        return (
            _LEAST_SIZE * self.ems[k - 1] <= self.ems[k] <= _MOST_SIZE * self.ems[k - 1]
            and self.lefts[k] >= self.lefts[k - 1] - 0.05 * em
            and self.lefts[k] - self.rights[k - 1] <= _WIDEST_GAP * em
        )

    def _is_double(self, k: int) -> bool:
        """Whether the character is the one before it printed once more, to look bold."""
        near = abs(self.lefts[k] - self.lefts[k - 1]) < _STACKED * (self.rights[k] - self.lefts[k])
        return near and self.characters[k] == self.characters[k - 1]

    def _is_word_gap(self, k: int) -> bool:
        is_wide = self.lefts[k] - self.rights[k - 1] > _WORD_GAP * self.ems[k - 1]
        return is_wide and self.characters[k] < "\u2e80" and self.characters[k - 1] < "\u2e80"

    def run(self, start: int, end: int, spaces: list[int]) -> Run:
        """The run of these characters; a character printed twice is in it once."""
        characters, edges = self.characters[start:end], self.lefts[start:end]
        may_double = any(map(operator.eq, characters, characters[1:]))
        doubles = [k for k in range(start + 1, end) if self._is_double(k)] if may_double else []
        for k in sorted({*spaces, *doubles}, reverse=True):
            if k in spaces:
                characters.insert(k - start, " ")
                edges.insert(k - start, self.rights[k - 1])
            else:
                del characters[k - start], edges[k - start]
        edges.append(max(self.rights[end - 1], self.lefts[end - 1]))
        em, base = self.ems[start], self.middles[start]
        top, bottom = min(self.tops[start:end]), max(self.bottoms[start:end])
        if bottom - top > _TALLEST * em:
            top, bottom = base - 0.6 * em, base + 0.6 * em
        return Run("".join(characters), edges, base, top, bottom, em)


def _is_private(code: int) -> bool:
    """Whether a code point says nothing: it is private, or stands for what could not be told."""
    return _FIRST_PRIVATE <= code <= _LAST_PRIVATE or code == ord(_UNMAPPED) or code >= _FIRST_UNASSIGNED


def character_of(code: int) -> str:
    """The character that readers of text expect: no radicals, no compatibility ideographs; all else as it is."""
    character = chr(code)
    if code < _FIRST_WIDE or _FIRST_PLAIN <= code <= _LAST_PLAIN:
        return character
    if character in _RADICALS:
        return _RADICALS[character]
    if code <= _LAST_RADICAL or _FIRST_COMPATIBLE <= code <= _LAST_COMPATIBLE or code >= _FIRST_SUPPLEMENT:
        plain = unicodedata.normalize("NFKC", character)
        return plain if len(plain) == 1 else character
    return character


def _add_turned(raw: RawPage, text: PageText, quarters: list[int], indices: list[int]) -> None:
    """Adds text printed at right angles to the rest, each stretch as one run without borders within."""
    frame = text.frame
    stretch: list[int] = []
    for index in [*indices, -1]:
        if index >= 0 and quarters[index] < 0:
            text.slanting += 1
            continue
        if stretch and (index < 0 or not _goes_on(raw, quarters, stretch[-1], index)):
            boxes = [frame.read_box((raw.left[i], raw.bottom[i], raw.right[i], raw.top[i])) for i in stretch]
            left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
            right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
            characters = "".join(character_of(raw.codes[i]) for i in stretch)
            edges = [left] * len(characters) + [right]
            if 0 <= (left + right) / 2 <= frame.width and 0 <= (top + bottom) / 2 <= frame.height:
                em = min(right - left, bottom - top)
                text.runs.append(Run(characters, edges, (top + bottom) / 2, top, bottom, em))
            stretch = []
        stretch.append(index)


def _goes_on(raw: RawPage, quarters: list[int], last: int, index: int) -> bool:
    if quarters[last] != quarters[index]:
        return False
    size = max(raw.right[last] - raw.left[last], raw.top[last] - raw.bottom[last])
    return abs(raw.left[last] - raw.left[index]) < 2 * size and abs(raw.top[last] - raw.top[index]) < 2 * size
