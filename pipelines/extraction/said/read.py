"""Everything a disclosure says in words that its figures, its year or its name can contradict.

Reads a document with its parts, tables, claims and facts; writes `Said`s, the rows of `statements.csv`, in print order.
Grain: one per statement. Only what is typed is kept: places, keys, a few words, never a sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from pipelines.extraction.facts import Facts
from pipelines.extraction.model import Document
from pipelines.extraction.narrative.claim import Claim
from pipelines.extraction.narrative.outline import Sentence
from pipelines.extraction.narrative.vocabulary import vocabulary
from pipelines.extraction.parts import Parts
from pipelines.extraction.said.absences import absences, wholes
from pipelines.extraction.said.comparisons import comparisons
from pipelines.extraction.said.facts import Said, Told
from pipelines.extraction.said.identity import furniture, headings_and_templates, years_and_names
from pipelines.extraction.said.lists import lists
from pipelines.extraction.tables.statements import Statement


def read_said(
    document: Document,
    parts: Parts,
    tables: list[Statement],
    facts: Facts,
    narrative: tuple[list[Claim], list[Sentence]],
) -> list[Said]:
    """The statements of the document, numbered; none of an empty form, whose text is nothing but template."""
    if facts.disclosure_kind == "empty_form":
        return []
    claims, sentences = narrative
    said = [*_of_sentences(claims, sentences, facts), *headings_and_templates(document, parts, facts)]
    said += furniture(tables, facts)
    unique = {(one.page, one.line, one.offset, one.kind, one.subject_key): one for one in said}
    return [replace(one, statement=number) for number, (_, one) in enumerate(sorted(unique.items()), start=1)]


def _of_sentences(claims: list[Claim], sentences: list[Sentence], facts: Facts) -> list[Said]:
    words = vocabulary()
    said: list[Said] = []
    numbers = [claim.sentence for claim in claims]
    section = ""
    for number, sentence in enumerate(sentences, start=1):
        first, behind = bisect_left(numbers, number), bisect_left(numbers, number + 1)
        before = sentences[number - 2] if number > 1 else None
        told = Told(number, sentence, tuple(claims[first:behind]), tuple(claims[:first]), before)
        said += years_and_names(told, sentence.section != section, facts)
        if sentence.section != "performance":
            said += comparisons(told, facts.fiscal_year, words)
            said += absences(told, facts.fiscal_year, words)
            said += wholes(told, words)
            said += lists(told)
        section = sentence.section
    return said
