"""How an examination runs: views, the models that the repair room waits for, the room, the models that wait for it.

Reads schema raw of a connection and the rendered models; writes every schema after it in the same connection.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.cli.engine import LAYERS
from pipelines.loading import load
from pipelines.repair import run as repair


@dataclass(frozen=True, slots=True)
class Step:
    """One model to build, and the relations that nobody reads once it stands."""

    name: str
    schema: str
    statement: str
    forgets: tuple[str, ...] = ()


HELD_AGAINST_OTHERS = {
    "int_fact": "",
    "int_fact_year_before": "",
    "int_term_over_years": "select document_id, identity_id, check_key as own_key, side, weight, whole_weight,"
    " figure_id, 'printed' as reading from intermediate.int_term_printed",
    "int_check_over_years": "select *, 'printed' as reading from intermediate.int_check_printed",
}
"""Models that hold a document against others, with the empty shape that is read of them where there are no others;
nothing for those that only they read."""

READINGS = ("_printed", "_restored", "_meant")
"""Endings of the models that are built once per reading."""


FRUGAL = "set allocator_bulk_deallocation_flush_threshold = '1MB'"
"""Memory goes back at once: a sixth of the peak, for a fifth of the time of the models. Worth it where they run three
times over."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The models in building order: views, what the repair room waits for, and what waits for it."""

    views: list[Step]
    before: list[Step]
    after: list[Step]

    def lay(self, connection: duckdb.DuckDBPyConnection) -> None:
        """All that stands before the first row is known: schemas, empty tables of raw and repair, the views on them."""
        connection.execute("".join(f"create schema if not exists {schema};" for schema in LAYERS))
        load.shape_tables(connection)
        repair.shape_tables(connection)
        connection.execute(";".join(step.statement for step in self.views))

    def run(self, connection: duckdb.DuckDBPyConnection, *, forgetting: bool = False) -> None:
        """Every table stands in the connection, from its schema raw; `forgetting`: those that an examination reads."""
        restored = repair.restore_documents(connection) or repair.has_errata(connection)
        if restored:
            connection.execute(FRUGAL)
        self._build(connection, self.before, "" if restored else "_restored", forgetting)
        repair.correct_documents(connection)
        self._build(connection, self.after, "" if restored or _is_corrected(connection) else "_meant", forgetting)

    def _build(self, connection: duckdb.DuckDBPyConnection, steps: list[Step], idle: str, forgetting: bool) -> None:
        """The steps are done; a model with the ending `idle` has nothing to compute and is only given its shape."""
        names = {step.name for step in (*self.before, *self.after)}
        is_alone = connection.execute("select count(*) from raw.document").fetchall() == [(1,)]
        for step in steps:
            stem = step.name.removesuffix(idle)
            if is_alone and step.name in HELD_AGAINST_OTHERS:
                if shape := HELD_AGAINST_OTHERS[step.name]:
                    connection.execute(f"create table {step.schema}.{step.name} as {shape} limit 0")
            elif idle and stem != step.name:
                like = f"{stem}_printed" if f"{stem}_printed" in names else stem
                connection.execute(f"create table {step.schema}.{step.name} as from {step.schema}.{like} limit 0")
            else:
                connection.execute(step.statement)
            # In memory every column of a table takes a block, however few its rows.
            for relation in step.forgets if forgetting else ():
                connection.execute(f"drop table if exists {relation}")


def _is_corrected(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any figure is meant otherwise than printed; a suggestion that nothing justifies alters no figure."""
    return bool(connection.execute("select 1 from repair.correction where is_justified = 'true' limit 1").fetchall())


def plan_of(connection: duckdb.DuckDBPyConnection, database: str) -> Plan:
    """The plan that the database's schema engine holds."""
    rows = connection.execute(
        f"select name, schema_name, statement, forgets, is_after_repair from {database}.engine.model order by ordinal"
    ).fetchall()
    steps = [(Step(name, schema, sql, tuple(forgets)), after) for name, schema, sql, forgets, after in rows]
    views = [step for step, _ in steps if step.schema == "staging"]
    before = [step for step, after in steps if not after and step not in views]
    return Plan(views, before, [step for step, after in steps if after and step not in views])
