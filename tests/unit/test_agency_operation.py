"""Failures prevented: the ministry's table on how an agency runs read as a report, its column numbers taken for money
and its vehicles for 万元; a procurement table unread; one count told twice and compared by nobody."""

from __future__ import annotations

from typing import Any

from pipelines.cli.examine import Examination, examine
from tests.unit.attachments_case import BEFORE

TABLE = """
第五部分 附表
机构运行信息表
公开部门：青禾区水务局 单位：万元
|项目|预算数|决算数|项目|决算数|
|---|---|---|---|---|
|栏次|1|2|栏次|3|
|一、“三公”经费支出|—|—|二、机关运行经费|50.32|
|（一）支出合计|22.20|19.67|三、国有资产占用情况|—|
|1．因公出国（境）费|0.00|0.00|（一）车辆数合计（辆）|7|
|2．公务用车购置及运行维护费|21.00|18.93|1．机要通信用车|1|
|（1）公务用车购置费|0.00|0.00|2．执法执勤用车|4|
|（2）公务用车运行维护费|21.00|18.93|3．其他用车|2|
|3．公务接待费|1.20|0.74|四、政府采购支出信息|—|
|（1）国内接待费|—|0.74|（一）政府采购支出合计|32.05|
|（2）国（境）外接待费|—|0.00|1．政府采购货物支出|8.05|
|（二）相关统计数|—|—|2．政府采购工程支出|14.00|
|1．公务用车保有量（辆）|—|7|3．政府采购服务支出|10.00|
"""
PROCUREMENT = """
第五部分 附表
政府采购情况表
单位：万元
|政府采购支出信息|采购金额|
|---|---|
|合计|32.05|
|货物|8.05|
|工程|14.00|
|服务|10.00|
"""


def _examined(text: str) -> Examination:
    return examine((BEFORE + text).encode(), "青禾.txt", "printed")


def _figures(found: Examination, statement: str) -> dict[str, tuple[Any, ...]]:
    return {
        row["place"]: (row["text"], row["measure"], row["unit"])
        for row in found.figures
        if row["statement"] == statement
    }


def _verdicts(found: Examination, identity: str) -> list[str]:
    return [check["verdict"] for check in found.checks if check["identity_id"] == identity]


def test_amounts_budgets_and_counts_are_told_apart_and_column_numbers_are_none() -> None:
    figures = _figures(_examined(TABLE), "agency_operation")
    assert figures["机构运行信息表 / （一）支出合计 / 预算数"] == ("22.20", "budget", "万元")
    assert figures["机构运行信息表 / （一）支出合计 / 决算数"] == ("19.67", "amount", "万元")
    assert figures["机构运行信息表 / （一）车辆数合计（辆） / 决算数"] == ("7", "count", "")
    assert not [place for place in figures if "栏次" in place]


def test_the_table_is_held_against_itself() -> None:
    found = _examined(TABLE)
    for identity in ("row.three_public", "row.vehicles", "row.hospitality", "row.vehicles_by_use", "row.procurement"):
        assert _verdicts(found, identity) == ["exact"], identity
    assert _verdicts(_examined(TABLE.replace("用车|4|", "用车|5|")), "row.vehicles_by_use") == ["violated"]
    assert not [check for check in found.checks if check["verdict"] == "violated"]


def test_a_procurement_table_has_its_lines_whatever_heads_them() -> None:
    found = _examined(PROCUREMENT)
    assert list(_figures(found, "procurement").values()) == [
        ("32.05", "amount", "万元"),
        ("8.05", "amount", "万元"),
        ("14.00", "amount", "万元"),
        ("10.00", "amount", "万元"),
    ]
    assert _verdicts(found, "row.procurement") == ["exact"]
