"""Failures prevented: a summary's third side kept and not understood; the end of a heading taken for a displaced row;
a perfectly printed table called damaged; columns headed by code and name, procurement by source of funds and assets
counted in a table of their own held against nothing."""

from __future__ import annotations

import pytest

from pipelines.cli.examine import Examination, examine
from pipelines.extraction.model import Cell, Grid, Place
from pipelines.extraction.tables.furniture import furniture_of
from pipelines.extraction.tables.reference import column_key
from pipelines.extraction.tables.spilled import gathered
from pipelines.extraction.tables.titles import title_of
from tests.unit.attachments_case import BEFORE

SUMMARY = """
第五部分 附表
财政拨款收入支出决算总表
公开部门：青禾区水务局 单位：万元
|收入|||支出（按功能分类）||||支出（按支出性质和经济分类）|||
|---|---|---|---|---|---|---|---|---|---|
|项目|行次|决算数|项目|行次|合计|一般公共预算财政拨款|项目|行次|合计|一般公共预算财政拨款|
|一、一般公共预算财政拨款|1|90.00|一、农林水支出|8|70.00|70.00|一、基本支出|15|60.00|60.00|
|二、政府性基金预算财政拨款|2||二、住房保障支出|9|20.00|20.00|人员经费|16|50.00|50.00|
||3|||10|||公用经费|17|10.00|10.00|
||4|||11|||二、项目支出|18|30.00|30.00|
||5|||12|||支出经济分类|19|—|—|
||6|||13|||工资福利支出|20|50.00|50.00|
||7|||14|||商品和服务支出|21|40.00|40.00|
|本年收入合计|22|90.00|本年支出合计|23|90.00|90.00|本年支出合计|24|90.00|90.00|
|总计|25|90.00|总计|26|90.00|90.00|总计|27|90.00|90.00|
"""
PROCUREMENT = """
第五部分 附表
政府采购情况表
单位：万元
|项目|采购支出总额|财政性资金|其他资金|
|---|---|---|---|
|合计|32.05|30.05|2.00|
|货物|8.05|6.05|2.00|
|工程|14.00|14.00|—|
|服务|10.00|10.00|—|
|其中：授予中小企业合同金额|20.00|/|/|
"""
ASSETS = """
第五部分 附表
国有资产占用情况表
编制单位：青禾区水务局 单位：辆、台（套）
|项目|数量|
|---|---|
|一、车辆合计|7|
|机要通信用车|1|
|执法执勤用车|4|
|其他用车|2|
|二、单价50万元（含）以上通用设备|3|
|三、单价100万元（含）以上专用设备|1|
"""
ASSETS_ACROSS = """
第五部分 附表
国有资产占用情况表
编制单位：青禾区水务局
||车辆（辆）||||单价100万元（含）以上专用设备（台、套）|
|---|---|---|---|---|---|
||合计|机要通信用车|执法执勤用车|其他用车||
|合计|7|1|4|2|1|
"""
PROJECTS = """
第五部分 附表
一般公共预算财政拨款项目支出决算表
单位：万元
|科目编码|科目名称|合计|302商品和服务支出|310资本性支出|
|---|---|---|---|---|
||合计|30.00|12.00|18.00|
|213|农林水支出|30.00|12.00|18.00|
|21303|水利|30.00|12.00|18.00|
|2130306|水利工程运行与维护|30.00|12.00|18.00|
"""
FUND = """
第五部分 附表
政府性基金预算财政拨款收入支出决算表
单位：万元
|科目代码|科目名称|年初结转和结余|本年收入|小计|基本支出|项目支出|年末结转和结余|
|---|---|---|---|---|---|---|---|
||合计|20.00|225.00|231.00||231.00|14.00|
|229|其他支出|20.00|225.00|231.00||231.00|14.00|
|22960|彩票公益金安排的支出|20.00|225.00|231.00||231.00|14.00|
|2296002|用于社会福利的彩票公益金支出|20.00|225.00|231.00||231.00|14.00|
"""


def _examined(text: str) -> Examination:
    return examine((BEFORE + text).encode(), "青禾.txt", "printed")


def _verdicts(found: Examination, identity: str) -> set[str]:
    return {check["verdict"] for check in found.checks if check["identity_id"] == identity}


def _not_understood(found: Examination, statement: str) -> list[str]:
    return [row["place"] for row in found.figures if row["statement"] == statement and not row["flow"]]


