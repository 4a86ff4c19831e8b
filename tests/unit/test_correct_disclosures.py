"""Failures prevented: a correct sentence alleged to be wrong, because it compares with two budgets, tells a share of
what nobody printed, lists figures for several subjects at once, or counts what no list of uses knows; and the same
sentence with a slip in it passed over."""

from __future__ import annotations

import pytest

from pipelines.cli.examine import Examination, examine

_BEFORE = """第一部分 部门概况
一、主要职能
负责旧桥梁的巡查。
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收、支总计900万元。
"""
_TOTALS = "四、财政拨款收入支出决算总体情况说明\n2023年度财政拨款收、支总计900万元。"
_GENERAL = "五、一般公共预算财政拨款支出决算情况说明\n"
_DETAIL = f"{_GENERAL}（三）一般公共预算财政拨款支出决算具体情况\n"
_LINE = "1.教育支出（类）进修及培训（款）培训支出（项）。"
_THREE_PUBLIC = "七、“三公”经费支出决算情况说明\n"
_PROCUREMENT = "十、其他重要事项的情况说明\n（一）政府采购支出情况\n"
_ASSETS = "十、其他重要事项的情况说明\n（一）国有资产占有使用情况\n"

# Each is correct; the slip is a correct figure of it, and one that makes it wrong.
CORRECT = {
    "completion of the first budget and of the adjusted one": (
        f"{_DETAIL}{_LINE}年初预算为590.00万元，调整预算为620.00万元，支出决算为612.35万元，"
        "完成年初预算的103.79%，完成调整预算的98.77%。",
        ("103.79", "103.97"),
        "narrative.completion",
    ),
    "completion of a budget named right before the rate": (
        f"{_DETAIL}{_LINE}支出决算184.20万元，完成年初预算200.00万元的92.10%。",
        ("92.10", "91.20"),
        "narrative.completion",
    ),
    "difference from the budget, told in a clause of its own": (
        f"{_DETAIL}{_LINE}年初预算15.00万元，支出决算12.48万元，与年初预算相比，减少2.52万元，下降16.8%，与上年持平。",
        ("16.8%", "18.6%"),
        "narrative.budget_growth",
    ),
    "difference from a budget of its own": (
        f"{_DETAIL}{_LINE}支出决算41.92万元，与年初预算40.00万元相比，增加1.92万元，增长4.8%，与上年相比持平。",
        ("4.8%", "8.4%"),
        "narrative.budget_growth",
    ),
    "a share of the section and of the class": (
        f"{_GENERAL}一般公共预算财政拨款支出1038.63万元。\n（三）一般公共预算财政拨款支出决算具体情况\n"
        f"{_LINE}支出决算12.48万元，占该类支出的76.88%，占一般公共预算财政拨款支出的1.20%，占全市教育支出的0.01%。",
        ("1.20%", "2.10%"),
        "narrative.share",
    ),
    "a share of a total that is printed nowhere": (
        f"{_GENERAL}一般公共预算财政拨款支出1038.63万元。\n（三）一般公共预算财政拨款支出决算具体情况\n"
        f"{_LINE}支出决算12.48万元，占本年支出合计的1.02%，占一般公共预算财政拨款支出的1.20%。",
        ("1.20%", "2.10%"),
        "narrative.share",
    ),
    "shares of contracts in all procurement": (
        f"{_PROCUREMENT}2023年度政府采购支出总额96.40万元。授予中小企业合同金额80.00万元，占82.99%，其中：授予中型企业合同"
        "金额30.00万元，占31.12%；授予微型企业合同金额50.00万元，占62.50%。",
        ("31.12", "32.11"),
        "narrative.share",
    ),
    "shares and changes listed for two sources": (
        "二、收入决算情况说明\n2023年度收入合计1,235.00万元，其中：财政拨款"
        "收入1,200.00万元、其他收入35.00万元，分别占97.17%和2.83%，分别比上年增加100.00万元、减少15.00万元，"
        "增长9.09%、下降30%。",
        ("9.09", "9.90"),
        "narrative.growth",
    ),
    "amounts and completions listed for two expenses": (
        f"{_THREE_PUBLIC}公务用车运行维护费、公务接待费分别为6.84万元、1.36万元，年初预算分别为8.00万元、3.00万元，"
        "分别完成预算的85.50%和45.33%。",
        ("45.33", "43.53"),
        "narrative.completion",
    ),
    "what is told behind a sentence of several amounts": (
        f"{_GENERAL}一般公共预算财政拨款支出100.00万元。\n八、政府性基金预算财政拨款支出决算情况说明\n2023年度年初结转和结余"
        "0万元，本年收入150.00万元，本年支出150.00万元，其中项目支出150.00万元，年末结转和结余0万元。"
        "支出较上年增加30.00万元，增长25%，占本年支出合计的12.31%。",
        ("年末结转和结余0", "年末结转和结余5"),
        "",
    ),
    "a fund's share of all appropriations, and years further back": (
        "八、政府性基金预算财政拨款支出决算情况说明\n2023年度政府性基金预算财政拨款支出150.00万元，占财政拨款支出的12.62%，"
        "比2022年增加30.00万元，增长25%，比2020年减少10.00万元，下降6.25%。\n九、国有资本经营预算财政拨款支出决算情况说明\n"
        "2023年度本年支出合计1,218.63万元。",
        ("增长25%", "增长52%"),
        "narrative.growth",
    ),
    "the main purposes of an amount, one of them called other": (
        f"{_THREE_PUBLIC}公务用车运行维护费支出6.84万元，主要用于：燃油费2.50万元、维修费1.84万元、其他费用0.50万元。",
        ("燃油费2.50", "燃油费5.20"),
        "narrative.named_parts",
    ),
    "purposes of an amount, one of them told apart in brackets": (
        f"{_THREE_PUBLIC}公务用车运行维护费支出6.84万元，其中：燃油费2.50万元、维修费1.84万元（含轮胎1.00万元）、其他费用2.50万元。",
        ("6.84万元，", "6.48万元，"),
        "narrative.listed_parts",
    ),
    "a list within a list": (
        f"{_THREE_PUBLIC}公务用车运行维护费支出6.84万元，具体包括：燃油费2.50万元（其中：汽油2.00万元、其他0.50万元），"
        "维修费1.84万元，其他费用2.50万元。",
        ("汽油2.00", "汽油2.20"),
        "narrative.listed_parts",
    ),
    "vehicles of the older form": (
        f"{_ASSETS}共有车辆5辆，其中：部级领导干部用车0辆、一般公务用车2辆、特种专业技术用车1辆、其他用车2辆。",
        ("共有车辆5", "共有车辆6"),
        "narrative.vehicles_by_use",
    ),
    "vehicles of a use that nobody lists": (
        f"{_ASSETS}共有车辆5辆，其中：机要通信用车1辆、押运用车2辆、其他用车2辆。",
        ("共有车辆5", "共有车辆6"),
        "",
    ),
}


