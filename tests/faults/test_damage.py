"""Prevents: a damaged file on disk that stops every night from then on, is published, or is mended without a word.

One home meets several damages at once, each in another file, and a document that the models cannot carry; one night
heals them all.
"""

from __future__ import annotations

import csv
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from street_home import CORPUS, Home, lay_home
from whole import from_nothing, published

from pipelines import paths, warehouse

TEXT = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")
NAMES = ("金竹县", "木樨县", "水杉县", "火棘县")
POISON = {
    # 99999999999999.9 亿元 are more than a column of amounts in 万元 holds.
    "too great in 万元": lambda text: text.replace("440.00万元", "9999999999999.99亿元"),
    # A share of next to nothing: more percent than a column of ratios holds.
    "a ratio without end": lambda text: text.replace("520.00", "0.000001").replace("320.00", "9999999999999.99"),
}


@dataclass(frozen=True, slots=True)
class Healed:
    """The home after the night that healed it, what that night said, and the documents by what was done to them."""

    home: Home
    night: subprocess.CompletedProcess[str]
    ids: dict[str, str]


def disclosure(folder: Path, name: str) -> Path:
    """A disclosure of an invented department, as a file."""
    path = folder / f"{name}.txt"
    path.write_text(TEXT.replace("青禾区", name), encoding="utf-8")
    return path


