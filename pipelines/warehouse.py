"""The one door to DuckDB files. Reads and writes `build/juesuan.duckdb`; knows no table.

One writer at a time: `claim` holds a lock that ends with the process, however it ends, so none is ever stale.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

import duckdb

from pipelines import paths, settings

_claim: int | None = None


class WarehouseBusy(RuntimeError):
    """Another process is refreshing this warehouse."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"another refresh is running (pid {pid})")
        self.pid = pid


def claim() -> None:
    """This process, and no other, may write the warehouse until it ends; raises WarehouseBusy."""
    global _claim  # noqa: PLW0603  the claim belongs to the process
    if _claim is not None:
        return
    paths.build().mkdir(parents=True, exist_ok=True)
    lock = os.open(paths.build() / "refresh.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pid = os.read(lock, 32).decode(errors="replace").strip() or "?"
        os.close(lock)
        raise WarehouseBusy(pid) from None
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    _claim = lock


def release() -> None:
    """Another process may claim the warehouse."""
    global _claim  # noqa: PLW0603  the claim belongs to the process
    if _claim is not None:
        os.close(_claim)
        _claim = None


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """An open connection; waits for a writer that a killed run left behind, then raises
    duckdb.IOException."""
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + settings.current().warehouse_wait_seconds
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only)
        except duckdb.IOException as error:
            if "lock" not in str(error).lower() or time.monotonic() > deadline:
                raise
            time.sleep(0.25)


def connect_or_rebuild(path: Path) -> duckdb.DuckDBPyConnection:
    """An open connection to a sound warehouse: a file that cannot be read is set aside and a new one
    begun."""
    try:
        connection = connect(path)
        connection.execute("select count(*) from duckdb_tables()").fetchall()
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise
        for damaged in (path, path.with_name(path.name + ".wal")):
            if damaged.exists():
                damaged.replace(damaged.with_name(damaged.name + ".damaged"))
        return connect(path)
    return connection


def quoted(name: str) -> str:
    """The name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(value: str) -> str:
    """The value as a SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def is_built_from(connection: duckdb.DuckDBPyConnection, fingerprint: str) -> bool:
    """Whether the models of the warehouse were last built, whole, from the project of this fingerprint."""
    known = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'built' and table_name = 'project'"
    ).fetchall()
    return bool(known) and connection.execute("select fingerprint from built.project").fetchall() == [(fingerprint,)]
