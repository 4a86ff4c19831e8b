"""The true figures of a department that does not exist, which every form of its disclosure prints.

Reads a seed; writes `Truth`. Money is Decimal in 万元 with two decimals; every identity of the statutory tables holds
to the digit, because sums are sums of what is drawn here and nothing else is drawn.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
PLACES = ("云岭省临川市青禾区", "云岭省临川市白石区", "云岭省望江市柳溪县", "云岭省望江市松台区", "云岭省临川市")
BUREAUS = ("水务局", "水利局", "河湖管理局", "水土保持局")
CLASSES = {
    "205": "教育支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "221": "住房保障支出",
    "223": "国有资本经营预算支出",
}
SECTIONS = {
    "20508": "进修及培训",
    "20805": "行政事业单位养老支出",
    "21011": "行政事业单位医疗",
    "21208": "国有土地使用权出让收入安排的支出",
    "21303": "水利",
    "22102": "住房改革支出",
    "22301": "解决历史遗留问题及改革成本支出",
}
ITEMS = {
    "2050803": "培训支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "2101101": "行政单位医疗",
    "2120803": "城市建设支出",
    "2130301": "行政运行",
    "2130302": "一般行政管理事务",
    "2130305": "水利工程建设",
    "2210201": "住房公积金",
    "2230105": "国有企业退休人员社会化管理补助支出",
}
ECONOMIC_CLASSES = {
    "301": "工资福利支出",
    "302": "商品和服务支出",
    "303": "对个人和家庭的补助",
    "309": "资本性支出（基本建设）",
    "310": "资本性支出",
}
ECONOMIC = {
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30108": "机关事业单位基本养老保险缴费",
    "30109": "职业年金缴费",
    "30110": "职工基本医疗保险缴费",
    "30113": "住房公积金",
    "30201": "办公费",
    "30211": "差旅费",
    "30216": "培训费",
    "30217": "公务接待费",
    "30227": "委托业务费",
    "30231": "公务用车运行维护费",
    "30302": "退休费",
    "30305": "生活补助",
    "30905": "基础设施建设",
    "31002": "办公设备购置",
}
SPENT_ON = {
    "2050803": ("30216",),
    "2080505": ("30108",),
    "2080506": ("30109",),
    "2101101": ("30110",),
    "2120803": ("30905",),
    "2130301": ("30101", "30102", "30201", "30211", "30217", "30231", "30302", "31002"),
    "2130302": ("30227",),
    "2130305": ("30905",),
    "2210201": ("30113",),
    "2230105": ("30305",),
}
PROJECTS = frozenset({"2050803", "2120803", "2130302", "2130305", "2230105"})
FUNDS = {"2120803": "fund", "2230105": "capital"}
"""The items that another budget than the general public one pays; `general` pays the rest."""
OTHER_MONEY = "2130305"
"""The item that is paid in part from other income."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One amount at the grain of all tables: item, economic code, who pays, basic or project expenditure."""

    item: str
    economic: str
    fund: str
    is_project: bool
    amount: Decimal


