"""Failures prevented: a project's own money taken for a fact of the accounts, an amount of a list given to the wrong
project, a budget told as spent, and a number of a rule or a name read as a result."""

from __future__ import annotations

from tests.unit.attachments_case import attachment, told

WHOLE = "附件1\n青禾区水务局2023年部门整体支出绩效自评报告\n"


def test_receipts_and_expenditure_of_the_department_are_facts_of_the_accounts() -> None:
    found = attachment(
        WHOLE + "二、部门资金收支情况\n"
        "（一）收入情况。2023年财政拨款收入820.55万元，其中：一般公共预算财政拨款收入800万元，占97.5%；"
        "政府性基金预算财政拨款收入20.55万元，占2.5%。\n"
        "（二）支出情况。2023年财政拨款支出820.55万元，其中：基本支出500.55万元，项目支出320万元。\n"
    )
    assert [(f.subject_key, f.measure, f.text) for f in found] == [
        ("income_appropriation", "amount", "820.55"),
        ("income_general", "amount", "800"),
        ("income_general", "share_pct", "97.5"),
        ("income_government_fund", "amount", "20.55"),
        ("income_government_fund", "share_pct", "2.5"),
        ("appropriation_expenditure", "amount", "820.55"),
        ("expenditure_basic", "amount", "500.55"),
        ("expenditure_project", "amount", "320"),
    ]
    assert [f.of.text for f in found if f.of] == ["800", "20.55"]


def test_what_was_budgeted_at_the_beginning_is_no_settled_amount() -> None:
    found = attachment(
        WHOLE
        + "（一）收入情况。2023年年初预算收入700万元，其中：一般公共预算财政拨款收入690万元；决算报表收入820.55万元。\n"
    )
    assert [(f.measure, f.text, f.subject_key) for f in found] == [
        ("budget", "700", "income_total"),
        ("budget", "690", "income_general"),
        ("amount", "820.55", "income_total"),
    ]


def test_the_expenditure_of_a_project_is_no_fact_of_the_accounts() -> None:
    found = attachment(
        "附件2\n水库维护经费项目支出绩效自评报告\n一、项目概况\n"
        "（一）支出情况。该项目财政拨款支出50万元，其中：人员经费5万元，项目支出45万元。\n"
    )
    assert [f.subject_key for f in found] == ["", "", ""]
    assert {f.project for f in found if f.form == "prose"} == {"水库维护经费"}


def test_every_amount_of_a_list_belongs_to_the_project_named_before_it() -> None:
    found = attachment(
        WHOLE + "2023年列入绩效管理的项目有3个，共计68.5万元，分别是：河道清淤项目40万元、"
        "水质、水量监测，2023年年产5万吨净水剂生产线项目25万元、小型水库升级改造经费3.5万元。\n"
    )
    assert [(f.project, f.measure, f.text) for f in found if f.form == "list"] == [
        ("河道清淤项目", "amount", "40"),
        ("小型水库升级改造经费", "amount", "3.5"),
    ]
    assert told(found[1]) == ("共计", "amount", "68.5", "万元")
    assert ("25", "list") not in {(f.text, f.form) for f in found}


def test_a_list_below_a_budget_lists_budgets_and_the_text_behind_it_is_the_reports_again() -> None:
    found = attachment(
        WHOLE
        + "常年项目总数2个，涉及预算总金额30万元。具体明细如下：巡河经费10万元，水政执法经费20万元。执行进度为100%。\n"
    )
    assert [(f.form, f.project, f.measure, f.text) for f in found[1:]] == [
        ("prose", "2023年部门整体支出", "budget", "30"),
        ("list", "巡河经费", "budget", "10"),
        ("list", "水政执法经费", "budget", "20"),
        ("prose", "2023年部门整体支出", "completion_pct", "100"),
    ]


