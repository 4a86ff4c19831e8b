"""Failures prevented: money and points of a performance report that contradict each other and nobody hears of; sums
asked of a table that is not whole; a budget at the beginning of the year held against what was spent."""

from __future__ import annotations

from functools import cache

from pipelines.cli.examine import Examination, examine
from tests.unit.attachments_case import BEFORE, cells
from tests.unit.test_attachments_tables import SUMMARY_FORM

GOALS = cells(
    "专项资金绩效目标完成情况自评表",
    "项目名称|河道清淤项目",
    "项目资金（万元）|年度资金总额：|120万元",
    "∅|其中：财政拨款|100万元",
    "∅|其他资金|20",
    "绩效指标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|实际完成指标值",
    "∅|产出指标|数量指标|清淤长度|≥|12|公里|50|13",
    "∅|∅|质量指标|清淤合格率|≥|95|%|20|96",
    "∅|效益指标|社会效益指标|惠及群众|≥|3000|人|20|3100",
    "∅|满意度指标|服务对象满意度指标|群众满意度|≥|90|%|10|96",
)
SCORES = cells(
    "部门预算绩效评价指标体系",
    "一级指标|二级指标|三级指标|指标分值|指标解释|评分说明|得分|备注",
    "总体绩效（60分）|履职效能（40分）|任务完成|25|任务是否完成|完成的得满分|25|∅",
    "∅|∅|任务质量|15|质量如何|好的得满分|13|∅",
    "∅|预算管理（20分）|预算编制|20|编制是否准确|准确的得满分|18|∅",
    "项目绩效（40分）|项目决策（40分）|决策程序|40|程序是否完备|完备的得满分|40|∅",
    "分值|∅|∅|∅|96",
)
OPENING = "2023年部门整体支出绩效自评报告\n一、评价结论\n"


@cache
def judged(text: str) -> Examination:
    return examine((BEFORE + text).encode(), "青禾.txt", "printed")


def verdicts(text: str, identity: str) -> list[str]:
    return [check["verdict"] for check in judged(text).checks if check["identity_id"] == f"performance.{identity}"]


def test_funds_by_source_add_up_to_their_total() -> None:
    assert verdicts(GOALS, "funding_of_budget") == ["exact"]
    assert verdicts(GOALS.replace("\t20\n", "\t2\n", 1), "funding_of_budget") == ["violated"]


def test_a_source_that_is_not_printed_is_no_zero() -> None:
    without = GOALS.replace("\t20\n", "\t/\n", 1)
    assert verdicts(without, "funding_of_budget") == ["not_testable"]
    assert verdicts(without, "source_within_budget") == ["exact"]
    assert verdicts(without.replace("100万元", "130万元"), "source_within_budget") == ["violated"]


def test_weights_of_indicators_sum_to_a_hundred() -> None:
    assert verdicts(GOALS, "weights") == ["exact"]
    assert verdicts(GOALS.replace("\t50\n", "\t55\n"), "weights") == ["violated"]


def test_ten_points_may_be_left_for_spending_the_budget() -> None:
    ninety = GOALS.replace("\t50\n", "\t40\n")
    assert verdicts(ninety, "weights_of_90") == ["exact"]
    assert "violated" not in verdicts(ninety, "weights")


def test_weights_may_be_written_as_fractions() -> None:
    fractions = GOALS.replace("\t50\n", "\t0.5\n").replace("公里\n\t20", "公里\n\t0.2")
    fractions = fractions.replace("%\n\t20\n", "%\n\t0.2\n").replace("人\n\t20\n", "人\n\t0.2\n")
    fractions = fractions.replace("%\n\t10\n", "%\n\t0.1\n")
    assert verdicts(fractions, "weights_of_1") == ["exact"]
    assert "violated" not in verdicts(fractions, "weights")


def test_a_table_without_its_end_is_not_asked_for_a_sum() -> None:
    cut = GOALS[: GOALS.index("\t\n\t满意度指标")]
    assert verdicts(cut, "weights") == ["not_testable"]


def test_an_indicator_that_lost_its_weight_leaves_the_sum_untested() -> None:
    assert verdicts(GOALS.replace("人\n\t20\n", "人\n\t\n"), "weights") == ["not_testable"]