def damage_the_middle(path: Path) -> None:
    """The header stays as it was; the beginnings of blocks behind it do not. What lies behind the used part of a block
    is nobody's, and no checksum speaks of it."""
    headers, block = 3 * 4096, 262_144
    blocks = (path.stat().st_size - headers) // block
    with path.open("r+b") as file:
        for number in range(blocks // 4, blocks, max(blocks // 16, 1)):
            file.seek(headers + number * block)
            file.write(b"\xa5" * 8192)


@pytest.fixture(scope="module")
def healed(refreshed: Home, tmp_path_factory: pytest.TempPathFactory) -> Healed:
    folder = tmp_path_factory.mktemp("documents")
    taken = refreshed.juesuan("ingest", *(str(disclosure(folder, name)) for name in NAMES))
    assert taken.returncode == 0, taken.stderr
    raw = refreshed.folder / "raw"
    ids = {
        name: row["document_id"]
        for name in NAMES
        for row in _registered(refreshed)
        if row["source_name"].startswith(name)
    }
    cut, empty, missing, gone = (raw / "extracted" / ids[name] for name in NAMES)
    lines = (cut / "claims.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    # Cut at the end of a line: what is left looks like a whole file.
    (cut / "claims.csv").write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    (empty / "claims.csv").write_bytes(b"")
    for name in ("document.csv", "cells.csv", "seen.csv"):
        (missing / name).unlink()
    (missing / "claims.csv.part").write_bytes(b"claim,line")
    text = (gone / "claims.csv").read_text(encoding="utf-8")
    (gone / "claims.csv").write_text(text[: len(text) // 2], encoding="utf-8")
    (raw / "documents" / f"{ids[NAMES[3]]}.txt").unlink()
    damage_the_middle(refreshed.folder / "build" / "juesuan.duckdb")
    (refreshed.folder / "build" / "unfinished").write_text("2026-01-05 18:00 · 1", encoding="utf-8")
    for what, poisoned in POISON.items():
        path = folder / f"{what}.txt"
        path.write_text(poisoned(TEXT.replace("青禾区", "毒草县")), encoding="utf-8")
        assert refreshed.juesuan("ingest", str(path)).returncode == 0
        ids[what] = next(row["document_id"] for row in _registered(refreshed) if row["source_name"] == path.name)
    night = refreshed.juesuan("refresh")
    assert night.returncode == 0, night.stdout + night.stderr
    return Healed(refreshed, night, ids)


def _registered(home: Home) -> list[dict[str, str]]:
    with (home.folder / "raw" / "register.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _held(home: Home) -> dict[str, dict[str, str]]:
    with (home.folder / "raw" / "quarantine" / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        return {row["document_id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", NAMES[:3], ids=["cut at a line", "an empty file", "siblings missing, a part left"])
def test_damaged_tables_are_read_again_from_the_document_and_it_is_said(healed: Healed, name: str) -> None:
    assert any(name in str(row) for row in published(healed.home)["dim_document"])
    document = healed.ids[name]
    said = re.search(f"{document} 的提取结果(?:损坏|不全)，已由原文件重新提取", healed.night.stdout)
    assert said, healed.night.stdout
    assert re.search(f"tables of {document} were (?:damaged|not whole)", healed.night.stdout)
    folder = healed.home.folder / "raw" / "extracted" / document
    assert (
        subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False).returncode == 0
    )
    assert not list(folder.glob("*.part"))


def test_damaged_tables_of_a_document_that_is_elsewhere_are_quarantined_with_what_to_do(healed: Healed) -> None:
    document = healed.ids[NAMES[3]]
    assert not any(NAMES[3] in str(row) for row in published(healed.home)["dim_document"])
    row = _held(healed.home)[document]
    assert "本机没有原文件" in row["reason_zh"]
    assert "not on this machine" in row["reason_en"]
    assert "version control" in row["what_to_do"]
    assert (healed.home.folder / "raw" / "quarantine" / document / "extracted" / "claims.csv").is_file()
    assert document in healed.night.stdout


@pytest.mark.parametrize("what", POISON)
def test_a_document_that_the_models_cannot_carry_is_quarantined_and_the_others_are_published(
    healed: Healed, what: str
) -> None:
    document = healed.ids[what]
    row = _held(healed.home)[document]
    assert "模型无法处理其中的数值" in row["reason_zh"]
    assert "the models cannot carry what it says" in row["reason_en"]
    assert f"{document} 已隔离" in healed.night.stdout
    assert f"{document} quarantined" in healed.night.stdout
    kept = healed.home.folder / "raw" / "quarantine" / document
    assert (kept / f"{what}.txt").is_file()
    assert (kept / "extracted" / "claims.csv").is_file()


def test_a_warehouse_whose_middle_is_damaged_is_set_aside_and_built_anew(healed: Healed) -> None:
    assert "仓库文件损坏" in healed.night.stdout
    assert "the warehouse was damaged" in healed.night.stdout
    assert (healed.home.folder / "build" / "juesuan.duckdb.damaged").exists()


def test_what_is_published_after_the_damages_is_what_a_build_from_nothing_gives(healed: Healed) -> None:
    told, wanted = published(healed.home), from_nothing(healed.home)
    assert len(told["dim_document"]) == len(_registered(healed.home)) > 3
    for table, rows in wanted.items():
        assert told[table] == rows, table


def test_a_stored_document_that_was_replaced_gives_no_figure_to_the_old_one(tmp_path: Path) -> None:
    """Other bytes lie where the registered ones were when the room of readers comes to them."""
    home = lay_home(tmp_path / "juesuan")
    assert home.juesuan("ingest", str(CORPUS)).returncode == 0
    row = next(row for row in _registered(home) if row["source_name"] == "qinghe-2024.txt")
    stored = home.folder / "raw" / "documents" / f"{row['document_id']}.txt"
    stored.write_text(TEXT.replace("440.00", "441.00"), encoding="utf-8")
    extracted = home.folder / "raw" / "extracted" / row["document_id"]
    for file in extracted.iterdir():
        file.unlink()
    extracted.rmdir()
    held = _read_again(home)
    assert "sha256" in held[row["document_id"]]["reason_en"]
    assert "不符" in held[row["document_id"]]["reason_zh"]
    assert not extracted.exists()
    kept = home.folder / "raw" / "quarantine" / row["document_id"] / "qinghe-2024.txt"
    assert "441.00" in kept.read_text(encoding="utf-8")
    back = home.juesuan("ingest", str(CORPUS / "qinghe-2024.txt"))
    assert back.returncode == 0
    assert (extracted / "claims.csv").is_file()
    assert row["document_id"] not in _held(home)


def _read_again(home: Home) -> dict[str, dict[str, str]]:
    from struck import Street

    with Street(home.folder) as street:
        assert street.run("extraction__tables").succeeded
    return _held(home)


def test_a_warehouse_that_ends_its_reader_is_not_sound(tmp_path: Path) -> None:
    path = tmp_path / "juesuan.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table t as select i, md5(i::varchar) as x from range(200000) r(i)")
    assert warehouse._is_sound(path)
    damage_the_middle(path)
    assert not warehouse._is_sound(path)


@pytest.mark.parametrize("left", [b"", b"\x00" * 4096, b"no write-ahead log at all" * 99])
def test_a_write_ahead_log_that_is_none_stops_no_night(tmp_path: Path, left: bytes) -> None:
    """As a kill leaves one that was begun, or a file system one that never reached the disk."""
    path = tmp_path / "juesuan.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table t as select 1 as x")
    path.with_name(path.name + ".wal").write_bytes(left)
    connection, healed = warehouse.connect_or_rebuild(path)
    kept = connection.execute("select count(*) from duckdb_tables()").fetchall() == [(1,)]
    connection.close()
    assert kept or healed
    assert bool(healed) == path.with_name(path.name + ".damaged").exists()


def test_a_warehouse_that_is_none_is_set_aside_after_a_night_that_did_not_finish_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    assert warehouse.begin() == []
    paths.warehouse().write_bytes(b"damaged" * 4096)
    # As if another process had begun and not finished.
    mark = paths.build() / "unfinished"
    mark.write_text("2026-01-05 18:00 · 1", encoding="utf-8")
    undone, set_aside = warehouse.begin()
    assert "2026-01-05 18:00" in undone
    assert "没有完成" in undone
    assert "the warehouse was damaged: set aside" in set_aside
    assert paths.warehouse().with_name("juesuan.duckdb.damaged").exists()
    warehouse.finish()
    assert warehouse.begin() == []
