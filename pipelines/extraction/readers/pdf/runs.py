"""From characters to runs: stretches of text on one baseline, as closely set as print sets them.

Reads a `RawPage`, writes `Run`s in the order they are painted, on the page as read. Grain: one per stretch.
Nothing is guessed: a character without a Unicode mapping becomes U+FFFD, so that no figure silently loses a digit.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from pipelines.extraction.readers.pdf.frame import Frame, frame_of, quarters_of
from pipelines.extraction.readers.pdf.painted import Box
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
_FIRST_WIDE = _FIRST_ODD = 0x2E80
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
_LEAST_SIZE, _MOST_SIZE = 0.55, 1.8
"""Sizes that one run mixes: Latin figures in Chinese text are drawn a little smaller or larger."""
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
    width, height = text.frame.width + 1, text.frame.height + 1
    characters: list[str] = []
    edges: list[float] = []
    right = base = top = bottom = em = 0.0
    last = -1
    count = 0
    columns = zip(raw.codes, raw.unmapped, *text.frame.read_sides(raw), strict=True)
    for index, (printed, bad, left, upper, end, lower, line) in enumerate(columns):
        if (printed in _BLANKS and not bad) or (skipped and index in skipped):
            continue
        count += 1
        code, wide = printed, printed >= _FIRST_WIDE
        if bad or not code or (wide and _is_private(code)):
            text.unmapped += 1
            code, wide = _UNMAPPED, True
        own = end - left if wide and end > left else 0.95 * (lower - upper)
        if characters:
            if -_SAME_LINE * em <= line - base <= _SAME_LINE * em and _LEAST_SIZE * em <= own <= _MOST_SIZE * em:
                start = edges[-1]
                if code == last and -_STACKED * (end - left) < left - start < _STACKED * (end - left):
                    continue
                gap = left - right
                if gap <= _WIDEST_GAP * em and left >= start - 0.05 * em:
                    if gap > _WORD_GAP * em and not wide and last < _FIRST_WIDE:
                        characters.append(" ")
                        edges.append(right)
                    characters.append(character_of(code) if code >= _FIRST_ODD else chr(code))
                    edges.append(left)
                    right = end if end > left else left
                    top = upper if upper < top else top
                    bottom = lower if lower > bottom else bottom
                    last = code
                    continue
            edges.append(right)
            text.runs.append(_run(characters, edges, (base, top, bottom, em)))
            characters, edges = [], []
        if not (-1 < left < width and -1 < line < height):
            text.outside += 1
            continue
        characters, edges = [character_of(code)], [left]
        base, top, bottom, em = line, upper, lower, own
        right, last = max(end, left), code
    if characters:
        edges.append(right)
        text.runs.append(_run(characters, edges, (base, top, bottom, em)))
    text.characters += count


def _is_private(code: int) -> bool:
    """Whether a code point says nothing: it is private, or stands for what could not be told."""
    return _FIRST_PRIVATE <= code <= _LAST_PRIVATE or code == _UNMAPPED or code >= _FIRST_UNASSIGNED


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
