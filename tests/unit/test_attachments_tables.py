"""Failures prevented: a figure of a performance table left out, put under a heading it does not stand under, given a
meaning that nothing printed says, or invented where a form is empty."""

from __future__ import annotations

from pipelines.extraction.extract import extract
from tests.unit.attachments_case import BEFORE, attachment, cells, told

SUMMARY_FORM = cells(
    "项目支出绩效自评表",
    "项目名称|河道清淤项目",
    "预算单位|青禾区水务局",
    "项目资金（万元）|∅|年初预算数|全年预算数|全年执行数|分值|执行率|得分",
    "∅|年度资金总额|100|120.5|118|10|97.93%|9.79",
    "∅|其中：当年财政拨款|100|100|98|—|98%|—",
    "∅|其他资金|∅|20.5|20|—|∅|—",
    "年度总体目标|预期目标|实际完成情况",
    "∅|清淤河道12公里，惠及群众3000余人。|清淤河道13公里。",
    "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
    "∅|产出指标|数量指标|清淤长度|≥12公里|13公里|20|20|∅",
    "∅|∅|时效指标|完成时间|2023年12月|2023年11月|10|10|∅",
    "∅|满意度指标|服务对象满意度指标|群众满意度|≥90%|96%|10|9.5|∅",
    "总分|100|97.29|∅",
)


def test_the_usual_form_is_read_below_its_headings() -> None:
    found = attachment(SUMMARY_FORM)
    funds = [(f.measure, f.part, f.text, f.unit) for f in found if f.form == "project" and f.measure != "target"][:14]
    assert funds[:6] == [
        ("budget", "total", "100", "万元"),
        ("budget", "total", "120.5", "万元"),
        ("amount", "total", "118", "万元"),
        ("weight", "execution", "10", ""),
        ("completion_pct", "", "97.93", "%"),
        ("score", "execution", "9.79", ""),
    ]
    assert ("amount", "fiscal", "98", "万元") in funds
    assert ("budget", "other", "20.5", "万元") in funds
    assert {f.project for f in found} == {"河道清淤项目"}


def test_a_rate_of_execution_knows_the_amount_it_is_of() -> None:
    rates = [f for f in attachment(SUMMARY_FORM) if f.measure == "completion_pct"]
    assert [(f.text, f.of.text if f.of else "") for f in rates] == [("97.93", "118"), ("98", "98")]


def test_target_result_weight_and_score_of_an_indicator_are_told_apart() -> None:
    found = [f for f in attachment(SUMMARY_FORM) if f.level3 == "清淤长度"]
    assert [(f.measure, f.comparator, f.text, f.unit) for f in found] == [
        ("target", "≥", "12", "公里"),
        ("result", "", "13", "公里"),
        ("weight", "", "20", ""),
        ("score", "", "20", ""),
    ]
    assert {(f.level1, f.level2) for f in found} == {("产出指标", "数量指标")}


def test_a_date_is_no_figure_and_a_total_stands_below_its_columns() -> None:
    found = attachment(SUMMARY_FORM)
    assert [told(f)[1:3] for f in found if f.level3 == "完成时间"] == [("weight", "10"), ("score", "10")]
    assert [told(f) for f in found if f.label == "总分"] == [
        ("总分", "weight", "100", ""),
        ("总分", "score", "97.29", ""),
    ]


def test_goals_told_in_words_are_targets_and_results() -> None:
    goals = [told(f) for f in attachment(SUMMARY_FORM) if f.unit in {"公里", "人"} and not f.level1]
    assert goals == [
        ("清淤河道", "target", "12", "公里"),
        ("惠及群众", "target", "3000", "人"),
        ("清淤河道", "result", "13", "公里"),
    ]


LABELLED_FORM = cells(
    "项目绩效目标完成情况表",
    "项目名称|水质监测经费",
    "预算执行情况(万元)|预算数:|7|执行数:|6.5",
    "∅|其中-财政拨款:|5|其中-财政拨款:|4.5",
    "∅|其它资金:|2|其它资金:|2",
    "绩效指标完成情况|一级指标|二级指标|三级指标|预期指标值(包含数字及文字描述)|实际完成指标值(包含数字及文字描述)",
    "∅|产出指标|数量指标|监测断面|20个|已完成25个",
    "∅|∅|成本指标|采样费用|12次×500元／次=6000元|采样费0.5万，检测费0.1万元",
)


