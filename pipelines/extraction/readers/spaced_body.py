"""Which lines below a heading are the rows of its table, in text without tabs.

Reads the lines behind the heading, writes those that belong to the table. Grain: one per line. A table goes on over a
page end, and over notes and running heads there; what looks like its rows and cannot be told for certain is taken with
the table in doubt, for a sum over lines of which some are missed is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.extraction.model import Place
from pipelines.extraction.readers.lost_spans import Word
from pipelines.extraction.readers.paragraphs import is_aside
from pipelines.extraction.readers.running import PAGE_NUMBER
from pipelines.extraction.readers.spaced_columns import width
from pipelines.extraction.readers.spaced_labels import is_rest, names_line
from pipelines.extraction.readers.spaced_rows import is_figure
from pipelines.extraction.readers.tabbed import Line
from pipelines.extraction.tables import marks
from pipelines.extraction.tables.furniture import furniture_of
from pipelines.extraction.tables.titles import title_of

_WORD = re.compile(r"\S+")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_SENTENCE = re.compile(r"[。；，;]|[:：]$|(?<!\d),")
_FULL_STOP = re.compile(r"[。；！？]")
_LEADS_ON = re.compile(r"[^\s\d。；，]{2,12}[:：]")
_PART = re.compile(r"第.{1,3}部分|附[件表注]")
_LISTED = re.compile(r"\d{1,2}[.．、)）](?!\d)")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d{1,4}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_LONGEST_WORD = 40
_MOST_FRAGMENTS = 3
"""Most labels that wrap side by side: tables of economic items print three groups."""
_LONGEST_FRAGMENT = 24
"""Most characters of a wrapped label's line between two rows; the longest names take two lines of some fifteen."""
_LEAST_AMOUNTS = 2
_MOST_BETWEEN = 12
"""Most lines between two rows of one table: the notes at the end of a page, the head of the next one."""
_SHORTEST_HEADING = 4


@dataclass(slots=True)
class Body:
    """Index and words of each line of the table; without words for one that stands between its rows."""

    lines: list[tuple[int, list[Word]]] = field(default_factory=list)
    is_doubtful: bool = False
    """Whether lines stand between its rows that are neither rows nor what a page end brings."""

    @property
    def rows(self) -> list[list[Word]]:
        return [words for _, words in self.lines if words]

    @property
    def widths(self) -> set[int]:
        """How many figures the rows end with."""
        return {len(_trailing(words)) for words in self.rows} - {0}


def body_of(lines: list[Line], start: int, kind: str, heading: set[str], running: frozenset[str] = frozenset()) -> Body:
    """The lines of the table from index `start` on; `heading`: its heading's lines without blanks; `running`: those
    that every page prints."""
    body = Body()
    waiting: list[tuple[int, list[Word]]] = []
    strange, is_headed = 0, False
    for at in range(start, len(lines)):
        text = lines[at][1].strip()
        if not text or plain(text) in heading:
            is_headed = is_headed or bool(text)
            continue
        words = words_of(lines[at])
        if PAGE_NUMBER.fullmatch(text) or furniture_of(text).is_all:
            strange += body.rows != [] and _completes(text, body.rows[-1])
            waiting.append((at, []))
        elif plain(text) in running:
            waiting.append((at, []))
        elif ends(lines[at]):
            break
        elif _is_name(text, words, kind) and not any(map(is_figure, words)) and may_head(text, words):
            waiting.append((at, words))
        elif _is_row(text, words, kind, body) and (not strange or _resumes(words)):
            if (waiting or is_headed) and _begins_again(words, body):
                break
            body.lines += [*waiting, (at, words)]
            body.is_doubtful = body.is_doubtful or strange > 0
            waiting, strange, is_headed = [], 0, False
        elif body.lines and _is_between(text, words) and _goes_on(lines, at, kind, heading, body):
            waiting.append((at, []))
        elif marks.is_note([text]) or not (may_head(text, words) or _LEADS_ON.fullmatch(text)):
            break
        elif _is_fragment(text, words) and _fragments(waiting) < _MOST_FRAGMENTS:
            waiting.append((at, words))
        elif strange < _MOST_FRAGMENTS:
            strange += 1
            waiting.append((at, []))
        else:
            break
    body.is_doubtful = body.is_doubtful or any(_is_lost(lines[at], body) for at, words in waiting if not words)
    if waiting and body.lines and waiting[0][0] == body.lines[-1][0] + 1 and is_rest(body.rows[-1], waiting[0][1]):
        body.lines.append(waiting[0])
    return body


def words_of(line: Line) -> list[Word]:
    number, raw, page = line
    return [
        Word(m[0], Place(number, m.start(), page), width(raw[: m.start()]), width(raw[: m.end()]))
        for m in _WORD.finditer(raw)
    ]


def plain(text: str) -> str:
    return "".join(text.split())


def ends(line: Line) -> bool:
    """Whether another table begins with the line: its title, or cells parted otherwise."""
    text = line[1].strip()
    return "\t" in line[1] or text.startswith("|") or title_of(text) is not None


def names_unit(text: str) -> bool:
    """Whether the line says nothing but the unit of the table and whose it is."""
    furniture = furniture_of(text)
    return furniture.is_all and bool(furniture.unit)


def may_head(text: str, words: list[Word]) -> bool:
    return (
        not _SENTENCE.search(_BRACKETED.sub("", text))
        and not _PART.match(text)
        and all(len(word.text) <= _LONGEST_WORD for word in words)
    )


