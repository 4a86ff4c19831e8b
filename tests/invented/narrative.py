"""The narrative of a department that does not exist: ten sections in fixed order, every figure from its `Truth`.

Reads `Truth` and `Habits`; writes headings and sentences on a `Page`, and beside them what each figure is.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tests.invented.amounts import CENT, CLASSES, ITEMS, SECTIONS, Truth
from tests.invented.habits import Habits
from tests.invented.print import Page, Told

_GENERAL = "一般公共预算财政拨款"


class Narrative:
    """Sentences being written; each method prints a figure and remembers what it is."""

    def __init__(self, truth: Truth, habits: Habits, page: Page) -> None:
        self.truth, self.habits, self.page = truth, habits, page
        self.years = f"{habits.written(str(truth.year))}年", f"{habits.written(str(truth.year - 1))}年"

    def money(self, subject: str, amount: Decimal, aspect: str = "settled", label: str = "") -> str:
        self.page.told.append(Told(aspect, subject, amount, "万元", label))
        return f"{self.habits.numeral(abs(amount))}万元"

    def percent(self, subject: str, part: Decimal, whole: Decimal, aspect: str, label: str = "") -> str:
        value = (part * 100 / whole).quantize(CENT, ROUND_HALF_UP)
        self.page.told.append(Told(aspect, subject, value, "%", label))
        return f"{self.habits.numeral(abs(value))}%"

    def part(self, subject: str, part: Decimal, whole: Decimal, label: str = "") -> str:
        """An amount and its share."""
        return f"{self.money(subject, part, label=label)}，占{self.percent(subject, part, whole, 'share_pct', label)}"

    def change(self, subject: str, now: Decimal, ratio: Decimal) -> str:
        """How much more or less it is than the year before."""
        before = (now * ratio).quantize(CENT)
        words = ("增加", "增长") if now >= before else ("减少", "下降")
        if now == before:
            return "持平"
        return (
            f"{words[0]}{self.money(subject, now - before, 'change')}，"
            f"{words[1]}{self.percent(subject, now - before, before, 'change_pct')}"
        )

    def against_budget(self, subject: str, actual: Decimal, budget: Decimal, label: str = "") -> str:
        """Budget, settled amount and how much of the budget it is."""
        said = f"年初预算为{self.money(subject, budget, 'budget', label)}，"
        said += f"支出决算为{self.money(subject, actual, label=label)}"
        if budget:
            said += f"，完成年初预算的{self.percent(subject, actual, budget, 'completion_pct', label)}"
        return said

    def write(self) -> None:
        truth, page, (year, last) = self.truth, self.page, self.years
        total, general = truth.total(), truth.total(fund="general")
        page.heading("一、收入支出决算总体情况说明")
        page.text(
            f"{year}度收入总计、支出总计均为{self.money('grand_total', truth.grand_total)}。与{last}度相比，"
            f"收入总计、支出总计各{self.change('grand_total', truth.grand_total, truth.before['total'])}。"
            "主要原因是河道治理的工程量有变化。"
        )
        page.heading("二、收入决算情况说明")
        sources = [
            f"{name}{self.part(subject, truth.income(fund), truth.income())}"
            for name, subject, fund in (
                ("一般公共预算财政拨款收入", "income_general", "general"),
                ("政府性基金预算财政拨款收入", "income_government_fund", "fund"),
                ("国有资本经营预算财政拨款收入", "income_state_capital", "capital"),
                ("其他收入", "income_other", "other"),
            )
            if truth.income(fund)
        ]
        page.text(f"本年收入合计{self.money('income_total', truth.income())}，其中：{'；'.join(sources)}。")
        page.heading("三、支出决算情况说明")
        page.text(
            f"本年支出合计{self.money('expenditure_total', total)}，其中："
            f"基本支出{self.part('expenditure_basic', truth.total(nature='basic'), total)}；"
            f"项目支出{self.part('expenditure_project', truth.total(nature='project'), total)}。"
        )
        page.heading("四、财政拨款收入支出决算总体情况说明")
        page.text(
            f"{year}度财政拨款收入总计、支出总计均为"
            f"{self.money('appropriation_grand_total', truth.appropriation_total)}。"
            f"与{last}度相比，财政拨款收入总计、支出总计各"
            f"{self.change('appropriation_grand_total', truth.appropriation_total, truth.before['appropriation'])}。"
        )
        page.heading(f"五、{_GENERAL}支出决算情况说明")
        page.heading(f"（一）{_GENERAL}支出决算总体情况")
        page.text(
            f"{_GENERAL}支出{self.money('general_expenditure', general)}，"
            f"占本年支出合计的{self.percent('general_expenditure', general, total, 'share_pct')}。"
            f"与{last}度相比，{_GENERAL}支出{self.change('general_expenditure', general, truth.before['general'])}。"
        )
        self._structure(general)
        self._items(general)
        self._basic()
        self._three_public()
        self._rest()

    def _structure(self, general: Decimal) -> None:
        self.page.heading(f"（二）{_GENERAL}支出决算结构情况")
        parts = []
        told = self.money("general_expenditure", general)
        for code, name in CLASSES.items():
            if amount := self.truth.total(code, "general"):
                parts.append(f"{name}（类）{self.part('function_line', amount, general, name)}")
        self.page.text(f"{_GENERAL}支出{told}，主要用于以下方面：{'；'.join(parts)}。")

    def _items(self, general: Decimal) -> None:
        truth = self.truth
        paid = [item for item in truth.items if truth.total(item, "general")]
        budget = sum((truth.budget[item] for item in paid), Decimal("0.00"))
        self.page.heading(f"（三）{_GENERAL}支出决算具体情况")
        self.page.text(f"{_GENERAL}支出{self.against_budget('general_expenditure', general, budget)}。其中：")
        for number, item in enumerate(paid, start=1):
            said = self.against_budget("function_line", truth.total(item, "general"), truth.budget[item], ITEMS[item])
            self.page.text(f"{number}.{CLASSES[item[:3]]}（类）{SECTIONS[item[:5]]}（款）{ITEMS[item]}（项）。{said}。")

    def _basic(self) -> None:
        truth = self.truth
        self.page.heading(f"六、{_GENERAL}基本支出决算情况说明")
        self.page.text(
            f"{_GENERAL}基本支出{self.money('general_basic', truth.total(fund='general', nature='basic'))}，其中："
            f"人员经费{self.money('general_personnel', truth.personnel)}，主要包括：基本工资、津贴补贴；"
            f"公用经费{self.money('general_public', truth.public)}，主要包括：办公费、差旅费。"
        )

    def _three_public(self) -> None:
        spent, budget = self.truth.three_public, self.truth.three_public_budget
        self.page.heading("七、财政拨款“三公”经费支出决算情况说明")
        self.page.heading("（一）“三公”经费财政拨款支出决算总体情况说明")
        total = self.against_budget("three_public", spent["total"], budget["total"])
        self.page.text(f"“三公”经费财政拨款支出{total}。")
        self.page.heading("（二）“三公”经费财政拨款支出决算具体情况说明")
        parts = [
            f"{name}支出决算{self.part(f'three_public_{key}', spent[key], spent['total'])}"
            for name, key in (
                ("因公出国（境）费", "overseas"),
                ("公务用车购置及运行维护费", "vehicles"),
                ("公务接待费", "hospitality"),
            )
        ]
        self.page.text(f"“三公”经费财政拨款支出决算中，{'；'.join(parts)}。")

    def _rest(self) -> None:
        truth, page, (year, last) = self.truth, self.page, self.years
        fund, capital = truth.total(fund="fund"), truth.total(fund="capital")
        page.heading("八、政府性基金预算财政拨款收入支出决算情况说明")
        page.text(f"{year}度政府性基金预算财政拨款支出{self.money('government_fund_expenditure', fund)}。")
        page.heading("九、国有资本经营预算财政拨款支出决算情况说明")
        page.text(f"{year}度国有资本经营预算财政拨款支出{self.money('state_capital_expenditure', capital)}。")
        page.heading("十、其他重要事项的情况说明")
        page.heading("（一）机关运行经费支出情况")
        page.text(
            f"{year}度机关运行经费支出{self.money('operating_expense', truth.public)}，比{last}度"
            f"{self.change('operating_expense', truth.public, truth.before['operating'])}。"
        )