@dataclass(frozen=True)
class Truth:
    """A department's year. `opening`, `closing`: carry-over by fund (`general`, `fund`, `capital`, `other`)."""

    seed: int
    department: str
    year: int
    spent: tuple[Spent, ...]
    opening: dict[str, Decimal]
    closing: dict[str, Decimal]
    budget: dict[str, Decimal]
    before: dict[str, Decimal]
    overseas: Decimal
    purchase: Decimal

    def total(self, code: str = "", fund: str = "", nature: str = "", economic: str = "") -> Decimal:
        """What was spent on the function and economic codes that begin so; `fund` may join several by `+`."""
        funds = fund.split("+") if fund else ()
        return sum(
            (
                s.amount
                for s in self.spent
                if s.item.startswith(code)
                and s.economic.startswith(economic)
                and (not funds or s.fund in funds)
                and (not nature or s.is_project == (nature == "project"))
            ),
            NOTHING,
        )

    def income(self, fund: str = "") -> Decimal:
        """What came in, by fund: what was spent and left over, less what was there before."""
        funds = fund.split("+") if fund else list(self.opening)
        return sum((self.total(fund=f) + self.closing[f] - self.opening[f] for f in funds), NOTHING)

    def carried(self, which: dict[str, Decimal], fund: str = "") -> Decimal:
        """Carry-over of the funds together."""
        return sum((which[f] for f in (fund.split("+") if fund else which)), NOTHING)

    def income_of(self, code: str, fund: str = "") -> Decimal:
        """What came in for the function codes that begin so: a fund's carry-over is that of its largest line."""
        amount = self.total(code, fund)
        for f in fund.split("+") if fund else FUND_NAMES:
            largest = max((s for s in self.spent if s.fund == f), key=lambda s: s.amount, default=None)
            if largest is not None and largest.item.startswith(code):
                amount += self.closing[f] - self.opening[f]
        return amount

    @property
    def grand_total(self) -> Decimal:
        return self.income() + self.carried(self.opening)

    @property
    def appropriation_total(self) -> Decimal:
        return self.income(APPROPRIATION) + self.carried(self.opening, APPROPRIATION)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The items that money was spent on, in the order of their codes."""
        return tuple(dict.fromkeys(s.item for s in sorted(self.spent, key=lambda s: s.item)))

    @property
    def three_public(self) -> dict[str, Decimal]:
        operation = self.total(economic="30231", fund="general", nature="basic")
        hospitality = self.total(economic="30217", fund="general", nature="basic")
        return {
            "overseas": self.overseas,
            "purchase": self.purchase,
            "operation": operation,
            "hospitality": hospitality,
            "vehicles": self.purchase + operation,
            "total": self.overseas + self.purchase + operation + hospitality,
        }

    @property
    def three_public_budget(self) -> dict[str, Decimal]:
        parts = {
            key: (self.three_public[key] * Decimal("1.2")).quantize(CENT)
            for key in ("overseas", "purchase", "operation", "hospitality")
        }
        vehicles = parts["purchase"] + parts["operation"]
        return {**parts, "vehicles": vehicles, "total": parts["overseas"] + vehicles + parts["hospitality"]}

    @property
    def personnel(self) -> Decimal:
        return sum((self.total(economic=code, fund="general", nature="basic") for code in ("301", "303")), NOTHING)

    @property
    def public(self) -> Decimal:
        return self.total(fund="general", nature="basic") - self.personnel


APPROPRIATION = "general+fund+capital"


def truth(seed: int) -> Truth:
    """The figures of the department with this number; the same number gives the same figures."""
    chance = random.Random(seed)
    place, bureau = chance.choice(PLACES), chance.choice(BUREAUS)
    without = {"fund", "capital"} - {f for f in ("fund", "capital") if chance.random() < 0.6}
    spent: list[Spent] = []
    for item, codes in SPENT_ON.items():
        fund = FUNDS.get(item, "general")
        if fund in without:
            continue
        spent += [Spent(item, code, fund, item in PROJECTS, _amount(chance, code)) for code in codes]
        if item == OTHER_MONEY:
            spent.append(Spent(item, codes[0], "other", True, _amount(chance, "3")))
    kept = [f for f in ("general", "fund", "capital", "other") if f not in without]
    carried = {
        when: {f: (_amount(chance, "302") if f in kept and chance.random() < 0.5 else NOTHING) for f in FUND_NAMES}
        for when in ("opening", "closing")
    }
    for fund in FUND_NAMES:
        # What there was before is never more than what was spent: income stays above zero.
        largest = max((s.amount for s in spent if s.fund == fund), default=NOTHING)
        carried["opening"][fund] = min(carried["opening"][fund], largest)
    budget = {item: _near(chance, sum((s.amount for s in spent if s.item == item), NOTHING)) for item in ITEMS}
    before = {key: Decimal(chance.randint(85, 115)) / 100 for key in ("total", "appropriation", "general", "operating")}
    is_travelling, buys = chance.random() < 0.3, chance.random() < 0.3
    return Truth(
        seed=seed,
        department=place + bureau,
        year=2020 + chance.randint(0, 4),
        spent=tuple(spent),
        opening=carried["opening"],
        closing=carried["closing"],
        budget=budget,
        before=before,
        overseas=_amount(chance, "30217") if is_travelling else NOTHING,
        purchase=_amount(chance, "30231") if buys else NOTHING,
    )


FUND_NAMES = ("general", "fund", "capital", "other")


def _amount(chance: random.Random, code: str) -> Decimal:
    """An amount of the size such a line has: salaries in hundreds, guests in ones."""
    largest = 999_99 if code.startswith(("301", "309")) else 9_99 if code in ("30217", "30231") else 99_99
    return Decimal(chance.randint(101, largest)) * CENT


def _near(chance: random.Random, amount: Decimal) -> Decimal:
    return (amount * chance.randint(100, 125) / 100).quantize(CENT)