def _examined(text: str) -> Examination:
    return examine(
        f"{_BEFORE}{text}\n第三部分 名词解释\n一、财政拨款收入：指财政安排的资金。\n".encode(), "桥.txt", "printed"
    )


def _alleged(found: Examination) -> list[str]:
    return sorted(check["identity_id"] for check in found.checks if check["verdict"] in {"violated", "truncated"})


@pytest.mark.parametrize(("text", "slip", "identity"), CORRECT.values(), ids=list(CORRECT))
def test_what_is_correct_is_not_alleged_and_a_slip_in_it_is(text: str, slip: tuple[str, str], identity: str) -> None:
    assert _alleged(_examined(text)) == []
    assert text.count(slip[0]) == 1
    assert _alleged(_examined(text.replace(*slip))) == ([identity] if identity else [])


def test_what_one_office_has_of_a_count_is_not_the_count() -> None:
    found = _examined(f"{_ASSETS}共有车辆5辆，其中：本级3辆，下属单位2辆。")
    told = {row["text"]: (row["subject"], row["measure"]) for row in found.figures if row["section"] == "state_assets"}
    assert told["5"] == ("state_assets:vehicles", "count")
    assert told["3"][0] != "state_assets:vehicles"


def test_a_sum_of_lines_is_not_alleged_where_the_amount_of_one_was_not_read() -> None:
    first = "1.教育支出（类）进修及培训（款）培训支出（项）。年初预算为30.00万元，支出决算为30.00万元。"
    second = (
        "2.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。年初预算为70.00万元，{}支出决算为70.00万元。"
    )
    total = "一般公共预算财政拨款支出决算数为100.00万元。其中：\n"
    verdicts = {
        between: [
            c["verdict"]
            for c in _examined(f"{_DETAIL}{total}{first}\n{second.format(between)}").checks
            if c["identity_id"] == "narrative.items_to_total"
        ]
        for between in ("", "桥梁事务局部门决算公开文本")
    }
    assert verdicts == {"": ["exact"], "桥梁事务局部门决算公开文本": ["not_testable"]}


