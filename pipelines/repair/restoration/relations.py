"""The sums a row must satisfy by itself, whatever its table.

Reads what the columns of a table mean; writes relations between their keys. Grain: one per identity of the domain
guide's families 2 and 3 that the columns can express. A column that is not there counts as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipelines.repair.restoration.facts import Meaning

_EXPENDITURE_PARTS = ("basic", "project", "remitted", "business", "subsidy")
_INCOME_PARTS = ("appropriation", "superior", "institutional", "business", "affiliated", "other")
_FUNDS = ("general_public_budget", "government_fund", "state_capital")


@dataclass(frozen=True, slots=True)
class Relation:
    """The columns `whole` together equal the columns `parts`, a minus before a key subtracting it."""

    name: str
    whole: tuple[str, ...]
    parts: tuple[str, ...]


def relations_of(columns: Mapping[str, Meaning]) -> list[Relation]:
    """The relations between the columns of a table."""
    by_meaning: dict[Meaning, str] = {}
    for key, meaning in columns.items():
        by_meaning.setdefault(meaning, key)
    found: list[Relation] = []
    for key, meaning in columns.items():
        if meaning.flow == "expenditure":
            found += _expenditure(key, meaning, by_meaning)
        elif meaning.flow == "income" and meaning.nature == "total":
            found += _relation("row.income", key, [_income(meaning, n, by_meaning) for n in _INCOME_PARTS])
        elif meaning.flow == "closing":
            found += _balance(key, meaning, by_meaning)
    return found


def _expenditure(key: str, meaning: Meaning, by: Mapping[Meaning, str]) -> list[Relation]:
    found: list[Relation] = []
    if meaning.nature == "total":
        parts = [by.get(replace(meaning, nature=nature)) for nature in _EXPENDITURE_PARTS]
        if parts[0] and parts[1]:
            found += _relation("row.nature", key, parts)
    if meaning.nature == "basic":
        parts = [by.get(replace(meaning, nature=nature)) for nature in ("personnel", "public")]
        if all(parts):
            found += _relation("row.basic", key, parts)
    if meaning.fund == "fiscal_appropriation":
        found += _relation("row.funds", key, [by.get(replace(meaning, fund=fund)) for fund in _FUNDS])
    if meaning.subject == "three_public":
        names = ("overseas", "vehicles", "hospitality")
        parts = [by.get(replace(meaning, subject=f"three_public:{part}")) for part in names]
        found += _relation("row.three_public", key, parts)
    if meaning.subject == "three_public:vehicles":
        parts = [by.get(replace(meaning, subject=f"three_public:{part}")) for part in ("purchase", "operation")]
        found += _relation("row.vehicles", key, parts)
    return found


def _income(meaning: Meaning, nature: str, by: Mapping[Meaning, str]) -> str | None:
    own = by.get(replace(meaning, nature=nature))
    return own or by.get(replace(meaning, nature=nature, fund="fiscal_appropriation"))


def _balance(key: str, meaning: Meaning, by: Mapping[Meaning, str]) -> list[Relation]:
    opening = by.get(replace(meaning, flow="opening"))
    spent = by.get(replace(meaning, flow="expenditure"))
    natures = ("appropriation", "total", "")
    came = next((k for n in natures if (k := by.get(replace(meaning, flow="income", nature=n)))), None)
    if not (opening and came and spent):
        return []
    return [Relation("balance.carry_over", (spent, key), (opening, came))]


def _relation(name: str, whole: str, parts: list[str | None]) -> list[Relation]:
    present = tuple(part for part in parts if part)
    return [Relation(name, (whole,), present)] if present else []
