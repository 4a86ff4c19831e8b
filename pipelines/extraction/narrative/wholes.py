"""The whole that a share is taken of, as the words behind 占 name it.

Reads those words and the section, gives the key of a subject; empty where they leave it to the subject's own whole.
Grain: one share.
"""

from __future__ import annotations

from pipelines.extraction.narrative.grammar import is_bare, is_bare_tail, names_owner
from pipelines.extraction.narrative.thread import LINE
from pipelines.extraction.narrative.vocabulary import Vocabulary

# A whole that words name and nothing in the vocabulary answers to: a share of it is told, and nothing follows.
UNKNOWN = "unknown"
_LINE_WHOLE = {
    "appropriation": "appropriation_expenditure",
    "government_fund": "government_fund_expenditure",
    "state_capital": "state_capital_expenditure",
}


def whole_of_share(subject_key: str, words: str, section: str, vocabulary: Vocabulary) -> str:
    """The key of the whole; a line's is its section's."""
    # The money that projects evaluated cover is budget or settled, nobody says which: its share is only told.
    if subject_key == "performance_funds_covered":
        return ""
    key, is_all_said = _named(words, section, vocabulary)
    # A share is never taken of the figure itself: there the document's total is meant, not the section's.
    if key == subject_key:
        key = _named(words, "", vocabulary)[0]
    if key == subject_key:
        key = ""
    if not key and "本年" in words:
        key, is_all_said = _named(words, "expenditure", vocabulary)
    if not is_all_said:
        return UNKNOWN
    if not key and subject_key == LINE and not section.endswith("_detail"):
        return _LINE_WHOLE.get(section) or _LINE_WHOLE.get(section.partition("_")[0], "general_expenditure")
    return key


def _named(words: str, section: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """The subject that the words name, and whether they name nothing else (占该款支出的, 占全市一般公共预算支出的)."""
    for phrase in vocabulary.phrases_for(section, ""):
        at = words.find(phrase.text)
        if at >= 0:
            return phrase.subject_key, names_owner(words[:at]) and is_bare_tail(words[at + len(phrase.text) :])
    return "", is_bare(words)
