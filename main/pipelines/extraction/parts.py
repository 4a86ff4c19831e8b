"""Where the parts of a disclosure begin, by what their headings name and not by their numbers.

Reads a document, writes `Parts`. Grain: one start per part.
The parts keep the names of the usual order: `front` (duties), `two` (narrative), `three` (terms), `four` (attachments),
`five` (tables), also where a province prints the tables first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.numerals import normalise
from pipelines.extraction.tables.titles import title_of

_PART = re.compile(r"第([一二三四五六七八九十]|\d)部分[:、,.]?(.*)")
_ROLES = (
    ("two", re.compile(r"情况说明|决算说明|情况分析|执行情况")),
    ("three", re.compile(r"名词解释|名词说明|专业名词|名词术语")),
    ("five", re.compile(r"附表|决算表|报表|公开表")),
    ("four", re.compile(r"附件|绩效评价")),
    ("front", re.compile(r"概况|概述|基本情况|职能|职责|简介")),
)
_ALONE = {
    "three": re.compile(r"(?:[一二三四五六]、)?(?:专业)?名词解释(?:说明)?"),
    "five": re.compile(r"(?:[一二三四五六]、)?(?:\d{4}年度?)?(?:部门|单位)?决算(?:公开)?(?:报表|附表|表)"),
    "two": re.compile(r"(?:[一二三四五六]、)?(?:\d{4}年度?)?(?:部门|单位)?决算情况说明"),
}
_FIRST_SECTION = re.compile(r"(?:[一1][、.])?(?:\d{4}年度?)?(?:部门|单位)?收入支出决算(?:总体|总)?情况(?:说明)?[。:]?")
_LEADERS = re.compile(r"[.…·]{2,}\d*$|\d{1,3}$")
_PROSE_LENGTH = 45


@dataclass(frozen=True, slots=True)
class Parts:
    """The first line of each part found, in reading order."""

    starts: tuple[tuple[int, str], ...]
    last_line: int

    def part_of(self, line: int) -> str:
        """The part the line stands in; `front` before the first heading."""
        part = "front"
        for start, name in self.starts:
            if start > line:
                break
            part = name
        return part

    def bounds(self, part: str) -> tuple[int, int] | None:
        """First and last line of the part, None when the document has no such part."""
        for index, (start, name) in enumerate(self.starts):
            if name == part:
                following = self.starts[index + 1 :]
                return start, (following[0][0] - 1 if following else self.last_line)
        return None


@dataclass(frozen=True, slots=True)
class _Candidate:
    position: int
    line: int
    part: str


def parts_of(document: Document) -> Parts:
    """The parts of the document; a contents list, which names them all before, is no beginning of any."""
    candidates = [c for i, block in enumerate(document.blocks) if (c := _candidate(i, block))]
    kept: dict[str, _Candidate] = {}
    for index, candidate in enumerate(candidates):
        following = candidates[index + 1].position if index + 1 < len(candidates) else len(document.blocks)
        comes_again = any(c.part == candidate.part for c in candidates[index + 1 :])
        if comes_again and not _has_substance(document, candidate.position + 1, following):
            continue
        kept.setdefault(candidate.part, candidate)
    _add_unheaded(document, kept)
    starts = sorted((c.line, c.part) for c in kept.values())
    return Parts(tuple(starts), document.line_count)


def _candidate(position: int, block: Paragraph | Grid) -> _Candidate | None:
    if not isinstance(block, Paragraph) or len(block.text) > 60:
        return None
    plain = re.sub(r"\s+", "", normalise(block.text))
    match = _PART.match(plain)
    if match:
        rest = _LEADERS.sub("", match[2])
        for part, pattern in _ROLES:
            if pattern.search(rest) and len(rest) < 30:
                return _Candidate(position, block.place.line, part)
        return None
    bare = _LEADERS.sub("", plain)
    for part, pattern in _ALONE.items():
        if pattern.fullmatch(bare):
            return _Candidate(position, block.place.line, part)
    return None


def _has_substance(document: Document, start: int, end: int) -> bool:
    """Whether prose or a grid stands between two headings."""
    return any(
        isinstance(block, Grid) or (len(block.text) > _PROSE_LENGTH or block.text.rstrip().endswith("。"))
        for block in document.blocks[start:end]
    )


def _add_unheaded(document: Document, kept: dict[str, _Candidate]) -> None:
    """Adds narrative and tables where the document prints no heading for the part."""
    for position, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            continue
        plain = re.sub(r"\s+", "", normalise(block.text))
        if "two" not in kept and _FIRST_SECTION.fullmatch(_LEADERS.sub("", plain)):
            if _has_substance(document, position + 1, position + 3):
                kept["two"] = _Candidate(position, block.place.line, "two")
        elif "five" not in kept and title_of(block.text) is not None:
            following = document.blocks[position + 1 : position + 6]
            if any(isinstance(b, Grid) for b in following):
                kept["five"] = _Candidate(position, block.place.line, "five")
