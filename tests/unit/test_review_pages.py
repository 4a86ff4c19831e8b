"""Prevents: a page that runs what a document says, a decision in a reader's name, a desk that shows the wrong night."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import frictionless
import openpyxl
import pytest
from desk_case import HOSTILE, TODAY, Given, desk_over, finding_ids, lay_desk, reader_of
from starlette.testclient import TestClient

from benchmarks.snapshots import Size, publish

PAGES = (
    "/", "/findings", "/findings?state=", "/departments", "/identities", "/identities/row.rule_0", "/coverage", "/ask",
    "/library", "/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    lay_desk(folder)
    return folder


@pytest.fixture
def reader(home: Path) -> Given:
    (home / "expectations" / "dispositions.csv").unlink(missing_ok=True)
    return reader_of(desk_over(home))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_nothing_that_a_document_says(reader: Given, page: str, language: str) -> None:
    answer = reader.get(page, params={"lang": language})
    assert answer.status_code == (404 if page == "/nowhere" else 200)
    for text in HOSTILE[:2]:
        assert text not in answer.text
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_a_department_whose_name_is_code_has_a_page_like_any_other(reader: Given) -> None:
    for name in _departments(reader):
        answer = reader.get("/department", params={"name": name, "region": "云岭省临川市"})
        assert answer.status_code == 200
        assert "<script" not in answer.text


def _departments(reader: Given) -> list[str]:
    answer = reader.get("/ask.xlsx", params={"q": "select distinct department from dim_document"})
    names = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2)]
    assert len(names) >= 6
    return names


@pytest.mark.parametrize("name", HOSTILE)
def test_a_filter_is_a_word_and_no_sql(reader: Given, name: str) -> None:
    found = reader.get("/findings", params={"department": name, "year": name, "family": name, "state": name})
    assert found.status_code == 200
    assert reader.get("/coverage", params={"department": name, "page": name}).status_code == 200
    assert reader.get("/departments", params={"q": name, "page": "-1"}).status_code == 200


def test_the_language_asked_for_stays(reader: Given) -> None:
    assert "Findings to look at" in reader.get("/?lang=en").text
    assert "Findings to look at" in reader.get("/").text
    assert "待看的发现" in reader.get("/?lang=zh").text
    assert 'lang="zh-CN"' in reader.get("/").text


def test_filters_choose_what_they_name(reader: Given) -> None:
    everything = _exported(reader, "state=")
    assert len(everything) > 12
    for column, word in (("severity", "error"), ("state", "fixed"), ("family", "other")):
        chosen = _exported(reader, f"state=&{column}={word}" if column != "state" else f"state={word}")
        assert [row[column] for row in chosen] == [word] * len(chosen)
        assert len(chosen) == sum(row[column] == word for row in everything)
    assert len(_exported(reader, "")) == sum(row["state"] not in ("fixed", "waived") for row in everything)
    assert {row["fiscal_year"] for row in _exported(reader, "state=&year=2022")} == {"2022"}


def _exported(reader: Given, query: str) -> list[dict[str, str]]:
    content = reader.get(f"/findings.csv?{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_what_matters_stands_first(reader: Given) -> None:
    ranks = {"error": 0, "warning": 1, "info": 2}
    order = [ranks[row["severity"]] for row in _exported(reader, "")]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2}


def test_exports_hold_no_cell_that_would_run(reader: Given) -> None:
    rows = list(csv.reader(io.StringIO(reader.get("/findings.csv?state=").content.decode("utf-8-sig"), newline="")))
    assert any("HYPERLINK" in cell for row in rows for cell in row)
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t")] == []
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/findings.xlsx?state=").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_decision_stands_at_once_and_in_the_file(reader: Given, home: Path) -> None:
    finding_id = finding_ids(reader)[0]
    saved = reader.decide(finding_id, decision="waived", expires_on="2027-01-31", reason="附表另行公开", who="李\n=1")
    assert saved.status_code == 303
    page = reader.get(saved.headers["location"]).text
    assert "附表另行公开" in page
    assert finding_id not in finding_ids(reader)
    assert finding_id in finding_ids(reader, "state=waived")
    written = (home / "expectations" / "dispositions.csv").read_text("utf-8")
    assert written.splitlines()[1] == f"{finding_id},waived,附表另行公开,李 =1,{TODAY},2027-01-31"


def test_a_decision_taken_meanwhile_is_shown_and_not_overwritten(reader: Given, home: Path) -> None:
    finding_id = finding_ids(reader)[0]
    stale = reader.word(finding_id)
    other = reader_of(desk_over(home))
    assert other.decide(finding_id, who="王", reason="先看到的").status_code == 303
    late = reader.post(
        f"/findings/{finding_id}", data={**stale, "decision": "publisher_error", "reason": "后来的", "who": "李"}
    )
    assert late.status_code == 409
    assert "先看到的" in late.text
    assert "后来的" in late.text
    assert "后来的" not in (home / "expectations" / "dispositions.csv").read_text("utf-8")
    assert reader.decide(finding_id, reason="后来的").status_code == 303


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({}, "forged"),
        ({"origin": "http://elsewhere.test"}, None),
        ({"sec-fetch-site": "cross-site"}, None),
    ],
)
def test_another_site_cannot_decide_in_a_readers_name(
    reader: Given, home: Path, headers: dict[str, str], word: str | None
) -> None:
    finding_id = finding_ids(reader)[0]
    form = {**reader.word(finding_id), "decision": "accepted", "reason": "x", "who": "x"}
    answer = reader.post(f"/findings/{finding_id}", data={**form, "word": word or form["word"]}, headers=headers)
    assert answer.status_code == 403
    assert not (home / "expectations" / "dispositions.csv").exists()


def test_a_name_that_somebody_points_to_this_machine_is_not_answered(home: Path) -> None:
    desk = reader_of(desk_over(home))
    stranger = TestClient(desk.app, base_url="http://rebound.test")
    assert stranger.get("/findings").status_code == 400


def test_what_is_no_decision_is_said_and_nothing_is_lost(reader: Given, home: Path) -> None:
    finding_id = finding_ids(reader)[0]
    answer = reader.decide(finding_id, decision="waived", reason="留着这句话")
    assert answer.status_code == 422
    assert "留着这句话" in answer.text
    assert reader.post(f"/findings/{finding_id}", content=b"x" * 40_000).status_code == 413
    assert reader.decide("0" * 16).status_code in (403, 404)
    assert not (home / "expectations" / "dispositions.csv").exists()


def test_a_file_of_decisions_with_a_merge_conflict_is_said_and_left(reader: Given, home: Path) -> None:
    path = home / "expectations" / "dispositions.csv"
    path.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    answer = reader.get("/findings?lang=zh")
    assert answer.status_code == 500
    assert "dispositions.csv" in answer.text
    assert path.read_text("utf-8") == "<<<<<<< HEAD\n"


def test_looking_and_deciding_leave_the_snapshot_as_it_was(reader: Given, home: Path) -> None:
    before = _state(home / "published")
    for page in PAGES:
        reader.get(page)
    reader.decide(finding_ids(reader)[0])
    reader.get("/ask", params={"q": "select * from fct_figure order by random()"})
    assert _state(home / "published") == before
    assert sorted(path.name for path in (home / "expectations").iterdir()) == ["dispositions.csv"]


def _state(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_next_night_is_shown_without_a_new_start_and_against_the_one_before(tmp_path: Path) -> None:
    desk = lay_desk(tmp_path, names=["旧"], size=Size(4, 20, 410))
    reader = reader_of(desk)
    assert "没有更早的快照可比" in reader.get("/?lang=zh").text
    publish(tmp_path / "published", Size(6, 20, 410), ["旧"], night="20261122T020000Z")
    page = reader.get("/").text
    assert "20261122T020000Z" in page
    assert "没有更早的快照可比" not in page
    assert "第1局" in page, "the two documents that came"


def test_without_a_snapshot_it_says_what_to_do(tmp_path: Path) -> None:
    answer = reader_of(desk_over(tmp_path)).get("/?lang=en")
    assert answer.status_code == 503
    assert "make refresh" in answer.text


def test_only_files_of_the_snapshot_are_served(reader: Given, home: Path) -> None:
    (home / "published" / "secret.txt").write_text("x", encoding="utf-8")
    for path in ("../secret.txt", "..%2fsecret.txt", "../../expectations/dispositions.csv", "juesuan.duckdb.wal", ""):
        assert reader.get(f"/snapshot/{path}").status_code == 404
        assert reader.get(f"/tools/{path}").status_code == 404
    assert reader.get("/snapshot/manifest.json").status_code == 200


def test_a_standard_validator_accepts_the_fiscal_data_package(reader: Given, tmp_path: Path) -> None:
    answer = reader.get("/fiscal-data-package.zip")
    assert answer.status_code == 200
    (tmp_path / "package.zip").write_bytes(answer.content)
    found = frictionless.validate(str(tmp_path / "package.zip"), type="package")
    assert found.flatten(["type", "note"]) == []
    assert {task.name: task.stats.get("rows") for task in found.tasks}["expenditure-by-function"] == 12 * 12
    with zipfile.ZipFile(tmp_path / "package.zip") as package:
        assert "model" in json.loads(package.read("datapackage.json"))
