"""Prevents: a figure without its subject because what names it stands in a heading, before a fund's other figures or
before a reason; a fund's nothing taken for the whole; visits of one kind taken for all."""

from __future__ import annotations

from test_narrative_claims import claims_of, facts

DETAIL = "（二）“三公”经费财政拨款支出决算具体情况"
TOTALS = "四、财政拨款收入支出决算总体情况说明"


def test_a_heading_names_the_subject_of_the_sentence_below_it() -> None:
    claims = claims_of(
        DETAIL,
        "1.公务接待费。2023年决算数3万元，比上年减少1万元。",
        "2.因公出国（境）费用支出情况说明。",
        "决算数0万元。",
    )
    assert facts(claims) == [
        ("settled", "three_public_hospitality", "3万元"),
        ("change", "three_public_hospitality", "-1万元"),
        ("settled", "three_public_overseas", "0万元"),
    ]


def test_an_item_named_in_a_paragraph_of_its_own_has_the_figures_of_the_next() -> None:
    claims = claims_of(
        "（三）财政拨款支出决算具体情况",
        "1.教育支出（类）普通教育（款）小学教育（项）。",
        "年初预算为4万元，支出决算为5万元，完成年初预算的125%。",
        "2.教育支出（类）普通教育（款）初中教育（项）。",
        "年初预算为1万元。",
    )
    assert [(c.aspect, c.item_label) for c in claims] == [
        ("budget", "小学教育"),
        ("settled", "小学教育"),
        ("completion_pct", "小学教育"),
        ("budget", "初中教育"),
    ]
    assert {c.subject_key for c in claims} == {"function_line"}


def test_what_a_sentence_tells_behind_a_fund_is_that_funds() -> None:
    claims = claims_of(TOTALS, "2.政府性基金预算财政拨款本年收入0万元，与上年持平；本年支出0万元。", "本年支出9万元。")
    assert [c.subject_key for c in claims] == [
        "income_government_fund",
        "government_fund_expenditure",
        "appropriation_expenditure",
    ]


def test_a_total_behind_two_funds_or_another_source_is_of_all_funds() -> None:
    funds = "一般公共预算财政拨款收入5万元，政府性基金预算财政拨款收入1万元，"
    for told in (funds, "一般公共预算财政拨款收入5万元，其他收入1万元，"):
        claims = claims_of("一、收入支出决算总体情况说明", told + "本年收入6万元。")
        assert claims[-1].subject_key == "income_total"
    claims = claims_of("一、收入支出决算总体情况说明", "一般公共预算财政拨款收入5万元，本年收入合计6万元。")
    assert claims[-1].subject_key == "income_total"


def test_behind_a_reason_a_full_comparison_goes_back_to_the_amount_and_half_of_one_does_not() -> None:
    claims = claims_of(DETAIL, "公务接待费支出3万元，主要原因是严控标准，与上年相比增加1万元，增长50%。")
    assert facts(claims)[1:] == [
        ("change", "three_public_hospitality", "1万元"),
        ("change_pct", "three_public_hospitality", "50%"),
    ]
    claims = claims_of(DETAIL, "公务接待费支出3万元，主要原因是来访减少，比上年减少1万元。")
    assert claims[1].subject_key != "three_public_hospitality"


def test_money_is_compared_with_money_whatever_was_counted_in_between() -> None:
    claims = claims_of(DETAIL, "公务用车购置支出0万元，购置公务用车0辆，与上年决算相比，减少22万元，下降100%。")
    assert facts(claims)[2:] == [
        ("change", "three_public_purchase", "-22万元"),
        ("change_pct", "three_public_purchase", "-100%"),
    ]


def test_visits_told_behind_one_kind_of_guests_are_of_that_kind() -> None:
    claims = claims_of(DETAIL, "外宾接待支出0万元。2018年共接待来访团组2个，来宾7人次。")
    assert [c.subject_key.rpartition("_foreign")[2] for c in claims] == ["", "_batches", "_visitors"]
    claims = claims_of(DETAIL, "公务接待费支出3万元，全年共接待来访团组2个，来宾7人次。")
    assert [c.subject_key for c in claims][1:] == [
        "three_public_hospitality_batches",
        "three_public_hospitality_visitors",
    ]


