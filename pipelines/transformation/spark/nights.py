"""One build of the project on Spark, between two borders of Parquet. Reads raw, repair and the seeds of the warehouse;
writes `build/spark/` and, from there, staging to audit of the warehouse.

Grain: the selection of one asset. Spark builds from nothing every night: a Parquet table has no row to delete.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from dagster import AssetExecutionContext
from dagster_dbt import DbtCliResource

from pipelines import paths, spark, warehouse
from pipelines.transformation import project
from pipelines.transformation.spark import parquet

MODELS = ["build", "--exclude-resource-type", "test"]
TESTS = ["build", "--resource-type", "test", "--full-refresh"]
"""Tests read what is published, so they ask the warehouse: the rows are the same, and each answer costs Spark a job.
All rows are asked, for all were made anew."""


def build(context: AssetExecutionContext, dbt: DbtCliResource, *, is_first: bool) -> Iterator[Any]:
    """The selected models hold what Spark makes of the loaded documents, and the warehouse holds the same; the first
    build of a night begins with nothing."""
    if is_first:
        parquet.begin()
    connection = warehouse.connect(paths.warehouse())
    parquet.hand_over(connection)
    connection.close()
    os.environ["JUESUAN_SPARK_SOURCES"] = str(parquet.sources())
    with spark.at_master():
        yield from project.on_spark().cli(MODELS, context=context, target_path=project.run_folder() / "spark").stream()
    connection = warehouse.connect(paths.warehouse())
    parquet.read_back(connection, project.manifest())
    connection.close()
    yield from dbt.cli(TESTS, context=context, target_path=project.run_folder()).stream()
