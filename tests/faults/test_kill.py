"""Prevents: a reader without a readable snapshot, or a street that needs a hand, after a run that was killed.

Here kills come at moments left to chance; at every border and in the middle of every room: test_killed_rooms.py."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
from street_home import Home

from pipelines.publication.read_back import compare
from pipelines.publication.snapshot import current

# Publishes a warehouse of one changing table, again and again, until it is killed.
PUBLISHER = """
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
            [sys.executable, "-c", PUBLISHER, str(tmp_path)],
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


def test_two_refreshes_at_once_are_one_refresh(refreshed: Home) -> None:
    first = refreshed.start("refresh", "--lang", "en")
    assert first.stdout
    assert first.stdout.readline()
    second = refreshed.juesuan("refresh", "--lang", "en")
    assert second.returncode == 1
    assert f"process {first.pid}" in second.stderr
    kill(first)
