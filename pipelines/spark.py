"""The one door to Spark. Reads the settings; starts nothing until a session is asked for, and knows no table.

Spark is no part of the default installation: `missing` says what is not there.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipelines import loopback, paths, settings

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import SparkSession

Task = TypeVar("Task")
Answer = TypeVar("Answer")

LOOPBACK = "loopback"
"""The master that stands only while it is needed."""

AT_ONCE = 1000
"""Tasks given to Spark by one job: enough for many executors, and few enough for the memory of the one who asks."""

MEANING = {
    # What cannot be computed stops the night, as in DuckDB; without this it is null, and a figure is gone.
    "spark.sql.ansi.enabled": "true",
    # Products and sums of decimals keep every digit or fail.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    # The Parquet files are the catalogue: nothing is left behind in a metastore.
    "spark.sql.catalogImplementation": "in-memory",
}
"""Options that decide what the models say; they cannot be set from outside."""


def missing() -> tuple[str, str] | None:
    """Why Spark cannot be started here, in Chinese and English; None where it can."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("dbt.adapters.spark") is None:
        return "未安装 Spark：请先运行 make spark。", "Spark is not installed: run make spark first."
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and shutil.which("java", path=os.path.join(home, "bin"))):  # noqa: PTH118
        return (
            "Spark 需要 Java 17 或更高版本（JAVA_HOME 或 PATH）。",
            "Spark needs Java 17 or newer (JAVA_HOME or PATH).",
        )
    return None


@contextmanager
def at_master() -> Iterator[None]:
    """The master of the settings is there, for this process and its children; a loopback cluster ends with it."""
    if settings.current().spark_master != LOOPBACK:
        yield
        return
    with loopback.standing() as url:
        os.environ["JUESUAN_SPARK_MASTER"] = url
        try:
            yield
        finally:
            os.environ["JUESUAN_SPARK_MASTER"] = LOOPBACK


def spread(do: Callable[[Task], Answer], tasks: Iterable[Task], worth: int = 2) -> Iterator[Answer]:
    """The answers in the order of the tasks, each given by one of Spark's executors; `do`, what it takes and what it
    gives must be picklable. Fewer tasks than are `worth` a session are done here. Raises what Spark says of a task that
    failed."""
    waiting = iter(tasks)
    first = list(islice(waiting, worth))
    if len(first) < worth:
        yield from map(do, first)
        return
    import pyarrow as pa

    def answered(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        for batch in batches:
            given = [pickle.dumps(do(pickle.loads(task))) for task in batch.column("task").to_pylist()]
            yield pa.record_batch([batch.column("number"), pa.array(given, pa.binary())], ["number", "answer"])

    waiting = chain(first, waiting)
    with at_master():
        begun = session("documents")
        try:
            while parcel := [pickle.dumps(task) for task in islice(waiting, AT_ONCE)]:
                asked = pa.table(
                    {"number": pa.array(range(len(parcel)), pa.int64()), "task": pa.array(parcel, pa.binary())}
                )
                pieces = min(len(parcel), 4 * begun.sparkContext.defaultParallelism)
                frame = begun.createDataFrame(asked).repartition(pieces)
                found = frame.mapInArrow(answered, "number long, answer binary").collect()
                yield from (pickle.loads(row.answer) for row in sorted(found, key=lambda row: row.number))
        finally:
            begun.stop()


def failures() -> tuple[type[Exception], ...]:
    """What is raised when Spark cannot do its work."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return PySparkException, Py4JError


def session(name: str) -> SparkSession:
    """The session of this process, begun with the settings when there is none yet."""
    from pyspark.sql import SparkSession

    # Where executors do our work they need our libraries; Spark would take the first python3 of the PATH.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName(f"juesuan {name}")
    for option, value in options().items():
        builder = builder.config(option, value)
    with _told_elsewhere(paths.build() / "logs" / "spark.log"):
        begun = builder.getOrCreate()
    begun.sparkContext.setLogLevel("ERROR")
    return begun


@contextmanager
def _told_elsewhere(log: Path) -> Iterator[None]:
    """Java, started meanwhile, complains into the log as long as it runs: on standard error it would break dbt's lines,
    which Dagster reads."""
    log.parent.mkdir(parents=True, exist_ok=True)
    own = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(own, 2)
        os.close(own)


def options() -> dict[str, str]:
    """Every option of a session: those asked for, over those that suit the master; those of MEANING over both."""
    asked = settings.current()
    chosen = {
        "spark.master": asked.spark_master,
        "spark.driver.memory": asked.spark_memory,
        "spark.executor.memory": asked.spark_memory,
        "spark.sql.warehouse.dir": str(paths.spark() / "warehouse"),
        "spark.sql.parquet.compression.codec": "zstd",
        # Ninety models are a great deal of code: a full cache ends the compiler, and then the session.
        "spark.driver.extraJavaOptions": "-XX:ReservedCodeCacheSize=512m",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.executorEnv.PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "spark.executorEnv.JUESUAN_HOME": str(paths.root()),
    }
    if asked.spark_master.startswith("local"):
        # One machine shuffles into as many pieces as it has cores; Spark's own 200 are for clusters.
        chosen["spark.sql.shuffle.partitions"] = str(os.cpu_count() or 2)
    if asked.spark_master.startswith("local") or "//127.0.0.1" in asked.spark_master:
        chosen |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return chosen | dict(option.split("=", 1) for option in asked.spark_options) | MEANING
