"""Prevents: two engines that tell two stories of one document.

Reads the five real disclosures, the invented ones and a made-up province, published once by DuckDB and once by Spark;
grain of a comparison: every row of every published table. Skipped where Spark or Java is not.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from real_street import lay_real_home, living_in
from street_home import CORPUS, Home, lay_home

from benchmarks.province.write import write_province
from pipelines import paths, spark
from pipelines.extraction import spread
from pipelines.extraction.renew import Registered
from pipelines.extraction.spread import read_one
from pipelines.publication.digest import SCHEMAS
from pipelines.repair import run

pytestmark = pytest.mark.skipif(spark.missing() is not None, reason=" ".join(spark.missing() or ()))

MADE_UP = range(12)
"""Numbers of the province's disclosures: several years of each department, and the faults of the generator."""
SMALL = (
    "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=1 spark.sql.codegen.wholeStage=false"
    " spark.sql.codegen.factoryMode=NO_CODEGEN"
    " 'spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m'"
)
"""Twenty documents: what makes each statement quick to plan, not quick to run."""

PATIENCE_SECONDS = 1800
"""A busy machine takes several times what an idle one takes; longer than this nothing moves any more."""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home]:
    """One corpus, published by DuckDB and by Spark."""
    by_duckdb = lay_real_home(tmp_path_factory.mktemp("engines") / "duckdb")
    done = by_duckdb.juesuan("ingest", str(CORPUS))
    assert done.returncode == 0, done.stderr
    write_province(by_duckdb.folder / "raw", 1, MADE_UP, lambda _said: None)
    by_spark = Home(by_duckdb.folder.with_name("spark"))
    shutil.copytree(by_duckdb.folder, by_spark.folder)
    for home, asked in ((by_duckdb, []), (by_spark, ["--engine", "spark", "--master", "local[2]"])):
        process = home.start("refresh", *asked, JUESUAN_SPARK_OPTIONS=SMALL)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, out + err
    return by_duckdb, by_spark


@contextmanager
def both(homes: tuple[Home, Home]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the two snapshots are `duckdb` and `spark`."""
    connection = duckdb.connect()
    for home, name in zip(homes, ("by_duckdb", "by_spark"), strict=True):
        connection.execute(f"attach '{home.published / 'current' / 'juesuan.duckdb'}' as {name} (read_only)")
    yield connection
    connection.close()


def tables(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [
        f"{schema}.{table}"
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = ? order by all", [name]
        ).fetchall()
        if schema in SCHEMAS
    ]


def test_spark_and_duckdb_agree_on_every_row_of_marts_and_audit(homes: tuple[Home, Home]) -> None:
    with both(homes) as connection:
        published = tables(connection, "by_duckdb")
        assert len(published) > 15
        assert tables(connection, "by_spark") == published
        told = {}
        for table in published:
            for one, other in (("by_duckdb", "by_spark"), ("by_spark", "by_duckdb")):
                asked = f"from (from {one}.{table} except all from {other}.{table}) limit 3"
                if rows := connection.execute(asked).fetchall():
                    told[f"{table}, only {one}"] = rows
        assert told == {}


def test_columns_have_the_same_names_and_types(homes: tuple[Home, Home]) -> None:
    with both(homes) as connection:
        for table in tables(connection, "by_duckdb"):
            of = [connection.execute(f"describe {name}.{table}").fetchall() for name in ("by_duckdb", "by_spark")]
            assert of[0] == of[1], table


def test_the_compared_corpus_says_enough_to_be_worth_comparing(homes: tuple[Home, Home]) -> None:
    """Agreement on empty tables would prove nothing."""
    with both(homes) as connection:
        empty = [
            table
            for table in tables(connection, "by_spark")
            if connection.execute(f"select count(*) from by_spark.{table}").fetchall() == [(0,)]
        ]
        assert empty == []
        asked = "select distinct reading, verdict from by_spark.audit.fct_identity_check"
        readings = {reading for reading, _ in connection.execute(asked).fetchall()}
        verdicts = {verdict for _, verdict in connection.execute(asked).fetchall()}
        assert readings == {"printed", "meant"}
        assert verdicts == {"exact", "rounding", "truncated", "violated", "not_testable"}
        over_years = (
            "select count(*) from by_spark.audit.fct_identity_check where family = 'over_time' and lhs is not null"
        )
        assert connection.execute(over_years).fetchall() > [(0,)]


def test_documents_restored_and_localised_by_executors_are_so_alike(
    homes: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parcel by parcel over Spark, against what the night that published did on its own cores."""
    monkeypatch.setenv("JUESUAN_ENGINE", "spark")
    monkeypatch.setenv("JUESUAN_SPARK_MASTER", "local[2]")
    monkeypatch.setattr(run, "SPARK_WORTH", 1)
    with living_in(homes[1]), duckdb.connect(str(paths.warehouse())) as connection:
        held = {table: sorted(connection.execute(f"from repair.{table}").fetchall()) for table in run.TABLES}
        assert all(held.values())
        run.restore_documents(connection, everything=True)
        run.correct_documents(connection, everything=True)
        assert {table: sorted(connection.execute(f"from repair.{table}").fetchall()) for table in run.TABLES} == held


@pytest.mark.parametrize("master", ["local[2]", "loopback"])
def test_documents_read_by_executors_say_what_they_say_here(
    master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`loopback` is a cluster: a master and two workers, processes of their own that end with the work."""
    monkeypatch.setenv("JUESUAN_SPARK_MASTER", master)
    monkeypatch.setenv("JUESUAN_SPARK_MEMORY", "1g")
    stored = [(str(file), file.name) for file in sorted(CORPUS.glob("*.txt"))]
    refused = tmp_path / "empty.txt"
    refused.write_bytes(b"")
    tasks = [*stored, (str(refused), refused.name), *stored]
    with living_in(lay_home(tmp_path / "home")):
        answers = list(spark.spread(read_one, tasks))
        assert answers == [read_one(task) for task in tasks]
        assert answers[len(stored)] is None
        assert None not in answers[: len(stored)]
        assert master != "loopback" or (paths.build() / "logs" / "spark-worker-1.log").is_file()
    assert os.environ["JUESUAN_SPARK_MASTER"] == master


def test_documents_read_ahead_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "spread", map)
    monkeypatch.setattr(spark, "failures", tuple)
    files = sorted(CORPUS.glob("*.txt"))
    with living_in(lay_home(tmp_path / "home")):
        registered = [Registered(str(number), files[0].name, files[0]) for number in range(spread.WORTH)]
        assert spread.read_ahead(registered[1:]).read == []
        assert spread.read_ahead(registered).read == [document.document_id for document in registered]
        assert spread.read_ahead(registered).read == []
