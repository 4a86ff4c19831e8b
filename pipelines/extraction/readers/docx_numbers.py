"""The numbers that Word writes before paragraphs by itself.

Reads the numbering and style parts of a package, writes the label of each numbered paragraph in turn
(`一、`, `（一）`, `1.`). Grain: one label per paragraph; empty for a paragraph without a number, and for bullets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipelines.extraction.readers.docx_text import W

_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand"}
)
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbers:
    """Counts the numbered paragraphs of a document; `of` is asked once per paragraph, in reading order."""

    numbering: etree._Element | None
    styles: etree._Element | None
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict, init=False)
    _shared: dict[str, str] = field(default_factory=dict, init=False)
    _style_numbers: dict[str, tuple[str, int]] = field(default_factory=dict, init=False)
    _counts: dict[str, list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for element in self.numbering if self.numbering is not None else ():
            if element.tag == f"{W}abstractNum":
                abstract[element.get(f"{W}abstractNumId", "")] = _levels_of(element)
        for element in self.numbering if self.numbering is not None else ():
            if element.tag == f"{W}num":
                link = element.find(f"{W}abstractNumId")
                shared = link.get(f"{W}val", "") if link is not None else ""
                number = element.get(f"{W}numId", "")
                own = {int(o.get(f"{W}ilvl", "0")): o for o in element.findall(f"{W}lvlOverride")}
                self._levels[number] = abstract.get(shared, {}) | _overridden(own, abstract.get(shared, {}))
                self._shared[number] = f"{number}!" if own else shared
        for style in self.styles.findall(f"{W}style") if self.styles is not None else ():
            found = _asked(style.find(f"{W}pPr"))
            if found:
                self._style_numbers[style.get(f"{W}styleId", "")] = found

    def of(self, paragraph: etree._Element) -> str:
        """The label printed before the paragraph."""
        properties = paragraph.find(f"{W}pPr")
        asked = _asked(properties)
        if asked is None and properties is not None:
            style = properties.find(f"{W}pStyle")
            asked = self._style_numbers.get(style.get(f"{W}val", "")) if style is not None else None
        if asked is None or asked[0] == "0" or asked[0] not in self._levels:
            return ""
        number, depth = asked
        levels = self._levels[number]
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(
            self._shared[number], [levels[n].start - 1 if n in levels else 0 for n in range(_LEVELS)]
        )
        counts[depth] += 1
        for deeper in range(depth + 1, _LEVELS):
            counts[deeper] = levels[deeper].start - 1 if deeper in levels else 0
        if levels[depth].form in ("bullet", "none"):
            return ""
        return re.sub(r"%(\d)", lambda m: _written(levels, counts, int(m[1]) - 1), levels[depth].text)


def _levels_of(element: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in element.findall(f"{W}lvl"):
        depth = level.get(f"{W}ilvl", "")
        if depth.isdigit() and int(depth) < _LEVELS:
            levels[int(depth)] = _Level(
                _value(level, "numFmt", "decimal"), _value(level, "lvlText", ""), int(_value(level, "start", "1") or 1)
            )
    return levels


def _overridden(own: dict[int, etree._Element], shared: dict[int, _Level]) -> dict[int, _Level]:
    """The levels that one list counts differently from those it shares its form with."""
    levels: dict[int, _Level] = {}
    for depth, override in own.items():
        redefined = override.find(f"{W}lvl")
        if redefined is not None:
            levels[depth] = _Level(
                _value(redefined, "numFmt", "decimal"),
                _value(redefined, "lvlText", ""),
                int(_value(redefined, "start", "1")),
            )
        elif depth in shared:
            start = _value(override, "startOverride", str(shared[depth].start))
            levels[depth] = _Level(shared[depth].form, shared[depth].text, int(start))
    return levels


def _asked(properties: etree._Element | None) -> tuple[str, int] | None:
    """The list and level that paragraph properties ask for."""
    wanted = properties.find(f"{W}numPr") if properties is not None else None
    if wanted is None:
        return None
    number, depth = _value(wanted, "numId", ""), _value(wanted, "ilvl", "0")
    return (number, int(depth)) if number and depth.isdigit() else None


def _value(element: etree._Element, name: str, otherwise: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", otherwise) if found is not None else otherwise


def _written(levels: dict[int, _Level], counts: list[int], depth: int) -> str:
    """The count of a level in the form of its numbers."""
    count = counts[depth] if depth < _LEVELS else 0
    form = levels[depth].form if depth in levels else "decimal"
    if form in _CHINESE:
        return in_chinese(count)
    if form == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr((97 if form == "lowerLetter" else 65) + count - 1)
    return str(count)


def in_chinese(count: int) -> str:
    """A count up to 99 as Chinese headings write it (一, 十, 十二, 二十一); digits above."""
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    written = "十" if tens == 1 else (f"{_DIGITS[tens]}十" if tens else "")
    return written + (_DIGITS[ones] if ones else "")
