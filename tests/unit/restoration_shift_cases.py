"""Invented tables by economic item whose second half lost or gained blank columns after a page end.

Writes a `Case` per seed: rows of `tables`, `cells`, `panels`, and which column key each printed figure stood under.
"""

from __future__ import annotations

import random

from restoration_cases import CLASSES, Case, cell, money, panel_cell, table

FUNDS = ("general", "fund", "capital")
KEYS = ("total", *(f"{fund}_{nature}" for fund in FUNDS for nature in ("total", "basic", "project")))
_MISFIT = {"row_fits": "false", "note": "the continuation has another number of columns", "column_key": ""}
Amounts = dict[str, int]


def _item(random_: random.Random) -> Amounts:
    """One item's amounts: a few of the six leaves filled, sums to the digit."""
    amounts: Amounts = {}
    for leaf in random_.sample([f"{f}_{n}" for f in FUNDS for n in ("basic", "project")], random_.randint(0, 3)):
        amount = random_.randint(1, 90000)
        for key in (leaf, f"{leaf.split('_')[0]}_total", "total"):
            amounts[key] = amounts.get(key, 0) + amount
    return amounts


def shift_case(seed: int, most_lost: int = 1, most_added: int = 0, fault: int = 0) -> Case:
    """A document with one table whose last two classes are printed on the next page, without a heading."""
    random_ = random.Random(seed)
    rows: dict[str, Amounts] = {"": {}}
    for klass, (_, items) in CLASSES.items():
        rows[klass] = {}
        for item in items:
            rows[item] = _item(random_)
            for above in (klass, ""):
                for key, amount in rows[item].items():
                    rows[above][key] = rows[above].get(key, 0) + amount
    case = Case(tables=[table("t1", "appropriation_by_economic")])
    continued = list(CLASSES)[2:]
    faulty = random_.choice([c for c in rows if c[:3] in continued]) if fault else "none"
    for number, (code, amounts) in enumerate(rows.items(), start=1):
        if code[:3] not in continued:
            for at, key in enumerate(KEYS, start=4):
                case.cells.append(cell("t1", (number, at), code, key, money(amounts.get(key, 0))))
            continue
        printed = [(key, amounts.get(key, 0)) for key in KEYS]
        if code == faulty:
            filled = [n for n, (_, amount) in enumerate(printed) if amount]
            for n in random_.sample(filled, min(1, len(filled))):
                printed[n] = (printed[n][0], printed[n][1] + fault)
        for _ in range(random_.randint(min(most_lost, 1), most_lost)):
            blanks = [n for n, (_, amount) in enumerate(printed) if not amount]
            if blanks:
                printed.pop(random_.choice(blanks))
        for _ in range(random_.randint(0, most_added)):
            printed.insert(random_.randrange(1, len(printed) + 1), ("", 0))
        for at, (key, amount) in enumerate(printed, start=4):
            case.panels.append(panel_cell("t1", 2, number, at, money(amount), row_code=code, row_label=f"科目{code}"))
            if amount:
                case.truth["t1", number, at] = (code, key, money(amount))
                case.cells.append(cell("t1", (number, at), code, "", money(amount), **_MISFIT))
    return case
