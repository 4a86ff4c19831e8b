"""Failures prevented: a total of a hundred held against indicators that share ninety; what was spent held
against a budget of January; a table that a page break has cut taken for two."""

from __future__ import annotations

from tests.unit.attachments_case import attachment, cells, told
from tests.unit.test_performance_identities import verdicts

INDICATORS = (
    "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分",
    "产出指标|数量指标|清淤长度|≥12公里|13公里|50|50",
    "效益指标|社会效益指标|受益群众|≥100人|120人|30|30",
    "满意度指标|服务对象满意度指标|群众满意度|≥90%|96%|10|9.5",
    "总分|∅|∅|∅|∅|100|99.29",
)
FUNDS = (
    "项目名称|河道清淤项目",
    "项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分",
    "年度资金总额|100|120.5|118|10|97.93%|9.79",
)


def _form(*rows: str) -> str:
    return cells("项目支出绩效自评表", *rows)


def test_points_for_spending_the_budget_stand_in_the_total() -> None:
    assert verdicts(_form(*FUNDS, *INDICATORS), "weights_to_total") == ["exact"]
    assert verdicts(_form(*FUNDS, *INDICATORS), "scores") == ["exact"]
    assert verdicts(_form(*FUNDS, *INDICATORS).replace("99.29", "89.29"), "scores") == ["violated"]


def test_a_table_found_in_two_grids_is_one() -> None:
    found = attachment(_form(*FUNDS) + "\n" + cells(*INDICATORS))
    assert len({f.table_line for f in found}) == 1
    places = [(f.table_row, f.table_column, f.place.offset) for f in found]
    assert len(set(places)) == len(places)


def test_a_total_whose_points_for_execution_nobody_found_is_not_tested() -> None:
    assert "violated" not in verdicts(_form(*INDICATORS), "weights_to_total")
    assert "violated" not in verdicts(_form(*INDICATORS), "scores")
    assert verdicts(_form(*INDICATORS), "weights_of_90") == ["exact"]


def test_the_score_of_execution_without_its_points_leaves_their_total_untested() -> None:
    funds = [row.replace("|分值", "").replace("|10|97", "|97") for row in FUNDS]
    assert "violated" not in verdicts(_form(*funds, *INDICATORS), "weights_to_total")
    assert verdicts(_form(*funds, *INDICATORS), "scores") == ["exact"]


def test_a_total_that_lacks_more_than_those_points_is_still_reported() -> None:
    assert verdicts(_form(*INDICATORS).replace("\t30\n", "\t10\n"), "weights_to_total") == ["violated"]


def test_scores_without_weights_take_in_the_score_of_execution() -> None:
    form = _form(
        "项目名称|河道清淤项目|实施（主管）单位|青禾区水务局",
        "预算执行情况（万元）|预算安排情况（调整后）|资金到位情况|资金执行情况|预算执行进度|得分",
        "预算数|120|120|118|98.33%|9.83",
        "其中：财政资金|100|100|98|98.00%|—",
        "一级指标|二级指标|三级指标|预期指标值|实际完成值|自评得分",
        "产出指标|数量指标|清淤长度|≥12公里|13公里|60",
        "满意度指标|服务对象满意度|群众满意度|≥90%|96%|20",
        "总分|∅|∅|∅|∅|89.83",
    )
    assert verdicts(form, "scores") == ["exact"]
    assert [(f.measure, f.part, f.text) for f in attachment(form) if f.label == "预算数"] == [
        ("budget", "total", "120"),
        ("", "", "120"),
        ("amount", "total", "118"),
        ("completion_pct", "", "98.33"),
        ("score", "execution", "9.83"),
    ]


def test_what_was_spent_is_held_against_the_adjusted_budget_and_never_against_the_first() -> None:
    adjusted = (
        "项目名称|河道清淤项目",
        "预算执行情况（万元）|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重|执行率得分",
        "∅|20.00|85.00|83.00|97.65|10|9.76",
    )
    assert verdicts(_form(*adjusted), "executed_within_budget") == ["exact"]
    alone = tuple(row.replace("|全年（调整）预算数", "").replace("|85.00", "") for row in adjusted)
    assert "violated" not in verdicts(_form(*alone), "executed_within_budget")
    assert "violated" not in verdicts(_form(*alone), "completion")


def test_a_rate_over_several_sources_is_of_their_sum() -> None:
    form = _form(
        "部门名称|青禾区水务局|自评得分|92.5",
        "部门整体支出|全年预算数（A）|∅|全年执行数（B）|∅|执行率（B/A）",
        "∅|小计|财政拨款|小计|财政拨款|执行率（B/A）",
        "项目支出|50.00|40.00|45.00|36.00|90.00%",
    )
    found = attachment(form)
    assert told(found[0]) == ("自评得分", "score", "92.5", "")
    assert [(f.measure, f.part) for f in found[1:5]] == [
        ("budget", "total"),
        ("budget", "fiscal"),
        ("amount", "total"),
        ("amount", "fiscal"),
    ]
    assert [f.of.text for f in found if f.of] == ["45.00"]
