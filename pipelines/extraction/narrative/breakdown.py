"""Parts of an amount that no template names: purposes, purchases, visits, reasons of a change.

Reads the words between figures and the claims before them; gives a claim without subject its whole (`part_of`), what
may be asked of the parts together (`told`), and the printed item as its label. `all`: a list that gives its parts one
by one after a colon, whose sum is the whole; `some`: a list that may leave parts out, whose sum is not more than the
whole; `loose`: named as a part or a reason, and nothing follows for the sum. Grain: one claim at a time, a list at its
sentence's end. A thing counted that is no part of another count is told for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipelines.extraction.narrative.claim import Claim
from pipelines.extraction.narrative.figures import MONEY, Figure
from pipelines.extraction.narrative.grammar import is_bare
from pipelines.extraction.narrative.items import CHINESE, LEAD, counted, label_of, one_each
from pipelines.extraction.narrative.vocabulary import Vocabulary
from pipelines.extraction.narrative.wording import Wording

PART = "part"
COUNTED = {"performance": "performance_counted"}
COUNTED_ELSEWHERE = "counted"
# Sections whose every count is a quantity of the accounts: one that nothing names is not understood there.
_OF_KNOWN_COUNTS = ("three_public", "state_assets", "procurement")
_MARK = re.compile(rf"(?P<bracket>[()])|{LEAD.pattern}")
# The last item of a list that leaves nothing out.
_REST = re.compile(r"(?:[^、]{0,6})(?:其他|其它)(?:费用|支出|费|经费|方面)?")
# What did not happen, or happened in another year, is no part of this year's amount.
_ELSEWHERE = re.compile(r"[未没无不]|上年|去年|往年|以前年度|停止|取消|退[回还]|结转|(?:19|20)\d\d年")
_INTRODUCING = re.compile(r"主要|变动|具体|内容|\n")


@dataclass(slots=True)
class _List:
    """A list that words have opened: where its items begin, what it breaks down, which claims are its items."""

    kind: str
    start: int
    first: int
    opens: bool
    sure: bool = True
    nested: bool = False
    mainly: bool = False
    label: str = ""
    parts: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


class Breakdown:
    """The lists of a sentence; `claims` is the reader's own list, in which placed claims stand already."""

    def __init__(self, claims: list[Claim], vocabulary: Vocabulary) -> None:
        self.claims = claims
        self.vocabulary = vocabulary
        self.open: _List | None = None
        self.paragraph = 0
        self.sentence = 0
        self.begins = 0
        self.broken: set[int] = set()
        self.head: int | None = None
        self.has_parts = False
        self.outside: list[_List | None] = []

    def begin(self, new_paragraph: bool) -> None:
        """A sentence begins; what the paragraph has said so far stays in mind."""
        self.open = None
        self.outside.clear()
        self.head = self._head()
        self.sentence, self.begins, self.has_parts = len(self.claims), len(self.claims), False
        if new_paragraph:
            self.paragraph = len(self.claims)

    def feed(self, words: Wording, start: int, stop: int) -> None:
        """Takes in the words between two figures, words[start:stop]: the last word that opens a list opens it."""
        gap = words.text[start:stop]
        self.has_parts |= "其中" in gap and len(self.claims) > self.sentence
        if "\n" in gap:
            # A further paragraph of the sentence (（一）基本支出…) speaks for itself.
            self.begins, self.has_parts = len(self.claims), False
        for found in _MARK.finditer(gap):
            at = start + found.end()
            if found["bracket"]:
                self._bracket(found["bracket"], words, at - 1)
                continue
            colon = words.text[at - 1] == "：" or words.text[at : at + 1] == "："
            before = _INTRODUCING.sub("", words.text[: start + found.start()])
            opens = len(self.claims) == self.sentence and (is_bare(before) or self._names_head(found, before))
            if found["within"] and not opens:
                continue
            kind = "reason" if found["reason"] else "complete" if found["complete"] else "partial"
            if self.open is not None and self.open.kind == "reason" and kind != "reason" and not colon:
                continue
            if self.open is not None and not self._is_in_bracket():
                self.broken.update(self.open.parts)
            nested = self.open is not None and found[0] == "其中"
            mainly = "主要" in found[0]
            self.open = _List(kind, at, len(self.claims), opens, sure=colon or opens, nested=nested, mainly=mainly)
        if self.open is not None and "；" in gap and not self.open.sure:
            self.open.sure = False

    def _bracket(self, mark: str, words: Wording, at: int) -> None:
        """What a bracket tells is of the item before it; behind it the list goes on that it interrupted."""
        if mark == "(":
            self.outside.append(self.open)
        elif self.outside:
            inside, self.open = self.open, self.outside.pop()
            if inside is not self.open:
                self._tell(inside, words, at)

    def _is_in_bracket(self) -> bool:
        """Whether the list that is open was interrupted by a bracket."""
        return bool(self.outside) and self.outside[-1] is self.open

    def place(self, claim: Claim, figure: Figure, words: Wording, part: Wording) -> Claim:
        """`claim` with its whole, or with what it counts, where the words tell; else as it was."""
        if claim.subject_key or claim.aspect == "other":
            if self.open is not None and claim.subject_key and not figure.is_ratio:
                self.open.sure = False
            return claim
        if figure.is_ratio:
            return self._rate(claim)
        behind = re.split("[,；。\n]", words.text[figure.end :], maxsplit=1)[0]
        whole = self._whole(claim, part.text + behind)
        if whole is not None and self.open is not None:
            label = label_of(part, self.open.label)
            if CHINESE.search(label):
                if not self._is_in_bracket():
                    self.open.label = label
                    self.open.parts.setdefault(whole, []).append((len(self.claims), figure.start))
                return _part(claim, self.claims[whole], label)
        if claim.aspect == "count" and not figure.is_measure and not claim.section.startswith(_OF_KNOWN_COUNTS):
            label = counted(figure, words, part)
            if not is_bare(label):
                return replace(claim, subject_key=COUNTED.get(claim.section, COUNTED_ELSEWHERE), label=label)
        return claim

    def close(self, words: Wording) -> None:
        """The sentence ends: what its last list lets ask of the sum of its parts is written to them."""
        self._tell(self.open, words, len(words.text))

    def _tell(self, told: _List | None, words: Wording, stop: int) -> None:
        """A list ends at `stop`."""
        if told is None:
            return
        for whole, parts in told.parts.items():
            said = self._told(told, whole, parts, words.text[told.start : stop])
            self.broken.add(whole)
            for number, _ in parts:
                self.claims[number] = replace(self.claims[number], told=said)

    def _told(self, told: _List, whole: int, parts: list[tuple[int, int]], items: str) -> str:
        aspects = {self.claims[number].aspect for number, _ in parts} | {self.claims[whole].aspect}
        if not told.sure or told.kind == "reason" or whole in self.broken or aspects & {"change", "prior", "budget"}:
            return "loose"
        # Where the main items are told, what is called other is one of them.
        has_rest = not told.mainly and _REST.fullmatch(self.claims[parts[-1][0]].label)
        if (told.kind == "complete" or has_rest) and one_each(items, [at - told.start for _, at in parts]):
            return "all"
        return "some"

    def _whole(self, claim: Claim, around: str) -> int | None:
        """The number of the claim that `claim` is a part of, None where nothing tells it."""
        lead = self.open
        if lead is None or claim.section == "performance":
            return None
        if claim.unit not in MONEY and claim.unit:
            if claim.aspect != "count" or lead.kind == "reason":
                return None
            return self._last(("count",), lead, lambda other: self._counts_alike(other, claim.unit))
        if claim.aspect == "change":
            return self._last(("change",), lead, lambda other: other.unit in MONEY)
        if claim.aspect != "settled":
            return None
        if lead.kind == "reason":
            changed = self._last(("change",), lead, lambda other: other.unit in MONEY)
            if changed is None or _ELSEWHERE.search(around):
                return None
            same = self.claims[changed].of_claim
            return int(same) - 1 if same and self.claims[int(same) - 1].aspect == "settled" else None
        return self._settled(lead)

    def _settled(self, lead: _List) -> int | None:
        """The amount that a list breaks down: the last of its sentence, else the head of the one before it."""
        here = [
            n
            for n in range(self.sentence, lead.first)
            if self._is_named(n, ("settled",), money=True) or (lead.nested and self._is_part(n))
        ]
        if here:
            return here[-1]
        return self.head if lead.opens and self.head is not None and self.head >= self.paragraph else None

    def _head(self) -> int | None:
        """The one amount that the sentence now ended settled; the first where it told what is part of it."""
        settled = [n for n in range(self.begins, len(self.claims)) if self._is_named(n, ("settled",), money=True)]
        return settled[0] if len(settled) == 1 or (settled and self.has_parts) else None

    def _names_head(self, found: re.Match[str], before: str) -> bool:
        """Whether a list within an expense (公务用车运行维护费中，…) names what the sentence before settled."""
        if not found["within"] or self.head is None:
            return False
        key = self.claims[self.head].subject_key
        return any(phrase.subject_key == key and before.endswith(phrase.text) for phrase in self.vocabulary.phrases)

    def _last(self, aspects: tuple[str, ...], lead: _List, fits: Callable[[Claim], bool]) -> int | None:
        for number in range(lead.first - 1, self.paragraph - 1, -1):
            if self._is_named(number, aspects) and fits(self.claims[number]):
                return number
        return None

    def _is_named(self, number: int, aspects: tuple[str, ...], money: bool = False) -> bool:
        claim = self.claims[number]
        named = claim.subject_key not in {"", PART, COUNTED_ELSEWHERE, *COUNTED.values()}
        return named and claim.aspect in aspects and (not money or claim.unit in MONEY or not claim.unit)

    def _is_part(self, number: int) -> bool:
        claim = self.claims[number]
        return claim.subject_key == PART and claim.aspect == "settled" and claim.unit in MONEY

    def _counts_alike(self, other: Claim, unit: str) -> bool:
        """Whether `unit` counts the same things as another claim does (次 and 批次 of receptions)."""
        if other.unit == unit:
            return True
        return any(p.subject_key == other.subject_key and unit in p.units for p in self.vocabulary.phrases)

    def _rate(self, claim: Claim) -> Claim:
        """A share or change in percent of a part is the part's."""
        of = self.claims[int(claim.of_claim) - 1] if claim.of_claim else None
        if of is None or of.subject_key != PART:
            return claim
        # Where the words name another whole than the list does, the share is left as it was.
        return claim if claim.base_key else replace(_part(claim, of, of.label), part_of="", told="")


def _part(claim: Claim, whole: Claim, label: str) -> Claim:
    """`claim` as a part of `whole`, which may be a part itself: its line and key are those of what is broken down."""
    return replace(
        claim,
        subject_key=PART,
        base_key=whole.base_key if whole.subject_key == PART else whole.subject_key,
        part_of=str(whole.claim),
        told="loose",
        label=label,
        class_label=whole.class_label,
        class_code=whole.class_code,
        section_label=whole.section_label,
        section_code=whole.section_code,
        item_label=whole.item_label,
        item_code=whole.item_code,
    )
