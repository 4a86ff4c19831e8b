"""Prevents: a clock that is set back, and an older night that is taken for the newest, overwritten or kept for it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines import paths
from pipelines.documents import intake
from pipelines.loading.load import Beside, load
from pipelines.publication import changes, publish, snapshot

NOW = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
EARLIER = datetime(2025, 12, 31, 18, 0, tzinfo=UTC)


class Clock(datetime):
    """The clock of the room of publication, to be set."""

    time = NOW

    @classmethod
    def now(cls, tz: object = None) -> Clock:  # noqa: ARG003  the room asks for UTC
        return cls.time  # type: ignore[return-value]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "datetime", Clock)


def night(home: Path, number: int, at: datetime) -> publish.Snapshot:
    """A warehouse of one table, published when the clock says so; two others are kept."""
    Clock.time = at
    built = home / f"{number}.duckdb"
    with duckdb.connect(str(built)) as connection:
        connection.execute("create schema marts; create schema audit")
        connection.execute(f"create table marts.a as select {number} as night")
        connection.execute(f"create table audit.b as select {number} as night")
    none = home / "none"
    return publish.publish(publish.Inputs(built, home / "published", none, none, "test", keep=2))


def test_nights_keep_their_order_and_their_folders_when_the_clock_is_set_back(tmp_path: Path) -> None:
    ids = [night(tmp_path, n, at).snapshot_id for n, at in enumerate([NOW, EARLIER, EARLIER, EARLIER], start=1)]
    published = tmp_path / "published"
    assert ids == sorted(ids)
    assert len(set(ids)) == 4
    assert snapshot.current(published) == (published / ids[-1]).resolve()
    assert [folder.name for folder in snapshot.all_snapshots(published)] == ids[1:]
    assert changes.folder_of(published, "previous") == published / ids[-2]


def test_the_same_night_twice_in_one_second_gets_two_folders(tmp_path: Path) -> None:
    first = night(tmp_path, 1, NOW)
    none = tmp_path / "none"
    second = publish.publish(publish.Inputs(tmp_path / "1.duckdb", tmp_path / "published", none, none, "test", keep=2))
    assert first.snapshot_id < second.snapshot_id
    assert first.snapshot_id.split("-")[1] == second.snapshot_id.split("-")[1]


def test_a_finding_is_not_last_seen_before_it_was_first_seen(tmp_path: Path) -> None:
    """The day of a run is not before the last night that was published."""
    last = tmp_path / "last.duckdb"
    with duckdb.connect(str(last)) as connection:
        connection.execute("create schema audit")
        connection.execute("create table audit.fct_finding as select 'f' as finding_id, date '2026-01-05' as last_seen")
    connection = duckdb.connect()
    load(connection, tmp_path / "extracted", Beside(last_snapshot=last, run=("r", "2025-12-31", "test")))
    assert connection.execute("select run_date from raw.run").fetchall() == [("2026-01-05",)]


def test_a_file_from_the_future_is_taken_in_and_waits_for_no_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    paths.inbox().mkdir(parents=True)
    path = paths.inbox() / "a.txt"
    path.write_bytes("正文".encode())
    ahead = time.time() + 86_400
    os.utime(path, (ahead, ahead))
    taken = intake.take_in(NOW.date())
    assert [entry.source_name for entry in taken.arrived] == ["a.txt"]
    assert not path.exists()


def test_a_file_that_changes_while_it_is_taken_in_stays_and_is_taken_in_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes are read once: what was registered is what was hashed, and the other bytes are another document."""
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    paths.inbox().mkdir(parents=True)
    path = paths.inbox() / "a.txt"
    path.write_bytes("第一版".encode())
    store = intake.store

    def replaced_meanwhile(arrival: intake.Arrival) -> Path:
        if not (paths.documents()).exists():
            path.write_bytes("第二版".encode())
        return store(arrival)

    monkeypatch.setattr(intake, "store", replaced_meanwhile)
    first = intake.take_in(NOW.date())
    assert first.left == ["a.txt"]
    second = intake.take_in(NOW.date())
    assert not path.exists()
    kept = {file.stem: file.read_text(encoding="utf-8") for file in paths.documents().iterdir()}
    assert kept == {first.arrived[0].document_id: "第一版", second.arrived[0].document_id: "第二版"}