def _quiet(found: Examination) -> bool:
    return not found.findings and not [check for check in found.checks if check["verdict"] == "violated"]


@pytest.fixture(scope="module")
def summary() -> Examination:
    return _examined(SUMMARY)


def test_the_third_side_of_a_summary_is_expenditure_by_nature_and_by_economic_class(summary: Examination) -> None:
    assert not _not_understood(summary, "appropriation_summary")
    assert _verdicts(summary, "row.summary_by_nature") == {"exact"}
    assert _verdicts(summary, "row.summary_by_economic") == {"exact"}
    assert "exact" in _verdicts(summary, "row.basic_personnel_public")
    assert _quiet(summary)


def test_a_dash_beside_the_name_of_the_economic_classes_is_no_total_of_nothing(summary: Examination) -> None:
    assert not [check for check in summary.checks if check["verdict"] == "violated"]


def test_a_class_of_the_third_side_that_does_not_add_up_is_found() -> None:
    found = _examined(SUMMARY.replace("商品和服务支出|21|40.00|40.00", "商品和服务支出|21|41.00|41.00"))
    assert _verdicts(found, "row.summary_by_economic") == {"violated"}


def test_procurement_is_held_against_its_sources_and_a_stroke_beside_contracts_is_no_zero() -> None:
    found = _examined(PROCUREMENT)
    assert not _not_understood(found, "procurement")
    assert _verdicts(found, "row.procurement_by_source") == {"exact"}
    assert _verdicts(found, "row.procurement") == {"exact"}
    assert _quiet(found)
    wrong = _examined(PROCUREMENT.replace("服务|10.00|10.00", "服务|11.00|10.00"))
    assert "violated" in _verdicts(wrong, "row.procurement_by_source")


@pytest.mark.parametrize("table", [ASSETS, ASSETS_ACROSS])
def test_assets_held_are_counts_whether_their_uses_are_lines_or_columns(table: str) -> None:
    found = _examined(table)
    rows = [row for row in found.figures if row["statement"] == "state_assets"]
    assert rows
    assert {row["measure"] for row in rows} == {"count"}
    assert {row["amount_wan"] for row in rows} == {None}
    assert _verdicts(found, "row.vehicles_by_use") == {"exact"}
    wrong = _examined(table.replace("|4|", "|5|"))
    assert _verdicts(wrong, "row.vehicles_by_use") == {"violated"}


def test_a_column_headed_by_code_and_name_is_that_economic_class() -> None:
    found = _examined(PROJECTS)
    assert not _not_understood(found, "general_budget_project")
    assert _verdicts(found, "row.project_classes") == {"exact"}
    wrong = _examined(PROJECTS.replace("维护|30.00|12.00|", "维护|30.00|21.00|"))
    assert "violated" in _verdicts(wrong, "row.project_classes")


def test_a_column_whose_code_and_name_disagree_is_of_neither_class() -> None:
    assert column_key("general_budget_project", ("302商品和服务支出",), "") == "economic_302"
    assert column_key("general_budget_project", ("302-商品和服务支出", "小计"), "") == "economic_302"
    assert column_key("general_budget_project", ("310商品和服务支出",), "") == ""


def test_a_subtotal_whose_heading_above_is_lost_is_the_expenditure_that_its_neighbours_divide() -> None:
    found = _examined(FUND)
    assert not _not_understood(found, "government_fund")
    assert not [f for f in found.findings if f["finding_kind"] == "table_restored"]
    assert "exact" in _verdicts(found, "row.expenditure_by_nature")


def _grid(*rows: str) -> Grid:
    return Grid(
        tuple(
            tuple(Cell(text, r, c, Place(r)) for c, text in enumerate(row.split("|"), start=1))
            for r, row in enumerate(rows, start=1)
        ),
        "ruled",
    )


def test_the_end_of_a_heading_below_it_completes_it_and_other_words_stay() -> None:
    grid = _grid("项目|小计|政府性基金预", "一、基本支出|5.00|算")
    whole = gathered("appropriation_summary", grid, 1)
    assert [cell.text for cell in whole.rows[0]] == ["项目", "小计", "政府性基金预算"]
    assert [cell.text for cell in whole.rows[1]] == ["一、基本支出", "5.00", ""]
    other = _grid("项目|小计|政府性基金预", "一、基本支出|5.00|见注")
    assert gathered("appropriation_summary", other, 1) is other


