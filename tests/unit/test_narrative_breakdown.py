"""Failures prevented: a part taken for a quantity of its own, put to the wrong whole, or summed where the words leave
parts out; a list that must add up and is not asked to."""

from __future__ import annotations

import pytest
from extracted_fixture import Disclosure, run
from test_narrative_claims import claims_of

from pipelines.extraction.narrative.claim import Claim

DETAIL = ("七、财政拨款“三公”经费支出决算情况说明", "（二）“三公”经费财政拨款支出决算具体情况说明")
PROCUREMENT = "（二）政府采购支出情况"
OVERALL = "一、收入支出决算总体情况说明"


def parts_of(claims: list[Claim]) -> list[tuple[str, str, str, str]]:
    """Item, numeral, text of the whole and what is told of the list."""
    return [(c.label, c.numeral, claims[int(c.part_of) - 1].numeral, c.told) for c in claims if c.subject_key == "part"]


def hospitality(words: str) -> list[Claim]:
    return claims_of(*DETAIL, f"国内公务接待9批次，40人次，共计支出1.20万元，{words}")


def test_a_list_after_a_colon_that_gives_each_item_its_amount_is_told_whole() -> None:
    claims = hospitality("具体内容包括：水务督查、汛前检查接待5次0.70万元；邻市考察接待4次约0.50万元。")
    assert parts_of(claims) == [
        ("水务督查、汛前检查接待", "5", "9", "all"),
        ("水务督查、汛前检查接待", "0.70", "1.20", "all"),
        ("邻市考察接待", "4", "9", "all"),
        ("邻市考察接待", "0.50", "1.20", "all"),
    ]
    assert {c.base_key for c in claims if c.told} == {
        "three_public_hospitality_domestic",
        "three_public_hospitality_domestic_batches",
    }


@pytest.mark.parametrize(
    "words",
    [
        "主要包括：水务督查接待0.70万元；邻市考察接待0.50万元。",
        "其中：水务督查接待0.70万元，邻市考察接待0.50万元。",
        "包括：水务督查接待0.70万元；邻市考察接待0.50万元；其他接待。",
        "包括：水务督查接待0.70万元，邻市考察接待0.50万元等。",
        "包括：水务督查、汛前检查，调研接待0.70万元，邻市考察接待0.50万元。",
    ],
)
def test_a_list_that_may_leave_something_out_need_not_add_up(words: str) -> None:
    told = [t for *_, t in parts_of(hospitality(words))]
    assert told == ["some", "some"]


def test_what_an_opening_sentence_is_for_belongs_to_the_total_before_it() -> None:
    claims = claims_of(
        PROCUREMENT,
        "2023年度政府采购支出总额30.5万元，其中：政府采购货物支出20.5万元、政府采购服务支出10万元。"
        "主要用于采购水质检测仪20.5万元，泵站维护服务9万元。",
    )
    assert parts_of(claims) == [
        ("采购水质检测仪", "20.5", "30.5", "some"),
        ("泵站维护服务", "9", "30.5", "some"),
    ]


def test_of_two_totals_before_it_a_list_in_its_own_sentence_belongs_to_neither() -> None:
    claims = claims_of(
        PROCUREMENT,
        "政府采购支出总额30.5万元，授予中小企业合同金额9万元。主要用于采购水质检测仪20.5万元。",
    )
    assert parts_of(claims) == []
    assert claims[-1].subject_key == ""


def test_where_a_list_goes_on_behind_its_clause_nothing_is_asked_of_the_sum() -> None:
    claims = claims_of(
        PROCUREMENT,
        "政府采购货物支出20万元，主要用于采购水质检测仪15万元；河道清淤8万元。",
    )
    assert [t for *_, t in parts_of(claims)] == ["loose", "loose"]


def test_a_reason_with_an_amount_is_a_loose_part_of_the_change() -> None:
    claims = claims_of(
        OVERALL,
        "2023年度收、支总计均为500万元。与2022年度相比，收、支总计各减少60万元，下降10.71%。"
        "变动原因：一是撤销下属泵站1个事业单位，造成人员支出减少45.5万元；二是水利项目支出减少14.5万元。",
    )
    assert parts_of(claims) == [("人员支出", "45.5", "60", "loose"), ("水利项目支出", "14.5", "60", "loose")]
    assert [(c.aspect, c.sign, c.base_key) for c in claims if c.subject_key == "part"] == [
        ("change", -1, "grand_total"),
        ("change", -1, "grand_total"),
    ]
    (counted,) = [c for c in claims if c.aspect == "count"]
    assert (counted.subject_key, counted.label) == ("counted", "撤销下属泵站事业单位")


