"""Function classes, sections and items named in words.

Reads the words in front of a figure, writes the `Line` they name. Grain: one line per named class, section or
item; what a name does not repeat it takes from the line above it in the same paragraph or in an outer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipelines.extraction.narrative.wording import Wording

_MARK = re.compile(r"\((?:(?P<mark>类|款|项)(?:级?科目)?|(?P<code>2\d{6}|2\d{4}|2\d{2}))\)")
_SPOKEN = re.compile(
    r"(?P<class>[^,；：。\n()]{2,24}?)类(?P<section>[^,；：。\n()]{2,24}?)款(?P<item>[^,；：。\n()]{2,30}?)项(?!目)"
)
_LEVEL = {"类": 0, "款": 1, "项": 2}
_LEVEL_BY_DIGITS = {3: 0, 5: 1, 7: 2}
# A printed classification code in front of a name or behind it; of expenditure, so it begins with 2.
_CODED = re.compile(
    r"(?<!\d)\(?(?P<code>2\d{6}|2\d{4}|2\d{2})\)?[-—.]?(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff()、]*)(?<!年)"
)
_CODE = re.compile(r"^\(?(?P<front>\d{2,7})\)?[-—.]?(?=[^\d年])|(?<=[^\d])\(?(?P<back>\d{2,7})\)?$")
_LIST_NUMBER = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}[)、.]|\(\d{1,3}\)[、.]?|\d{1,3}[、.)]|[①-⑳]|第?[一二三四五六七八九十]是)+"
)
_LEAD = re.compile(
    r"^(?:其中|主要用于|包括|主要|分别为|按功能分类|按支出功能分类|支出功能分类|科目|为|是|(?:19|20)\d\d年?度?|[-—:：·、./])+"
)
NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff、()]{1,29}")
_DOUBLED = re.compile(r"(?:支出)?(?:支出决算数?|决算支出|决算数?)?(?:合计|共计|为|是|：|共|约)*$")


@dataclass(frozen=True, slots=True)
class Line:
    """Labels and codes of class, section and item, empty where not named."""

    labels: tuple[str, str, str] = ("", "", "")
    codes: tuple[str, str, str] = ("", "", "")

    @property
    def name(self) -> str:
        return next((label for label in reversed(self.labels) if label), "")

    def with_name(self, level: int, label: str, code: str) -> Line:
        """The line below this one's outer levels; whatever stood at `level` or below is gone."""
        labels = (*self.labels[:level], label, "", "")[:3]
        codes = (*self.codes[:level], code, "", "")[:3]
        return Line((labels[0], labels[1], labels[2]), (codes[0], codes[1], codes[2]))


@dataclass(slots=True)
class Lines:
    """The line that the words read so far have named, and what outer paragraphs have."""

    current: Line = field(default_factory=Line)
    _outer: list[tuple[int, Line]] = field(default_factory=list)

    def enter(self, level: int, numbered: bool) -> None:
        """A paragraph begins: a numbered one keeps only what paragraphs further out have named."""
        if not numbered:
            return
        self._outer = [(at, line) for at, line in self._outer if at < level]
        self.current = self._outer[-1][1] if self._outer else Line()
        self._outer.append((level, self.current))

    def name(self, level: int, label: str, code: str) -> None:
        self.current = self.current.with_name(level, label, code)
        if self._outer:
            self._outer[-1] = (self._outer[-1][0], self.current)

    def read(self, words: Wording) -> int:
        """Takes in every name marked 类, 款 or 项 in `words`; the index behind the last, or -1."""
        end = -1
        start = 0
        for mark in _MARK.finditer(words.text):
            level = _LEVEL[mark["mark"]] if mark["mark"] else _LEVEL_BY_DIGITS[len(mark["code"])]
            begin, stop = _trimmed(words.text, start, mark.start())
            # A class may follow what it is for (用于教育支出); an item's own name may begin so.
            if level == 0 and words.text.startswith("用于", begin):
                begin += 2
            if begin < stop:
                begin, stop, code = _without_code(words.text, begin, stop)
                self.name(level, words.label(begin, stop), mark["code"] or code)
                end = mark.end()
            elif end == start:
                end = mark.end()
            start = mark.end()
        if end < 0:
            end = self._read_spoken(words)
        return end if end >= 0 else self._read_coded(words)

    def _read_spoken(self, words: Wording) -> int:
        """Takes in 类, 款 and 项 that stand without brackets, all three in a row."""
        found = _SPOKEN.search(words.text)
        if not found:
            return -1
        for level, group in enumerate(("class", "section", "item")):
            begin, stop = _trimmed(words.text, *found.span(group))
            begin, stop, code = _without_code(words.text, begin, stop)
            self.name(level, words.label(begin, stop), code)
        return found.end()

    def _read_coded(self, words: Wording) -> int:
        """Takes in a name that carries a whole classification code instead of a mark."""
        end = -1
        for found in _CODED.finditer(words.text):
            begin, stop = found.span("name")
            tail = _DOUBLED.search(words.text[begin:stop])
            keep = stop - len(tail[0]) if tail else stop
            if words.text[begin:stop].endswith("支出") or words.text[keep:stop].startswith("支出"):
                keep += 2
            if keep > begin:
                label = words.label(begin, keep)
                if not found["code"].startswith(next((c for c in reversed(self.current.codes) if c), "-")):
                    self.current = Line()
                self.name(_LEVEL_BY_DIGITS[len(found["code"])], label, found["code"])
                end = keep
        return end


def plain_name(words: Wording) -> tuple[int, int]:
    """Where a name without a mark stands right before an amount (教育支出 10万元), (0, 0) if nowhere."""
    start = max((words.text.rfind(mark) + 1 for mark in ",；：。\n"), default=0)
    begin, stop = _trimmed(words.text, start, len(words.text))
    rest = words.text[begin:stop]
    tail = _DOUBLED.search(rest)
    if tail and tail[0]:
        stop -= len(tail[0])
        # 教育支出决算为 keeps its 支出, 教育支出（类）支出 and 教育支出支出 keep one.
        if tail[0].startswith("支出") and not rest[: len(rest) - len(tail[0])].endswith("支出"):
            stop += 2
    begin, stop, _ = _without_code(words.text, begin, stop)
    return (begin, stop) if NAME.fullmatch(words.text, begin, stop) else (0, 0)


def as_class(line: Line, label: str) -> Line:
    return replace(line, labels=(label, "", ""), codes=("", "", ""))


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """The bounds of the last name in text[start:stop], without list number and leading words."""
    begin = max([start, *(text.rfind(mark, start, stop) + 1 for mark in ",；：。\n")])
    moved = True
    while moved:
        moved = False
        for pattern in (_LIST_NUMBER, _LEAD):
            found = pattern.match(text[begin:stop])
            if found and found.end():
                begin += found.end()
                moved = True
    while stop > begin and text[stop - 1] in "-—:：·、./":
        stop -= 1
    return begin, stop


def _without_code(text: str, begin: int, stop: int) -> tuple[int, int, str]:
    """The bounds of a name without the code printed before or behind it, and that code."""
    found = _CODE.search(text[begin:stop])
    if not found:
        return begin, stop, ""
    if found["front"]:
        return begin + found.end(), stop, found["front"]
    return begin, begin + found.start(), found["back"]
