"""Prevents: a damaged snapshot that stops every night from then on, or a night that forgets since when findings are
known.

Two nights are published; then files of theirs are damaged, and the history of findings is read.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from street_home import Home

from pipelines.loading.history import findings
from pipelines.loading.read import LoadError
from pipelines.publication.read_back import compare

DATABASE = "juesuan.duckdb"
PARQUET = "parquet/audit/fct_finding.parquet"


def damage(path: Path) -> None:
    """Every byte is another; no other name of the same file is touched."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data.translate(bytes(255 - byte for byte in range(256))))


@pytest.fixture
def nights(refreshed: Home, tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two published snapshots, the older one first."""
    last = (refreshed.folder / "published" / "current").resolve()
    older, newer = (tmp_path / f"2026010{day}T000000Z-00000000" for day in (1, 2))
    shutil.copytree(last, older)
    shutil.copytree(last, newer)
    return older, newer


def read(folder: Path) -> tuple[list[tuple[str, ...]], list[str]]:
    with duckdb.connect() as connection:
        return findings(connection, folder / DATABASE)


@pytest.mark.parametrize(
    ("of_older", "of_newer"),
    [
        ([], [PARQUET]),
        ([], [DATABASE]),
        ([], [PARQUET, DATABASE]),
        ([], ["manifest.json", DATABASE]),
        ([PARQUET], [PARQUET, DATABASE]),
    ],
    ids=lambda names: " and ".join(names) or "nothing",
)
def test_the_history_is_read_from_what_is_whole_and_the_damage_is_said(
    nights: tuple[Path, Path], of_older: list[str], of_newer: list[str]
) -> None:
    older, newer = nights
    before, said = read(newer)
    assert before
    assert said == []
    for folder, names in ((older, of_older), (newer, of_newer)):
        for name in names:
            damage(folder / name)
    after, said = read(newer)
    assert after == before
    # What was not needed was not looked at.
    met = [n for n in (PARQUET, DATABASE) if of_newer != [DATABASE] and n in of_newer]
    assert [any(f"{newer.name}/{name} " in line for line in said) for name in met] == [True] * len(met)
    assert len(said) == len(met) + len(of_older)


def test_a_snapshot_that_is_gone_leaves_the_history_of_the_one_before(nights: tuple[Path, Path]) -> None:
    older, newer = nights
    before, _ = read(older)
    shutil.rmtree(newer)
    after, said = read(newer)
    assert after == before
    assert len(said) == 1


def test_where_no_snapshot_can_be_read_the_night_stops_and_says_what_to_do(nights: tuple[Path, Path]) -> None:
    for folder in nights:
        for name in (PARQUET, DATABASE):
            damage(folder / name)
    with pytest.raises(LoadError, match="restore one from a backup"):
        read(nights[1])


def test_a_night_after_the_damage_publishes_and_says_it(refreshed: Home) -> None:
    damaged = (refreshed.published / "current").resolve()
    older = damaged.parent / "20200101T000000Z-00000000"
    shutil.copytree(damaged, older)
    for name in (PARQUET, DATABASE):
        damage(damaged / name)
    night = refreshed.juesuan("refresh")
    assert night.returncode == 0, night.stdout + night.stderr
    assert f"published {damaged.name}/{PARQUET} is missing or damaged" in night.stdout
    current = (refreshed.published / "current").resolve()
    assert current != damaged
    assert compare(current) > 0
    asked = "select finding_id, first_seen from audit.fct_finding order by all"
    assert _rows(current, asked) == _rows(older, asked) != []


def _rows(folder: Path, asked: str) -> list[tuple[str, ...]]:
    with duckdb.connect(str(folder / DATABASE), read_only=True) as published:
        return published.execute(asked).fetchall()