def test_a_unit_of_things_counted_is_furniture_and_no_unit_of_money() -> None:
    assert furniture_of("编制单位：青禾区水务局 单位：辆、艘、台（套）").is_all
    assert furniture_of("单位：辆、台（套）").unit == ""
    assert not furniture_of("本表单位：辆和全部资产的说明").is_all


BUDGETED = """
第五部分 附表
收入支出决算总表
公开部门：青禾区水务局 单位：万元
|收入||||支出||||||||
|---|---|---|---|---|---|---|---|---|---|---|---|
|项目|年初预算数|全年预算数|决算数|项目（按功能分类）|年初预算数|全年预算数|决算数|项目（按支出性质和经济分类）|年初预算数|全年预算数|决算数|
|一、一般公共预算财政拨款收入|80.00|95.00|90.00|一、农林水支出|60.00|75.00|70.00|一、基本支出|50.00|65.00|60.00|
|二、其他收入||||二、住房保障支出|20.00|20.00|20.00|人员经费|40.00|55.00|50.00|
|||||||||公用经费|10.00|10.00|10.00|
|||||||||二、项目支出|30.00|30.00|30.00|
|||||||||三、经营支出||||
|||||||||经济分类支出合计|80.00|95.00|90.00|
|||||||||一、工资福利支出|40.00|55.00|50.00|
|||||||||二、商品和服务支出|40.00|40.00|40.00|
|本年收入合计|80.00|95.00|90.00|本年支出合计|80.00|95.00|90.00|本年支出合计|80.00|95.00|90.00|
|总计|80.00|95.00|90.00|总计|80.00|95.00|90.00|总计|80.00|95.00|90.00|
"""


def test_three_sides_with_both_budgets_are_read_and_what_was_planned_is_no_expenditure() -> None:
    found = _examined(BUDGETED)
    assert not _not_understood(found, "income_expenditure_summary")
    assert _verdicts(found, "row.summary_by_nature") == {"exact"}
    assert _verdicts(found, "row.summary_by_economic") == {"exact"}
    violated = {check["identity_id"] for check in found.checks if check["verdict"] == "violated"}
    assert violated <= {"agreement.grand_total"}, "the invented narrative tells another total"
    settled = {f["text"] for f in found.figures if f["nature"] == "by_economic" and f["aspect"] == "settled"}
    assert settled == {"50.00", "40.00"}


def test_the_vehicles_of_the_table_are_those_the_narrative_counts() -> None:
    told = "\n（三）国有资产占有使用情况\n截至2023年12月31日，青禾区水务局共有车辆{}辆。\n"
    part = BEFORE.replace("\n第三部分", "\n十、其他重要事项的情况说明" + told + "\n第三部分")
    for count, verdict in (("7", "exact"), ("9", "violated")):
        found = examine((part.format(count) + ASSETS).encode(), "青禾.txt", "printed")
        assert verdict in _verdicts(found, "agreement.same_count"), count


WORTH = """
第五部分 附表
国有资产使用情况表
金额单位：万元
|项目|行次|资产总额|流动资产|固定资产|||||其他资产|
|---|---|---|---|---|---|---|---|---|---|
|||||小计|房屋构筑物|车辆|单价200万以上大型设备|其他固定资产||
|栏次||1|2|3|4|5|6|7|8|
|合计|1|90.00|20.00|60.00|30.00|10.00|15.00|5.00|10.00|
"""


def test_what_assets_are_worth_is_money_and_adds_up() -> None:
    found = _examined(WORTH)
    worth = [row for row in found.figures if row["statement"] == "state_assets"]
    assert len(worth) == 8
    assert {row["measure"] for row in worth} == {"amount"}
    assert _verdicts(found, "row.assets_value") == _verdicts(found, "row.fixed_assets_value") == {"exact"}
    wrong = _examined(WORTH.replace("|15.00|5.00|", "|51.00|5.00|"))
    assert _verdicts(wrong, "row.fixed_assets_value") == {"violated"}


def test_a_title_that_joins_expense_assets_and_procurement_is_the_table_on_how_the_agency_runs() -> None:
    for title in (
        "机关运行经费支出、国有资产占用情况及政府采购情况表",
        "机关运行经费、国有资产占用情况和政府采购支出信息表",
    ):
        found = title_of(title)
        assert found is not None, title
        assert found.kind == "agency_operation"
