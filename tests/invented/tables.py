"""The statutory tables of a department that does not exist, in the Ministry's and in Sichuan's form.

Reads `Truth` and `Habits`; writes `Table`s in the order of the form. A zero is a figure without text where the habit
prints blanks; it has an amount all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.invented.amounts import (
    APPROPRIATION,
    CLASSES,
    ECONOMIC,
    ECONOMIC_CLASSES,
    ITEMS,
    NOTHING,
    SECTIONS,
    Truth,
)
from tests.invented.forms import ECONOMICS, appropriation, basic, lines, summary, three_public
from tests.invented.habits import Habits
from tests.invented.print import Box, Table

Column = tuple[str, str, str]
"""Parent heading (empty for none), own heading, key."""
Amount = Callable[[str, str], Decimal]
"""The amount of a line's code in the column with a key."""
NATURES: tuple[Column, ...] = (("", "本年支出合计", "total"), ("", "基本支出", "basic"), ("", "项目支出", "project"))
BALANCE: tuple[Column, ...] = (
    ("", "年初结转和结余", "opening"), ("", "本年收入", "income"), ("本年支出", "小计", "total"),
    ("本年支出", "基本支出", "basic"), ("本年支出", "项目支出", "project"), ("", "年末结转和结余", "closing"),
)  # fmt: skip


def by_code(
    named: tuple[str, str, str], columns: tuple[Column, ...], codes: dict[str, str], amount: Amount, habits: Habits
) -> Table:
    """A table of lines with codes; `named`: kind, title, form."""
    kind, title, form = named
    is_function = "208" in codes
    parts = (3 if is_function else 2) if habits.splits_codes else 1
    has_parents = any(parent for parent, _, _ in columns)
    first: list[Box] = [Box("项目", columns=parts + 1)]
    second: list[Box] = [Box("科目编码", columns=parts), Box("科目名称")]
    for index, (parent, own, _) in enumerate(columns):
        if not parent:
            first.append(Box(own, rows=2))
        else:
            if index == 0 or columns[index - 1][0] != parent:
                first.append(Box(parent, columns=sum(1 for p, _, _ in columns if p == parent)))
            second.append(Box(own))
    assert has_parents or len(second) == 2
    heading = [tuple(first), tuple(second)]
    if habits.has_ordinals:
        tokens = [Box(t) for t in "类款项"[:parts]] + [Box("栏次")] if parts > 1 else [Box("栏次", columns=2)]
        heading.append((*tokens, *(Box(str(n)) for n in range(1, len(columns) + 1))))
    body = [(Box("合计", columns=parts + 1), *_figures("", "合计", columns, amount))]
    for code in lines(codes, lambda c: next((v for _, _, k in columns if (v := amount(c, k))), NOTHING)):
        body.append((*_code_boxes(code, parts), Box(codes[code]), *_figures(code, codes[code], columns, amount)))
    return Table(kind, title, form, tuple(heading), tuple(body))


def _figures(code: str, label: str, columns: tuple[Column, ...], amount: Amount) -> tuple[Box, ...]:
    return tuple(Box(amount=amount(code, key), key=key, code=code, label=label) for _, _, key in columns)


def _code_boxes(code: str, parts: int) -> tuple[Box, ...]:
    if parts == 1:
        return (Box(code),)
    cut = [code[:3], code[3:5], code[5:7]][:parts]
    return tuple(Box(part) for part in cut)


FUNCTIONS = {**CLASSES, **SECTIONS, **ITEMS}


