"""Documents with one figure misprinted, and what extraction makes of them.

Reads a document's bytes; writes nothing. Grain: one `Variant` per figure and fault. Faults are printed into the bytes
of a text, many at a time; only where each of them changes its own figure's rows and no others do they count as if
printed alone, else the group is halved. Formats whose bytes are not text get the fault in the extracted rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from benchmarks.seeded.figures import Key, Printed, Row, rows_at
from benchmarks.seeded.slips import misprinted
from pipelines.extraction.extract import Extracted, extract
from pipelines.extraction.readers.encoding import decode

GROUP = 24
"""Faults printed into one copy of a text: extraction is then a small part of what a variant costs."""
TABLES = tuple(part.name for part in fields(Extracted) if part.name != "document")
TEXTS = {"txt", "md"}
_LINE_END = re.compile(r"\r\n|\r|\n")

Change = tuple[str, int, Row]
Rows = dict[Key, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was handed in and as it was extracted."""

    name: str
    data: bytes
    extracted: Extracted


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure, the kind of fault, and what is printed instead."""

    figure: Printed
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A fault and what it changes in the extracted tables: `changes` are the rows of its own figure, or, where more
    changed than those, `other` is the whole document as read."""

    fault: Fault
    changes: tuple[Change, ...] = ()
    other: Extracted | None = None

    def extracted(self, source: Source, document_id: str) -> Extracted:
        """The whole document with the fault, under an invented id."""
        whole = self.other or source.extracted
        rows = {table: list(whole.rows(table)) for table in TABLES}
        for table, number, row in self.changes:
            rows[table][number] = row
        named = {**whole.document[0], "document_id": document_id, "source_sha256": document_id * 4}
        return Extracted(document=[named], **rows)


def source_of(name: str, data: bytes) -> Source:
    """The document as extraction reads it; raises Unreadable."""
    return Source(name, data, extract(data, name))


def faults_of(figures: Iterable[Printed], kinds: Iterable[str]) -> Iterator[Fault]:
    """Every fault of every figure, kind by kind."""
    figures = list(figures)
    for kind in kinds:
        for figure in figures:
            text = misprinted(figure, kind)
            if text is not None:
                yield Fault(figure, kind, text)


def variants_of(source: Source, faults: Sequence[Fault]) -> list[Variant]:
    """The faults as extraction reads them, in the order given."""
    at = rows_at(source.extracted)
    text = _text_of(source)
    if text is None:
        return [Variant(fault, _in_rows(source.extracted, fault, at)) for fault in faults]
    found: dict[Fault, Variant] = {}
    for group in _groups(faults):
        for variant in _read(source, text, group, at):
            found[variant.fault] = variant
    return [found[fault] for fault in faults]


