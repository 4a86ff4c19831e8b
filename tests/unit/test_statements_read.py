"""Failures prevented: a comparison in words put to the wrong amount, a narrowed subject taken for the whole one, a
legitimate other year or a shortened name taken for a slip, a sentence of the document kept."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from test_narrative_claims import DETAIL, document_of

from pipelines.extraction.contract import COLUMNS
from pipelines.extraction.facts import Facts
from pipelines.extraction.names import is_another
from pipelines.extraction.narrative.claims import Claim, read_narrative
from pipelines.extraction.parts import Parts
from pipelines.extraction.said.facts import Said
from pipelines.extraction.said.read import read_said
from pipelines.extraction.said.wordings import compiled, sayings

FACTS = Facts("final_accounts", "临川市青禾区水务局", "云岭省临川市青禾区", "2024", "", "ministry", (), ())
OVERALL = "（一）“三公”经费财政拨款支出决算总体情况说明"
ITEM = "1、农林水支出（类）水利（款）水土保持（项）。主要用于：河道巡查。"


def read(*lines: str, facts: Facts = FACTS, part: str = "two") -> tuple[list[Said], dict[str, Claim]]:
    document = document_of(*lines)
    parts = Parts(((1, part),), len(lines))
    narrative = read_narrative(document, parts)
    return read_said(document, parts, [], facts, narrative), {str(c.claim): c for c in narrative[0]}


def said(*lines: str, kind: str, part: str = "two") -> list[Said]:
    return [one for one in read(*lines, part=part)[0] if one.kind == kind]


def amounts(*lines: str, kind: str = "against_budget") -> list[tuple[str, str, str]]:
    """Relation, the amount spoken of and the one it is held against, of every comparison."""
    found, claims = read(*lines)
    text = {number: claim.numeral + claim.unit for number, claim in claims.items()} | {"": ""}
    return [(one.relation, text[one.of_claim], text[one.against_claim]) for one in found if one.kind == kind]


def test_the_columns_of_a_statement_are_those_of_the_extracted_table() -> None:
    assert tuple(field.name for field in fields(Said)) == COLUMNS["statements"]


def test_every_phrase_of_the_seed_names_known_classes_of_words() -> None:
    for kind in ("against_budget", "against_prior", "year", "department", "template"):
        assert sayings(kind)
        for saying in sayings(kind):
            assert compiled(saying.phrase)


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("决算数大于预算数的主要原因：增加巡查。", "greater"),
        ("支出决算数 小于年初预算数，主要原因是压减。", "less"),
        ("决算数等于预算数。", "equal"),
        ("决算数与预算数持平。", "equal"),
        ("决算数与年初预算基本持平。", "about_equal"),
        ("预算数大于决算数。", "less"),
        ("预决算持平。", "equal"),
    ],
)
def test_the_comparison_of_an_item_is_held_against_its_own_budget(words: str, relation: str) -> None:
    lines = (DETAIL, f"{ITEM}年初预算为 12.5 万元，支出决算为11.75万元。 {words}")
    assert amounts(*lines) == [(relation, "11.75万元", "12.5万元")]


def test_without_a_budget_the_rate_of_completion_is_what_the_words_are_held_against() -> None:
    lines = (DETAIL, "1.农林水支出（类）水利（款）水土保持（项）:支出决算为8万元，完成预算98%，决算数等于预算数。")
    assert amounts(*lines) == [("equal", "8万元", "98%")]


def test_of_two_budgets_the_one_named_is_compared_and_of_two_unnamed_none() -> None:
    opening = f"{ITEM}年初预算为10万元，调整预算为12万元，支出决算为11万元。"
    assert amounts(DETAIL, f"{opening}决算数大于年初预算数。") == [("greater", "11万元", "10万元")]
    assert amounts(DETAIL, f"{opening}决算数小于调整后预算数。") == [("less", "11万元", "12万元")]
    assert amounts(DETAIL, f"{opening}决算数小于预算数。") == [("less", "11万元", "")]


def test_behind_the_parts_of_an_amount_nobody_knows_which_is_meant() -> None:
    lines = (DETAIL, f"{ITEM}支出决算为11万元，其中：基本支出5万元，项目支出6万元，决算数小于预算数。")
    assert [one[1:] for one in amounts(*lines)] == [("", "")]


@pytest.mark.parametrize(
    "words",
    [
        "主要原因是绿化项目决算数小于预算数。",
        "支出决算未超过预算数。",
        "决算数大于（小于）预算数的主要原因：无。",
        "如决算数大于预算数，应说明原因。",
    ],
)
def test_a_reason_a_denial_an_alternative_and_a_condition_compare_nothing(words: str) -> None:
    assert amounts(DETAIL, f"{ITEM}年初预算为12万元，支出决算为11万元。", words) == []


def test_level_with_last_year_is_held_against_the_change_told_of_the_same_subject() -> None:
    lines = (
        OVERALL,
        "2024年“三公”经费支出决算为3万元，比上年减少0.5万元，下降14.29%。“三公”经费支出决算数与2023年度持平。",
    )
    assert amounts(*lines, kind="against_prior") == [("equal", "3万元", "0.5万元")]


def test_level_with_an_earlier_year_than_the_last_is_no_statement_on_the_change() -> None:
    lines = (OVERALL, "2024年“三公”经费支出决算为3万元，比上年减少0.5万元，与2019年持平。")
    assert amounts(*lines, kind="against_prior") == []


def test_the_subject_between_the_year_and_the_word_is_found() -> None:
    lines = ("一、收入支出决算总体情况说明", "2024年度收、支总计30万元。与2023年度相比，收、支总计持平。")
    assert amounts(*lines, kind="against_prior") == [("equal", "30万元", "")]


@pytest.mark.parametrize(
    ("heading", "words", "keys"),
    [
        (
            "八、政府性基金预算财政拨款收入支出决算情况说明",
            "水务局2024年度无政府性基金预算财政拨款收入和支出。",
            ["government_fund_expenditure", "income_government_fund"],
        ),
        (
            "九、国有资本经营预算支出决算情况说明",
            "本部门没有使用国有资本经营预算财政拨款安排的支出。",
            ["state_capital_expenditure"],
        ),
        (OVERALL, "2024年度无“三公”经费财政拨款支出。", ["three_public"]),
        ("（三）国有资产占有使用情况", "截至2024年12月31日，本单位没有公务车辆。", ["state_assets_vehicles"]),
    ],
)
def test_what_is_said_to_be_nothing_is_typed_by_subject(heading: str, words: str, keys: list[str]) -> None:
    assert sorted(one.subject_key for one in said(heading, words, kind="none")) == keys


@pytest.mark.parametrize(
    "words",
    [
        "本年无新增“三公”经费支出。",
        "无超标准公务接待费支出。",
        "如没有政府性基金预算财政拨款收入，应注明本表无数据。",
        "上年无政府性基金预算财政拨款支出。",
        "2023年度无政府性基金预算财政拨款支出。",
        "公务接待费增加，主要原因是上年无公务接待费支出。",
        "无政府性基金预算财政拨款支出超支的情况。",
        "下达无线电监管经费。",
    ],
)
def test_a_narrowed_conditional_or_earlier_subject_is_not_said_to_be_nothing(words: str) -> None:
    assert said(OVERALL, words, kind="none") == []


def test_all_of_an_amount_is_typed_with_its_part() -> None:
    heading = "八、政府性基金预算支出决算情况说明"
    found, claims = read(heading, "2024年政府性基金预算拨款支出22万元。全部为项目支出。")
    (one,) = [one for one in found if one.kind == "whole"]
    assert (one.subject_key, claims[one.of_claim].numeral) == ("government_fund_project", "22")
    assert said(heading, "2024年政府性基金预算拨款支出22万元。全部为堤防加固支出。", kind="whole") == []


def test_every_listed_name_stands_in_its_list_also_over_the_end_of_a_page() -> None:
    found = said(
        "六、一般公共预算财政拨款基本支出决算情况说明",
        "2024年一般公共预算财政拨款基本支出30万元，其中：人员经费20万元，主要包括：基本工资、奖金、",
        "维修（护）费等；公用经费10万元，主要包括：办公费、水费等支出。",
        kind="listed",
    )
    assert [(one.label, one.list_key) for one in found] == [
        ("基本工资", "personnel"),
        ("奖金", "personnel"),
        ("维修（护）费", "personnel"),
        ("办公费", "public"),
        ("水费", "public"),
    ]


def test_years_are_typed_where_the_form_has_its_own_or_the_last_and_nowhere_else() -> None:
    lines = (
        "（三）国有资产占有使用情况",
        "截至2023年12月31日，本单位共有车辆2辆。",
        "一、收入支出决算总体情况说明",
        "2023年度收、支总计30万元。与2022年度相比，收、支总计各增加2万元，主要原因是2021年项目结转、与2020年相比增加人员。",
        "（四）预算绩效管理情况",
        "2021年项目完成，与2019年相比产量增加3倍。",
    )
    found = [(one.line, one.relation, one.said) for one in said(*lines, kind="year")]
    assert found == [(2, "this", "2023"), (4, "this", "2023"), (4, "last", "2022")]


def test_the_year_whose_budget_is_compared_with_is_not_the_year_before() -> None:
    lines = ("一、收入支出决算总体情况说明", "2023年度支出30万元，比2023年年初预算减少2万元，下降6.25%。")
    assert "last" not in [one.relation for one in said(*lines, kind="year")]


def test_a_year_in_wide_digits_is_the_number_that_models_count_with() -> None:
    """A night was lost to one: the models could not read it as a number."""
    lines = (
        "一、收入支出决算总体情况说明",
        "２０２３年度收、支总计30万元。与２０２２年度相比，收、支总计各增加2万元。",
    )
    assert [one.said for one in said(*lines, kind="year")] == ["2023", "2022"]


def test_a_sentence_that_goes_on_to_the_fiscal_year_does_not_open_with_a_stale_one() -> None:
    lines = ("八、政府性基金预算支出决算情况说明", "2023年结转的政府性基金预算财政拨款，2024年支出22万元。")
    assert said(*lines, kind="year") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青禾区水务局", False),
        ("云岭省临川市青禾区水务局", False),
        ("未纳入青禾区水务局", False),
        ("青禾区粮食储备局", True),
        ("原青禾区水务局", False),
    ],
)
def test_a_shortened_name_is_the_departments_own(name: str, expected: bool) -> None:
    found = is_another(name, FACTS.department, FACTS.region)
    assert found is not None
    assert found[1] is expected


@pytest.mark.parametrize("name", ["本单位所属各局", "我局", "各街道办事处", "青禾区河道"])
def test_what_is_no_name_of_a_body_is_none(name: str) -> None:
    assert is_another(name, FACTS.department, FACTS.region) is None


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("2024年度收、支总计XXX万元。", "placeholder"),
        ("○○局2024年度部门决算", "placeholder"),
        ("本年收入合计****万元。", "placeholder"),
        ("收、支总计增加（减少）3万元。", "alternative"),
        ("决算数大于（小于）预算数的主要原因：压减。", "alternative"),
        ("说明: 如部门没有政府性基金收入, 应注明本表无数据。", "instruction"),
        ("经营收入5万元（不涉及的不列）。", "instruction"),
    ],
)
def test_text_of_the_form_left_standing_is_found(words: str, relation: str) -> None:
    assert [one.relation for one in said(words, kind="template")] == [relation]


@pytest.mark.parametrize(
    "words",
    [
        "**2024年度青禾区水务局决算**",
        "二〇〇八年成立，二○○九年并入。",
        "采购XXL码工作服2套，型号AXX9。",
        "按照2×3米标准制作展板。",
        "收入增加，支出（减少部分）结转。",
        "*说明：本表反映本年度收支情况。",
    ],
)
def test_marks_and_years_are_no_placeholders(words: str) -> None:
    assert said(words, kind="template") == []


def test_an_empty_form_says_nothing_and_the_attachments_are_not_looked_at() -> None:
    assert read("2024年度收、支总计XXX万元。", facts=replace(FACTS, disclosure_kind="empty_form"))[0] == []
    assert said("收、支总计XXX万元。", kind="template", part="four") == []


def test_no_sentence_of_the_document_is_kept() -> None:
    long = (
        "与2023年度相比，"
        + "一般公共预算财政拨款收入支出决算数"
        + "基本持平，"
        + "决算数小于预算数的主要原因：压减。" * 3
    )
    for one in read("一、收入支出决算总体情况说明", long)[0]:
        assert all(len(text) < 30 for text in (one.said, one.label))
