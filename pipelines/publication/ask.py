"""Questions to the published snapshot. Reads `published/current`; can write nothing, nor read any other file.

Grain: one answer per question: column names, then rows in batches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.publication import snapshot
from pipelines.publication.digest import SCHEMAS

_BATCH = 2048


class NothingPublished(RuntimeError):
    """There is no snapshot yet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Names and types of the columns, and the rows, read as they are asked for."""

    names: list[str]
    types: list[str]
    rows: Iterator[tuple[object, ...]]


def open_current(published: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the current snapshot that can neither write nor reach beyond it; raises
    NothingPublished."""
    while True:
        folder = snapshot.current(published)
        if folder is None:
            raise NothingPublished(str(published))
        try:
            # Given with the file: connections of one process to one file share these settings, and they are locked.
            connection = duckdb.connect(
                str(folder / snapshot.DATABASE),
                read_only=True,
                config={"enable_external_access": "false", "lock_configuration": "true"},
            )
        except duckdb.IOException:
            # The night was published, and the old snapshot went, between the look at the link and the opening.
            if snapshot.current(published) == folder:
                raise
            continue
        connection.execute(f"set search_path = '{','.join(SCHEMAS)}'")
        return connection


def ask(connection: duckdb.DuckDBPyConnection, question: str) -> Answer:
    """The answer to the question; raises duckdb.Error with DuckDB's own message."""
    result = connection.execute(question)
    described = result.description or []
    return Answer([d[0] for d in described], [str(d[1]) for d in described], _batches(result))


def _batches(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while rows := result.fetchmany(_BATCH):
        yield from rows
