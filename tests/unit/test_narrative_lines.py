"""Failures prevented: an item put under a neighbour's class, a code read as a name, one layout read unlike another."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from test_narrative_claims import DETAIL, STRUCTURE, claims_of, facts, lines_of

PENSION = ("社会保障和就业支出", "行政事业单位养老支出")


def test_a_class_is_named_with_or_without_its_mark() -> None:
    claims = claims_of(
        STRUCTURE, "主要用于以下方面:教育支出（类）支出1万元，占25%；卫生健康支出3万元，占75%；农林水（类）支出0万元。"
    )
    assert lines_of(claims) == [("教育支出", "", "", "1"), ("卫生健康支出", "", "", "3"), ("农林水", "", "", "0")]
    assert {c.base_key for c in claims if c.aspect == "share_pct"} == {"general_expenditure"}


def test_a_doubled_closing_word_is_printed_once() -> None:
    assert lines_of(claims_of(STRUCTURE, "国防支出支出20万元，占1.0%。")) == [("国防支出", "", "", "20")]


def test_an_item_inherits_within_its_numbered_paragraph() -> None:
    claims = claims_of(
        DETAIL,
        "1.农林水支出（类）水利（款）水利工程建设（项）:支出决算为7万元，完成预算100%；防汛（项）:支出决算为5万元。",
        "2.住房保障支出（类）住房改革支出（款）提租补贴（项）:支出决算为9万元。",
    )
    assert lines_of(claims) == [
        ("农林水支出", "水利", "水利工程建设", "7"),
        ("农林水支出", "水利", "防汛", "5"),
        ("住房保障支出", "住房改革支出", "提租补贴", "9"),
    ]


def test_a_new_section_ends_the_item_before_it() -> None:
    claims = claims_of(DETAIL, "1.教育支出（类）普通教育（款）小学教育（项）3万元；进修及培训（款）2万元。")
    assert lines_of(claims)[1] == ("教育支出", "进修及培训", "", "2")


def test_a_numbered_item_without_class_does_not_take_its_neighbours() -> None:
    claims = claims_of(DETAIL, "1.教育支出（类）普通教育（款）小学教育（项）3万元。", "2.行政运行（项）2万元。")
    assert lines_of(claims)[1] == ("", "", "行政运行", "2")


def test_an_unnumbered_item_goes_on_from_the_paragraph_above() -> None:
    claims = claims_of(DETAIL, "1.教育支出（类）普通教育（款）小学教育（项）3万元。", "初中教育（项）2万元。")
    assert lines_of(claims)[1] == ("教育支出", "普通教育", "初中教育", "2")


def test_an_inner_number_inherits_from_the_outer_one() -> None:
    claims = claims_of(
        DETAIL,
        "1.教育支出（类）。",
        "（1）普通教育（款）小学教育（项）。年初预算为3万元，支出决算为4万元，完成年初预算的133.33%。",
        "（2）进修及培训（款）培训支出（项）支出决算为2万元。",
    )
    assert lines_of(claims) == [
        ("教育支出", "普通教育", "小学教育", "4"),
        ("教育支出", "进修及培训", "培训支出", "2"),
    ]
    assert [(c.aspect, c.of_claim) for c in claims] == [
        ("budget", ""),
        ("settled", ""),
        ("completion_pct", "2"),
        ("settled", ""),
    ]


def test_an_amount_in_the_next_paragraph_belongs_to_the_item_above() -> None:
    claims = claims_of(DETAIL, "8. 农林水支出(类) 水利(款) 水土保持(项):", "支出决算为 61.08 万元，完成预算 100%。")
    assert [c.item_label for c in claims] == ["水土保持", "水土保持"]


def test_printed_codes_are_codes_and_not_part_of_the_name() -> None:
    split, bracketed, joined = claims_of(
        DETAIL,
        "1.农林水支出213（类）水利03（款）防汛14（项）:支出决算为5万元。",
        "2.农林水支出（213）水利（21303）防汛（2130314）:支出决算为5万元。",
        "3.2130314防汛：5万元。",
    )
    names = ("农林水支出", "水利", "防汛")
    for claim in (split, bracketed):
        assert (claim.class_label, claim.section_label, claim.item_label) == names
    assert (split.class_code, split.section_code, split.item_code) == ("213", "03", "14")
    assert (bracketed.class_code, bracketed.section_code, bracketed.item_code) == ("213", "21303", "2130314")
    assert (joined.class_label, joined.item_label, joined.item_code) == ("", "防汛", "2130314")


def test_a_name_that_begins_with_a_purpose_keeps_it() -> None:
    claims = claims_of(
        "八、政府性基金预算支出决算情况说明",
        "用于其他支出（类）彩票公益金安排的支出（款）用于体育事业的彩票公益金支出（项）5万元。",
    )
    assert lines_of(claims) == [("其他支出", "彩票公益金安排的支出", "用于体育事业的彩票公益金支出", "5")]
    assert claims[0].section == "government_fund"


def test_a_reason_inside_an_item_does_not_hide_the_next_item() -> None:
    claims = claims_of(
        DETAIL,
        "3.教育支出（类）普通教育（款）小学教育（项）:支出决算为3万元，决算数小于预算数是因结转1万元；初中教育（项）:支出决算为2万元。",
    )
    assert facts(claims)[1:] == [("settled", "", "1万元"), ("settled", "function_line", "2万元")]


def test_lines_of_all_appropriations_are_lines_and_their_shares_are_of_these() -> None:
    claims = claims_of("（三）财政拨款支出决算具体情况", "1.教育支出（类）普通教育（款）小学教育（项）3万元。")
    assert (claims[0].section, claims[0].item_label) == ("appropriation_detail", "小学教育")
    assert claims[0].subject_key == "function_line"
    claims = claims_of("（二）财政拨款支出决算结构情况", "教育支出（类）3万元，占60%。")
    assert claims[1].base_key == "appropriation_expenditure"


WIDTHS = str.maketrans("(),:;0123456789.%", "（），：；０１２３４５６７８９．％")


@settings(max_examples=60, deadline=None)
@given(
    number=st.sampled_from(["1.", "1、", "1. ", "（1）", "(1) ", "①", ""]),
    space=st.sampled_from(["", " ", "\u3000"]),
    wide=st.booleans(),
    colon=st.sampled_from([":", "", ": "]),
    amount=st.sampled_from(["1,250.40", "1250.40", "1 250.40"]),
    budget=st.sampled_from(["完成预算", "完成年初预算的", "完成预算的"]),
)
def test_typography_does_not_change_what_is_claimed(
    *, number: str, space: str, wide: bool, colon: str, amount: str, budget: str
) -> None:
    names = f"{PENSION[0]}(类){space}{PENSION[1]}(款){space}事业单位离退休(项){colon}"
    line = f"{names}支出决算为{space}{amount}{space}万元,{budget}{space}98.50%。"
    claims = claims_of(DETAIL, number + (line.translate(WIDTHS) if wide else line))
    assert lines_of(claims) == [(*PENSION, "事业单位离退休", "1250.40")]
    assert facts(claims)[1] == ("completion_pct", "function_line", "98.50%")
    assert claims[1].of_claim == "1"


def test_marks_without_brackets_are_marks() -> None:
    claims = claims_of(DETAIL, "5.一般公共服务支出类财政事务款行政运行项12万元。")
    assert lines_of(claims) == [("一般公共服务支出", "财政事务", "行政运行", "12")]


def test_last_years_amount_of_a_line_is_no_second_settled_amount() -> None:
    claims = claims_of(
        DETAIL,
        "2023年度一般公共预算支出决算数为9万元。其中：",
        "1.教育支出（类）普通教育（款）小学教育（项）2023年支出决算数为5万元，2022年支出决算数为4万元，增加1万元。",
    )
    assert facts(claims)[1:] == [
        ("settled", "function_line", "5万元"),
        ("prior", "function_line", "4万元"),
        ("change", "function_line", "1万元"),
    ]


PIECES = st.sampled_from(
    [
        "教育支出（类）普通教育（款）",
        "小学教育（项）",
        "支出决算为",
        "，完成预算",
        "；",
        "。",
        "\n",
        "\n2、",
        "（",
        "）",
        "其中：",
        "主要原因是",
        "主要用于",
        "，占",
        "比上年减少",
        "国内公务接待",
        "2022年",
        "“三公”经费",
        "\n（图2：收入决算结构图）",
        DETAIL + "\n",
        "八、政府性基金预算支出决算情况说明\n",
        "（四）预算绩效管理情况\n",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", "7.5万元", "12%", "3个", "6批次", "9人次"])), max_size=25))
def test_no_order_of_words_loses_or_doubles_a_figure(pieces: list[tuple[str, str]]) -> None:
    text = "".join(words + figure for words, figure in pieces)
    claims = claims_of("二、收入决算情况说明", *text.split("\n"))
    assert [c.numeral for c in claims] == [figure.rstrip("万元%个批次人") for _, figure in pieces if figure]