def test_a_numbered_paragraph_that_opens_with_a_project_is_about_it() -> None:
    found = attachment(
        WHOLE + "（1）农村供水工程经费12万元，新建管网3.5公里，覆盖农户260户。\n（2）防汛物资经费6万元，购置物资。\n"
    )
    assert [(f.project, f.text, f.unit) for f in found] == [
        ("农村供水工程经费", "12", "万元"),
        ("农村供水工程经费", "3.5", "公里"),
        ("农村供水工程经费", "260", "户"),
        ("防汛物资经费", "6", "万元"),
    ]


def test_budget_payment_and_rates_of_a_project_are_told_apart() -> None:
    found = attachment(
        "附件3\n青禾区水务局 水土保持项目支出绩效自评报告\n"
        "1.资金计划。2023年获得水土保持专项资金80万元。\n2.资金到位。实际到位资金60万元，资金到位率75%。\n"
        "3.资金使用。水土保持专项资金支出60万元，尚未支付20万元，资金执行率75%。\n"
    )
    assert [(f.measure, f.text) for f in found] == [
        ("budget", "80"),
        ("amount", "60"),
        ("completion_pct", "75"),
        ("amount", "60"),
        ("", "20"),
        ("completion_pct", "75"),
    ]


def test_scores_weights_and_thresholds_of_points_are_told_apart() -> None:
    found = attachment(
        WHOLE + "1.履职效能。履职效能15分，自评得分14.5分。\n（一）评价结论。分值≥90分为优，综合评价得分96.5分。\n"
    )
    assert [(f.measure, f.comparator, f.text, f.subject_key) for f in found] == [
        ("weight", "", "15", ""),
        ("score", "", "14.5", ""),
        ("", "≥", "90", ""),
        ("score", "", "96.5", "performance_overall"),
    ]


def test_targets_and_results_follow_their_headings_and_words() -> None:
    found = attachment(
        WHOLE
        + "（四）项目绩效目标设置。巡查河道40次以上，清淤12公里。\n（一）项目完成情况。巡查河道52次，比上年增长4%。\n"
    )
    assert [(f.measure, f.comparator, f.text) for f in found] == [
        ("target", "以上", "40"),
        ("target", "", "12"),
        ("result", "", "52"),
        ("change_pct", "", "4"),
    ]


def test_numbers_of_documents_articles_models_and_years_are_no_figures() -> None:
    assert (
        attachment(
            WHOLE
            + "根据云水办〔2023〕15号第4条、第5项—6项，2023年12月31日采用ABC-500KVA型设备，覆盖5G网络，落实2023项目。\n"
        )
        == []
    )


def test_a_unit_said_once_holds_for_the_numerals_joined_to_it() -> None:
    found = attachment(WHOLE + "供水普及率分别高于全省、全市1.7和3.9个百分点，城镇和农村用水分别增长19.8%、7.4%。\n")
    assert [(f.measure, f.text, f.unit) for f in found] == [
        ("", "1.7", "百分点"),
        ("", "3.9", "百分点"),
        ("change_pct", "19.8", "%"),
        ("change_pct", "7.4", "%"),
    ]


def test_a_report_without_a_heading_is_not_the_one_before_it() -> None:
    found = attachment(
        "附件2\n河道清淤项目支出绩效自评报告\n一、项目概况\n安排资金40万元。\n五、评价结论\n自评得分95分。\n"
        "一、项目概况\n安排资金9万元。\n"
    )
    assert [(f.project, f.text) for f in found] == [("河道清淤项目", "40"), ("河道清淤项目", "95"), ("", "9")]


def test_a_reports_name_is_found_before_behind_and_above_its_heading() -> None:
    found = attachment(
        "附件2\n专项资金绩效自评报告\n（小流域治理项目）\n一、概况\n安排资金8万元。\n"
        "附件3\n2023年水源地保护资金\n专项资金预算项目绩效自评报告\n一、概况\n安排资金7万元。\n"
        "附件4\n青禾区水务局 节水宣传项目绩效自评报告\n一、概况\n安排资金6万元。\n"
    )
    assert [(f.project, f.text) for f in found] == [
        ("小流域治理项目", "8"),
        ("2023年水源地保护资金", "7"),
        ("节水宣传项目", "6"),
    ]