@pytest.mark.parametrize("reason", ["上年支付了泵站工程款12万元", "泵站工程款12万元未支付", "2021年支付工程款12万元"])
def test_what_was_not_spent_this_year_is_no_part_of_it(reason: str) -> None:
    claims = claims_of(
        "八、政府性基金预算支出决算情况说明",
        f"2023年度政府性基金预算财政拨款支出20万元，比2022年度减少12万元，下降37.5%。主要原因是{reason}。",
    )
    assert parts_of(claims) == []


def test_the_reason_for_missing_the_budget_is_no_part_of_what_was_spent() -> None:
    claims = claims_of(
        "八、政府性基金预算支出决算情况说明",
        "2023年度政府性基金预算财政拨款支出20万元。决算数小于预算数的主要原因是河道项目5万元暂缓。",
    )
    assert parts_of(claims) == []


def test_a_part_of_a_part_belongs_to_the_part() -> None:
    claims = hospitality("包括：水务督查接待0.70万元，其中：用餐0.60万元。")
    assert parts_of(claims)[1] == ("用餐", "0.60", "0.70", "some")


def test_a_share_of_a_part_is_the_part_s() -> None:
    claims = hospitality("其中：水务督查接待0.60万元，占50%。")
    share = claims[-1]
    assert (share.subject_key, share.label, share.told) == ("part", "水务督查接待", "")
    assert claims[int(share.of_claim) - 1].numeral == "0.60"


def test_a_thing_counted_in_passing_is_named_by_what_is_printed_before_and_behind_it() -> None:
    claims = claims_of("（四）预算绩效管理情况", "通过项目实施，新增7户规上企业，帮扶村级水站12个。")
    assert [(c.subject_key, c.label) for c in claims] == [
        ("performance_counted", "新增规上企业"),
        ("performance_counted", "帮扶村级水站"),
    ]


def listed(told: str, *amounts: str) -> tuple[Disclosure, str]:
    """A total of 1.20 and parts of it."""
    document = Disclosure("云岭省临川市青禾区水务局")
    whole = document.say("three_public_hospitality_domestic", "1.20", section="three_public_detail")
    for name, amount in zip("甲乙丙丁", amounts, strict=False):
        document.say(
            "part",
            amount,
            section="three_public_detail",
            label=f"{name}类接待",
            base_key="three_public_hospitality_domestic",
            part_of=whole,
            told=told,
            same_sentence=True,
        )
    return document, whole


@pytest.mark.parametrize(
    ("told", "amounts", "identity_id", "verdict"),
    [
        ("all", ("0.70", "0.50"), "narrative.listed_parts", "exact"),
        ("all", ("0.70", "0.51"), "narrative.listed_parts", "rounding"),
        ("all", ("0.70", "0.60"), "narrative.listed_parts", "violated"),
        ("some", ("0.70", "0.30"), "narrative.named_parts", "exact"),
        ("some", ("0.70", "0.60"), "narrative.named_parts", "violated"),
        ("loose", ("0.70", "0.60"), "narrative.listed_parts", "not_testable"),
        ("loose", ("0.70", "0.60"), "narrative.named_parts", "not_testable"),
    ],
)
def test_parts_are_asked_only_what_their_list_tells(
    told: str, amounts: tuple[str, ...], identity_id: str, verdict: str
) -> None:
    document, _ = listed(told, *amounts)
    assert run([document]).check(document, identity_id)["verdict"] == verdict


def test_a_part_is_understood_and_never_taken_for_its_whole_or_for_another_part() -> None:
    document, whole = listed("all", "0.70", "0.50")
    document.say("three_public_hospitality_domestic", "1.20", section="three_public_detail")
    for amount in ("3.00", "4.00"):
        document.say(
            "part", amount, label="同名接待", base_key="three_public_hospitality_domestic", part_of=whole, told="loose"
        )
    answers = run([document])
    figures = answers.figures(document, "printed")
    parts = [f for f in figures.values() if f["part_of"]]
    assert len(parts) == 4
    assert all(f["is_understood"] and f["part_of"] == document.figure(whole) for f in parts)
    assert {f["subject"] for f in parts if f["item"] == "甲类接待"} == {
        "three_public:hospitality_domestic:part:甲类接待"
    }
    assert answers.check(document, "agreement.same_fact")["verdict"] == "exact"


def test_an_income_that_no_phrase_knows_still_keeps_the_sum_of_the_sources_open() -> None:
    document = Disclosure("云岭省临川市青禾区水务局")
    whole = document.say("income_total", "100.00", section="income")
    document.say("income_general", "90.00", section="income", same_sentence=True)
    document.say("part", "10.00", section="income", label="捐赠", base_key="income_total", part_of=whole, told="loose")
    assert run([document]).check(document, "narrative.income_sources")["verdict"] == "not_testable"


def test_a_count_that_the_accounts_know_is_not_called_a_thing_told_in_passing() -> None:
    claims = claims_of(*DETAIL, "本年度临时来访团队9批次。")
    assert [(c.subject_key, c.aspect) for c in claims] == [("", "count")]
