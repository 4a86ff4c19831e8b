"""Prevents: a row that is lost or doubled between an extracted file and the warehouse, and a document redone
for nothing."""

from __future__ import annotations

import csv
import os
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.loading import checks, contract, read
from pipelines.loading.load import Beside, load
from pipelines.loading.read import LoadError

A, B = "a" * 16, "b" * 16


def lay(folder: Path, document_id: str, claims: list[str], **said: str) -> None:
    """A document's extracted folder with as many claims as texts."""
    for kind in contract.PER_DOCUMENT:
        rows: list[dict[str, str]] = []
        if kind.table == "document":
            rows = [{"document_id": document_id, "extractor_version": "1", **said}]
        elif kind.table == "claim":
            rows = [{"claim": str(n), "text": text} for n, text in enumerate(claims, start=1)]
        path = folder / document_id / kind.file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, kind.columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def extracted(tmp_path: Path) -> Path:
    lay(tmp_path / "extracted", A, ["1", "2"], department="临川市青禾区水务局")
    lay(tmp_path / "extracted", B, ["3"])
    return tmp_path / "extracted"


def texts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute("select document_id, text from raw.claim order by all").fetchall()


def remember_as_built(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create schema if not exists built")
    connection.execute(
        "create or replace table built.document as select document_id, fingerprint from raw.document_state"
    )


def test_what_is_in_the_files_is_in_the_tables_to_the_character(extracted: Path) -> None:
    odd = ['quote " and, comma', "two\nlines", " 1 234.50 ", "", "NULL", "１，０００．５"]
    lay(extracted, A, odd)
    connection = duckdb.connect()
    done = load(connection, extracted)
    loaded = connection.execute("select text from raw.claim where document_id = ? order by claim", [A]).fetchall()
    assert [text for (text,) in loaded] == odd
    assert done.row_counts["claim"] == len(odd) + 1
    assert done.row_counts["document"] == 2


def test_every_table_of_the_contract_exists_and_is_text(extracted: Path) -> None:
    connection = duckdb.connect()
    load(connection, extracted)
    types = connection.execute(
        "select table_name, list(distinct data_type) from duckdb_columns() where schema_name = 'raw' group by all"
    ).fetchall()
    assert {name for name, _ in types} >= {k.table for k in contract.PER_DOCUMENT} | contract.WHOLE.keys()
    assert {kind for _, kinds in types for kind in kinds} == {"VARCHAR"}


def test_only_what_changed_is_loaded_anew_and_listed_to_be_redone(extracted: Path) -> None:
    connection = duckdb.connect()
    assert load(connection, extracted).changed == [A, B]
    remember_as_built(connection)
    again = load(connection, extracted)
    assert (again.loaded, again.changed) == ([], [])
    lay(extracted, B, ["3", "4"])
    third = load(connection, extracted)
    assert (third.loaded, third.changed) == ([B], [B])
    assert texts(connection) == [(A, "1"), (A, "2"), (B, "3"), (B, "4")]
    assert connection.execute("select document_id from raw.changed_document").fetchall() == [(B,)]


def test_a_document_stays_listed_until_it_was_built(extracted: Path) -> None:
    connection = duckdb.connect()
    load(connection, extracted)
    assert load(connection, extracted).changed == [A, B]


def test_a_document_that_went_away_is_forgotten_and_listed(extracted: Path) -> None:
    connection = duckdb.connect()
    load(connection, extracted)
    remember_as_built(connection)
    for path in (extracted / A).iterdir():
        path.unlink()
    (extracted / A).rmdir()
    assert load(connection, extracted).changed == [A]
    assert texts(connection) == [(B, "3")]


def test_a_changed_register_row_redoes_its_document(extracted: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    columns = contract.WHOLE["register"]
    register.write_text(",".join(columns) + "\n" + A + "," * (len(columns) - 1) + "\n", encoding="utf-8")
    connection = duckdb.connect()
    load(connection, extracted, Beside(register=register))
    remember_as_built(connection)
    register.write_text(register.read_text("utf-8").replace(A + ",", A + ",x.txt", 1), encoding="utf-8")
    assert load(connection, extracted, Beside(register=register)).changed == [A]


def said(department: str, year: str) -> dict[str, str]:
    return {"department": department, "fiscal_year": year}


def test_a_year_that_changes_comes_or_goes_redoes_the_year_after_it_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "extracted"
    before, this, after, other = ("1" * 16, "2" * 16, "3" * 16, "4" * 16)
    for document_id, year in ((this, "2023"), (after, "2024")):
        lay(folder, document_id, ["1"], **said("临川市青禾区水务局", year))
    lay(folder, other, ["1"], **said("临川市青禾区林业局", "2023"))
    connection = duckdb.connect()
    load(connection, folder)
    remember_as_built(connection)
    lay(folder, before, ["1"], **said("临川市 青禾区水务局", "2022"))
    assert load(connection, folder).changed == [before, this]
    remember_as_built(connection)
    lay(folder, this, ["2"], **said("临川市青禾区水务局", "2023"))
    done = load(connection, folder)
    assert (done.loaded, done.changed) == ([this], [this, after])
    remember_as_built(connection)
    for path in (folder / before).iterdir():
        path.unlink()
    (folder / before).rmdir()
    assert load(connection, folder).changed == [before, this]
    # A kill here forgets what went; what depended on it is still listed.
    connection.execute("delete from built.document where document_id in (select document_id from raw.changed_document)")
    assert load(connection, folder).changed == [this]


def test_a_second_disclosure_of_a_year_redoes_the_first_and_the_year_after(tmp_path: Path) -> None:
    folder = tmp_path / "extracted"
    first, after, second = ("1" * 16, "2" * 16, "3" * 16)
    for document_id, year in ((first, "2023"), (after, "2024")):
        lay(folder, document_id, ["1"], **said("临川市青禾区水务局", year))
    connection = duckdb.connect()
    load(connection, folder)
    remember_as_built(connection)
    lay(folder, second, ["2"], **said("临川市青禾区水务局", "2023"))
    assert load(connection, folder).changed == [first, after, second]


def test_a_department_that_the_register_states_is_the_one_that_is_held_against(tmp_path: Path) -> None:
    folder, register = tmp_path / "extracted", tmp_path / "register.csv"
    columns = contract.WHOLE["register"]
    lay(folder, A, ["1"], **said("某局", "2023"))
    lay(folder, B, ["1"], **said("临川市青禾区水务局", "2024"))
    values = {"document_id": A, "department": "临川市青禾区水务局"}
    register.write_text(
        ",".join(columns) + "\n" + ",".join(values.get(c, "") for c in columns) + "\n", encoding="utf-8"
    )
    connection = duckdb.connect()
    load(connection, folder, Beside(register=register))
    remember_as_built(connection)
    lay(folder, A, ["2"], **said("某局", "2023"))
    assert load(connection, folder, Beside(register=register)).changed == [A, B]


@pytest.mark.parametrize("harm", ["missing file", "other columns", "short row", "other id"])
def test_a_folder_that_breaks_the_contract_is_refused_and_the_tables_stay(extracted: Path, harm: str) -> None:
    connection = duckdb.connect()
    load(connection, extracted)
    before = texts(connection)
    claims = extracted / A / "claims.csv"
    if harm == "missing file":
        claims.unlink()
    elif harm == "other columns":
        claims.write_text(claims.read_text("utf-8").replace("sentence", "phrase", 1), encoding="utf-8")
    elif harm == "short row":
        claims.write_text(claims.read_text("utf-8") + "9,9\n", encoding="utf-8")
    else:
        lay(extracted, "c" * 16, [])
        document = extracted / ("c" * 16) / "document.csv"
        document.write_text(document.read_text("utf-8").replace("c" * 16, "d" * 16), encoding="utf-8")
    with pytest.raises(LoadError):
        load(connection, extracted)
    assert texts(connection) == before


def test_last_nights_findings_are_remembered(extracted: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "last.duckdb"
    with duckdb.connect(str(snapshot)) as last:
        last.execute("create schema audit")
        last.execute(
            "create table audit.fct_finding as select 'f1' as finding_id, 'd' as document_id, 'new' as state,"
            " date '2026-11-20' as first_seen, date '2026-11-20' as last_seen, 1 as severity, '两侧不符' as detail"
        )
    connection = duckdb.connect()
    load(connection, extracted, Beside(last_snapshot=snapshot))
    asked = "select finding_id, document_id, state, first_seen, last_seen, detail_zh from raw.finding_history"
    assert connection.execute(asked).fetchall() == [("f1", "d", "new", "2026-11-20", "2026-11-20", "两侧不符")]
    load(connection, extracted, Beside(last_snapshot=tmp_path / "none.duckdb"))
    assert connection.execute("select count(*) from raw.finding_history").fetchall() == [(0,)]


def test_a_folder_that_did_not_change_is_not_read_again(extracted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _let_settle(extracted)
    connection = duckdb.connect()
    load(connection, extracted)
    monkeypatch.setattr(read, "_read", lambda folder: pytest.fail(f"{folder} was read again"))
    assert load(connection, extracted).loaded == []


def test_a_figure_changed_in_place_is_loaded_even_with_the_old_size_and_date(extracted: Path) -> None:
    """Size and modification time can be those of before; the time of the change cannot."""
    _let_settle(extracted)
    connection = duckdb.connect()
    load(connection, extracted)
    path = extracted / A / "claims.csv"
    about = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace(",2,", ",7,"), encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert path.stat().st_size == about.st_size
    assert load(connection, extracted).loaded == [A]
    assert (A, "7") in texts(connection)


def test_a_file_read_in_the_moment_it_was_written_is_read_again(extracted: Path) -> None:
    """Another change in the same moment would leave the same stamp."""
    connection = duckdb.connect()
    load(connection, extracted)
    assert connection.execute("select distinct stamp from raw.loaded").fetchall() == [("",)]


def test_more_files_than_one_statement_reads_arrive_whole_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.loading.load.FILES_AT_ONCE", 2)
    told = {f"{number:016d}": [f"{number}.{n}" for n in range(3)] for number in range(5)}
    for document_id, claims in told.items():
        lay(tmp_path, document_id, claims)
    connection = duckdb.connect()
    load(connection, tmp_path)
    found = connection.execute("select document_id, text from raw.claim").fetchall()
    assert found == [(document_id, text) for document_id, claims in told.items() for text in claims]


def _let_settle(extracted: Path) -> None:
    """The files are older than the moment in which a file may change again unnoticed."""
    latest = max(path.stat().st_ctime for path in extracted.rglob("*"))
    time.sleep(max(latest + read.SETTLED_SECONDS + 0.1 - time.time(), 0))


def test_rows_are_counted_on_the_files_of_what_changed_and_remembered_of_the_rest(
    extracted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_settle(extracted)
    connection = duckdb.connect()
    load(connection, extracted)
    first = checks.rows_extracted(connection, extracted)
    assert first["claim"] == len(texts(connection)) > 0
    connection.execute("delete from raw.changed_document")
    monkeypatch.setattr(checks, "_rows_of", lambda path: pytest.fail(f"{path} was counted again"))
    assert checks.rows_extracted(connection, extracted) == first
    monkeypatch.undo()
    # A folder that nobody loaded is counted, and is found missing.
    lay(extracted, "e" * 16, ["12.34"])
    assert checks.rows_extracted(connection, extracted)["claim"] == first["claim"] + 1


def test_a_house_in_which_nothing_was_ever_read_has_no_rows_to_count(tmp_path: Path) -> None:
    connection = duckdb.connect()
    load(connection, tmp_path / "extracted")
    assert set(checks.rows_extracted(connection, tmp_path / "extracted").values()) == {0}
