"""The models of `dbt_project`, run without dbt on an in-memory DuckDB.

Reads the very SQL files that dbt builds, renders them with the handful of names they use, and creates each model as a
table in the order of their references. One implementation of the verdicts, two ways to start it: a test holds that
both give the same rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment

MACRO = re.compile(r"{%-?\s*macro\s+([a-z_0-9]+)\s*\(")
LAYERS = ("staging", "intermediate", "marts", "audit")


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its schema, its rendered query and the names it reads."""

    name: str
    schema: str
    sql: str
    reads: tuple[str, ...]


class Project:
    """The dbt project as SQL: seeds to be read as text, and models in the order in which they can be built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: list[str] = []

    @cached_property
    def seeds(self) -> dict[str, Path]:
        return {file.stem: file for file in sorted((self.folder / "seeds").glob("*.csv"))}

    @cached_property
    def sources(self) -> dict[str, Path]:
        files = [file for layer in LAYERS for file in sorted((self.folder / "models" / layer).glob("*.sql"))]
        return {file.stem: file for file in files}

    @cached_property
    def models(self) -> list[Model]:
        """Every model, each after those it reads. Raises CycleError when references go round."""
        rendered = {name: self._render(name, file) for name, file in self.sources.items()}
        order = TopologicalSorter({name: set(model.reads) & set(rendered) for name, model in rendered.items()})
        return [rendered[name] for name in order.static_order()]

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any file that shapes the queries changes."""
        files = sorted((self.folder / "macros").glob("*.sql"))
        texts = [
            *(file.read_bytes() for file in files),
            *(file.read_bytes() for file in self.sources.values()),
        ]
        return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(extensions=["jinja2.ext.do"])
        environment.globals.update(
            ref=self._relation,
            source=lambda schema, table: f'{schema}."{table}"',
            config=lambda **_: "",
            is_incremental=lambda: False,
            adapter=_Adapter(environment),
            this="",
        )
        texts = [file.read_text(encoding="utf-8") for file in sorted((self.folder / "macros").glob("*.sql"))]
        macros = "\n".join(text for text in texts if "{% test" not in text)
        module: Any = environment.from_string(macros).module
        environment.globals.update({name: getattr(module, name) for name in MACRO.findall(macros)})
        return environment

    def _relation(self, name: str) -> str:
        self._read.append(name)
        schema = "reference" if name in self.seeds else self.sources[name].parent.name
        return f"{schema}.{name}"

    def _render(self, name: str, file: Path) -> Model:
        self._read = []
        sql = self._environment.from_string(file.read_text(encoding="utf-8")).render()
        return Model(name, file.parent.name, sql, tuple(self._read))


class _Adapter:
    """What dbt calls `adapter`, for one engine: a macro's DuckDB form if there is one, else its default."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def dispatch(self, name: str) -> Callable[..., str]:
        names = self._environment.globals
        macro: Callable[..., str] = names.get(f"duckdb__{name}") or names[f"default__{name}"]  # type: ignore[assignment]
        return macro


def build(connection: duckdb.DuckDBPyConnection, project: Project, models: Iterable[Model] | None = None) -> None:
    """Schemas reference, staging, intermediate, marts and audit stand in the connection, from its schema raw."""
    for schema in ("reference", *LAYERS):
        connection.execute(f"create schema if not exists {schema}")
    for name, file in project.seeds.items():
        connection.execute(
            f"create or replace table reference.{name} as select * from read_csv(?, all_varchar=true, header=true,"
            " delim=',', quote='\"', escape='\"', auto_detect=true)",
            [str(file)],
        )
    for model in models or project.models:
        kind = "view" if model.schema == "staging" else "table"
        connection.execute(f"create or replace {kind} {model.schema}.{model.name} as {model.sql}")
