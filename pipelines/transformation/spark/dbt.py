"""dbt on a Spark session of ours: `python -m pipelines.transformation.spark.dbt build …`, arguments as dbt's own.

Reads `build/spark/`; writes what dbt writes. dbt-spark would begin a session with a Hive metastore and turn off ANSI
mode with each statement: then a cast that fails is null. So the session is begun here, the Parquet files stand in it as
tables, and dbt's cursor takes it as it is.
"""

from __future__ import annotations

import sys
from typing import Any

from dbt.adapters.spark import session as dbt_session
from dbt.cli.main import cli
from dbt_common.exceptions import DbtRuntimeError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipelines import spark
from pipelines.transformation.spark import parquet

SCHEMAS = ("raw", "repair", "reference", "staging", "intermediate", "marts", "audit")


def execute(cursor: Any, sql: str, *parameters: Any) -> None:
    """What dbt-spark's cursor does with a statement, on the session as it stands, its options untouched."""
    session = SparkSession.getActiveSession() or spark.session("models")
    try:
        cursor._df = session.sql(sql % parameters if parameters else sql)
    except PySparkException as error:
        raise DbtRuntimeError(str(error)) from error


def lay(session: SparkSession) -> None:
    """Sources, and the models that an earlier phase built, are tables of the session."""
    for schema in SCHEMAS:
        session.sql(f"create schema if not exists {schema}")
    for (schema, name), place in parquet.standing().items():
        session.sql(f"create table {schema}.`{name}` using parquet location '{place}'")


def main() -> None:
    """dbt's exit code."""
    session = spark.session("models")
    dbt_session.Cursor.execute = execute
    try:
        lay(session)
        cli(sys.argv[1:], standalone_mode=True)
    finally:
        session.stop()


if __name__ == "__main__":
    main()
