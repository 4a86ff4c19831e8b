"""Where the parts of a disclosure begin, by what their headings name and not by their numbers.

Reads a document, writes `Parts`. Grain: one start per part, or per stretch of a part that others interrupt.
The parts keep the names of the usual order: `front` (duties), `two` (narrative), `three` (terms), `four` (attachments),
`five` (tables), also where a province prints the tables first. Where each table follows the section that speaks of it,
narrative and tables begin again and again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extraction.attachments.titles import report_of
from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.narrative.outline import heading
from pipelines.extraction.narrative.vocabulary import vocabulary
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
    "two": re.compile(
        r"(?:[一二三四五六]、)?(?:\d{4}年度?)?(?:部门|单位)?决算(?:收支)?情况说明(?:[及和与][^,。]{0,8}表)?"
    ),
}
_FIRST_SECTION = re.compile(r"(?:[一1][、.])?(?:\d{4}年度?)?(?:部门|单位)?收入支出决算(?:总体|总)?情况(?:说明)?[。:]?")
_LEADERS = re.compile(r"[.…·]{2,}\d*$|\d{1,3}$")
_PROSE_LENGTH = 45
_CONTENTS = re.compile(r"目[录次]")
_AMOUNT = re.compile(r"\d\s*(?:[万亿]?元|%)")
_NOTE = re.compile(r"(?:备?注|说明)\d?[:、]|本表|\d(?!\d{3}年)")
_AHEAD = 4
"""How many paragraphs behind a section's heading its first figures are looked for."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The first line of each stretch of a part, in reading order."""

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

    def stretches(self, part: str) -> list[tuple[int, int]]:
        """First and last line of every stretch of the part."""
        ends = [*(start for start, _ in self.starts[1:]), self.last_line + 1]
        # A document may have no part at all.
        return [(start, end - 1) for (start, name), end in zip(self.starts, ends, strict=False) if name == part]

    def bounds(self, part: str) -> tuple[int, int] | None:
        """First and last line of the part, None when the document has no such part."""
        found = self.stretches(part)
        return (found[0][0], found[-1][1]) if found else None


@dataclass(frozen=True, slots=True)
class _Candidate:
    position: int
    line: int
    part: str


def parts_of(document: Document) -> Parts:
    """The parts of the document; a contents list, which names them all before, is no beginning of any."""
    below = [*document.blocks[1:], None]
    blocks = zip(document.blocks, below, strict=True)
    candidates = [c for i, (block, following) in enumerate(blocks) if (c := _candidate(i, block, following))]
    contents = _contents(document)
    later = {c.part for c in candidates if c.position not in contents}
    candidates = [c for c in candidates if c.position not in contents or c.part not in later]
    kept: dict[str, _Candidate] = {}
    for index, candidate in enumerate(candidates):
        following = candidates[index + 1].position if index + 1 < len(candidates) else len(document.blocks)
        comes_again = any(c.part == candidate.part for c in candidates[index + 1 :])
        if comes_again and not _has_substance(document, candidate.position + 1, following):
            continue
        kept.setdefault(candidate.part, candidate)
    _add_unheaded(document, kept)
    _add_reports(document, kept)
    starts = sorted((c.line, c.part) for c in {*kept.values(), *_alternating(document, kept)})
    # A part that goes on begins once.
    begun = [start for n, start in enumerate(starts) if not n or start[1] != starts[n - 1][1]]
    return Parts(tuple(begun), document.line_count)


def _bare(text: str) -> str:
    return _LEADERS.sub("", re.sub(r"\s+", "", normalise(text)))


def _contents(document: Document) -> range:
    """The positions of a contents list: from its title to where its first entry comes again."""
    texts = [_bare(block.text) if isinstance(block, Paragraph) else "" for block in document.blocks]
    for position, text in enumerate(texts):
        if _CONTENTS.fullmatch(text):
            entry = next((at for at in range(position + 1, len(texts)) if texts[at]), None)
            again = [at for at in range(entry + 1, len(texts)) if texts[at] == texts[entry]] if entry else []
            return range(position, again[0]) if again else range(0)
    return range(0)


