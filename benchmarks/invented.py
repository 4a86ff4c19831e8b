"""Disclosures of departments that do not exist, in the standard form. Reads nothing; writes nothing.

Grain: one text per number; the same number gives the same text. Its figures agree with one another, but for one sum.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

CENT = Decimal("0.01")
PLACES = ("云岭省临川市青禾区", "云岭省临川市白石区", "云岭省望江市柳溪县", "云岭省望江市松台区", "云岭省临川市")
BUREAUS = ("水务局", "林业局", "文化局", "统计局", "档案局")
CLASSES: dict[tuple[str, str], tuple[tuple[str, str, str, str], ...]] = {
    ("205", "教育支出"): (("20508", "进修及培训", "2050803", "培训支出"),),
    ("208", "社会保障和就业支出"): (
        ("20805", "行政事业单位养老支出", "2080505", "机关事业单位基本养老保险缴费支出"),
        ("20805", "行政事业单位养老支出", "2080506", "机关事业单位职业年金缴费支出"),
    ),
    ("210", "卫生健康支出"): (
        ("21011", "行政事业单位医疗", "2101101", "行政单位医疗"),
        ("21011", "行政事业单位医疗", "2101103", "公务员医疗补助"),
    ),
    ("213", "农林水支出"): (
        ("21303", "水利", "2130301", "行政运行"),
        ("21303", "水利", "2130302", "一般行政管理事务"),
        ("21303", "水利", "2130305", "水利工程建设"),
    ),
    ("221", "住房保障支出"): (("22102", "住房改革支出", "2210201", "住房公积金"),),
}
PROJECTS = frozenset({"2050803", "2130302", "2130305"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the functional classification: its amount, all of it basic or all of it project expenditure."""

    code: str
    name: str
    basic: Decimal
    project: Decimal

    @property
    def total(self) -> Decimal:
        return self.basic + self.project


