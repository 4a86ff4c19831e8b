"""Prevents: a reader who finds no snapshot, half of one, or two nights in one answer, while the night is published."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from test_kill import PUBLISHER, kill

from pipelines.publication.ask import ask, open_current

READERS = 1000


def _one_reader(published: Path) -> tuple[int, int, int]:
    """Night by both tables and the number of rows, as one reader sees them."""
    connection = open_current(published)
    try:
        question = "select (select max(night) from a), (select max(night) from b), (select count(*) from a)"
        ((first, second, rows),) = list(ask(connection, question).rows)
        return int(str(first)), int(str(second)), int(str(rows))
    finally:
        connection.close()


def test_a_thousand_readers_during_the_swaps_each_see_one_whole_night(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout
        assert process.stdout.readline()
        with ThreadPoolExecutor(8) as readers:
            seen = list(readers.map(lambda _: _one_reader(tmp_path / "published"), range(READERS)))
    finally:
        kill(process)
    assert {first == second for first, second, _ in seen} == {True}
    assert {rows for _, _, rows in seen} == {2000}
    assert len({first for first, _, _ in seen}) > 1, "no night was published while they read"
