"""Failures prevented: a correct table alleged to be wrong, because a budget within the appropriation is added to it, a
plan is taken for a count, a use of vehicles is missing from the list of uses, or the table divides its lines itself."""

from __future__ import annotations

import pytest

from pipelines.cli.examine import Examination, examine
from tests.unit.attachments_case import BEFORE


def _table(title: str, *rows: str) -> str:
    lines = [f"|{row}|" for row in rows]
    rule = "|" + "---|" * (rows[0].count("|") + 1)
    return "\n".join([title, "公开部门：青禾区水务局 金额单位：万元", lines[0], rule, *lines[1:]])


SUMMARY = _table(
    "收入支出决算总表",
    "收入|收入|收入|支出|支出|支出",
    "项目|行次|决算数|项目|行次|决算数",
    "栏次||1|栏次||2",
    "一、财政拨款收入|1|750.55|一、一般公共服务支出|6|720.55",
    "其中：政府性基金预算财政拨款|2|100.00|二、外交支出|7|",
    "二、事业收入|3|30.00|三、国防支出|8|",
    "本年收入合计|4|780.55|本年支出合计|9|720.55",
    "年初结转和结余|5|40.00|结余分配|10|5.00",
    "基本支出结转|6|10.00|年末结转和结余|11|95.00",
    "项目支出结转和结余|7|30.00||12|",
    "总计|8|820.55|总计|13|820.55",
)
OPERATION = _table(
    "机构运行信息表",
    "项目|预算数|决算数",
    "一、“三公”经费支出|—|—",
    "1．公务用车保有量（辆）|9|7",
    "2．国内公务接待批次（个）|20|12",
    "二、国有资产占用情况|—|—",
    "（一）车辆数合计（辆）|—|8",
    "1．一般公务用车|—|3",
    "2．押运用车|—|2",
    "3．其他用车|—|3",
)
BASIC = _table(
    "一般公共预算财政拨款基本支出决算表",
    "科目编码|科目名称|合计|人员经费|公用经费",
    "|合计|100.00|70.00|30.00",
    "301|工资福利支出|60.00|60.00|",
    "30101|基本工资|60.00|60.00|",
    "302|商品和服务支出|40.00|10.00|30.00",
    "30201|办公费|30.00||30.00",
    "30228|工会经费|10.00|10.00|",
)
CARRIED = _table(
    "一般公共预算财政拨款收入支出决算表",
    "功能分类科目编码|科目名称|年初结转和结余|本年收入|本年支出|本年支出|本年支出|年末结转和结余",
    "功能分类科目编码|科目名称|年初结转和结余|本年收入|合计|基本支出|项目支出|年末结转和结余",
    "合计|合计|40.00|700.00|690.00|505.00|185.00|50.00",
    "201|一般公共服务支出|40.00|700.00|690.00|505.00|185.00|50.00",
    "20106|财政事务|40.00|700.00|690.00|505.00|185.00|50.00",
    "2010602|一般行政管理事务|40.00|700.00|690.00|505.00|185.00|50.00",
)
SLIPS = {
    "summary": (SUMMARY, "|3|30.00|", "|3|31.00|", {"row.summary_income_appropriation"}),
    "summary, opening": (SUMMARY, "|7|30.00|", "|7|29.00|", {"row.opening_by_nature"}),
    "basic": (BASIC, "|100.00|70.00|", "|100.00|71.00|", {"hierarchy.total", "row.basic_personnel_public"}),
    "carried over": (
        CARRIED,
        "合计|合计|40.00|",
        "合计|合计|41.00|",
        {"balance.general_carry_over", "hierarchy.total_income_and_balances"},
    ),
}


def _examined(table: str, told: str = "") -> Examination:
    before = BEFORE.replace("第四部分 附件", "第四部分 附表").replace("\n第三部分", f"{told}\n第三部分")
    return examine(f"{before}\n{table}\n".encode(), "青禾.txt", "printed")


def _alleged(found: Examination) -> set[str]:
    return {check["identity_id"] for check in found.checks if check["verdict"] in {"violated", "truncated"}}


@pytest.mark.parametrize(
    "table", [SUMMARY, OPERATION, BASIC, CARRIED], ids=["summary", "operation", "basic", "carried"]
)
def test_a_correct_table_is_not_alleged(table: str) -> None:
    assert _alleged(_examined(table)) == set()


@pytest.mark.parametrize(("table", "printed", "slip", "identities"), SLIPS.values(), ids=list(SLIPS))
def test_a_slip_in_it_is(table: str, printed: str, slip: str, identities: set[str]) -> None:
    assert table.count(printed) == 1
    assert _alleged(_examined(table.replace(printed, slip))) == identities


def test_a_plan_is_no_count_and_the_count_is_that_of_the_narrative() -> None:
    told = "七、“三公”经费支出决算情况说明\n公务用车保有量7辆，其中本级4辆、下属单位3辆。国内公务接待12批次。\n"
    assert _alleged(_examined(OPERATION, told)) == set()
    assert _alleged(_examined(OPERATION, told.replace("12批次", "13批次"))) == {"agreement.same_count"}
