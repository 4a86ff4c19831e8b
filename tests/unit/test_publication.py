"""Prevents: a reader who finds no snapshot, half a snapshot, or one that is not what its manifest says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.publication import snapshot
from pipelines.publication.ask import NothingPublished, ask, open_current
from pipelines.publication.publish import Inputs, publish
from pipelines.publication.read_back import PublicationError, compare


def inputs(home: Path, keep: int = 7) -> Inputs:
    return Inputs(
        warehouse=home / "build" / "juesuan.duckdb",
        published=home / "published",
        dbt_manifest=home / "build" / "manifest.json",
        register=home / "raw" / "register.csv",
        code_version="test",
        keep=keep,
    )


def build_warehouse(home: Path, amount: str = "1554.79") -> None:
    path = home / "build" / "juesuan.duckdb"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path))
    connection.execute("create schema marts; create schema audit; create schema staging")
    connection.execute("create table staging.secret as select 1 as x")
    connection.execute(
        "create table marts.fct_figure as select * from (values"
        f" ('f1', {amount}::decimal(22, 8), ['narrative', 'income'], date '2024-09-01'),"
        " ('f2', null, [], null)) as t(figure_id, amount_wan, stated_in, published_on)"
    )
    connection.execute("create view audit.coverage as select 'd1' as document_id, 3 as figures")
    connection.close()
    nodes = {
        "model.juesuan.fct_figure": {
            "resource_type": "model",
            "schema": "marts",
            "alias": "fct_figure",
            "description": "one row per figure",
            "columns": {"figure_id": {"description": "the figure's name"}},
        }
    }
    (home / "build" / "manifest.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    build_warehouse(tmp_path)
    return tmp_path


def test_a_snapshot_holds_marts_and_audit_and_nothing_else(home: Path) -> None:
    done = publish(inputs(home))
    assert done.rows == {"audit.coverage": 1, "marts.fct_figure": 2}
    assert snapshot.current(home / "published") == done.folder
    connection = open_current(home / "published")
    assert ask(connection, "select schema_name from duckdb_tables() order by 1").rows is not None
    schemas = {row[0] for row in ask(connection, "select schema_name from duckdb_tables()").rows}
    assert schemas == {"marts", "audit"}
    assert [tuple(r) for r in ask(connection, "select amount_wan from fct_figure order by all").rows] == [
        (Decimal("1554.79000000"),),
        (None,),
    ]


def test_a_manifest_says_rows_types_descriptions_sums_and_checksums(home: Path) -> None:
    folder = publish(inputs(home)).folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    figures = next(t for t in manifest["tables"] if t["name"] == "fct_figure")
    assert figures["rows"] == 2
    assert figures["sums"] == {"amount_wan": "1554.79000000"}
    assert figures["columns"][0] == {
        "name": "figure_id",
        "type": "VARCHAR",
        "description": "the figure's name",
    }
    assert {f["path"] for f in manifest["files"]} >= {"juesuan.duckdb", "parquet/marts/fct_figure.parquet"}
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in package["resources"]} == {
        "parquet/marts/fct_figure.parquet",
        "parquet/audit/coverage.parquet",
    }


def test_rows_lie_in_the_order_of_what_the_table_is_one_row_per_however_they_were_built(home: Path) -> None:
    path = home / "build" / "manifest.json"
    nodes = json.loads(path.read_text(encoding="utf-8"))["nodes"]
    nodes["model.juesuan.fct_figure"]["unique_id"] = "model.juesuan.fct_figure"
    nodes["test.juesuan.one"] = {
        "resource_type": "test",
        "attached_node": "model.juesuan.fct_figure",
        "test_metadata": {"name": "unique_grain", "kwargs": {"columns": ["figure_id"]}},
    }
    path.write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    with duckdb.connect(str(home / "build" / "juesuan.duckdb")) as connection:
        connection.execute("insert into marts.fct_figure select 'f0', 9, [], null")
    folder = publish(inputs(home)).folder
    with duckdb.connect(str(folder / "juesuan.duckdb"), read_only=True) as reader:
        kept = reader.execute("select figure_id from marts.fct_figure").fetchall()
        written = f"select figure_id from '{folder}/parquet/marts/fct_figure.parquet'"
        assert kept == reader.execute(written).fetchall() == [("f0",), ("f1",), ("f2",)]


def test_a_table_that_did_not_change_is_not_written_again(home: Path) -> None:
    first = publish(inputs(home)).folder
    build_warehouse(home, "2.00")
    second = publish(inputs(home)).folder

    def inodes(table: str) -> tuple[int, int]:
        paths = (folder / "parquet" / table for folder in (first, second))
        one, other = (path.stat().st_ino for path in paths)
        return one, other

    assert len(set(inodes("audit/coverage.parquet"))) == 1
    assert len(set(inodes("marts/fct_figure.parquet"))) == 2
    assert compare(first) == compare(second) == 2


def test_a_file_of_the_night_before_that_is_not_what_it_was_is_written_anew(home: Path) -> None:
    first = publish(inputs(home)).folder
    damaged = first / "parquet" / "audit" / "coverage.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 'd1' as document_id, 4 as figures) to '{damaged}' (format parquet)")
        second = publish(inputs(home)).folder
        written = f"select figures from '{second}/parquet/audit/coverage.parquet'"
        assert connection.execute(written).fetchall() == [(3,)]
    assert compare(second) == 2


@pytest.mark.parametrize("harm", ["checksum", "engine"])
def test_a_checksum_is_believed_of_the_engine_that_reckoned_it(home: Path, harm: str) -> None:
    folder = publish(inputs(home)).folder
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    engine, _, number = manifest["tables"][0]["checksum"].partition(":")
    if harm == "checksum":
        manifest["tables"][0]["checksum"] = f"{engine}:{int(number) + 1}"
        path.write_text(json.dumps(manifest), encoding="utf-8")
        with pytest.raises(PublicationError):
            compare(folder)
    else:
        manifest["tables"][0]["checksum"] = f"{engine}.9:{int(number) + 1}"
        path.write_text(json.dumps(manifest), encoding="utf-8")
        assert compare(folder) == 2


@pytest.mark.parametrize("harm", ["row", "parquet", "value"])
def test_a_snapshot_that_differs_from_its_manifest_is_noticed(home: Path, harm: str) -> None:
    folder = publish(inputs(home)).folder
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if harm == "parquet":
        parquet = folder / "parquet" / "marts" / "fct_figure.parquet"
        parquet.write_bytes(parquet.read_bytes()[:-1])
    elif harm == "row":
        manifest["tables"][0]["rows"] += 1
    else:
        next(t for t in manifest["tables"] if t["sums"])["sums"]["amount_wan"] = "1554.80000000"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(PublicationError):
        compare(folder)


def test_a_failed_night_leaves_yesterday_untouched(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    yesterday = publish(inputs(home))
    build_warehouse(home, "1.00")

    def differs(_: Path) -> int:
        raise PublicationError("read back differs")

    monkeypatch.setattr("pipelines.publication.publish.compare", differs)
    with pytest.raises(PublicationError):
        publish(inputs(home))
    assert snapshot.current(home / "published") == yesterday.folder
    monkeypatch.undo()
    publish(inputs(home))
    assert not [f for f in (home / "published").iterdir() if f.name.startswith(".")]


def test_a_missing_or_empty_warehouse_publishes_nothing(home: Path) -> None:
    (home / "build" / "juesuan.duckdb").unlink()
    with pytest.raises(PublicationError, match="missing"):
        publish(inputs(home))
    duckdb.connect(str(home / "build" / "juesuan.duckdb")).close()
    with pytest.raises(PublicationError, match="no marts"):
        publish(inputs(home))
    assert snapshot.current(home / "published") is None


def test_old_snapshots_go_and_the_current_one_stays(home: Path) -> None:
    for number in range(4):
        folder = home / "published" / f"2020010{number + 1}T000000Z-0000000{number}"
        folder.mkdir(parents=True)
    done = publish(inputs(home, keep=2))
    left = [folder.name for folder in snapshot.all_snapshots(home / "published")]
    assert left == ["20200103T000000Z-00000002", "20200104T000000Z-00000003", done.snapshot_id]
    assert done.pruned == ["20200101T000000Z-00000000", "20200102T000000Z-00000001"]


def test_a_reader_holding_the_file_open_reads_on_while_the_next_snapshot_comes(home: Path) -> None:
    publish(inputs(home))
    reader = open_current(home / "published")
    build_warehouse(home, "2.00")
    publish(inputs(home, keep=0))
    assert next(ask(reader, "select max(amount_wan) from fct_figure").rows) == (Decimal("1554.79"),)
    fresh = open_current(home / "published")
    assert next(ask(fresh, "select max(amount_wan) from fct_figure").rows) == (Decimal("2.00"),)


@pytest.mark.parametrize(
    "statement",
    [
        "create table marts.x as select 1",
        "delete from fct_figure",
        "copy fct_figure to '{outside}'",
        "attach '{outside}' as other",
        "select * from read_csv('{outside}')",
        "set enable_external_access = true",
    ],
)
def test_a_question_can_neither_write_nor_reach_other_files(home: Path, statement: str) -> None:
    publish(inputs(home))
    outside = home / "outside.csv"
    with pytest.raises(duckdb.Error):
        list(ask(open_current(home / "published"), statement.format(outside=outside)).rows)
    assert not outside.exists()


def test_a_question_before_the_first_snapshot_says_that_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        open_current(tmp_path / "published")
