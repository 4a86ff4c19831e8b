"""How many decimals a statement writes, before and after a fault (domain guide, section 4; `macros/figures.sql`).

Reads extracted rows; writes nothing. Grain: one number per statement and unit, of a percentage per sentence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from benchmarks.seeded.figures import Key, Printed, rows_at
from pipelines.extraction.extract import Extracted

Scope = tuple[str, str]


def decimals_of(numeral: str) -> int:
    """The digits printed behind the point."""
    return len(numeral.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Conventions:
    """The decimals shown in each scope, and the scope of each figure; none for figures that are said to be rough."""

    shown: dict[Scope, Counter[int]]
    scopes: dict[Key, Scope]

    def after(self, figure: Printed, numeral: str) -> int | None:
        """The decimals that the figure has with the fault; None where the fault changes what its neighbours have."""
        scope = self.scopes.get(figure.key)
        if scope is None:
            return None
        before = self.shown.get(scope, Counter())
        now = before.copy()
        now[decimals_of(figure.numeral)] -= _counts(figure.numeral)
        now[decimals_of(numeral)] += _counts(numeral)
        usual = _usual(scope, before)
        return max(decimals_of(numeral), usual) if _usual(scope, now) == usual else None


def conventions_of(extracted: Extracted) -> Conventions:
    """The conventions of a document."""
    units = {row["table_id"]: row["unit"] for row in extracted.tables}
    shown: dict[Scope, Counter[int]] = {}
    scopes: dict[Key, Scope] = {}
    for key, ((table, number), *_) in rows_at(extracted).items():
        row = extracted.rows(table)[number]
        if not row["numeral"] or row.get("approx") == "true":
            continue
        if table == "claims":
            scope = ("s" + row["sentence"] if row["unit"] == "%" else "narrative", row["unit"])
        else:
            scope = (row["table_id"], units[row["table_id"]])
        scopes[key] = scope
        shown.setdefault(scope, Counter())[decimals_of(row["numeral"])] += _counts(row["numeral"])
    return Conventions(shown, scopes)


def is_literal(figure: Printed, numeral: str) -> bool:
    """A bare 0 of money says that there is nothing."""
    return figure.unit != "%" and Decimal(numeral) == 0 and decimals_of(numeral) == 0


@cache
def _counts(numeral: str) -> int:
    return int(Decimal(numeral) != 0 or decimals_of(numeral) > 0)


def _usual(scope: Scope, shown: Counter[int]) -> int:
    whole = shown.total()
    at_least = {one: sum(count for other, count in shown.items() if other >= one) for one, n in shown.items() if n}
    return max((one for one, count in at_least.items() if scope[1] == "%" or count * 10 >= whole), default=0)