def stands_alone(source: Source, variant: Variant) -> bool:
    """Whether the fault, printed into the document and no other beside it, is read as it was in company."""
    return variants_of(source, [variant.fault]) == [variant]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text whose lines can be printed anew."""

    lines: tuple[str, ...]
    ends: tuple[str, ...]
    encoding: str
    places: dict[Key, tuple[int, int]]

    def printed(self, faults: Sequence[Fault]) -> bytes:
        lines = list(self.lines)
        # From the end of a line backwards: what stands before a fault stays where it is.
        for fault in sorted(faults, key=lambda one: self.places[one.figure.key], reverse=True):
            number, offset = self.places[fault.figure.key]
            line = lines[number]
            lines[number] = line[:offset] + fault.text + line[offset + len(fault.figure.text) :]
        whole = "".join(line + end for line, end in zip(lines, self.ends, strict=True))
        return whole.encode(self.encoding)


def _text_of(source: Source) -> _Text | None:
    """The text and where each of its figures stands; None where the bytes are no text."""
    if source.extracted.document[0]["source_format"] not in TEXTS:
        return None
    whole, encoding = decode(source.data)
    ends = (*_LINE_END.findall(whole), "")
    lines = tuple(_LINE_END.split(whole))
    return _Text(lines, ends, encoding, _places(source.extracted, lines))


def _places(extracted: Extracted, lines: Sequence[str]) -> dict[Key, tuple[int, int]]:
    """Line (from 0) and character of each printed figure that stands in the text letter by letter."""
    places: dict[Key, tuple[int, int]] = {}
    taken: dict[tuple[int, str], int] = {}
    for key, ((table, number), *_) in rows_at(extracted).items():
        row = extracted.rows(table)[number]
        line, text = int(row["line"]) - 1, row["text"]
        if not text:
            continue
        if "offset" in row:
            offset = int(row["offset"])
            if lines[line].startswith(text, offset):
                places[key] = (line, offset)
            continue
        # Equal figures of one line are told apart by their order.
        search = re.compile(rf"(?<![\d.,]){re.escape(text)}(?![\d.,])")
        found = search.search(lines[line], taken.get((line, text), 0))
        if found is not None:
            places[key] = (line, found.start())
            taken[line, text] = found.end()
    return places


def _groups(faults: Sequence[Fault]) -> Iterator[list[Fault]]:
    """Faults far from one another in print: every so many figures one."""
    width = max(1, -(-len(faults) // GROUP))
    for start in range(width):
        if faults[start::width]:
            yield list(faults[start::width])


def _read(source: Source, text: _Text, group: list[Fault], at: Rows) -> Iterator[Variant]:
    """The group's faults as extraction reads them, one by one where together they would not be told apart."""
    unplaced = [fault for fault in group if fault.figure.key not in text.places]
    yield from (Variant(fault, _in_rows(source.extracted, fault, at)) for fault in unplaced)
    group = [fault for fault in group if fault.figure.key in text.places]
    if not group:
        return
    read = extract(text.printed(group), source.name)
    told = _told_apart(source.extracted, read, group, at)
    if told is not None:
        yield from told
    elif len(group) == 1:
        yield Variant(group[0], (), read)
    else:
        half = len(group) // 2
        yield from _read(source, text, group[:half], at)
        yield from _read(source, text, group[half:], at)


def _told_apart(base: Extracted, read: Extracted, group: Sequence[Fault], at: Rows) -> list[Variant] | None:
    """Each fault with the rows that it changed; None unless those are its figure's and nothing else changed."""
    changed = _changed(base, read, {str(fault.figure.line) for fault in group})
    if changed is None:
        return None
    variants = []
    for fault in group:
        mine = [changed.pop(place, None) for place in at[fault.figure.key]]
        rows = [row for row in mine if row is not None]
        if len(rows) < len(mine) or any(row["text"] != fault.text for row in rows):
            return None
        changes = [(*place, row) for place, row in zip(at[fault.figure.key], rows, strict=True)]
        if not all(_differ_in_digits(base.rows(table)[number], row) for table, number, row in changes):
            return None
        variants.append(Variant(fault, tuple((*change[:2], _in_place(base, *change)) for change in changes)))
    return None if changed else variants


def _changed(base: Extracted, read: Extracted, lines: set[str]) -> dict[tuple[str, int], Row] | None:
    """The rows that differ, by place; None where there are more rows or fewer. What stands behind a longer or shorter
    text in its line only stands elsewhere."""
    changed = {}
    for table in TABLES:
        before, after = base.rows(table), read.rows(table)
        if len(before) != len(after):
            return None
        for number, (was, row) in enumerate(zip(before, after, strict=True)):
            if was != row and not (row.get("line") in lines and {**row, "offset": ""} == {**was, "offset": ""}):
                changed[table, number] = row
    return changed


def _differ_in_digits(was: Row, row: Row) -> bool:
    return {name for name in was if was[name] != row[name]} <= {"text", "numeral", "offset"}


def _in_place(base: Extracted, table: str, number: int, row: Row) -> Row:
    """The row without what other faults of its line did to its place."""
    was = base.rows(table)[number]
    return {**row, "offset": was["offset"]} if "offset" in was else row


def _in_rows(extracted: Extracted, fault: Fault, at: Rows) -> tuple[Change, ...]:
    """The fault as the extracted rows would tell it."""
    numeral = fault.text.replace(",", "")
    return tuple(
        (table, number, {**extracted.rows(table)[number], "text": fault.text, "numeral": numeral})
        for table, number in at[fault.figure.key]
    )