def test_a_list_within_an_expense_that_ends_with_the_rest_gives_all_its_parts() -> None:
    claims = claims_of(
        DETAIL,
        "公务用车运行维护费决算数9万元。2023年公务用车运行维护费中，加油4万元，维修3万元，其他支出2万元。",
    )
    assert [(c.subject_key, c.part_of, c.told) for c in claims[1:]] == [("part", "1", "all")] * 3
    claims = claims_of(DETAIL, "公务用车运行维护费决算数9万元。2023年公务接待费中，加油4万元，其他支出2万元。")
    assert {c.told for c in claims} == {""}


def test_a_difference_from_the_budget_is_the_amounts_and_its_rate_goes_with_it() -> None:
    claims = claims_of(DETAIL, "公务接待费决算数3万元，比年初预算减少1万元，下降25%。比上年增加1万元。")
    assert [(c.aspect, c.sign, c.of_claim, c.subject_key) for c in claims[1:]] == [
        ("budget_change", -1, "1", "three_public_hospitality"),
        ("budget_change_pct", -1, "2", "three_public_hospitality"),
        ("change", 1, "1", "three_public_hospitality"),
    ]


def test_a_list_of_amounts_is_no_purpose() -> None:
    words = "支出总计9万元，包括：本年支出5万元，结余分配1万元，年末结转和结余3万元。"
    claims = claims_of("一、收入支出决算总体情况说明", words)
    assert [c.subject_key for c in claims] == ["grand_total", "expenditure_total", "surplus_distribution", "closing"]


def test_lines_announced_as_those_of_the_general_budget_are_its_own_under_all_appropriations() -> None:
    claims = claims_of(
        "三、财政拨款支出决算情况说明",
        "2023年财政拨款支出12万元，其中：一般公共预算财政拨款支出10万元，政府性基金预算财政拨款支出2万元。",
        "一般公共预算财政拨款支出年初预算9万元，决算数10万元。按功能分类科目分：",
        "（一）教育支出（类）决算数10万元。",
        "政府性基金预算财政拨款支出2万元，按功能分类科目分：",
        "（一）城乡社区支出（类）决算数2万元。",
    )
    assert [c.section for c in claims if c.subject_key == "function_line"] == ["general", "appropriation"]


def test_under_the_general_budget_appropriated_expenditure_is_its_total() -> None:
    claims = claims_of(
        "五、一般公共预算财政拨款支出决算情况说明",
        "（二）财政拨款支出决算具体情况说明。",
        "2023年度财政拨款支出年初预算为9万元，支出决算为10万元。",
    )
    assert {c.subject_key for c in claims} == {"general_expenditure"}


def test_behind_a_carry_over_expenditure_by_itself_is_the_funds() -> None:
    claims = claims_of(
        "八、政府性基金预算财政拨款支出决算情况说明",
        "2023年度政府性基金预算财政拨款收入6万元，年初结转和结余3万元，支出8万元，年末结转和结余1万元。",
        "其中：城乡社区支出8万元。",
    )
    told = [c.subject_key for c in claims]
    assert told[:4] == [
        "income_government_fund",
        "government_fund_opening",
        "government_fund_expenditure",
        "government_fund_closing",
    ]
    assert told[4] != "government_fund_expenditure"


def test_a_section_is_headed_with_or_without_the_word_explanation() -> None:
    for title, section in (
        ("七、一般公共预算财政拨款“三公”经费支出决算情况", "three_public"),
        ("八、政府性基金预算财政拨款收入支出决算情况", "government_fund"),
        ("九、国有资本经营预算财政拨款支出决算情况", "state_capital"),
    ):
        for words in ("", "说明"):
            [claim] = claims_of("一、收入决算情况说明", title + words, "2023年度支出合计8万元。")
            assert claim.section == section