def test_spending_is_held_against_the_budget_of_the_whole_year() -> None:
    assert set(verdicts(SUMMARY_FORM, "executed_within_budget")) == {"exact"}
    assert "violated" in verdicts(SUMMARY_FORM.replace("\t118\n", "\t121\n"), "executed_within_budget")
    assert verdicts(SUMMARY_FORM, "completion").count("violated") == 0
    assert "violated" in verdicts(SUMMARY_FORM.replace("97.93%", "96.93%"), "completion")


def test_weights_and_scores_of_the_ministrys_form_add_up_to_its_last_row() -> None:
    whole = SUMMARY_FORM.replace("总分\n\t100\n\t97.29", "总分\n\t50\n\t49.29")
    assert verdicts(whole, "weights_to_total") == ["exact"]
    assert verdicts(whole, "scores") == ["exact"]
    assert verdicts(whole.replace("49.29", "48.29"), "scores") == ["violated"]


def test_no_score_exceeds_its_weight() -> None:
    assert set(verdicts(SCORES, "score_within_weight")) == {"exact"}
    assert verdicts(SCORES.replace("\t18\n", "\t21\n"), "score_within_weight").count("violated") == 1


def test_groups_weigh_what_their_indicators_weigh() -> None:
    assert verdicts(SCORES, "group_weights") == ["exact"] * 3
    assert verdicts(SCORES, "section_weights") == ["exact"] * 2
    assert verdicts(SCORES.replace("\t15\n", "\t16\n"), "group_weights").count("violated") == 1
    assert verdicts(SCORES.replace("60分", "65分"), "section_weights").count("violated") == 1


def test_scores_of_a_table_add_up_to_its_total() -> None:
    assert verdicts(SCORES, "scores") == ["exact"]
    assert verdicts(SCORES.replace("\t13\n", "\t12\n"), "scores") == ["violated"]


def test_a_sentence_that_adds_up_scores_is_held_to_its_sum() -> None:
    said = OPENING + "自评得分：预算管理64分，结果应用10分，自评质量10分，合计84分。\n"
    assert verdicts(said, "scores_told") == ["exact"]
    assert verdicts(said.replace("合计84", "合计93"), "scores_told") == ["violated"]


def test_scores_with_the_same_name_each_count() -> None:
    said = OPENING + "自评得分：管理30分，管理30分，质量10分，合计70分。\n"
    assert verdicts(said, "scores_told") == ["exact"]


def whole(income: str, carried: str = "0", said: str = "2023年决算报表收入", fund: str = "100") -> str:
    """A disclosure whose part two receives and spends 700 plus `carried`; part four quotes an income by fund."""
    total = 700 + int(carried)
    return f"""云岭省临川市青禾区水务局2023年度部门决算

第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收、支总计{total}.00万元。
二、收入决算情况说明
2023年本年收入合计700.00万元，其中：一般公共预算财政拨款收入600.00万元，政府性基金预算财政拨款收入{fund}.00万元。
三、支出决算情况说明
2023年本年支出合计{total}.00万元，其中：基本支出{total}.00万元。

第三部分 名词解释
1.财政拨款收入：指单位从同级财政部门取得的财政预算资金，不含单位自行组织的其他各项收入。

第四部分 附件
2023年部门整体支出绩效自评报告
一、部门概况
二、部门资金收支情况
（一）收入情况。{said}700.00万元，其中：一般公共预算财政拨款收入600.00万元，政府性基金预算财政拨款收入{income}.00万元。
"""


def fund_incomes(text: str) -> list[str]:
    return [
        check["verdict"]
        for check in examine(text.encode(), "青禾.txt", "printed").checks
        if (check["identity_id"] == "agreement.same_fact" and check["check_key"].startswith("income"))
        or (check["identity_id"] == "agreement.same_fact" and "government_fund" in check["check_key"])
    ]


def test_a_report_that_quotes_the_accounts_is_held_to_them() -> None:
    assert "violated" not in fund_incomes(whole("100"))
    assert "violated" in fund_incomes(whole("150"))


def test_a_budget_or_another_years_accounts_in_a_report_contradict_nothing() -> None:
    assert "violated" not in fund_incomes(whole("150", said="2023年预算收入"))
    assert "violated" not in fund_incomes(whole("150", said="2023年年初预算收入"))
    assert "violated" not in fund_incomes(whole("150", said="2022年决算报表收入"))


def test_what_was_carried_over_may_be_in_a_reports_income() -> None:
    assert "violated" not in fund_incomes(whole("150", carried="50"))
