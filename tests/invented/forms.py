"""The statutory tables without codes in their lines: the two summaries, basic expenditure, the three public expenses.

Reads `Truth` and `Habits`; writes `Table`s.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.invented.amounts import APPROPRIATION, CLASSES, ECONOMIC, ECONOMIC_CLASSES, NOTHING, Truth
from tests.invented.habits import Habits
from tests.invented.print import Box, Table

Named = tuple[str, str, str]
"""Kind, title, form."""
Line = tuple[str, list[tuple[str, Decimal]]]
"""A line's label, and its amounts by the key of their columns."""
ALL_CLASSES = (
    "一般公共服务支出", "外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出", "文化旅游体育与传媒支出",
    "社会保障和就业支出", "卫生健康支出", "节能环保支出", "城乡社区支出", "农林水支出", "交通运输支出",
    "资源勘探工业信息等支出", "商业服务业等支出", "金融支出", "援助其他地区支出",
    "自然资源海洋气象等支出", "住房保障支出",
    "粮油物资储备支出", "国有资本经营预算支出", "灾害防治及应急管理支出", "其他支出", "债务还本支出", "债务付息支出",
    "抗疫特别国债安排的支出",
)  # fmt: skip
NUMBERS = (
    *"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十", "二十一",
    "二十二", "二十三", "二十四", "二十五", "二十六",
)  # fmt: skip
ECONOMICS = {**ECONOMIC_CLASSES, **ECONOMIC}


def lines(codes: dict[str, str], amounts: Callable[[str], Decimal]) -> list[str]:
    """The codes with an amount, each class before its sections, each section before its items."""
    return sorted((code for code in codes if amounts(code) != 0), key=lambda code: code.ljust(7))


def _two_sided(named: Named, sides: tuple[list[Line], ...],
               heads: tuple[tuple[str, ...], ...], habits: Habits) -> Table:  # fmt: skip
    """A table with income lines at the left and expenditure lines at the right; each line: label, (key, amount)s."""
    numbered = habits.has_ordinals
    first: list[Box] = []
    second: list[Box] = []
    third: list[Box] = []
    for name, own in zip(("收入", "支出"), heads, strict=True):
        extra = 1 + numbered
        first.append(Box(name, columns=extra + len(own)))
        second += [Box("项目"), *([Box("行次")] if numbered else []), *(Box(h) for h in own)]
        third += [Box("栏次"), *([Box("")] if numbered else []), *(Box("") for _ in own)]
    heading = [tuple(first), tuple(second)]
    if numbered:
        numbers = iter(range(1, 9))
        heading.append(
            tuple(b if b.text or second[i].text == "行次" else Box(str(next(numbers))) for i, b in enumerate(third))
        )
    body = []
    height = max(len(side) for side in sides)
    for r in range(height):
        row: list[Box] = []
        for n, (side, own) in enumerate(zip(sides, heads, strict=True)):
            label, figures = side[r] if r < len(side) else ("", [])
            row.append(Box(label))
            if numbered:
                row.append(Box(str(r + 1 + n * height)))
            row += [Box(amount=amount, key=key, label=label) for key, amount in figures]
            row += [Box() for _ in range(len(own) - len(figures))]
        body.append(tuple(row))
    return Table(*named, tuple(heading), tuple(body))


def _padded(above: list[Line], below: list[Line], height: int) -> list[Line]:
    """The lines with the last ones at the bottom."""
    return [*above, *([("", [])] * (height - len(above) - len(below))), *below]


def summary(named: Named, truth: Truth, habits: Habits) -> Table:
    def left(label: str, amount: Decimal) -> Line:
        return label, [("income_lines", amount)]

    def right(label: str, amount: Decimal) -> Line:
        return label, [("expenditure_lines", amount)]

    sources = {
        "一般公共预算财政拨款收入": truth.income("general"), "政府性基金预算财政拨款收入": truth.income("fund"),
        "国有资本经营预算财政拨款收入": truth.income("capital"), "上级补助收入": NOTHING, "事业收入": NOTHING,
        "经营收入": NOTHING, "附属单位上缴收入": NOTHING, "其他收入": truth.income("other"),
    }  # fmt: skip
    above = [left(f"{NUMBERS[n]}、{name}", amount) for n, (name, amount) in enumerate(sources.items())]
    below = [left("本年收入合计", truth.income()), left("使用非财政拨款结余", NOTHING),
             left("年初结转和结余", truth.carried(truth.opening)), left("总计", truth.grand_total)]  # fmt: skip
    ends = [right("本年支出合计", truth.total()), right("结余分配", NOTHING),
            right("年末结转和结余", truth.carried(truth.closing)), right("总计", truth.grand_total)]  # fmt: skip
    classes = [right(f"{NUMBERS[n]}、{name}", truth.total(_code_of(name))) for n, name in enumerate(ALL_CLASSES)]
    sides = (_padded(above, below, len(classes) + 4), [*classes, *ends])
    return _two_sided(named, sides, (("决算数",), ("决算数",)), habits)


