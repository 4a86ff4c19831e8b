"""The one door to Spark. Reads the settings; starts nothing until a session is asked for, and knows no table.

Spark is no part of the default installation: `missing` says what is not there.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from typing import TYPE_CHECKING

from pipelines import paths, settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

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
        return "Spark 需要 Java 17 或更高版本（JAVA_HOME 或 PATH）。", "Spark needs Java 17 or newer (JAVA_HOME or PATH)."
    return None


def session(name: str) -> SparkSession:
    """The session of this process, begun with the settings when there is none yet."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName(f"juesuan {name}")
    for option, value in options().items():
        builder = builder.config(option, value)
    begun = builder.getOrCreate()
    begun.sparkContext.setLogLevel("ERROR")
    return begun


def options() -> dict[str, str]:
    """Every option of a session: those asked for, over those that suit the master; those of MEANING over both."""
    asked = settings.current()
    chosen = {
        "spark.master": asked.spark_master,
        "spark.driver.memory": asked.spark_memory,
        "spark.executor.memory": asked.spark_memory,
        "spark.sql.warehouse.dir": str(paths.spark() / "warehouse"),
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.pyspark.python": sys.executable,
        "spark.pyspark.driver.python": sys.executable,
        "spark.executorEnv.PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "spark.executorEnv.JUESUAN_HOME": str(paths.root()),
    }
    if asked.spark_master.startswith("local"):
        # One machine shuffles into as many pieces as it has cores; Spark's own 200 are for clusters.
        chosen["spark.sql.shuffle.partitions"] = str(os.cpu_count() or 2)
    if asked.spark_master.startswith("local") or "//127.0.0.1" in asked.spark_master:
        chosen |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return chosen | dict(option.split("=", 1) for option in asked.spark_options) | MEANING
