"""Prevents: a reader without a readable snapshot, or a street that needs a hand, after a run that was killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from street_home import Home

from pipelines.publication.read_back import compare
from pipelines.publication.snapshot import current

# Publishes a warehouse of one changing table, again and again, until it is killed.
_PUBLISHER = """
import sys, time
from pathlib import Path
import duckdb
from pipelines.publication.publish import Inputs, publish
home = Path(sys.argv[1])
round_ = 0
while True:
    round_ += 1
    path = home / f"built{round_ % 2}.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema audit")
        rows = "i::decimal(22, 8) as x from range(2000) t(i)"
        connection.execute(f"create table marts.a as select {round_} as night, {rows}")
        connection.execute(f"create table audit.b as select {round_} as night")
    publish(Inputs(path, home / "published", home / "none.json", home / "none.csv", "test", keep=2))
    print(round_, flush=True)
"""


def kill(process: subprocess.Popen[str]) -> None:
    """The process and its children are gone, without a chance to tidy up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_publication_killed_at_any_moment_leaves_a_whole_snapshot(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    survived = []
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", _PUBLISHER, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdout
        assert process.stdout.readline()
        time.sleep(chance.uniform(0, 0.4))
        kill(process)
        folder = current(tmp_path / "published")
        assert folder is not None
        assert compare(folder) == 2
        with duckdb.connect(str(folder / "juesuan.duckdb"), read_only=True) as reader:
            nights = reader.execute("select night from marts.a union select night from audit.b").fetchall()
        assert len(nights) == 1, "the tables of two nights stand in one snapshot"
        survived.append(folder.name)
    leftovers = [f.name for f in (tmp_path / "published").iterdir() if f.name.startswith(".building")]
    assert len(leftovers) <= 1, "unfinished folders pile up"
    assert len(set(survived)) > 1


@pytest.mark.parametrize("room", ["loading", "models", "suites", "publication"])
def test_a_refresh_killed_in_any_room_leaves_current_readable_and_the_next_one_succeeds(
    refreshed: Home, room: str
) -> None:
    """The kill comes when the room before has just reported that it is done, plus a moment."""
    before = {"loading": "documents", "models": "loading", "suites": "models", "publication": "suites"}[room]
    yesterday = (refreshed.published / "current").resolve()
    claims = next(iter(sorted((refreshed.folder / "raw" / "extracted").glob("*/claims.csv"))))
    original = claims.read_bytes()
    claims.write_bytes(original + original.splitlines(keepends=True)[-1])
    try:
        process = refreshed.start("refresh", "--lang", "en")
        assert process.stdout
        for line in process.stdout:
            if line.startswith("✓") and before in line:
                break
        time.sleep(0.05 if room == "publication" else 0.8)
        kill(process)
    finally:
        claims.write_bytes(original)
    assert (refreshed.published / "current").resolve() == yesterday
    assert compare(yesterday) > 10
    done = refreshed.juesuan("refresh", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (refreshed.published / "current").resolve() != yesterday
    assert [f.name for f in refreshed.published.iterdir() if f.name.startswith(".")] == []


def test_two_refreshes_at_once_are_one_refresh(refreshed: Home) -> None:
    first = refreshed.start("refresh", "--lang", "en")
    assert first.stdout
    assert first.stdout.readline()
    second = refreshed.juesuan("refresh", "--lang", "en")
    assert second.returncode == 1
    assert f"process {first.pid}" in second.stderr
    out, err = first.communicate(timeout=600)
    assert first.returncode == 0, out + err


def test_a_damaged_warehouse_is_set_aside_and_built_anew(refreshed: Home) -> None:
    warehouse = refreshed.folder / "build" / "juesuan.duckdb"
    warehouse.write_bytes(b"damaged" * 4096)
    done = refreshed.juesuan("refresh", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "computed anew" in done.stdout
    assert warehouse.with_name("juesuan.duckdb.damaged").exists()
