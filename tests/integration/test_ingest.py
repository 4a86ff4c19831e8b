"""Prevents: a traceback, a lost file or a silent success when what is handed in is no disclosure."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from street_home import CORPUS, Home, lay_home

NOVEL = "他在雨里走了很久，心里想着那座桥和桥边的柳树。\n" * 400


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return lay_home(tmp_path / "juesuan")


def held(home: Home) -> list[dict[str, str]]:
    path = home.folder / "raw" / "quarantine" / "quarantine.csv"
    return list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.exists() else []


BAD = {
    "empty.txt": b"",
    "junk.txt": bytes(range(256)) * 300,
    "novel.txt": NOVEL.encode(),
    "archive.txt": b"PK\x03\x04" + b"\x00" * 500,
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_disclosure_is_quarantined_with_reason_and_advice(
    home: Home, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    done = home.juesuan("ingest", str(tmp_path / name))
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    (row,) = held(home)
    assert row["source_name"] == name
    assert row["reason_zh"]
    assert row["reason_en"]
    assert row["what_to_do"]
    assert row["reason_zh"] in done.stderr
    kept = home.folder / "raw" / "quarantine" / row["document_id"] / name
    assert kept.read_bytes() == BAD[name]
    assert not (home.folder / "raw" / "register.csv").exists()


def test_a_missing_file_and_an_empty_folder_are_named(home: Home, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    for named in (tmp_path / "absent.txt", tmp_path / "nothing"):
        done = home.juesuan("ingest", str(named))
        assert done.returncode == 2
        assert named.name in done.stderr
        assert "Traceback" not in done.stderr


def test_a_bad_file_among_good_ones_holds_none_of_them_up(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "batch"
    folder.mkdir()
    for path in CORPUS.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "a-first.txt").write_bytes(b"")
    done = home.juesuan("ingest", str(folder))
    assert done.returncode == 1
    assert len(list((home.folder / "raw" / "extracted").iterdir())) == len(list(CORPUS.iterdir()))
    assert [row["source_name"] for row in held(home)] == ["a-first.txt"]
    again = home.juesuan("ingest", str(CORPUS))
    assert again.returncode == 0
    assert "✓" not in again.stdout


def test_a_question_or_a_refresh_before_anything_is_there_says_what_to_do(home: Home) -> None:
    asked = home.juesuan("sql", "select 1")
    assert asked.returncode == 2
    assert "make refresh" in asked.stderr
