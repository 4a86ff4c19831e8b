"""Invented damaged disclosures: a true matrix or table, printed as the reader would have found it, and damaged.

Writes rows of `tables`, `cells` and `panels` and, beside them, what each printed cell was before the damage.
Grain: a `Case` is one document. The departments, codes' amounts and damages are drawn from a seeded generator.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

CLASSES = {
    "301": ("工资福利支出", {"30101": "基本工资", "30102": "津贴补贴", "30103": "奖金", "30113": "住房公积金"}),
    "302": (
        "商品和服务支出",
        {"30201": "办公费", "30211": "差旅费", "30217": "公务接待费", "30299": "其他商品和服务支出"},
    ),
    "303": ("对个人和家庭的补助", {"30304": "抚恤金", "30305": "生活补助"}),
    "310": ("资本性支出", {"31002": "办公设备购置", "31005": "基础设施建设"}),
}
Cells = dict[tuple[str, str], int]
"""True amounts in hundredths, by function code (empty: total) and economic code (empty: total)."""


@dataclass(slots=True)
class Case:
    """A document as extracted, and the truth: (table, row, column) → (code, economic code or column key, text)."""

    tables: list[dict[str, str]] = field(default_factory=list)
    cells: list[dict[str, str]] = field(default_factory=list)
    panels: list[dict[str, str]] = field(default_factory=list)
    truth: dict[tuple[str, int, int], tuple[str, str, str]] = field(default_factory=dict)


def money(value: int) -> str:
    return f"{value // 100:,}.{value % 100:02d}" if value else ""


def table(table_id: str, kind: str) -> dict[str, str]:
    return {"table_id": table_id, "kind": kind, "unit": "万元"}


def cell(table_id: str, place: tuple[int, int], code: str, key: str, text: str, **more: str) -> dict[str, str]:
    base = {
        "table_id": table_id,
        "table_row": str(place[0]),
        "table_column": str(place[1]),
        "line": str(place[0]),
        "block": "",
        "row_code": code,
        "row_label": f"科目{code}" if code else "合计",
        "row_context": "",
        "header_path": key,
        "column_key": key,
        "text": text,
        "numeral": text.replace(",", ""),
        "row_fits": "true",
        "note": "",
    }
    return base | more


def panel_cell(table_id: str, panel: int, row: int, column: int, text: str, **more: str) -> dict[str, str]:
    base = {
        "table_id": table_id,
        "panel": str(panel),
        "table_row": str(row),
        "table_column": str(column),
        "line": str(row),
        "row_code": "",
        "row_label": "",
        "header_path": "",
        "ordinal": "",
        "text": text,
        "numeral": text.replace(",", ""),
    }
    return base | more


def codes(random_: random.Random) -> list[str]:
    """Codes of classes, sections and items, parents before parts."""
    found = [""]
    for klass in sorted(random_.sample(["201", "208", "210", "213", "215", "221", "229"], random_.randint(3, 5))):
        found.append(klass)
        for section in sorted(random_.sample(range(1, 30), random_.randint(1, 2))):
            found.append(f"{klass}{section:02d}")
            for item in sorted(random_.sample(range(1, 90), random_.randint(1, 4))):
                found.append(f"{klass}{section:02d}{item:02d}")
    return found


def true_matrix(random_: random.Random, lines: list[str]) -> Cells:
    """A matrix in which every sum holds to the digit."""
    cells: Cells = {}
    for code in (code for code in lines if len(code) == 7):
        filled = random_.sample([i for _, items in CLASSES.values() for i in items], random_.randint(1, 5))
        for item in filled:
            amount = random_.choice([random_.randint(1, 900), random_.randint(1000, 90000)])
            for above in ("", code[:3], code[:5], code):
                for economic in ("", item[:3], item):
                    cells[above, economic] = cells.get((above, economic), 0) + amount
    return cells


def columns_of(random_: random.Random, cells: Cells) -> list[list[tuple[str, str]]]:
    """The printed columns (economic code, heading) cut into panels; columns without any figure are not printed."""
    columns = [("", "合计")]
    for klass, (name, items) in CLASSES.items():
        used = [(item, f"{name}/{label}") for item, label in items.items() if cells.get(("", item))]
        columns += [(klass, f"{name}/小计"), *used] if used else []
    cuts = sorted(random_.sample(range(3, len(columns)), min(random_.randint(1, 2), len(columns) - 3)))
    return [columns[a:b] for a, b in zip([0, *cuts], [*cuts, len(columns)], strict=True)]


@dataclass(frozen=True, slots=True)
class Damage:
    """What happens to the later panels: chances per row, and slips per panel."""

    drop_blank: float = 0.5
    extra_blank: float = 0.1
    drop_row: float = 0.0
    double_row: float = 0.0
    copies: int = 0
    digits: int = 0
    swaps: int = 0
    shift_head: bool = False
    beside: bool = True


def matrix_case(seed: int, damage: Damage) -> Case:
    """One document: the matrix in panels, and (if `beside`) its two neighbours, by function and by economic item."""
    random_ = random.Random(seed)
    lines = codes(random_)
    cells = true_matrix(random_, lines)
    case = Case()
    if damage.beside:
        _neighbours(case, lines, cells)
    case.tables.append(table("t3", "general_budget_detail"))
    row = 0
    for number, columns in enumerate(columns_of(random_, cells), start=1):
        printed = [(code, [cells.get((code, c), 0) for c, _ in columns]) for code in lines]
        shown = printed if number == 1 else _damaged(random_, printed, damage)
        paths = [path for _, path in columns]
        if number == 1 and damage.shift_head:
            paths = ["工资福利支出/科目名称", *paths[1:]]
        for code, amounts in shown:
            row += 1
            label = {"row_code": code, "row_label": f"科目{code}" if code else "合计"} if number == 1 else {}
            for at, ((economic, _), amount) in enumerate(zip(columns, amounts, strict=True), start=1):
                text = money(amount)
                case.panels.append(panel_cell("t3", number, row, at, text, header_path=paths[at - 1], **label))
                true = money(cells.get((code, economic), 0)) if code != "?" else ""
                case.truth["t3", row, at] = (code, economic, true)
    return case


def _damaged(
    random_: random.Random, printed: list[tuple[str, list[int]]], damage: Damage
) -> list[tuple[str, list[int]]]:
    """The rows of a panel after damage; `?` is the code of a row that stands for no line."""
    shown: list[tuple[str, list[int]]] = []
    for code, amounts in printed:
        is_blank = not any(amounts)
        if random_.random() < (damage.drop_blank if is_blank else damage.drop_row):
            continue
        shown.append((code, list(amounts)))
        if not is_blank and random_.random() < damage.double_row:
            shown.append(("?", list(amounts)))
        if random_.random() < damage.extra_blank:
            shown.append(("?", [0] * len(amounts)))
    for _ in range(damage.copies):
        at = random_.randrange(1, len(shown)) if len(shown) > 1 else 0
        column = random_.randrange(len(shown[0][1])) if shown else 0
        if at and shown[at - 1][1][column] and shown[at][0] != "?":
            shown[at][1][column] = shown[at - 1][1][column]
    for _ in range(damage.digits):
        filled = [(r, c) for r, (_, amounts) in enumerate(shown) for c, amount in enumerate(amounts) if amount]
        if filled:
            r, c = random_.choice(filled)
            shown[r][1][c] += random_.choice([5, 100, 1000, 10000])
    for _ in range(damage.swaps):
        if len(shown) > 2:
            at = random_.randrange(1, len(shown) - 1)
            shown[at], shown[at + 1] = shown[at + 1], shown[at]
    return shown


def _neighbours(case: Case, lines: list[str], cells: Cells) -> None:
    case.tables += [table("t1", "general_budget_expenditure"), table("t2", "appropriation_by_economic")]
    for row, code in enumerate(lines, start=1):
        case.cells.append(cell("t1", (row, 5), code, "total", money(cells.get((code, ""), 0))))
    economic = ["", *(c for k, (_, items) in CLASSES.items() for c in (k, *items))]
    for row, code in enumerate(economic, start=1):
        case.cells.append(cell("t2", (row, 5), code, "general_total", money(cells.get(("", code), 0))))
