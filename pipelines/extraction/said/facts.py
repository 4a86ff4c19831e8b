"""What the statement readers write and what they hold a sentence against.

Reads and writes nothing. Grain: one `Said` per statement, columns as in `statements.csv`; one `Told` per sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extraction.narrative.claim import Claim
from pipelines.extraction.narrative.outline import Sentence
from pipelines.extraction.narrative.wording import Wording

SAID_LIMIT = 29


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in words; `said` are its few words, a year or a name, never the sentence."""

    statement: int
    line: int
    page: int
    offset: int
    part: str
    section: str
    sentence: int
    kind: str
    relation: str
    subject_key: str = ""
    label: str = ""
    said: str = ""
    list_key: str = ""
    of_claim: str = ""
    against_claim: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the disclosure something is said; sentence 0 is no sentence of part two."""

    part: str
    section: str = ""
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of part two with its number and the claims that stand in it and before it."""

    number: int
    sentence: Sentence
    claims: tuple[Claim, ...]
    earlier: tuple[Claim, ...]
    before: Sentence | None = None

    @property
    def section(self) -> str:
        return self.sentence.section

    @property
    def spot(self) -> Spot:
        return Spot("two", self.section, self.number)

    @property
    def words(self) -> Wording:
        return self.sentence.words

    def lead_of(self, claim: Claim) -> str:
        """The comparable text in front of the claim's numeral, of this sentence or the one before; empty elsewhere."""
        for sentence in (self.sentence, self.before):
            for index in range(len(sentence.words.text) if sentence else 0):
                place = sentence.words.place(index) if sentence else None
                if sentence and place and (place.line, place.offset) == (claim.line, claim.offset):
                    return sentence.words.text[:index]
        return ""


def said_at(words: Wording, start: int, stop: int, spot: Spot, **more: str) -> Said:
    """The statement whose words are those from `start` to `stop`."""
    place = words.place(start)
    more.setdefault("said", words.label(start, stop)[:SAID_LIMIT])
    return Said(0, place.line, place.page, place.offset, spot.part, spot.section, spot.sentence, **more)