def test_values_behind_labels_take_the_measure_of_the_label_above() -> None:
    funds = [(f.measure, f.part, f.text, f.unit) for f in attachment(LABELLED_FORM) if f.form == "project"]
    assert funds == [
        ("budget", "total", "7", "万元"),
        ("amount", "total", "6.5", "万元"),
        ("budget", "fiscal", "5", "万元"),
        ("amount", "fiscal", "4.5", "万元"),
        ("budget", "other", "2", "万元"),
        ("amount", "other", "2", "万元"),
    ]


def test_every_numeral_of_an_indicator_cell_is_told_with_its_unit() -> None:
    cost = [(f.measure, f.label, f.text, f.unit) for f in attachment(LABELLED_FORM) if f.level2 == "成本指标"]
    assert cost == [
        ("target", "采样费用", "12", "次"),
        ("target", "采样费用", "500", "元/次"),
        ("target", "采样费用", "6000", "元"),
        ("result", "采样费", "0.5", "万"),
        ("result", "检测费", "0.1", "万元"),
    ]


def test_a_row_that_blank_lines_have_cut_is_one_row() -> None:
    cut = LABELLED_FORM.replace(
        "\t产出指标\n\t数量指标\n\t监测断面\n", "\t产出指标\n\n\t数量指标\n\n\n\t监测断面\n\n河流及水库\n"
    )
    found = [f for f in attachment(cut) if f.measure in {"target", "result"} and f.unit == "个"]
    assert [(f.level1, f.level2, f.level3, f.text) for f in found] == [
        ("产出指标", "数量指标", "监测断面河流及水库", "20"),
        ("产出指标", "数量指标", "监测断面河流及水库", "25"),
    ]


def test_a_figure_on_the_second_line_of_a_cell_stands_there() -> None:
    text = cells(
        "一级指标|二级指标|三级指标|指标分值|指标解释|自评得分",
        "总体绩效\n（65分）|履职效能|任务完成|10|任务是否完成|9.5",
    )
    weight = next(f for f in attachment("部门整体支出绩效自评表\n" + text) if f.text == "65")
    assert (weight.label, weight.measure, weight.unit) == ("总体绩效", "weight", "分")


def test_points_that_criteria_give_are_no_figures_of_the_department() -> None:
    text = cells(
        "绩效指标|指标解释|评分说明|自评得分|备注",
        "一级指标|二级指标|三级指标|指标分值|∅|∅|∅|∅",
        "总体绩效|预算管理|编制质量|8|编制是否准确|偏离一处扣2分，扣完为止。|7.5|∅",
        "分值|∅|∅|∅|92",
    )
    found = attachment("部门整体支出绩效自评表\n" + text)
    assert [(f.form, f.measure, f.text) for f in found] == [
        ("scoring", "weight", "8"),
        ("scoring", "score", "7.5"),
        ("scoring", "score", "92"),
    ]


def test_rows_displaced_by_lost_cells_are_read_by_their_signs_and_units() -> None:
    found = attachment(
        """部门整体支出绩效目标完成情况自评表
单位：万元
| 年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 绩效指标性质 | 绩效指标值 | 绩效度量单位 | 权重 | 实际完成指标值 | |
|---|---|---|---|---|---|---|---|---|---|
| | 产出指标 | 数量指标 | 巡河次数 | ≥ | 48 | 次 | 20 | 52 | |
| | | 效益指标 | 经济效益指标 | 节约水费 | ≥ | 15 | 万元 | 20 | 18.6 |
""",
        name="青禾.md",
    )
    assert [(f.level1, f.level3, f.measure, f.text, f.unit) for f in found] == [
        ("产出指标", "巡河次数", "target", "48", "次"),
        ("产出指标", "巡河次数", "weight", "20", ""),
        ("产出指标", "巡河次数", "result", "52", "次"),
        ("效益指标", "节约水费", "target", "15", "万元"),
        ("效益指标", "节约水费", "weight", "20", ""),
        ("效益指标", "节约水费", "result", "18.6", "万元"),
    ]


