"""From characters to runs: stretches of text on one baseline, as closely set as print sets them.

Reads a `RawPage`, writes `Run`s in the order they are painted, on the page as read. Grain: one per stretch.
Nothing is guessed: a character without a Unicode mapping becomes U+FFFD, so that no figure silently loses a digit.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from pipelines.extraction.readers.pdf.frame import Frame, frame_of, quarters_of
from pipelines.extraction.readers.pdf.pdfium import RawPage

_UNMAPPED = 0xFFFD
_BLANKS = frozenset(
    {
        0x09,
        0x0A,
        0x0D,
        0x20,
        0xA0,
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
        0xFEFF,
        0xFFFE,
        0xFFFF,
        *range(0x2000, 0x2010),
    }
)
_FIRST_PRINTED = 0x20
_FIRST_WIDE = 0x2E80
_LAST_RADICAL = 0x2FDF
_FIRST_PLAIN, _LAST_PLAIN = 0x3000, 0xDFFF
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF
_FIRST_COMPATIBLE, _LAST_COMPATIBLE = 0xF900, 0xFAFF
_FIRST_SUPPLEMENT, _FIRST_UNASSIGNED = 0x2F800, 0xE0000
_SAME_LINE = 0.25
"""Most ems that the baselines of one run's characters lie apart."""
_WIDEST_GAP = 0.75
"""Most ems between two characters of one run; wider, they may belong to two columns."""
_WORD_GAP = 0.22
"""Least ems between two characters that are set as two words; a comma of a proportional font leaves 0.1."""
_OTHER_SIZE = 0.45
"""Most that sizes of one run differ by: Latin figures in Chinese text are drawn a little smaller or larger."""
_STACKED = 0.35
"""Most of its own width that a character repeated to look bold is moved by."""
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
    """Text on one baseline: `edges` are its characters' borders, one more than characters; `em` its size."""

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


def runs_of(raw: RawPage) -> PageText:
    """The page's text as runs; blanks, hidden characters and those outside the page are left out."""
    quarters = quarters_of(raw)
    frame = frame_of(raw, quarters)
    text = PageText(frame)
    # Invisible text over a picture is what someone recognised in it: all there is, so it is read.
    is_layer = len(raw.hidden) * 2 > len(raw.codes) and bool(raw.painted.pictures)
    text.hidden = len(raw.hidden)
    kept, turned = _kept(raw, text, quarters, frozenset() if is_layer else raw.hidden)
    _add_upright(raw, text, kept)
    _add_turned(raw, text, quarters, turned)
    return text


def _kept(raw: RawPage, text: PageText, quarters: list[int], hidden: frozenset[int]) -> tuple[list[int], list[int]]:
    """The indices of the characters to be read: those upright on the page as read, and those at right angles to it."""
    read = text.frame.read
    kept: list[int] = []
    turned: list[int] = []
    for index, code in enumerate(raw.codes):
        if code in _BLANKS:
            continue
        if code < _FIRST_PRINTED and not raw.unmapped[index] and code:
            continue
        if index in hidden:
            continue
        (kept if quarters[index] == read else turned).append(index)
    text.characters = len(kept) + len(turned)
    return kept, turned


def _add_upright(raw: RawPage, text: PageText, kept: list[int]) -> None:
    """Adds the runs of upright text, in the order it was painted."""
    lefts, tops, rights, bottoms, bases = text.frame.read_sides(raw)
    codes, unmapped = raw.codes, raw.unmapped
    width, height = text.frame.width + 1, text.frame.height + 1
    characters: list[str] = []
    edges: list[float] = []
    right = base = top = bottom = em = 0.0
    last = -1
    for index in kept:
        code, left = codes[index], lefts[index]
        if unmapped[index] or code == 0 or _FIRST_PRIVATE <= code <= _LAST_PRIVATE or code >= _FIRST_UNASSIGNED:
            text.unmapped += 1
            code = _UNMAPPED
        own = (
            rights[index] - left
            if code >= _FIRST_WIDE and rights[index] > left
            else 0.95 * (bottoms[index] - tops[index])
        )
        if characters:
            larger = own if own > em else em
            if -_SAME_LINE * em <= bases[index] - base <= _SAME_LINE * em and abs(own - em) <= _OTHER_SIZE * larger:
                if code == last and abs(left - edges[-1]) < _STACKED * (rights[index] - left):
                    continue
                gap = left - right
                if gap <= _WIDEST_GAP * em and left >= edges[-1] - 0.05 * em:
                    if gap > _WORD_GAP * em and code < _FIRST_WIDE and last < _FIRST_WIDE:
                        characters.append(" ")
                        edges.append(right)
                    characters.append(character_of(code))
                    edges.append(left)
                    right = max(rights[index], left)
                    top, bottom = min(top, tops[index]), max(bottom, bottoms[index])
                    last = code
                    continue
            text.runs.append(_run(characters, [*edges, right], (base, top, bottom, em)))
            characters, edges = [], []
        if not (-1 < left < width and -1 < bases[index] < height):
            text.outside += 1
            continue
        characters, edges = [character_of(code)], [left]
        base, top, bottom, em = bases[index], tops[index], bottoms[index], own
        right, last = max(rights[index], left), code
    if characters:
        text.runs.append(_run(characters, [*edges, right], (base, top, bottom, em)))


def _run(characters: list[str], edges: list[float], lies: tuple[float, float, float, float]) -> Run:
    base, top, bottom, em = lies
    if bottom - top > _TALLEST * em:
        top, bottom = base - 0.9 * em, base + 0.25 * em
    return Run("".join(characters), edges, base, top, bottom, em)


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
                text.runs.append(Run(characters, edges, (top + bottom) / 2 + em * 0.35, top, bottom, em))
            stretch = []
        stretch.append(index)


def _goes_on(raw: RawPage, quarters: list[int], last: int, index: int) -> bool:
    if quarters[last] != quarters[index]:
        return False
    size = max(raw.right[last] - raw.left[last], raw.top[last] - raw.bottom[last])
    return abs(raw.x[last] - raw.x[index]) < 2 * size and abs(raw.y[last] - raw.y[index]) < 2 * size
