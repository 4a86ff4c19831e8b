"""Prevents: a traceback, a lost file or a silent success when what is handed in is no disclosure."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from street_home import CORPUS, Home, lay_home

from pipelines.extraction.readers import archive
from tests.invented.disclosure import disclosure, narrative_of, tables_of
from tests.invented.habits import MINISTRY, PLAIN
from tests.invented.written import FORMS

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


MADE = disclosure(1, MINISTRY)
OTHER = disclosure(2, PLAIN)


def _zip(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files:
            package.writestr(name, data)
    return buffer.getvalue()


def _registered(home: Home) -> dict[str, dict[str, str]]:
    path = home.folder / "raw" / "register.csv"
    return {row["source_name"]: row for row in csv.DictReader(path.open(encoding="utf-8", newline=""))}


def _extracted(home: Home, document_id: str, table: str) -> list[dict[str, str]]:
    path = home.folder / "raw" / "extracted" / document_id / f"{table}.csv"
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


def test_every_member_of_an_archive_is_registered_and_a_bad_one_quarantined(home: Home, tmp_path: Path) -> None:
    members = [
        ("../../临川/a.docx", FORMS["docx"](MADE)),
        ("b.html", FORMS["html"](OTHER)),
        ("../../../raw/register.csv", NOVEL.encode()),
        ("empty.txt", b""),
        ("inner.zip", _zip(("c.xlsx", FORMS["xlsx"](disclosure(3, MINISTRY))))),
    ]
    (tmp_path / "county.zip").write_bytes(_zip(*members))
    done = home.juesuan("ingest", str(tmp_path / "county.zip"))
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert set(_registered(home)) == {"a.docx", "b.html", "c.xlsx"}
    assert {row["source_name"] for row in held(home)} == {"register.csv", "empty.txt"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["county.zip", "juesuan"]
    again = home.juesuan("ingest", str(tmp_path / "county.zip"))
    assert "✓" not in again.stdout


@pytest.mark.parametrize("way", ["folder", "archive"])
def test_a_narrative_and_its_tables_are_registered_as_one_disclosure(home: Home, tmp_path: Path, way: str) -> None:
    files = [
        ("说明.docx", FORMS["docx"](narrative_of(MADE))),
        ("附表.xlsx", FORMS["xlsx"](tables_of(MADE))),
        ("另一家.html", FORMS["html"](OTHER)),
    ]
    named = tmp_path / "batch"
    if way == "folder":
        named.mkdir()
        for name, data in files:
            (named / name).write_bytes(data)
    else:
        named = tmp_path / "batch.zip"
        named.write_bytes(_zip(*files))
    done = home.juesuan("ingest", str(named))
    assert done.returncode == 0, done.stderr
    registered = _registered(home)
    assert set(registered) == {"说明.zip", "另一家.html"}
    document_id = registered["说明.zip"]["document_id"]
    assert len(_extracted(home, document_id, "tables")) == 9
    assert len(_extracted(home, document_id, "claims")) == len(MADE.page.told)
    kept = home.folder / "raw" / "documents" / f"{document_id}.zip"
    assert kept.read_bytes() == archive.bundle(files[:2])
    again = home.juesuan("ingest", str(named))
    assert again.returncode == 0
    assert "✓" not in again.stdout
    checked = home.juesuan("check", str(kept), "--format", "json")
    assert checked.returncode == 0, checked.stderr


def test_an_archive_that_is_none_is_quarantined_whole(home: Home, tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(_zip(("a.docx", FORMS["docx"](MADE)))[:5000])
    (tmp_path / "void.zip").write_bytes(_zip())
    done = home.juesuan("ingest", str(tmp_path / "cut.zip"), str(tmp_path / "void.zip"))
    assert done.returncode == 2
    assert {row["source_name"] for row in held(home)} == {"cut.zip", "void.zip"}
    assert all(row["what_to_do"] for row in held(home))