def test_a_number_below_a_lost_heading_keeps_no_meaning() -> None:
    found = attachment(
        """评价得分表
| 一级指标 | 二级指标 | 三级指标 | 指标分值 | 指标解释 | 评分方法 | 评分说明 | 整体 | 样本 | 备注 |
|---|---|---|---|---|---|---|---|---|---|
| 通用指标 (54分) | 项目决策 (18分) | 决策程序 | 6 | 程序是否严密 | 缺项扣分法 | 发现一处扣2分。 | √ | √ | √ | 5.5 |
| | 规划论证 | 6 | 论证是否科学 | 缺项扣分法 | 得2分。 | √ | √ | √ | 6 | |
""",
        name="青禾.md",
    )
    assert [(f.label, f.measure, f.text) for f in found] == [
        ("通用指标", "weight", "54"),
        ("项目决策", "weight", "18"),
        ("决策程序", "weight", "6"),
        ("决策程序", "", "5.5"),
        ("规划论证", "weight", "6"),
        ("规划论证", "", "6"),
    ]


def test_tab_separated_lines_are_read_with_merged_levels_carried_down() -> None:
    found = attachment(
        "部门整体绩效目标完成情况自评表（2023年度）\n单位：万元\n"
        "部门名称\t\t青禾区水务局\t\n年度部门整体支出预算\t资金总额\t财政拨款\t其他资金\n\t820.55\t800\t20.55\n"
        "\t一级指标\t二级指标\t三级指标\t绩效指标性质\t绩效指标值\t绩效度量单位\t实际完成指标值\n"
        "年度绩效指标\t产出指标\t数量指标\t在职人数\t=\t25\t人\t25\n\t\t\t机构个数\t＝\t3\t个\t3\n"
    )
    assert [(f.form, f.measure, f.part, f.text, f.unit) for f in found[:3]] == [
        ("department", "budget", "total", "820.55", "万元"),
        ("department", "budget", "fiscal", "800", "万元"),
        ("department", "budget", "other", "20.55", "万元"),
    ]
    assert [(f.level2, f.level3, f.measure, f.comparator, f.text) for f in found[3:]] == [
        ("数量指标", "在职人数", "target", "=", "25"),
        ("数量指标", "在职人数", "result", "", "25"),
        ("数量指标", "机构个数", "target", "＝", "3"),
        ("数量指标", "机构个数", "result", "", "3"),
    ]


def test_an_empty_form_gives_no_figures() -> None:
    assert (
        attachment(
            cells(
                "项目支出绩效自评表",
                "项目名称|∅",
                "项目资金（万元）|∅|年初预算数|全年预算数|全年执行数|分值|执行率|得分",
                "∅|年度资金总额|∅|∅|∅|∅|∅|∅",
                "∅|其中：财政拨款|∅|∅|∅|∅|∅|∅",
                "预算执行情况(万元)|预算数:|∅|执行数:|∅",
                "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
                "∅|产出指标|数量指标|∅|∅|∅|∅|∅|∅",
                "∅|∅|质量指标|∅|∅|∅|∅|∅|∅",
                "总分|∅|∅|∅",
            )
        )
        == []
    )


def test_a_table_whose_title_nobody_knows_loses_no_figure_and_is_told_by_place_and_shape() -> None:
    table = "河湖保洁服务情况表\n序号\t服务名称\t决算金额\n1\t河湖保洁\t612.48\n2\t法律顾问\t8.00\n"
    after = f"\n第五部分 附表\n{table}"
    assert [(f.label, f.measure, f.text) for f in attachment("", after=after)] == [
        ("决算金额", "", "612.48"),
        ("决算金额", "", "8.00"),
    ]
    told = extract((BEFORE + after).encode(), "青禾.txt").unread
    assert len(told) == 1
    assert "河湖保洁服务情况表" in told[0][1]
    assert "(3 rows, 3 columns)" in told[0][1]


def test_a_report_printed_right_below_a_table_is_not_swallowed_by_its_last_cell() -> None:
    table = cells("一级指标|二级指标|三级指标|指标分值|自评得分", "总体绩效|预算管理|编制质量|8|7.5").rstrip("\n")
    found = attachment(
        f"部门整体支出绩效自评表\n{table}\n专项资金绩效自评报告\n（水库除险加固项目）\n一、项目概况\n"
        "（一）预算安排。该项目安排资金35万元，已拨付30万元。\n"
    )
    assert [(f.project, f.measure, f.text) for f in found] == [
        ("部门整体支出", "weight", "8"),
        ("部门整体支出", "score", "7.5"),
        ("水库除险加固项目", "budget", "35"),
        ("水库除险加固项目", "amount", "30"),
    ]
