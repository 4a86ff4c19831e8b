"""Work by document over all cores.

Prevented failures: answers in another order than their tasks, a corpus taken into memory at once, an error that is
swallowed with the process it happened in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from pipelines import hands


def process_of(number: int) -> tuple[int, int]:
    return number, os.getpid()


def refuse(number: int) -> int:
    if number == 3:
        raise ValueError("three is refused")
    return number


def test_answers_come_in_the_order_of_their_tasks_from_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "many", lambda: 2)
    answers = list(hands.side_by_side(process_of, range(20)))
    assert [number for number, _ in answers] == list(range(20))
    assert os.getpid() not in {process for _, process in answers}


@pytest.mark.parametrize(("many", "tasks"), [(1, 20), (2, 1), (2, 0)])
def test_one_task_or_one_core_starts_no_process(monkeypatch: pytest.MonkeyPatch, many: int, tasks: int) -> None:
    monkeypatch.setattr(hands, "many", lambda: many)
    assert list(hands.side_by_side(process_of, range(tasks))) == [(n, os.getpid()) for n in range(tasks)]


def test_fewer_tasks_than_are_worth_it_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "many", lambda: 2)
    here = [(n, os.getpid()) for n in range(4)]
    assert list(hands.side_by_side(process_of, range(4), worth=5)) == here
    assert list(hands.side_by_side(process_of, range(4), worth=4)) != here


def test_tasks_are_taken_as_hands_become_free_and_not_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "many", lambda: 2)
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    answers = hands.side_by_side(process_of, tasks())
    assert next(answers)[0] == 0
    assert len(taken) < 10
    answers.close()  # type: ignore[attr-defined]
    assert len(taken) < 10


@pytest.mark.parametrize("many", [1, 2])
def test_an_error_is_raised_where_the_answers_are_asked_for(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(hands, "many", lambda: many)
    answers = hands.side_by_side(refuse, range(6))
    with pytest.raises(ValueError, match="three"):
        list(answers)
