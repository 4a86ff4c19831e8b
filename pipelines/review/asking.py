"""What is asked of a list: its filter, as a query string says it and says it again. Reads and writes nothing.

Grain: one filter per page of a list. A word that nobody knows asks for nothing rather than for an error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose documents and which page, 1-based; an empty word asks for all."""

    department: str = ""
    year: str = ""
    page: int = 1

    def query(self, **changed: object) -> str:
        """The filter as a query string, with what is changed."""
        asked = {**asdict(self), **changed}
        default = asdict(type(self)())
        return urlencode({name: value for name, value in asked.items() if value != default[name]})

    def query_of_page(self, page: int) -> str:
        return self.query(page=page)


def department(asked: Mapping[str, str]) -> str:
    """A part of a department's or a region's name."""
    return asked.get("department", "").strip()[:100]


def year(asked: Mapping[str, str]) -> str:
    """A fiscal year in digits."""
    said = asked.get("year", "")
    return said[:4] if said.isdecimal() else ""


def page(asked: Mapping[str, str]) -> int:
    """The page's number."""
    said = asked.get("page", "1")
    return max(int(said), 1) if said.isdecimal() and len(said) < 7 else 1


def one_of(words: Collection[str], said: str, otherwise: str = "") -> str:
    """The word, if it is one of these."""
    return said if said in words else otherwise
