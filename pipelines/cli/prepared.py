"""What every examination needs and no document changes, made once: seeds, catalogue, the models on them, rendered SQL.

Reads `dbt_project/` and `expectations/identities/`; writes `build/check/<fingerprint>.duckdb`, or nothing where that
folder cannot be written. Grain: one file per state of the reference data and the models. An examination reads it as
database `prepared`, beside the one in memory where its own rows are.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import os
import time
from pathlib import Path
from re import compile as pattern

import duckdb

from pipelines import paths
from pipelines.cli.engine import LAYERS, Model, Project
from pipelines.cli.plan import READINGS, Plan, plan_of
from pipelines.loading.load import Beside, load
from pipelines.warehouse import text_literal

WANTED = (
    "dim_document",
    "fct_figure",
    "fct_identity_check",
    "fct_identity_term",
    "fct_finding",
    "coverage",
    # Read by the repair room and by no model.
    "int_check_restored",
)
FIXED_RAW = ("identity", "identity_term")
PREPARED = "prepared"

DISPENSABLE = ",".join(
    (
        "column_lifetime",
        "common_subexpressions",
        "common_subplan",
        "cte_filter_pusher",
        "duplicate_groups",
        "join_filter_pushdown",
        "join_order",
        "projection_placement",
        "projection_pullup",
        "statistics_propagation",
    )
)
"""Optimizers that cost one document more than they save it."""

DRAFT_SECONDS = 3600
"""A draft is made in two seconds; one this old belongs to nobody."""


def open_prepared() -> tuple[duckdb.DuckDBPyConnection, Plan]:
    """A connection in which all stands that no document changes: schema reference, raw.identity…, fixed models, empty
    tables and the views on them; and the models still to build."""
    project = Project(paths.dbt_project())
    file = paths.build() / "check" / f"{_fingerprint(project)}.duckdb"
    connection = duckdb.connect()
    # One document is small: planning costs more than running, and threads cost more than they give. What does not fit
    # in memory is refused rather than spilled: nothing is written beside the person's document.
    connection.execute(f"set threads = 1; set temp_directory = ''; set disabled_optimizers = '{DISPENSABLE}'")
    if not _attach(connection, file) and not (_make(project, file) and _attach(connection, file)):
        connection.execute(f"attach ':memory:' as {PREPARED}; use {PREPARED}")
        fill(connection, project)
        connection.execute("use memory")
    plan = plan_of(connection, PREPARED)
    plan.lay(connection)
    return connection, plan


def _attach(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """What was prepared is there to be read; False where the file is absent or damaged."""
    if not file.is_file():
        return False
    try:
        connection.execute(f"attach {text_literal(str(file))} as {PREPARED} (read_only)")
    except duckdb.Error:
        return False
    return True


def _make(project: Project, file: Path) -> bool:
    """The file stands, whole; False where it cannot be written."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(draft)) as connection:
            fill(connection, project)
        draft.replace(file)
        _forget_all_but(file)
    except (OSError, duckdb.IOException):
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return False
    return True


def _forget_all_but(file: Path) -> None:
    """Earlier states are gone, and so are the drafts of runs that were killed long ago."""
    for old in file.parent.iterdir():
        forsaken = old.name.startswith(".") and time.time() - old.stat().st_mtime > DRAFT_SECONDS
        if old != file and (old.suffix == ".duckdb" or forsaken):
            old.unlink(missing_ok=True)


def fill(connection: duckdb.DuckDBPyConnection, project: Project) -> None:
    """Schemas reference, raw and engine hold the seeds, the catalogue and the models' statements."""
    for schema in ("reference", "engine", *LAYERS):
        connection.execute(f"create schema if not exists {schema}")
    for name, file in project.seeds.items():
        _read_seed(connection, name, file)
    load(connection, paths.build() / "check" / "no-documents", Beside(identities=paths.identities()))
    for (name,) in connection.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall():
        if name not in FIXED_RAW:
            connection.execute(f'drop table raw."{name}"')
    fixed = _fixed(project)
    after = project.depending_on("repair.correction") | project.depending_on("repair.explained")
    models = sorted(project.needed_for(WANTED), key=lambda model: model.name in after)
    for model in models:
        if model.name in fixed:
            connection.execute(f"create table {model.relation} as {model.sql}")
    connection.execute(
        "create table engine.model (ordinal integer, name varchar, schema_name varchar, statement varchar,"
        " forgets varchar[], is_after_repair boolean)"
    )
    statements, forgets = statements_of(project), _forgets(models, fixed, after)
    connection.executemany(
        "insert into engine.model values (?, ?, ?, ?, ?, ?)",
        [
            [number, model.name, model.schema, statements[model.name], forgets[model.name], model.name in after]
            for number, model in enumerate(models)
            if model.name not in fixed
        ],
    )


def _forgets(models: list[Model], fixed: set[str], after: set[str]) -> dict[str, list[str]]:
    """For each model the relations that no later one reads. The repair room reads between the models before it and
    those after it, and a model without work takes its shape from its sister of the reading printed."""
    last = {model.name: model.name for model in models}
    first_after = next(model.name for model in models if model.name in after and model.schema != "staging")
    for model in models:
        sister = next((f"{model.name.removesuffix(e)}_printed" for e in READINGS if model.name.endswith(e)), "")
        for name in {*model.reads, sister} & last.keys():
            last[name] = model.name
    forgets: dict[str, list[str]] = {model.name: [] for model in models}
    for model in models:
        if model.schema == "staging" or model.name in fixed or model.name in WANTED:
            continue
        reader = last[model.name]
        is_read_by_room = model.name.endswith(READINGS) and model.name not in after
        forgets[first_after if is_read_by_room and reader not in after else reader].append(model.relation)
    return forgets


def statements_of(project: Project) -> dict[str, str]:
    """The statement of every model, finding in database `prepared` what stands there."""
    here = [f"reference.{name}" for name in project.seeds] + [project.models[name].relation for name in _fixed(project)]
    standing = pattern(rf"\b({'|'.join(here)})\b")
    return {name: standing.sub(rf"{PREPARED}.\1", model.statement) for name, model in project.models.items()}


def _fixed(project: Project) -> set[str]:
    """The models of an examination that rest on reference data alone."""
    resting = project.resting_on(f"raw.{name}" for name in FIXED_RAW)
    return resting & {model.name for model in project.needed_for(WANTED)}


def _read_seed(connection: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        columns = ", ".join(f"'{column}': 'VARCHAR'" for column in next(csv.reader(opened)))
    connection.execute(
        f"create or replace table reference.{name} as select * from read_csv(?, columns={{{columns}}},"
        " auto_detect=false, header=true, delim=',', quote='\"', escape='\"')",
        [str(file)],
    )


def _fingerprint(project: Project) -> str:
    """Changes when any file that shapes the answer changes."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    code = [Path(__file__), Path(__file__).with_name("engine.py")]
    for file in [
        *code,
        *project.macro_files,
        *project.files.values(),
        *project.seeds.values(),
        *sorted(paths.identities().glob("*.yml")),
    ]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