def _is_row(text: str, words: list[Word], kind: str, body: Body) -> bool:
    """Whether the line may be a row: short words, and figures that are amounts, or a code before a name."""
    if not may_head(text, words):
        return _is_row_with_stops(text, words, body)
    first = words[0].text
    if marks.CODE.fullmatch(first) and len(words) > 1 and (is_figure(words[1]) or _CHINESE.match(words[1].text)):
        return True
    figures = [word.text for word in words if is_figure(word)]
    if not figures:
        return marks.is_lone_total([text])
    if _LISTED.match(text):
        return len(words) == len(figures) + 1 or _is_paired(words, kind)
    if not is_figure(words[-1]):
        return any("." in figure for figure in figures) and (len(figures) > 1 or marks.is_numbered([words[-1].text]))
    return (
        len(figures) > 1
        or "." in figures[0]
        or marks.bare_total(first)
        or names_line("".join(word.text for word in words[:-1]), kind)
    )


def _is_row_with_stops(text: str, words: list[Word], body: Body) -> bool:
    """Whether the line is a row though its label has a comma: two amounts at least behind a code, or behind a label as
    many as other rows have."""
    amounts = _trailing(words)
    if len(amounts) < _LEAST_AMOUNTS or not any("." in word.text for word in amounts) or _FULL_STOP.search(text):
        return False
    return marks.CODE.fullmatch(words[0].text) is not None or len(amounts) in body.widths


def _is_name(text: str, words: list[Word], kind: str) -> bool:
    """Whether the line names lines of the table: it is numbered, or every word is the name of one."""
    return marks.is_numbered([text]) or (_are_names(words, kind) and not marks.is_lone_total([text]))


def _is_paired(words: list[Word], kind: str) -> bool:
    """Whether the words are a row of two halves: names of lines, each set apart from what stands before it."""
    is_apart = all(b.left - a.right > 1 for a, b in pairwise(words))
    return is_apart and _are_names([word for word in words if not is_figure(word)], kind)


def _are_names(words: list[Word], kind: str) -> bool:
    return all(marks.is_numbered([word.text]) or names_line(word.text, kind) for word in words)


def _trailing(words: list[Word]) -> list[Word]:
    """The figures that the line ends with."""
    count = len(words)
    while count and is_figure(words[count - 1]):
        count -= 1
    return words[count:]


def _resumes(words: list[Word]) -> bool:
    """Whether a row goes on the table though there is something strange above it."""
    return is_figure(words[0]) or len(_trailing(words)) > 1 or marks.is_numbered([words[0].text])


def _begins_again(words: list[Word], body: Body) -> bool:
    """Whether the row is the total of another table that has lost its title, for this one had its own."""
    totals = {row[0].text: len(row) for row in body.rows if marks.bare_total(row[0].text)}
    return totals.get(words[0].text) == len(words)


def _is_between(text: str, words: list[Word]) -> bool:
    """Whether the line is a note or a sentence, as they stand between the rows where a page ends."""
    return marks.is_note([text]) or not may_head(text, words)


def _goes_on(lines: list[Line], at: int, kind: str, heading: set[str], body: Body) -> bool:
    """Whether rows follow the note or sentence at that index: below the table's heading printed again, or by their
    codes with nothing else between."""
    text = lines[at][1].strip()
    is_headed, is_clean = False, marks.is_note([text]) or _LEADS_ON.fullmatch(text) is not None
    for line in lines[at + 1 : at + 1 + _MOST_BETWEEN]:
        text = line[1].strip()
        words = words_of(line)
        if not text or PAGE_NUMBER.fullmatch(text) or furniture_of(text).is_all or marks.is_note([text]):
            continue
        if ends(line):
            return False
        if plain(text) in heading:
            is_headed = is_headed or len(plain(text)) >= _SHORTEST_HEADING
        elif _is_row(text, words, kind, body):
            return is_headed or (is_clean and marks.CODE.fullmatch(words[0].text) is not None)
        else:
            is_clean = False
    return False


def _completes(text: str, above: list[Word]) -> bool:
    """Whether a lone number may be the digits that a figure of the row above lacks, rather than that of the page."""
    if not _DIGITS.fullmatch(text):
        return False
    decimals = [len(word.text.partition(".")[2]) for word in above if is_figure(word) and "." in word.text]
    is_cut = any(word.text.endswith((".", ",", "．", "，")) and _DIGIT.search(word.text) for word in above)
    return is_cut or any(few + len(text) == max(decimals) for few in decimals if few < max(decimals))


def _is_lost(line: Line, body: Body) -> bool:
    """Whether a line below the last row that was taken for none ends with as many figures as rows do."""
    text = line[1].strip()
    is_known = furniture_of(text).is_all or marks.is_note([text]) or is_aside(text)
    return not is_known and len(_trailing(words_of(line))) in body.widths


def _fragments(waiting: list[tuple[int, list[Word]]]) -> int:
    """How many parts of labels stand below the last line that begins with its number."""
    count = 0
    for _, words in waiting:
        is_numbered = bool(words) and marks.is_numbered([words[0].text])
        count = 0 if is_numbered else count + bool(words)
    return count


def _is_fragment(text: str, words: list[Word]) -> bool:
    """Whether the line may be a part of a label that wraps."""
    return (
        len(words) <= _MOST_FRAGMENTS
        and all(len(word.text) <= _LONGEST_FRAGMENT for word in words)
        and may_head(text, words)
        and not _DIGIT.search(text)
    )
