"""What extraction says when it cannot go on: a reason in both languages and what the person can do about it."""

from __future__ import annotations


class Unreadable(Exception):
    """A document that cannot be read or is no disclosure; the caller quarantines it or exits with code 2."""

    def __init__(self, reason_zh: str, reason_en: str, what_to_do: str) -> None:
        super().__init__(f"{reason_zh} / {reason_en}. {what_to_do}")
        self.reason_zh = reason_zh
        self.reason_en = reason_en
        self.what_to_do = what_to_do


class ContractBroken(Exception):
    """An extracted row that breaks the contract of the extracted tables: a fault of the program, not the document."""