def test_parts_of_a_difference_from_the_budget_say_nothing_of_last_year() -> None:
    found = _examined(
        f"{_THREE_PUBLIC}公务用车运行维护费6.84万元。\n“三公”经费支出8.20万元，较预算减少2.80万元，降低25.45%，其中：公务接待费"
        "减少1.64万元，公务用车运行维护费减少1.16万元；较上年减少0.90万元，降低9.89%。"
    )
    told = {row["text"]: (row["aspect"], row["subject"]) for row in found.figures}
    assert told["1.64"] == ("budget_change", "three_public:hospitality")
    assert told["1.16"] == ("budget_change", "three_public:operation")
    assert told["0.90"][1] != "three_public:operation"
    assert _alleged(found) == []


def test_only_the_latest_year_compared_with_can_be_last_year() -> None:
    text = "三、支出决算情况说明\n2023年度支出合计150.00万元，比{}年增加30.00万元，增长25%，比2020年减少10.00万元。"
    told = {year: [row["title_zh"] for row in _examined(text.format(year)).findings] for year in ("2022", "2021")}
    assert told["2022"] == []
    assert len(told["2021"]) == 1


def test_a_line_below_the_total_of_one_budget_is_that_budgets_whatever_the_heading_says() -> None:
    text = (
        "五、财政拨款支出决算情况说明\n2023年度财政拨款支出300.00万元，其中：一般公共预算财政拨款支出200.00万元，"
        "政府性基金预算财政拨款支出100.00万元。\n{}\n1.教育支出（类）支出50.00万元，占{}%。"
    )
    of_general = _examined(text.format("一般公共预算财政拨款支出200.00万元，主要用于：", "25"))
    of_all = _examined(text.format("财政拨款支出300.00万元，主要用于：", "16.67"))
    for found, fund in ((of_general, "general_public_budget"), (of_all, "fiscal_appropriation")):
        told = {row["text"]: row["fund"] for row in found.figures}
        assert told["50.00"] == fund
        assert _alleged(found) == []


def test_visits_told_behind_the_parts_of_an_amount_are_those_of_the_amount() -> None:
    found = _examined(
        f"{_THREE_PUBLIC}公务接待费1.36万元，其中：国内接待费1.36万元，外事接待费0万元。全年共接待12批次、105人次。"
    )
    told = {row["text"]: row["subject"] for row in found.figures}
    assert (told["12"], told["105"]) == ("three_public:hospitality_batches", "three_public:hospitality_visitors")


def test_a_row_whose_figures_cannot_be_counted_off_is_nobodys() -> None:
    found = _examined(f"{_TOTALS}收入和支出分别比上年增加85.00万元和68.63万元，增长7.39%和5.97%。")
    told = {row["text"]: row["subject"] for row in found.figures}
    assert {told[text] for text in ("85.00", "68.63", "7.39", "5.97")} == {None}
