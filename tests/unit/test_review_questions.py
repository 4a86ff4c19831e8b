"""Prevents: a question that writes, reads another file, or keeps the desk from everybody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_case import lay_desk

from pipelines.review import questions
from pipelines.review.editions import Edition


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return lay_desk(tmp_path_factory.mktemp("desk"), names=["青禾区"]).shelf.current()


def test_a_question_is_answered_with_names_types_and_rows(edition: Edition) -> None:
    answer = questions.ask(edition, "select department, figure_count from dim_document order by 1", 5)
    assert answer.names == ["department", "figure_count"]
    assert len(answer.rows) == 5
    assert answer.is_cut
    assert [answer.is_number(0), answer.is_number(1)] == [False, True]
    assert len(questions.charted(answer)) == 5


@pytest.mark.parametrize(
    "question",
    [
        "create table x as select 1",
        "drop table marts.fct_figure",
        "update audit.fct_finding set state = 'fixed'",
        "copy (select 1) to '{out}'",
        "export database '{out}'",
        "attach '{out}' as other",
        "install httpfs",
        "set memory_limit = '100GB'",
        "select 1; drop table marts.fct_figure",
        "select * from read_text('{secret}')",
        "select * from read_csv('{secret}')",
        "select * from '{secret}'",
        "select * from glob('/*')",
        "pragma database_size; select 1",
        "",
        "selekt",
        "select nothing from fct_figure",
    ],
)
def test_what_is_no_question_to_the_snapshot_is_refused(edition: Edition, tmp_path: Path, question: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("secret\n1\n", encoding="utf-8")
    out = tmp_path / "out"
    with pytest.raises(questions.Unanswered) as refused:
        questions.ask(edition, question.format(out=out, secret=secret), 5)
    assert all(refused.value.told)
    assert not out.exists()
    assert questions.ask(edition, "select count(*) from fct_figure", 5).rows[0][0] > 0


def test_a_question_without_end_is_ended(edition: Edition) -> None:
    """It needs time alone: small sides, so that it cannot run out of memory first."""
    tables = ", ".join(f"range(3000) t{number}(n)" for number in range(5))
    with pytest.raises(questions.Unanswered, match="within"):
        questions.ask(edition, f"select count(*) from {tables} where t0.n + t1.n + t2.n + t3.n + t4.n = 7001", 5, 0.3)


def test_a_question_without_measure_gets_no_more_memory_than_there_is_for_questions(edition: Edition) -> None:
    with pytest.raises(questions.Unanswered) as refused:
        questions.ask(edition, "select list(range) from range(2000000000)", 5, seconds=30)
    assert "memory" in refused.value.told[1]
    assert edition.row("select 1 as one") == {"one": 1}
