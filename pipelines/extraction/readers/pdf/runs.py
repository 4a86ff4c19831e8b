"""From characters to runs: stretches of text on one baseline, as closely set as print sets them.

Reads a `RawPage`, writes `Run`s in the order they are painted, on the page as read. Grain: one per stretch.
Nothing is guessed: a character without a Unicode mapping becomes U+FFFD, so that no figure silently loses a digit.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from pipelines.extraction.readers.pdf.frame import Frame, frame_of, quarters_of
from pipelines.extraction.readers.pdf.pdfium import RawPage

UNMAPPED = "\ufffd"
_BLANKS = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x2000, 0x2010)})
_FIRST_WIDE = 0x2E80
_SAME_LINE = 0.25
"""Most ems that the baselines of one run's characters lie apart."""
_WIDEST_GAP = 0.75
"""Most ems between two characters of one run; wider, they may belong to two columns."""
_WORD_GAP = 0.22
"""Least ems between two characters that are set as two words; a comma of a proportional font leaves 0.1."""
_STACKED = 0.35
"""Most of its own width that a character repeated to look bold is moved by."""
_TALLEST = 1.6
"""Tallest character box in ems; a font that claims more says nothing about where its characters stand."""
# Radicals that some fonts map whole characters to; Unicode gives these no decomposition of their own.
_RADICALS = dict(
    zip("⺠⺩⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻰", "民王肉虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙", strict=True)
)


@dataclass(slots=True)
class Run:
    """Text on one baseline: `edges` are its characters' borders, one more than characters; `em` the size of the print."""

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
    is_layer = len(raw.hidden) * 2 > len(raw.codes) and bool(raw.pictures)
    builder = _Builder(text)
    turned: list[int] = []
    width, height = frame.width, frame.height
    origin_left, _, _, origin_top = raw.box
    upright = frame.read == 0
    for index, code in enumerate(raw.codes):
        if code in _BLANKS or (code < 0x20 and not raw.unmapped[index] and code != 0):
            continue
        text.characters += 1
        if raw.hidden and index in raw.hidden and not is_layer:
            text.hidden += 1
            continue
        if quarters[index] != frame.read:
            turned.append(index)
            continue
        if upright:
            left, right = raw.left[index] - origin_left, raw.right[index] - origin_left
            top, bottom, base = origin_top - raw.top[index], origin_top - raw.bottom[index], origin_top - raw.y[index]
        else:
            left, top, right, bottom = frame.read_box((raw.left[index], raw.bottom[index], raw.right[index], raw.top[index]))
            base = frame.read_box((raw.x[index], raw.y[index], raw.x[index], raw.y[index]))[1]
        if not (-1 < (left + right) / 2 < width + 1 and -1 < base < height + 1):
            text.outside += 1
            continue
        if raw.unmapped[index] or code == 0 or 0xE000 <= code <= 0xF8FF or code == 0xFFFD or code >= 0xF0000:
            text.unmapped += 1
            code = 0xFFFD
        builder.add(code, left, top, right, bottom, base)
    builder.close()
    _add_turned(raw, text, quarters, turned)
    if is_layer:
        text.hidden = len(raw.hidden)
    return text


class _Builder:
    """Puts characters in painting order together into runs."""

    def __init__(self, text: PageText) -> None:
        self._into = text.runs
        self._characters: list[str] = []
        self._edges: list[float] = []
        self._right = self._base = self._top = self._bottom = self._em = 0.0
        self._last = -1

    def add(self, code: int, left: float, top: float, right: float, bottom: float, base: float) -> None:
        height = bottom - top
        wide = code >= _FIRST_WIDE
        em = right - left if wide and right > left else height * 0.95
        if self._characters:
            ahead = left - self._right
            size = self._em
            same = abs(base - self._base) <= _SAME_LINE * size and abs(em - size) <= 0.45 * max(em, size)
            if same and code == self._last and abs(left - self._edges[-1]) < _STACKED * (right - left):
                return
            if same and left > self._edges[-1] - 0.05 * size and ahead <= _WIDEST_GAP * size:
                if ahead > _WORD_GAP * size and not (wide or self._last >= _FIRST_WIDE):
                    self._characters.append(" ")
                    self._edges.append(self._right)
                self._take(code, left, right)
                self._top, self._bottom = min(self._top, top), max(self._bottom, bottom)
                return
            self.close()
        self._base, self._top, self._bottom, self._em = base, top, bottom, em
        self._take(code, left, right)

    def _take(self, code: int, left: float, right: float) -> None:
        self._characters.append(_character(code))
        self._edges.append(left)
        self._right = max(right, left)
        self._last = code

    def close(self) -> None:
        """Ends the run that is being put together."""
        if self._characters:
            em = self._em
            top, bottom = self._top, self._bottom
            if bottom - top > _TALLEST * em:
                top, bottom = self._base - 0.9 * em, self._base + 0.25 * em
            self._edges.append(self._right)
            self._into.append(Run("".join(self._characters), self._edges, self._base, top, bottom, em))
        self._characters, self._edges = [], []


def _character(code: int) -> str:
    character = chr(code)
    if code < _FIRST_WIDE and not 0x2000 < code:
        return character
    return _known(character)


def _known(character: str) -> str:
    """The character that readers of text expect: no radicals and no compatibility forms; digits stay as they are."""
    if character in _RADICALS:
        return _RADICALS[character]
    if "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff" or "\U0002f800" <= character <= "\U0002fa1f":
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
            characters = "".join(_character(raw.codes[i]) for i in stretch)
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