def _candidate(position: int, block: Paragraph | Grid, following: Paragraph | Grid | None) -> _Candidate | None:
    """The part that a block heads; a heading may print its number on one line and its name on the next."""
    if not isinstance(block, Paragraph) or len(block.text) > 60:
        return None
    plain = re.sub(r"\s+", "", normalise(block.text))
    match = _PART.match(plain)
    if match:
        named = match[2]
        if not named and isinstance(following, Paragraph):
            named = re.sub(r"\s+", "", normalise(following.text))
        rest = _LEADERS.sub("", named)
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
    if "two" not in kept:
        told = [position for position in range(len(document.blocks)) if _opens_section(document, position)]
        if len(told) > 1:
            kept["two"] = _Candidate(told[0], _line(document, told[0]), "two")


def _line(document: Document, position: int) -> int:
    block = document.blocks[position]
    return block.place.line if isinstance(block, Paragraph) else 0


def _alternating(document: Document, kept: dict[str, _Candidate]) -> list[_Candidate]:
    """The further beginnings of narrative and tables where sections stand among the tables; none where they do not."""
    if "five" not in kept:
        return []
    start = min(kept[part].position for part in ("two", "five") if part in kept)
    others = [c.position for part, c in kept.items() if part not in ("two", "five") and c.position > start]
    # Under a heading of its own the narrative is where that says.
    own = (
        kept["two"].position if "two" in kept and kept["two"].position > kept["five"].position else len(document.blocks)
    )
    begun: list[_Candidate] = []
    part, sections = "", 0
    for position in range(start, min([*others, own, len(document.blocks)])):
        block = document.blocks[position]
        if isinstance(block, Grid):
            part = "five"
            continue
        if _names_table(document, position):
            found = "five"
        elif _opens_section(document, position):
            found = "two"
            sections += position > kept["five"].position
        elif part == "five" and _is_told(block):
            found = "two"
        else:
            continue
        if found != part:
            begun.append(_Candidate(position, block.place.line, found))
        part = found
    return begun if sections > 1 else []


def _names_table(document: Document, position: int) -> bool:
    block = document.blocks[position]
    following = document.blocks[position + 1 : position + 6]
    return (
        isinstance(block, Paragraph)
        and title_of(block.text) is not None
        and any(isinstance(b, Grid) for b in following)
    )


def _opens_section(document: Document, position: int) -> bool:
    """Whether a paragraph is the heading of a section of the narrative and figures are told below it."""
    block = document.blocks[position]
    found = heading(block, "", vocabulary()) if isinstance(block, Paragraph) else None
    if not found or not isinstance(block, Paragraph):
        return False
    told = [block.text[found[1] :]]
    for below in document.blocks[position + 1 : position + 1 + _AHEAD]:
        if isinstance(below, Grid):
            break
        told.append(below.text)
    return any(_AMOUNT.search(normalise(text)) for text in told)


def _is_told(paragraph: Paragraph) -> bool:
    """Whether a paragraph behind a table tells figures and is no note to the table."""
    text = re.sub(r"\s+", "", normalise(paragraph.text))
    told = len(text) > _PROSE_LENGTH and text.endswith("。") and _AMOUNT.search(text)
    return bool(told) and not _NOTE.match(text)


def _add_reports(document: Document, kept: dict[str, _Candidate]) -> None:
    """Adds the attachments where no heading opens them: at the first report printed behind every other part."""
    if "four" in kept or not {"three", "five"} & set(kept):
        return
    last = max(kept.values(), key=lambda one: one.line)
    if last.part not in {"three", "five"}:
        return
    after = [(at, block) for at, block in enumerate(document.blocks) if isinstance(block, Paragraph)]
    after = [(at, block) for at, block in after if block.place.line > last.line]
    texts = [block.text for _, block in after]
    for index, (at, block) in enumerate(after):
        if report_of(texts, index) is not None and _has_substance(document, at + 1, at + 8):
            kept["four"] = _Candidate(at, block.place.line, "four")
            return
