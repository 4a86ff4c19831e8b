"""Typed claims out of the narrative.

Reads a `Document`'s paragraphs of part two, writes `Claim`s (the rows of `claims.csv`) in reading order.
Grain: one claim per figure; a figure whose words are not understood is a claim without subject.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from pipelines.extraction.model import Document
from pipelines.extraction.narrative.breakdown import Breakdown
from pipelines.extraction.narrative.carried import heading_of
from pipelines.extraction.narrative.claim import Claim
from pipelines.extraction.narrative.figures import Figure, figures, is_threshold
from pipelines.extraction.narrative.grammar import (
    Meaning,
    count_meaning,
    money_meaning,
    ratio_meaning,
    says_the_same,
    with_comparison,
)
from pipelines.extraction.narrative.naming import name_of, unknown
from pipelines.extraction.narrative.outline import Sentence, outline, paragraphs_between
from pipelines.extraction.narrative.performance import performance_name, project_of
from pipelines.extraction.narrative.respective import Told, named_in_turn, rows
from pipelines.extraction.narrative.thread import LABEL_LIMIT, Named, Thread, clause_start
from pipelines.extraction.narrative.vocabulary import Vocabulary, vocabulary
from pipelines.extraction.narrative.wholes import whole_of_share
from pipelines.extraction.narrative.wording import Wording
from pipelines.extraction.narrative.years import is_with_another, opening_year
from pipelines.extraction.parts import Parts


def read_claims(document: Document, parts: Parts) -> list[Claim]:
    """Every figure of part two as a claim, in reading order; none where the document has no part two."""
    return read_narrative(document, parts)[0]


def read_narrative(document: Document, parts: Parts, fiscal_year: str = "") -> tuple[list[Claim], list[Sentence]]:
    """The claims of part two, and its sentences: a claim's `sentence` counts them from 1. The year is the document's,
    else the one that its sentences open with."""
    stretches = parts.stretches("two")
    if not stretches:
        return [], []
    words = vocabulary()
    paragraphs = (paragraph for bounds in stretches for paragraph in paragraphs_between(document, *bounds))
    sentences = list(outline(paragraphs, words))
    reader = _Reader(words, fiscal_year or _year(sentences))
    for sentence in sentences:
        reader.read(sentence)
    return reader.claims, sentences


def _year(sentences: list[Sentence]) -> str:
    """The fiscal year: the one that opens most sentences; empty where none does."""
    opening = re.compile(r"\s*(?:\(?[\d一二三四五六七八九十]{1,2}[、.)])?((?:19|20)\d\d)年")
    years = Counter(found[1] for sentence in sentences if (found := opening.match(sentence.words.text)))
    return years.most_common(1)[0][0] if years else ""


class _Reader:
    """Reads sentence after sentence, remembering what inheritance needs."""

    def __init__(self, words: Vocabulary, year: str) -> None:
        self.vocabulary = words
        self.year = year
        self.claims: list[Claim] = []
        self.named: list[Named] = []
        self.thread = Thread()
        self.sentence = 0
        self.clause = ""
        self.is_with_another = False
        self.breakdown = Breakdown(self.claims, words)
        self.told: list[Told] = []
        self.row_names: list[Named] = []
        self.row_meaning = Meaning("other")
        self.row_whole = ""

    def read(self, sentence: Sentence) -> None:
        """The sentence's figures are claims."""
        self.sentence += 1
        if sentence.section != self.thread.section:
            self.thread = Thread(section=sentence.section)
        words = sentence.words
        new_paragraph = words.text.startswith("\n")
        self.thread.new_sentence(new_paragraph)
        self.breakdown.begin(new_paragraph)
        if sentence.section == "performance":
            self.thread.project = project_of(words) or self.thread.project
        position = 0
        was_with_another = self.is_with_another and not new_paragraph
        listed = list(figures(words))
        in_rows = rows(words.text, listed) if sentence.section != "performance" else {}
        self.told.clear()
        for number, figure in enumerate(listed):
            self.thread.feed(words[position : figure.start])
            self.breakdown.feed(words, position, figure.start)
            self.is_with_another = is_with_another(words.text[: figure.start], self.year, was_with_another)
            row = in_rows.get(number)
            if row and (number > row.first or not self.thread.held):
                self._claim_in_row(number - row.first, listed[row.first : row.first + row.length], words)
            else:
                in_rows = {} if row else in_rows
                self._claim(figure, words)
            position = figure.end
        self.thread.feed(words[position:])
        self.breakdown.close(words)
        if not position:
            self.thread.headed = heading_of(words, self.thread, self.vocabulary)

    def _claim(self, figure: Figure, words: Wording) -> None:
        thread, part = self.thread, self.thread.part
        clause = part.text[clause_start(part.text) :]
        share = clause.rfind("占") if figure.is_ratio else -1
        speaking = part[: len(part.text) - len(clause) + share] if share >= 0 else part
        meaning = self._meaning(figure, with_comparison(part.text, clause_start(part.text)))
        if is_threshold(words.text, figure) and (figure.is_money or figure.unit == "分"):
            named = replace(unknown(part, thread), unit=figure.unit)
            meaning = Meaning("other") if figure.is_money else meaning
        else:
            named = performance_name(figure, words, thread, meaning, self.vocabulary) or name_of(
                figure, thread, speaking, self.vocabulary
            )
        from_budget = self._from_budget(part, meaning) or (
            bool(named.subject_key) and self._is_part_of_difference(part, meaning)
        )
        if from_budget or self._follows_other(clause, meaning):
            meaning = Meaning("other", meaning.sign, from_budget or self.claims[-1].aspect == "budget_change")
        elif self._completes(figure, clause, meaning):
            meaning = Meaning("completion_pct")
        else:
            meaning = self._in_its_year(meaning, clause, bool(named.subject_key))
        # Achievements told in passing (产值24.9亿元,同比增长19.2%) are no facts of the accounts.
        achievement = thread.section == "performance" and (figure.is_money or figure.is_ratio)
        if (achievement and not named.subject_key) or figure.is_measure:
            meaning = Meaning("other", meaning.sign)
        self._state(figure, words, named, meaning, clause[share:] if share >= 0 else "")
        self.clause = clause

    def _claim_in_row(self, number: int, row: list[Figure], words: Wording) -> None:
        """A figure of a row that is told of several subjects in turn; where they cannot be told apart, of none."""
        part = self.thread.part
        clause = part.text[clause_start(part.text) :]
        own = self._meaning(row[number], with_comparison(part.text, clause_start(part.text)).replace("分别", ""))
        if number == 0:
            since = [told for told in self.told if told.at > words.text.rfind("其中", 0, row[0].start)]
            phrases = self.vocabulary.phrases_for(self.thread.section, "")
            self.row_names = named_in_turn(clause, row, phrases, (since, self.told))
            self.row_meaning = own
            self.row_whole = clause[clause.rfind("占") :] if row[0].is_ratio and "占" in clause else ""
            from_budget = self._from_budget(part, own)
            if from_budget or self._follows_other(clause, own):
                self.row_meaning = Meaning("other", own.sign, from_budget)
        sign = own.sign if own.aspect in {"change", "change_pct"} else self.row_meaning.sign
        if row[number].negative:
            sign = -abs(sign)
        named = self.row_names[number] if self.row_names else replace(unknown(part, self.thread), unit="")
        meaning = replace(self.row_meaning, sign=sign) if self.row_names else Meaning("other", sign)
        if named.subject_key:
            meaning = self._in_its_year(meaning, clause, True)
        self._state(row[number], words, named, meaning, self.row_whole)
        is_of_several = len({one.same_as for one in self.row_names}) != 1
        if number + 1 == len(row) and not row[number].is_ratio and is_of_several:
            # What goes on behind a row goes on about nobody in particular.
            self.thread.last = Named("", named.label)

    def _state(self, figure: Figure, words: Wording, named: Named, meaning: Meaning, whole: str) -> None:
        """The figure is a claim about `named`; `whole` are the words for what a share is taken of."""
        thread, part = self.thread, self.thread.part
        if meaning.aspect == "other" and meaning.against_budget and named.subject_key and not named.unit:
            meaning = replace(meaning, aspect="budget_change_pct" if figure.is_ratio else "budget_change")
        base = ""
        if meaning.aspect == "share_pct":
            base = whole_of_share(named.subject_key, whole, thread.section, self.vocabulary)
        claim = replace(self._printed(figure, words, meaning), of_claim=self._of(named, meaning), base_key=base)
        self.named.append(named)
        self.claims.append(self.breakdown.place(_of_subject(claim, named), figure, words, part))
        if not figure.is_ratio:
            thread.last = named
            if figure.is_money and not thread.held:
                thread.money = named
        if named.subject_key and meaning.aspect in {"settled", "budget", "count"}:
            thread.subjects.append(named)
        if named.subject_key and meaning.aspect == "settled":
            self.told.append(Told(named, figure.start))

    def _in_its_year(self, meaning: Meaning, clause: str, is_named: bool) -> Meaning:
        """An amount of last year is a prior one; of what belongs to another year this document settles nothing."""
        of_year = opening_year(clause) if self.year and not says_the_same(clause) else None
        years_back = int(self.year) - of_year if of_year else 0
        if meaning.aspect == "settled":
            is_told = years_back > 0 and is_named
            return Meaning("prior" if years_back == 1 else "other") if is_told else meaning
        is_compared = meaning.aspect in {"prior", "change", "change_pct"}
        is_other = self.is_with_another or (meaning.aspect == "prior" and years_back > 1)
        return Meaning("other", meaning.sign) if is_compared and is_other else meaning

    def _follows_other(self, clause: str, meaning: Meaning) -> bool:
        """Whether a rate goes with the difference from the budget before it (比预算减少5万元,下降2%)."""
        if meaning.aspect != "change_pct" or not self.claims or re.search(r"[比较与同年]", clause):
            return False
        before = self.claims[-1]
        return before.sentence == self.sentence and before.aspect in {"other", "budget_change"}

    def _from_budget(self, part: Wording, meaning: Meaning) -> bool:
        """Whether a change is one from the budget just named (比年初预算210万元减少10万元)."""
        behind = re.sub(r"^(?:相比|比较|对比|相较),", "", part.text)
        if meaning.aspect != "change" or not self.claims or re.search(r"[,；。\n]", behind):
            return False
        before = self.claims[-1]
        return before.sentence == self.sentence and before.aspect == "budget"

    def _is_part_of_difference(self, part: Wording, meaning: Meaning) -> bool:
        """Whether a change is part of the budget difference just told (较预算减少5万元,其中接待费减少2万元)."""
        if meaning.aspect != "change" or not self.claims or re.search(r"[比较与同年]", part.text):
            return False
        before = self.claims[-1]
        return before.sentence == self.sentence and before.aspect in {"budget_change", "budget_change_pct"}

    def _completes(self, figure: Figure, clause: str, meaning: Meaning) -> bool:
        """Whether a percentage is of the budget named right before it (完成预算5万元的90%)."""
        if not figure.is_ratio or clause != "的" or meaning.aspect != "other" or not self.claims:
            return False
        before = self.claims[-1]
        return before.sentence == self.sentence and before.aspect == "budget" and "完成" in self.clause

    @staticmethod
    def _meaning(figure: Figure, clause: str) -> Meaning:
        if figure.is_money:
            meaning = money_meaning(clause)
        elif figure.is_ratio:
            meaning = ratio_meaning(clause)
        else:
            meaning = count_meaning(clause, figure.unit)
        return replace(meaning, sign=-meaning.sign) if figure.negative else meaning

    def _of(self, named: Named, meaning: Meaning) -> str:
        """The number of the claim that a share or change qualifies."""
        wanted = {
            "share_pct": ("settled", "count"),
            "completion_pct": ("settled", "count"),
            "change": ("settled", "count"),
            "change_pct": ("change", "settled", "count"),
            "budget_change": ("settled",),
            "budget_change_pct": ("budget_change",),
        }.get(meaning.aspect, ())
        for aspect in wanted:
            for claim, other in zip(reversed(self.claims), reversed(self.named), strict=True):
                if claim.section != self.thread.section:
                    break
                if aspect in {"change", "budget_change"} and claim.sentence != self.sentence:
                    break
                if not named.subject_key and claim.sentence != self.sentence:
                    break
                if claim.aspect == aspect and other.same_as == named.same_as:
                    return str(claim.claim)
        return ""

    def _printed(self, figure: Figure, words: Wording, meaning: Meaning) -> Claim:
        """The claim of a figure before it is known whose it is."""
        place = words.place(figure.start)
        return Claim(
            claim=len(self.claims) + 1,
            line=place.line,
            page=place.page,
            offset=place.offset,
            section=self.thread.section,
            sentence=self.sentence,
            aspect=meaning.aspect,
            text=words.printed(figure.start, figure.stop),
            numeral=figure.numeral,
            sign=meaning.sign,
            unit=figure.unit,
            approx="true" if figure.approx else "",
        )


def _of_subject(claim: Claim, named: Named) -> Claim:
    labels, codes = (named.line.labels, named.line.codes) if named.line else (("",) * 3, ("",) * 3)
    return replace(
        claim,
        # A difference that no aspect names is told, and settled nowhere; its own changes still know whose.
        subject_key="" if claim.aspect == "other" else named.subject_key,
        label=named.label[-LABEL_LIMIT:],
        class_label=labels[0],
        class_code=codes[0],
        section_label=labels[1],
        section_code=codes[1],
        item_label=labels[2],
        item_code=codes[2],
    )
