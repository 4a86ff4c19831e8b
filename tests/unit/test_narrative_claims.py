"""Failures prevented: a figure of the narrative lost, counted twice, put to the wrong subject, section or sign."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipelines.extraction.model import Document, Paragraph, Place, Run
from pipelines.extraction.narrative.claims import Claim, read_claims
from pipelines.extraction.parts import Parts


def document_of(*lines: str) -> Document:
    """One paragraph per line that is not empty, each in its place."""
    blocks = [Paragraph((Run(line, Place(n)),)) for n, line in enumerate(lines, 1) if line.strip()]
    return Document(blocks=list(blocks), line_count=len(lines), raw_lines=list(lines))


def claims_of(*lines: str) -> list[Claim]:
    return read_claims(document_of(*lines), Parts(((1, "two"),), len(lines)))


def facts(claims: list[Claim]) -> list[tuple[str, str, str]]:
    """Aspect, subject and signed numeral with unit."""
    return [(c.aspect, c.subject_key, f"{'-' if c.sign < 0 else ''}{c.numeral}{c.unit}") for c in claims]


def lines_of(claims: list[Claim]) -> list[tuple[str, str, str, str]]:
    return [(c.class_label, c.section_label, c.item_label, c.numeral) for c in claims if c.aspect == "settled"]


DETAIL = "（三）一般公共预算财政拨款支出决算具体情况"
STRUCTURE = "（二）一般公共预算财政拨款支出决算结构情况"


def test_the_columns_of_a_claim_are_those_of_the_extracted_table() -> None:
    assert [f.name for f in fields(Claim)] == [
        "claim",
        "line",
        "page",
        "offset",
        "section",
        "sentence",
        "aspect",
        "subject_key",
        "label",
        "class_label",
        "class_code",
        "section_label",
        "section_code",
        "item_label",
        "item_code",
        "text",
        "numeral",
        "sign",
        "unit",
        "approx",
        "of_claim",
        "base_key",
        "part_of",
        "told",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "八、政府性基金预算支出决算情况说明",
        "9、 政府性基金预算支出决算情况说明",
        "政府性基金预算财政拨款支出决算情况",
        "## （八）关于2023年度政府性基金预算财政拨款收入支出决算情况的说明",
        "8．青禾区水务局政府性基金支出情况说明：",
    ],
)
def test_a_section_is_known_by_its_title_whatever_its_number(heading: str) -> None:
    claims = claims_of("一、收入支出决算总体情况说明", heading, "2023年度政府性基金预算财政拨款支出12.5万元。")
    assert [(c.section, c.subject_key) for c in claims] == [("government_fund", "government_fund_expenditure")]


def test_a_heading_that_runs_into_its_sentence_opens_its_section() -> None:
    claims = claims_of("（一）机关运行经费支出情况。2023年，青禾区水务局机关运行经费支出8.25万元。")
    assert [(c.section, c.subject_key, c.offset) for c in claims] == [("operating_expense", "operating_expense", 34)]


def test_a_short_heading_belongs_to_the_family_above_it() -> None:
    claims = claims_of(
        "五、一般公共预算财政拨款支出决算情况说明",
        "（二）结构情况",
        "教育支出6万元，占60%。",
        "七、“三公”经费财政拨款支出决算情况说明",
        "（一）总体情况",
        "2023年“三公”经费支出决算为2万元。",
    )
    assert [c.section for c in claims] == ["general_structure"] * 2 + ["three_public_overall"]


def test_a_figure_caption_is_no_heading() -> None:
    claims = claims_of("二、收入决算情况说明", "（图3：支出决算结构图）", "本年收入合计9万元。")
    assert [c.section for c in claims] == ["income"]


def test_the_same_words_mean_the_total_of_their_section() -> None:
    claims = claims_of(
        "一、收入支出决算总体情况说明",
        "2023年度收、支总计100万元。",
        "四、财政拨款收入支出决算总体情况说明",
        "2023年度收、支总计90万元。",
    )
    assert facts(claims) == [
        ("settled", "grand_total", "100万元"),
        ("settled", "appropriation_grand_total", "90万元"),
    ]


def test_a_decrease_is_negative_and_each_change_points_at_its_amount() -> None:
    claims = claims_of(
        "一、收入支出决算总体情况说明", "收、支总计100万元。与上年相比，收、支总计各减少25万元，下降20%。"
    )
    assert facts(claims)[1:] == [("change", "grand_total", "-25万元"), ("change_pct", "grand_total", "-20%")]
    assert [c.of_claim for c in claims] == ["", "1", "2"]
    assert [c.sentence for c in claims] == [1, 2, 2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("增加5万元", "5万元"),
        ("压减了约5万元", "-5万元"),
        ("增减变动0万元", "0万元"),
        ("增加（减少）5万元", "5万元"),
        ("增加-5万元", "-5万元"),
    ],
)
def test_the_verb_gives_the_sign(words: str, expected: str) -> None:
    claims = claims_of("（一）机关运行经费支出情况", f"机关运行经费支出8万元，比2022年{words}。")
    assert facts(claims)[1] == ("change", "operating_expense", expected)


def test_about_is_told() -> None:
    claims = claims_of("二、收入决算情况说明", "本年收入合计约80万元，事业收入5万元左右，其他收入3万元。")
    assert [c.approx for c in claims] == ["true", "true", ""]


def test_a_difference_from_the_budget_is_no_change_from_last_year() -> None:
    claims = claims_of(
        "（一）机关运行经费支出情况",
        "机关运行经费支出45万元，比年初预算数减少3万元，下降6.25%，比上年增加1万元，增长2.27%。",
    )
    assert facts(claims)[1:] == [
        ("budget_change", "operating_expense", "-3万元"),
        ("budget_change_pct", "operating_expense", "-6.25%"),
        ("change", "operating_expense", "1万元"),
        ("change_pct", "operating_expense", "2.27%"),
    ]


def test_a_reason_inherits_nothing() -> None:
    claims = claims_of(
        "一、收入支出决算总体情况说明",
        "收入、支出总计均为100万元。变动原因：一是人员收入、支出减少12万元；二是项目支出减少8万元，下降4%。",
    )
    assert facts(claims)[1:] == [("change", "", "-12万元"), ("change", "", "-8万元"), ("change_pct", "", "-4%")]
    assert [c.of_claim for c in claims] == ["", "", "", "3"]


def test_what_money_was_used_for_is_not_settled_again() -> None:
    claims = claims_of("（二）政府采购支出情况", "政府采购支出总额9万元，主要用于采购货物支出5万元，食堂服务4万元。")
    assert [c.subject_key for c in claims] == ["procurement", "part", "part"]


def test_a_named_whole_is_the_base_of_its_share() -> None:
    claims = claims_of(
        "（二）政府采购支出情况",
        "政府采购支出总额9万元。授予中小企业合同金额9万元，占政府采购支出总额的100%，"
        "其中：授予小微企业合同金额4.5万元，占授予中小企业合同金额的50%。",
    )
    shares = [(c.subject_key, c.base_key, c.of_claim) for c in claims if c.aspect == "share_pct"]
    assert shares == [("procurement_sme", "procurement", "2"), ("procurement_micro", "procurement_sme", "4")]


def test_behind_a_bracket_the_amount_before_it_goes_on() -> None:
    claims = claims_of("三、支出决算情况说明", "基本支出10万元（其中：人员经费8万元，公用经费2万元），占50%。")
    assert facts(claims)[-1] == ("share_pct", "expenditure_basic", "50%")
    assert claims[-1].of_claim == "1"


def test_a_short_subject_inside_another_name_is_not_that_subject() -> None:
    claims = claims_of("三、支出决算情况说明", "支出合计20万元，信息安全采购项目支出7万元。")
    assert facts(claims)[1] == ("settled", "", "7万元")


def test_a_money_numeral_without_its_unit_is_a_figure_without_unit() -> None:
    claims = claims_of(DETAIL, "2023年度一般公共预算财政拨款支出决算数为 1205.75, 完成预算 100%。其中:")
    assert [(c.numeral, c.unit, c.subject_key) for c in claims] == [
        ("1205.75", "", "general_expenditure"),
        ("100", "%", "general_expenditure"),
    ]


def test_a_unit_is_kept_as_printed() -> None:
    claims = claims_of(STRUCTURE, "卫生健康支出24.96元，占0.5%。")
    assert (claims[0].numeral, claims[0].unit) == ("24.96", "元")


def test_years_dates_list_numbers_and_figure_numbers_are_no_figures() -> None:
    assert not claims_of("二、收入决算情况说明", "1. 截至2023年12月31日，见图1、表2和第3项，依据2022年第5号文。")


def test_a_threshold_is_no_amount_and_the_count_behind_it_counts() -> None:
    claims = claims_of("（三）国有资产占有使用情况", "共有车辆2辆。单价100万元以上专用设备0台（套）。")
    assert facts(claims) == [
        ("count", "state_assets_vehicles", "2辆"),
        ("other", "", "100万元"),
        ("count", "state_assets_special_equipment", "0台"),
    ]


def test_counts_of_one_reception_share_its_words() -> None:
    claims = claims_of(
        "（二）“三公”经费财政拨款支出决算具体情况说明",
        "国内公务接待支出3万元，主要用于用餐。国内公务接待12批次，90人次（不包括陪同人员），共计支出3万元。",
    )
    assert facts(claims) == [
        ("settled", "three_public_hospitality_domestic", "3万元"),
        ("count", "three_public_hospitality_domestic_batches", "12批次"),
        ("count", "three_public_hospitality_domestic_visitors", "90人次"),
        ("settled", "three_public_hospitality_domestic", "3万元"),
    ]


def test_vehicles_by_kind_belong_to_those_bought_or_held() -> None:
    claims = claims_of(
        "（二）“三公”经费财政拨款支出决算具体情况说明",
        "全年按规定更新购置公务用车1辆，其中：轿车1辆、金额18万元。年末单位共有公务用车3辆，其中：轿车2辆。",
    )
    assert [c.subject_key for c in claims] == [
        "three_public_vehicles_bought",
        "three_public_bought_cars",
        "three_public_bought_cars_amount",
        "three_public_vehicles_held",
        "three_public_held_cars",
    ]


def test_scores_carry_their_project_and_counts_what_was_done() -> None:
    claims = claims_of(
        "（四）预算绩效管理情况",
        "组织对河道治理等6个项目开展了预算事前绩效评估，对5个项目编制了绩效目标。",
        "其中，青禾区水务局部门整体绩效自评得分为93分；河道治理项目绩效自评得分为98.5分，新增7户企业，产值2.4亿元。",
    )
    assert [(c.aspect, c.subject_key) for c in claims] == [
        ("count", "performance_projects_appraised"),
        ("count", "performance_projects_with_targets"),
        ("score", "performance_overall"),
        ("score", "performance_project"),
        ("count", "performance_counted"),
        ("other", ""),
    ]
    assert claims[3].label == "河道治理项目"


def test_a_figure_over_two_runs_knows_the_line_of_its_digits() -> None:
    paragraph = Paragraph((Run("本年收入合计", Place(7, 4)), Run(" 1 200.50 万元。", Place(9, 0))))
    heading = Paragraph((Run("二、收入决算情况说明", Place(5)),))
    (claim,) = read_claims(Document(blocks=[heading, paragraph]), Parts(((1, "two"),), 20))
    assert (claim.line, claim.offset, claim.text, claim.numeral) == (9, 1, "1 200.50", "1200.50")


def test_what_is_not_understood_is_still_a_claim() -> None:
    claims = claims_of("二、收入决算情况说明", "全年为群众办实事43件，人均250元。")
    assert facts(claims) == [("count", "counted", "43件"), ("settled", "", "250元")]
