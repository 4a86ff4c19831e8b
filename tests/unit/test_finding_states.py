"""Prevented failures: a waiver that outlives its date, a decision without a name, a finding whose history is lost."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from extracted_fixture import Answers, Disclosure, Row, run

from pipelines.loading import contract, stated
from pipelines.loading.load import Beside
from pipelines.loading.read import LoadError

COLUMNS = contract.WHOLE["disposition"]
DECIDED = {"decision": "waived", "reason": "the tables are a separate file", "who": "Li", "decided_on": "2026-01-01"}
FIRST = "2026-01-05"


def written(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "dispositions.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**DECIDED, **row} for row in rows)
    return path


def document(project: str) -> Disclosure:
    made = Disclosure("云岭省临川市青禾区水务局")
    made.table("expenditure").put("合计", total="30.00", basic="12.00", project=project)
    return made


SOUND, BROKEN = document("18.00"), document("16.00")


class Nights:
    """One department's disclosure, night after night; each night reads what the last one published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last: Path | None = None

    def night(self, on: str, disclosure: Disclosure, *decisions: dict[str, str]) -> Row | None:
        """The violated identity's finding after the night of that day."""
        beside = Beside(
            dispositions=written(self.folder, *decisions), last_snapshot=self.last, run=("test", on, "test")
        )
        answers = run([disclosure], beside=beside)
        self._publish(answers, on)
        found = answers.rows(
            "select * from audit.fct_finding where identity_id = 'row.expenditure_by_nature' order by all"
        )
        assert len(found) <= 1
        return found[0] if found else None

    def _publish(self, answers: Answers, on: str) -> None:
        self.last = self.folder / f"{on}.duckdb"
        answers.connection.execute(
            f"attach '{self.last}' as night; create schema night.audit;"
            " create table night.audit.fct_finding as from audit.fct_finding; detach night"
        )


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def state(finding: Row | None) -> str:
    assert finding is not None
    told: str = finding["state"]
    return told


def test_a_finding_is_new_then_known_then_fixed_then_reopened_and_keeps_its_first_night(nights: Nights) -> None:
    seen = [
        nights.night(on, disclosure)
        for on, disclosure in (
            ("2026-01-04", SOUND),
            (FIRST, BROKEN),
            ("2026-01-06", BROKEN),
            ("2026-01-07", SOUND),
            ("2026-01-08", SOUND),
            ("2026-01-09", BROKEN),
            ("2026-01-10", BROKEN),
        )
    ]
    assert seen[0] is None
    assert [state(finding) for finding in seen[1:]] == ["new", "known", "fixed", "fixed", "reopened", "known"]
    told = [finding for finding in seen if finding]
    assert {finding["finding_id"] for finding in told} == {told[0]["finding_id"]}
    assert {finding["first_seen"] for finding in told} == {date(2026, 1, 5)}
    assert [finding["last_seen"].day for finding in told] == [5, 6, 6, 6, 9, 10]


def test_a_waiver_holds_on_its_last_day_and_not_on_the_night_after(nights: Nights) -> None:
    first = nights.night(FIRST, BROKEN)
    assert first is not None
    waiver = {"finding_id": first["finding_id"], "expires_on": "2026-01-07"}
    waived = [nights.night(f"2026-01-{day:02}", BROKEN, waiver) for day in (6, 7)]
    assert [state(finding) for finding in waived] == ["waived", "waived"]
    after = nights.night("2026-01-08", BROKEN, waiver)
    assert after is not None
    assert (after["state"], after["disposition"], after["disposition_expires_on"]) == (
        "known",
        "waived",
        date(2026, 1, 7),
    )
    assert (after["disposition_reason"], after["disposition_by"], after["disposition_on"]) == (
        "the tables are a separate file",
        "Li",
        date(2026, 1, 1),
    )


def test_what_was_fixed_and_comes_back_after_its_waiver_is_reopened(nights: Nights) -> None:
    first = nights.night(FIRST, BROKEN)
    assert first is not None
    waiver = {"finding_id": first["finding_id"], "expires_on": "2026-01-07"}
    assert state(nights.night("2026-01-06", BROKEN, waiver)) == "waived"
    assert state(nights.night("2026-01-07", SOUND, waiver)) == "fixed"
    assert state(nights.night("2026-01-08", BROKEN, waiver)) == "reopened"


def test_a_waiver_without_an_end_holds_and_any_other_decision_leaves_the_state_alone(nights: Nights) -> None:
    first = nights.night(FIRST, BROKEN)
    assert first is not None
    named = {"finding_id": first["finding_id"]}
    assert state(nights.night("2036-01-05", BROKEN, named)) == "waived"
    other = nights.night("2036-01-06", BROKEN, named, {**named, "decision": "confirmed", "decided_on": "2026-02-01"})
    assert other is not None
    assert (other["state"], other["disposition"]) == ("known", "confirmed")


def test_the_latest_decision_about_a_finding_stands_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    named = {"finding_id": "0" * 16}
    later, earlier = {**named, "decided_on": "2026-02-01"}, {**named, "decided_on": "2026-01-01", "who": "Wang"}
    for rows in ((later, earlier), (earlier, later)):
        (standing,) = stated.dispositions(written(tmp_path, *rows))
        assert standing[COLUMNS.index("decided_on")] == "2026-02-01"
    (last,) = stated.dispositions(written(tmp_path, earlier, {**earlier, "who": "Zhao"}))
    assert last[COLUMNS.index("who")] == "Zhao"


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ({"reason": ""}, "第 3 行：缺少 reason，请补上 / dispositions.csv, row 3: reason missing: fill in"),
        ({"who": "  ", "decided_on": ""}, "who, decided_on missing"),
        ({"decided_on": "1 January"}, "decided_on=1 January is no date: write 2026-01-31"),
        ({"expires_on": "2025-12-31"}, "expires_on lies before decided_on"),
        ({"expires_on": "2026/06/30"}, "expires_on=2026/06/30 不是日期，应写作 2026-01-31"),
        ({"finding_id": "every one"}, "finding_id must be 16 hexadecimal digits"),
    ],
)
def test_a_decision_that_says_too_little_is_refused_with_its_row(
    tmp_path: Path, harm: dict[str, str], told: str
) -> None:
    with pytest.raises(LoadError) as raised:
        stated.dispositions(written(tmp_path, {"finding_id": "1" * 16}, {"finding_id": "0" * 16, **harm}))
    assert told in str(raised.value)
