"""Prevents: a decision that is lost, overwritten unseen, or written so that the next night refuses it."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from pipelines.loading import stated
from pipelines.review.decisions import DecidedMeanwhile, Decision, Dispositions, FileNotUnderstood, Refused

ONE, OTHER = "1" * 16, "2" * 16


def decision(finding_id: str = ONE, **other: str) -> Decision:
    given = {"decision": "accepted", "reason": "核对过", "who": "李", "decided_on": "2026-11-21", **other}
    return Decision(finding_id, **given)


def test_the_night_reads_what_the_desk_wrote(tmp_path: Path) -> None:
    path = tmp_path / "dispositions.csv"
    Dispositions(path).add(decision(OTHER, reason='他说“，”,"="\'', decision="waived", expires_on="2027-01-01"), "")
    Dispositions(path).add(decision(), "")
    assert stated.dispositions(path) == [
        (ONE, "accepted", "核对过", "李", "2026-11-21", ""),
        (OTHER, "waived", '他说“，”,"="\'', "李", "2026-11-21", "2027-01-01"),
    ]


def test_rows_lie_in_order_of_finding_so_that_git_shows_one_line(tmp_path: Path) -> None:
    path = tmp_path / "dispositions.csv"
    file = Dispositions(path)
    for finding_id in ("b" * 16, "d" * 16, "a" * 16):
        file.add(decision(finding_id), "")
    before = path.read_text("utf-8").splitlines()
    file.add(decision("c" * 16), "")
    after = path.read_text("utf-8").splitlines()
    assert [line[0] for line in after[1:]] == ["a", "b", "c", "d"]
    assert set(after) - set(before) == {after[3]}


def test_a_second_decision_that_was_made_without_seeing_the_first_is_refused(tmp_path: Path) -> None:
    file = Dispositions(tmp_path / "dispositions.csv")
    file.add(decision(who="李"), "")
    with pytest.raises(DecidedMeanwhile) as refused:
        file.add(decision(who="王", reason="我看不同"), "")
    assert refused.value.standing is not None
    assert refused.value.standing.who == "李"
    file.add(decision(who="王", reason="我看不同"), refused.value.standing.mark)
    assert [one.who for one in file.all()] == ["李", "王"]
    assert file.standing()[ONE].who == "王"


def _decide_many(path: Path, first: int) -> None:
    for number in range(first, first + 25):
        Dispositions(path).add(decision(f"{number:016x}"), "")


def test_two_desks_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "dispositions.csv"
    writers = [multiprocessing.Process(target=_decide_many, args=(path, first)) for first in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len(Dispositions(path).all()) == 75
    assert [file.name for file in tmp_path.iterdir()] == ["dispositions.csv"]


def test_a_row_added_by_hand_is_seen_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "dispositions.csv"
    file = Dispositions(path)
    file.add(decision(), "")
    with path.open("a", encoding="utf-8") as added:
        added.write(f"{OTHER},waived,手写,赵,2026-11-20,\n")
    assert file.standing()[OTHER].who == "赵"
    file.add(decision("3" * 16), "")
    assert len(file.all()) == 3


@pytest.mark.parametrize(
    "content",
    [
        "finding_id,decision\n1,2\n",
        "finding_id,decision,reason,who,decided_on,expires_on\n<<<<<<< HEAD\n",
        'finding_id,decision,reason,who,decided_on,expires_on\n"1\n',
    ],
)
def test_a_file_that_is_not_understood_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "dispositions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileNotUnderstood, match=r"dispositions\.csv"):
        Dispositions(path).add(decision(), "")
    assert path.read_text("utf-8") == content


@pytest.mark.parametrize(
    "lacking",
    [
        {"finding_id": "../../etc"},
        {"decision": "maybe"},
        {"reason": ""},
        {"who": ""},
        {"reason": "长" * 1001},
        {"decision": "waived"},
        {"decision": "waived", "expires_on": "2026-11-20"},
        {"decision": "waived", "expires_on": "next year"},
        {"expires_on": "2027-01-01"},
    ],
)
def test_a_decision_that_lacks_something_is_refused_in_both_languages(tmp_path: Path, lacking: dict[str, str]) -> None:
    path = tmp_path / "dispositions.csv"
    with pytest.raises(Refused) as refused:
        Dispositions(path).add(decision(**{"finding_id": ONE, **lacking}), "")
    assert all(refused.value.told)
    assert not path.exists()
