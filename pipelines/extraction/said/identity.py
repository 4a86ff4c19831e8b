"""Which year and which department a document names where its own is meant, and text of the form left standing.

Reads a document's paragraphs and the tables' furniture, writes `Said`s. Grain: one per place. Other years are
legitimate almost everywhere: only the places where the form has its own year, or last year, are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.extraction.facts import Facts
from pipelines.extraction.model import Document, Paragraph
from pipelines.extraction.names import is_another
from pipelines.extraction.narrative.wording import Wording, wording
from pipelines.extraction.numerals import normalise
from pipelines.extraction.parts import Parts
from pipelines.extraction.said.comparisons import is_reason
from pipelines.extraction.said.facts import SAID_LIMIT, Said, Spot, Told, said_at
from pipelines.extraction.said.wordings import Saying, sayings
from pipelines.extraction.tables.statements import Statement

_PARTS = frozenset({"front", "two", "five"})
# Achievements and plans of other years are told there.
_FREE = frozenset({"", "performance", "other_matters"})
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
# Most paragraphs hold nothing that a template leaves behind.
_MAYBE_TEMPLATE = re.compile(
    r"[X×〇○_*]{2}|[(/](?:减|增|下|降|大|小|高|低|等|如|若|不|没|可|请|填|此|单位名|部门名)|应当?(?:注明|说明|备注)"
    r"|下述说明|上述格式|不用说明|根据实际|列明公务"
)


def years_and_names(told: Told, opens_section: bool, facts: Facts) -> Iterator[Said]:
    """The years and departments that a sentence of part two names where the document's own belong."""
    text = told.words.text
    compared = [found["year"] for one in sayings("year") if one.relation == "last" for found in one.matches(text)]
    for saying in sayings("year"):
        if saying.relation == "last" and told.section in _FREE:
            continue
        if saying.relation == "opening" and not (opens_section and told.section not in _FREE):
            continue
        if not saying.sections and saying.relation == "this":
            continue
        for found in _spoken(saying, told.section, text.lstrip("\n")):
            if saying.relation == "opening" and found["year"] != max(_YEAR.findall(text)):
                continue
            # Who compares with several years may go back as far as he likes.
            if saying.relation == "last" and found["year"] != max(compared):
                continue
            at = found.start("year") + len(text) - len(text.lstrip("\n"))
            if is_reason(text, at):
                continue
            relation = "this" if saying.relation == "opening" else saying.relation
            yield _year(told.words, at, told.spot, relation)
    for saying in sayings("department"):
        if saying.sections:
            for found in _spoken(saying, told.section, text):
                yield from _name(told.words, found, told.spot, facts)


def _year(words: Wording, at: int, spot: Spot, relation: str) -> Said:
    """A named year, in plain digits however it is printed: it is a number that models count with."""
    return said_at(words, at, at + 4, spot, kind="year", relation=relation, label="年度", said=words.text[at : at + 4])


def _spoken(saying: Saying, section: str, text: str) -> list[re.Match[str]]:
    return saying.matches(text) if saying.speaks_in(section) else []


def _name(words: Wording, found: re.Match[str], spot: Spot, facts: Facts) -> Iterator[Said]:
    """What the slot for the department's name holds; nothing where it holds no name."""
    other = is_another(found["name"], facts.department, facts.region)
    if other is not None:
        name, is_other = other
        begin = found.start("name") + found["name"].rindex(name)
        yield said_at(
            words,
            begin,
            begin + len(name),
            spot,
            kind="department",
            relation="other" if is_other else "own",
            label="部门名称",
        )


def headings_and_templates(document: Document, parts: Parts, facts: Facts) -> Iterator[Said]:
    """Years and names in headings, and template text, of the paragraphs outside the attachments."""
    headings = [one for kind in ("year", "department") for one in sayings(kind) if not one.sections]
    headings = [one for one in headings if one.relation in ("", "this")]
    for block in document.blocks:
        if not isinstance(block, Paragraph) or parts.part_of(block.place.line) not in _PARTS:
            continue
        part = parts.part_of(block.place.line)
        plain = "".join(normalise(block.text).split())
        if _MAYBE_TEMPLATE.search(plain):
            yield from _templates(block, part)
        if "决算" not in plain:
            continue
        words = wording(block)
        for saying in headings:
            for found in saying.matches(words.text):
                if saying.kind == "department":
                    yield from _name(words, found, Spot(part), facts)
                else:
                    at = found.start("year")
                    yield _year(words, at, Spot(part), "this")


def _templates(paragraph: Paragraph, part: str) -> Iterator[Said]:
    """The placeholders, alternatives and instructions of a form that the paragraph still holds."""
    kept = [(index, char) for index, char in enumerate(normalise(paragraph.text)) if not char.isspace()]
    text = "".join(char for _, char in kept)
    for saying in sayings("template"):
        for found in saying.matches(text):
            place = paragraph.place_of(kept[found.start()][0])
            yield Said(
                0,
                place.line,
                place.page,
                place.offset,
                part,
                "",
                0,
                "template",
                saying.relation,
                label=saying.relation,
                said=found[0][:SAID_LIMIT],
            )


def furniture(tables: Iterable[Statement], facts: Facts) -> Iterator[Said]:
    """The year and the department that stand over each statutory table."""
    for table in tables:
        if not table.kind:
            continue
        place = (0, table.first_line, table.page, 0, "five", "", 0)
        if table.year:
            yield Said(*place, "year", "this", label=table.title[:SAID_LIMIT], said=table.year)
        other = is_another(table.department, facts.department, facts.region) if table.department else None
        if other is not None:
            relation = "other" if other[1] else "own"
            yield Said(*place, "department", relation, label=table.title[:SAID_LIMIT], said=other[0][:SAID_LIMIT])
