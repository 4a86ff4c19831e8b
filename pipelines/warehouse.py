"""The one door to DuckDB files. Reads and writes `build/juesuan.duckdb`; knows no table.

One writer at a time: `claim` holds a lock that ends with the process, however it ends, so none is ever stale. A refresh
that ended before it published has left `build/unfinished`: the next one looks at every block of the file.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import time
from datetime import UTC, datetime
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
    known = settings.current()
    deadline = time.monotonic() + known.warehouse_wait_seconds
    # The same for every connection of a process: DuckDB has one configuration per file.
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": f"{known.memory_mb}MB"}
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config=config)
        except duckdb.IOException as error:
            if not _is_lock(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.25)


def begin() -> list[str]:
    """What the last refresh left, if it did not publish, is sound or set aside; each deed is said, "zh / en".

    From now on this refresh counts as unfinished. Every block is read in a process of its own, since damage may end the
    process that meets it, and only after a refresh that did not finish: a night after a good one costs nothing more.
    """
    mark = _unfinished()
    begun, _, process = (mark.read_text(encoding="utf-8") if mark.exists() else "").partition(" · ")
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(f"{datetime.now(UTC):%Y-%m-%d %H:%M} · {os.getpid()}", encoding="utf-8")
    # The same process runs the street again after it put a document into quarantine.
    if not begun or process == str(os.getpid()):
        return []
    healed = [
        f"上次刷新（{begun} UTC 开始）没有完成，已从中断处重做 / the last refresh (begun {begun} UTC) did not finish:"
        " what it left undone is done again"
    ]
    if paths.warehouse().exists() and not _is_sound(paths.warehouse()):
        healed.append(_set_aside(paths.warehouse()))
    return healed


def finish() -> None:
    """This refresh has published: the next one finds nothing to put right."""
    _unfinished().unlink(missing_ok=True)


def _unfinished() -> Path:
    return paths.build() / "unfinished"


def _is_sound(path: Path) -> bool:
    """Whether every row of every table can be read."""
    reader = multiprocessing.get_context("spawn").Process(target=read_whole, args=(path,), daemon=True)
    reader.start()
    reader.join()
    return reader.exitcode in (0, _HELD)


_HELD = 75
"""Exit code of a reader that found the file locked: what is in it was not seen (EX_TEMPFAIL)."""


def read_whole(path: Path) -> None:
    """Every row of every table was read; ends the process with another code than 0 when not."""
    try:
        connection = connect(path)
        tables = connection.execute("select schema_name, table_name from duckdb_tables() where not internal").fetchall()
        for schema, table in tables:
            connection.execute(f"select bit_xor(hash(held)) from {quoted(schema)}.{quoted(table)} as held").fetchall()
        connection.close()
    except duckdb.Error as error:
        raise SystemExit(_HELD if _is_lock(error) else 1) from None


def _set_aside(path: Path) -> str:
    """The damaged file stands beside its place, with what was written ahead of it; says so."""
    for damaged in (path, path.with_name(path.name + ".wal")):
        if damaged.exists():
            damaged.replace(damaged.with_name(damaged.name + ".damaged"))
    name = path.name + ".damaged"
    return (
        f"仓库文件损坏，已移至 build/{name}，由 raw/ 重建 / the warehouse was damaged: set aside as build/{name} and"
        " built anew from raw/"
    )


def connect_or_rebuild(path: Path) -> tuple[duckdb.DuckDBPyConnection, list[str]]:
    """An open connection, and what was healed for it ("zh / en"): a file that cannot be opened is set aside and a new
    one begun."""
    try:
        connection = connect(path)
        connection.execute("select count(*) from duckdb_tables()").fetchall()
    except duckdb.Error as error:
        if _is_lock(error):
            raise
        said = _set_aside(path)
        return connect(path), [said]
    return connection, []


def _is_lock(error: duckdb.Error) -> bool:
    """Whether another process holds the file; "block" stands in messages about damage."""
    return "could not set lock" in str(error).lower()


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