def disclosure(number: int) -> str:
    """A whole disclosure: part two in its ten sections, and four statutory tables."""
    chance = random.Random(number)
    place, bureau, year = PLACES[number % len(PLACES)], BUREAUS[number // len(PLACES) % len(BUREAUS)], 2020 + number % 5
    department = place + bureau
    items = [_line(chance, item, item_name) for lines in CLASSES.values() for _, _, item, item_name in lines]
    whole = _sum("", "合计", items)
    before = (whole.total * Decimal(chance.randint(85, 115)) / 100).quantize(CENT)
    parts = [
        f"{department}\n{year}年度部门决算\n\n公开时间：{year + 1}年9月{chance.randint(1, 28)}日\n",
        "第一部分 部门概况\n略。\n",
        f"第二部分 {year}年度部门决算情况说明\n",
        _narrative(year, items, whole, before),
        "第三部分 名词解释\n略。\n\n第四部分 附件\n略。\n\n第五部分 附表\n",
        _table("支出决算表", "公开03表", department, items, whole),
        _table("一般公共预算财政拨款支出决算表", "公开07表", department, items, whole),
    ]
    return "\n".join(parts)


def _line(chance: random.Random, code: str, name: str) -> Line:
    amount = Decimal(chance.randint(100, 99_999)) * CENT
    is_project = code in PROJECTS
    return Line(code, name, Decimal(0) if is_project else amount, amount if is_project else Decimal(0))


def _sum(code: str, name: str, lines: list[Line]) -> Line:
    return Line(code, name, sum((x.basic for x in lines), Decimal(0)), sum((x.project for x in lines), Decimal(0)))


def _money(amount: Decimal) -> str:
    return f"{amount.quantize(CENT)}万元"


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{(part * 100 / whole).quantize(CENT)}%"


def _change(now: Decimal, before: Decimal) -> str:
    words = ("增加", "增长") if now >= before else ("减少", "下降")
    return f"{words[0]}{_money(abs(now - before))}，{words[1]}{_share(abs(now - before), before)}"


def _narrative(year: int, items: list[Line], whole: Line, before: Decimal) -> str:
    total, last = whole.total, year - 1
    classes = [_sum(code, name, [one for one in items if one.code.startswith(code)]) for code, name in CLASSES]
    personnel = (whole.basic * Decimal("0.8")).quantize(CENT)
    trips, cars, guests = Decimal("0"), Decimal("6.20"), Decimal("1.30")
    budget = "一般公共预算财政拨款"
    listed = "；".join(f"{one.name}{_money(one.total)}，占{_share(one.total, total)}" for one in classes)
    return "\n".join(
        [
            "一、收入支出决算总体情况说明",
            f"{year}年度收、支总计均为{_money(total)}。与{last}年相比，收、支总计{_change(total, before)}。",
            "二、收入决算情况说明",
            f"{year}年本年收入合计{_money(total)}，其中：{budget}收入{_money(total)}，占100.00%。",
            "三、支出决算情况说明",
            f"{year}年本年支出合计{_money(total)}，其中："
            f"基本支出{_money(whole.basic)}，占{_share(whole.basic, total)}；"
            f"项目支出{_money(whole.project + CENT * 90)}，占{_share(whole.project, total)}。",
            "四、财政拨款收入支出决算总体情况说明",
            f"{year}年财政拨款收、支总计均为{_money(total)}。与{last}年相比，{_change(total, before)}。",
            "五、一般公共预算财政拨款支出决算情况说明",
            "（一）一般公共预算财政拨款支出决算总体情况",
            f"{year}年{budget}支出{_money(total)}，占本年支出合计的100.00%。",
            "（二）一般公共预算财政拨款支出决算结构情况",
            f"{year}年{budget}支出{_money(total)}，主要用于以下方面：{listed}。",
            "（三）一般公共预算财政拨款支出决算具体情况",
            f"{year}年{budget}支出决算数为{_money(total)}，完成预算100%。其中：",
            *_item_sentences(items),
            "六、一般公共预算财政拨款基本支出决算情况说明",
            f"{year}年{budget}基本支出{_money(whole.basic)}，其中：",
            f"人员经费{_money(personnel)}，主要包括：基本工资、津贴补贴。",
            f"公用经费{_money(whole.basic - personnel)}，主要包括：办公费、水费。",
            "七、财政拨款“三公”经费支出决算情况说明",
            f"{year}年“三公”经费财政拨款支出决算为{_money(trips + cars + guests)}，完成预算100%。",
            f"因公出国（境）经费支出决算{trips}万元；公务用车购置及运行维护费支出决算{_money(cars)}；"
            f"公务接待费支出决算{_money(guests)}。",
            "八、政府性基金预算支出决算情况说明",
            f"{year}年政府性基金预算财政拨款支出0万元。",
            "九、国有资本经营预算支出决算情况说明",
            f"{year}年国有资本经营预算财政拨款支出0万元。",
            "十、其他重要事项的情况说明",
            f"{year}年机关运行经费支出{_money(whole.basic - personnel)}。\n",
        ]
    )


def _item_sentences(items: list[Line]) -> list[str]:
    names = {item: (name, section) for (_, name), lines in CLASSES.items() for _, section, item, _ in lines}
    return [
        f"{n}.{names[one.code][0]}（类）{names[one.code][1]}（款）{one.name}（项）：支出决算为{_money(one.total)}，"
        "完成预算100%。"
        for n, one in enumerate(items, start=1)
    ]


def _table(title: str, form: str, department: str, items: list[Line], whole: Line) -> str:
    rows = [whole]
    for (code, name), lines in CLASSES.items():
        rows.append(_sum(code, name, [one for one in items if one.code.startswith(code)]))
        for section, section_name in dict.fromkeys((line[0], line[1]) for line in lines):
            held = [one for one in items if one.code.startswith(section)]
            rows += [_sum(section, section_name, held), *held]
    printed = [f"| {one.code} | {one.name} | {one.total} | {one.basic} | {one.project} |" for one in rows]
    return "\n".join(
        [
            f"{title}\n{form}\n部门：{department}\n金额单位：万元\n",
            "| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|",
            *printed,
            "",
        ]
    )