def tables(truth: Truth, habits: Habits) -> list[Table]:
    """The tables of the habit's layout, in order."""
    nature = {"total": "", "basic": "basic", "project": "project"}

    def spent(fund: str) -> Amount:
        return lambda code, key: truth.total(code, fund, nature[key])

    def balance(fund: str) -> Amount:
        def amount(code: str, key: str) -> Decimal:
            if key in ("opening", "closing"):
                has = not code or truth.total(code, fund) != 0
                return truth.carried(truth.opening if key == "opening" else truth.closing, fund) if has else NOTHING
            if key == "income":
                return truth.income_of(code, fund)
            return truth.total(code, fund, nature["total" if key == "expenditure" else key])

        return amount

    def received(code: str, key: str) -> Decimal:
        fund = {"total": "", "appropriation": APPROPRIATION, "other": "other"}.get(key)
        return NOTHING if fund is None else truth.income_of(code, fund)

    def all_spent(code: str, key: str) -> Decimal:
        return truth.total(code, "", nature[key]) if key in nature else NOTHING

    def by_economic(code: str, key: str) -> Decimal:
        whose, _, what = key.partition("_")
        fund = {"general": "general", "fund": "fund", "capital": "capital"}.get(whose, APPROPRIATION)
        return truth.total("", fund, nature.get(what or whose, ""), economic=code)

    income = (
        ("", "本年收入合计", "total"), ("", "财政拨款收入", "appropriation"), ("", "上级补助收入", "superior"),
        ("", "事业收入", "institutional"), ("", "经营收入", "business"), ("", "附属单位上缴收入", "affiliated"),
        ("", "其他收入", "other"),
    )  # fmt: skip
    spending = (
        *NATURES, ("", "上缴上级支出", "remitted"), ("", "经营支出", "business"), ("", "对附属单位补助支出", "subsidy"),
    )  # fmt: skip
    budgets = [
        ("一般公共预算财政拨款", "general"), ("政府性基金预算财政拨款", "fund"),
        ("国有资本经营预算财政拨款", "capital"),
    ]  # fmt: skip
    economic: tuple[Column, ...] = (
        ("", "合计", "total"),
        *((name, own, f"{key}_{k}") for name, key in budgets
          for own, k in (("小计", "total"), ("基本支出", "basic"), ("项目支出", "project"))),
    )  # fmt: skip
    capital = (
        ("", "年初结转和结余", "opening"), ("", "本年收入", "income"), ("", "本年支出", "expenditure"),
        ("", "年末结转和结余", "closing"),
    )  # fmt: skip
    made: list[tuple[str, Callable[[tuple[str, str, str]], Table]]] = [
        ("income_expenditure_summary 收入支出决算总表", lambda n: summary(n, truth, habits)),
        ("income 收入决算表", lambda n: by_code(n, income, FUNCTIONS, received, habits)),
        ("expenditure 支出决算表", lambda n: by_code(n, spending, FUNCTIONS, all_spent, habits)),
        ("appropriation_summary 财政拨款收入支出决算总表", lambda n: appropriation(n, truth, habits)),
        ("appropriation_by_economic 财政拨款支出决算明细表",
         lambda n: by_code(n, economic, ECONOMICS, by_economic, habits)),
        ("general_budget_expenditure 一般公共预算财政拨款支出决算表",
         lambda n: by_code(n, NATURES, FUNCTIONS, spent("general"), habits)),
        ("general_budget_detail 一般公共预算财政拨款支出决算明细表", lambda n: _matrix(n, truth, habits)),
        ("general_budget_basic 一般公共预算财政拨款基本支出决算明细表", lambda n: basic(n, truth, habits)),
        ("general_budget_project 一般公共预算财政拨款项目支出决算表",
         lambda n: by_code(n, (("", "合计", "total"),), FUNCTIONS,
                           lambda code, _: truth.total(code, "general", "project"), habits)),
        ("government_fund 政府性基金预算财政拨款收入支出决算表",
         lambda n: by_code(n, BALANCE, FUNCTIONS, balance("fund"), habits)),
        ("state_capital_balance 国有资本经营预算财政拨款收入支出决算表",
         lambda n: by_code(n, capital, FUNCTIONS, balance("capital"), habits)),
        ("state_capital_expenditure 国有资本经营预算财政拨款支出决算表",
         lambda n: by_code(n, NATURES, FUNCTIONS, spent("capital"), habits)),
        ("three_public 财政拨款“三公”经费支出决算表", lambda n: three_public(n, truth)),
    ]  # fmt: skip
    nine = ("appropriation_by_economic", "general_budget_detail", "general_budget_project", "state_capital_balance")
    if habits.layout == "ministry":
        made = [(name, make) for name, make in made if not name.startswith(nine)]
        made = [(name.replace("基本支出决算明细表", "基本支出决算表"), make) for name, make in made]
    return [
        make((*name.split(), f"公开{number:02d}表"))  # type: ignore[arg-type]
        for number, (name, make) in enumerate(made, start=1)
    ]


def _matrix(named: tuple[str, str, str], truth: Truth, habits: Habits) -> Table:
    codes = lines(ECONOMICS, lambda c: truth.total("", "general", economic=c))
    columns = [("", "合计", ""), *(
        (ECONOMIC_CLASSES[c[:3]], "小计" if len(c) == 3 else ECONOMIC[c], c) for c in codes
    )]  # fmt: skip
    return by_code(
        named, tuple(columns), FUNCTIONS, lambda code, key: truth.total(code, "general", economic=key), habits
    )
