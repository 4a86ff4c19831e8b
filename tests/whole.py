"""What a home has published, held against the same documents built from nothing. Reads a home; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from real_street import living_in
from street_home import Home

from pipelines import paths
from pipelines.cli.engine import Project
from pipelines.cli.prepared import open_prepared, statements_of
from pipelines.loading.load import Beside, load
from pipelines.publication.read_back import compare
from pipelines.publication.snapshot import current

NIGHTLY = {"first_seen", "last_seen", "state"}
"""Columns of a finding that tell its history."""
Rows = dict[str, list[tuple[object, ...]]]


def published(home: Home) -> Rows:
    """Every row of every table of the current snapshot, which is what its manifest says."""
    folder = current(home.published)
    assert folder is not None
    assert compare(folder) > 15
    with duckdb.connect(str(folder / "juesuan.duckdb"), read_only=True) as connection:
        return rows_of(connection)


def from_nothing(home: Home) -> Rows:
    """The same tables, computed in memory from the home's documents by the home's models."""
    with built_from_nothing(home) as connection:
        return rows_of(connection)


@contextmanager
def built_from_nothing(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every model, computed at once and in memory from the home's documents."""
    with living_in(home):
        connection, plan = open_prepared()
        load(
            connection, paths.extracted(), Beside(paths.register(), paths.errata(), run=("test", "2026-01-05", "test"))
        )
        plan.run(connection)
        relations = "select table_name from duckdb_tables() union all select view_name from duckdb_views()"
        made = {name for (name,) in connection.execute(relations).fetchall()}
        for name, statement in statements_of(Project(paths.dbt_project())).items():
            if name not in made:
                connection.execute(statement)
        yield connection
        connection.close()


def counted(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each intermediate model holds, of those that stand in the database itself."""
    named = connection.execute(
        "select table_name from duckdb_tables()"
        " where schema_name = 'intermediate' and database_name = current_database()"
    ).fetchall()
    counts = (f"select count(*) from intermediate.{name}" for (name,) in named)
    return {name: int(connection.execute(count).fetchall()[0][0]) for (name,), count in zip(named, counts, strict=True)}


def rows_of(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Every row of every table of marts and audit, without what tells the night."""
    named = connection.execute(
        "select schema_name, table_name from duckdb_tables() where schema_name in ('marts', 'audit') order by all"
    ).fetchall()
    return {table: _table(connection, schema, table) for schema, table in named}


def _table(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[tuple[object, ...]]:
    columns = connection.execute(
        "select column_name from duckdb_columns() where schema_name = ? and table_name = ? order by column_name",
        [schema, table],
    ).fetchall()
    kept = ", ".join(column for (column,) in columns if column not in NIGHTLY)
    where = "where state <> 'fixed'" if table == "fct_finding" else ""
    return connection.execute(f"select {kept} from {schema}.{table} {where} order by all").fetchall()