def _code_of(name: str) -> str:
    return next((code for code, known in CLASSES.items() if known == name), "none")


def appropriation(named: Named, truth: Truth, habits: Habits) -> Table:
    funds = {"general": "一般公共预算财政拨款", "fund": "政府性基金预算财政拨款", "capital": "国有资本经营预算财政拨款"}

    def left(label: str, amount: Decimal) -> Line:
        return label, [("income_lines", amount)]

    def right(label: str, of: Callable[[str], Decimal]) -> Line:
        return label, [("total", of(APPROPRIATION)), *((fund, of(fund)) for fund in funds)]

    above = [left(f"{NUMBERS[n]}、{name}", truth.income(fund)) for n, (fund, name) in enumerate(funds.items())]
    below = [
        left("本年收入合计", truth.income(APPROPRIATION)),
        left("年初财政拨款结转和结余", truth.carried(truth.opening, APPROPRIATION)),
        *(left(name, truth.carried(truth.opening, fund)) for fund, name in funds.items()),
        left("总计", truth.appropriation_total),
    ]
    classes = [
        right(f"{NUMBERS[n]}、{name}", lambda fund, name=name: truth.total(_code_of(name), fund))
        for n, name in enumerate(ALL_CLASSES)
    ]
    ends = [
        right("本年支出合计", lambda fund: truth.total(fund=fund)),
        right("年末财政拨款结转和结余", lambda fund: truth.carried(truth.closing, fund)),
        ("", []), ("", []), ("", []),
        right("总计", lambda fund: truth.total(fund=fund) + truth.carried(truth.closing, fund)),
    ]  # fmt: skip
    height = len(classes) + len(ends)
    heads = (("决算数",), ("合计", *funds.values()))
    return _two_sided(named, (_padded(above, below, height), [*classes, *ends]), heads, habits)


def basic(named: Named, truth: Truth, habits: Habits) -> Table:
    def amount(code: str) -> Decimal:
        return truth.total("", "general", "basic", economic=code)

    used = lines(ECONOMICS, amount)
    classes = (("301", "303"), ("302", "310")) if habits.layout == "ministry" else (("301",), ("302",), ("303", "310"))
    groups = [[code for code in used if code.startswith(own)] for own in classes]
    heading = tuple(Box(text) for _ in groups for text in ("科目编码", "科目名称", "决算数"))
    body = []
    for r in range(max(len(group) for group in groups)):
        row: list[Box] = []
        for group in groups:
            code = group[r] if r < len(group) else ""
            name = ECONOMICS.get(code, "")
            figure = Box(amount=amount(code), key="amount", code=code, label=name) if code else Box()
            row += [Box(code), Box(name), figure]
        body.append(tuple(row))
    width = 3 * len(groups)
    body.append((
        Box("人员经费合计", columns=2), Box(amount=truth.personnel, key="amount", label="人员经费合计"),
        Box("公用经费合计", columns=width - 4), Box(amount=truth.public, key="amount", label="公用经费合计"),
    ))  # fmt: skip
    return Table(*named, (heading,), tuple(body))


def three_public(named: Named, truth: Truth) -> Table:
    order = ("total", "overseas", "vehicles", "purchase", "operation", "hospitality")
    first = (Box("预算数", columns=6), Box("决算数", columns=6))
    second = (
        Box("合计", rows=2), Box("因公出国（境）费", rows=2), Box("公务用车购置及运行维护费", columns=3),
        Box("公务接待费", rows=2),
    )  # fmt: skip
    third = (Box("小计"), Box("公务用车购置费"), Box("公务用车运行维护费"))
    body = tuple(
        Box(amount=amounts[key], key=f"{what}_{key}")
        for what, amounts in (("budget", truth.three_public_budget), ("actual", truth.three_public))
        for key in order
    )
    return Table(*named, (first, second * 2, third * 2), (body,))
