"""The snapshot that the desk shows. Reads `published/current`, read-only; writes nothing, keeps nothing on disk.

Grain: one `Edition` per published snapshot. The night's refresh swaps the link while the desk runs: the next request
opens the new edition, requests under way finish on the old one, and its file closes with the last of them.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipelines.warehouse import text_literal

Row = dict[str, Any]
T = TypeVar("T")

_SEARCH_PATH = "set search_path = 'snapshot.marts,snapshot.audit'"

DATABASE = "juesuan.duckdb"
MEMORY = "768MB"
MEMORY_OF_BEFORE = "256MB"
THREADS = 2
AT_ONCE = 4
"""Questions that run side by side; the others wait their turn, so that twenty readers cost the memory of four."""
_KEPT_ROWS = 20_000
"""Rows of answers kept per edition, the oldest go first: a snapshot never changes, so neither does an answer."""


class NothingPublished(RuntimeError):
    """There is no snapshot yet."""


def closed_database(path: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """The snapshot behind a database in memory of its own: it cannot be written, and nothing else can be read.

    Without a folder for temporary files, so that nothing is ever written beside the snapshot."""
    connection = duckdb.connect(config={"threads": THREADS, "memory_limit": memory, "temp_directory": ""})
    connection.execute(f"attach {text_literal(str(path))} as snapshot (read_only)")
    connection.execute(_SEARCH_PATH)
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


@dataclass(eq=False)
class Edition:
    """One snapshot, opened; answers that were given once are remembered."""

    folder: Path
    memory: str = MEMORY
    _connection: duckdb.DuckDBPyConnection = field(init=False)
    _turn: threading.BoundedSemaphore = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _kept: OrderedDict[tuple[str, str], list[Row]] = field(init=False, default_factory=OrderedDict)

    _reckoned: dict[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = closed_database(self.folder / DATABASE, self.memory)
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    @property
    def snapshot_id(self) -> str:
        return self.folder.name

    @property
    def published_at(self) -> datetime:
        """When the snapshot was published (UTC), from its name."""
        return datetime.strptime(self.folder.name.split("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    @cached_property
    def manifest(self) -> Row:
        return dict(json.loads((self.folder / "manifest.json").read_text(encoding="utf-8")))

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file that belongs to the snapshot, by its path within it."""
        return frozenset({entry["path"] for entry in self.manifest["files"]} | {"manifest.json"})

    @cached_property
    def nights(self) -> list[Row]:
        """What each night published and found, oldest first; empty in a snapshot of an earlier version."""
        return self._beside("nights.json", "nights")

    @cached_property
    def quarantined(self) -> list[Row]:
        """The files that could not be read as of this night, each with its reason."""
        return self._beside("nights.json", "quarantined")

    def _beside(self, name: str, member: str) -> list[Row]:
        path = self.folder / name
        return list(json.loads(path.read_text(encoding="utf-8"))[member]) if path.is_file() else []

    def once(self, name: str, reckon: Callable[[], T]) -> T:
        """What was reckoned under this name, reckoned now if it never was."""
        if name not in self._reckoned:
            self._reckoned[name] = reckon()
        found: T = self._reckoned[name]
        return found

    def rows(self, question: str, values: Sequence[object] = ()) -> list[Row]:
        """The answer, a dictionary per row; raises duckdb.Error."""
        key = (question, repr(values))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._turn:
            cursor = self._connection.cursor()
            try:
                cursor.execute(_SEARCH_PATH)
                answer = cursor.execute(question, list(values))
                names = [column[0] for column in answer.description or []]
                found = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
            finally:
                cursor.close()
        if len(found) <= _KEPT_ROWS // 10:
            with self._lock:
                self._kept[key] = found
                while sum(max(len(answer), 1) for answer in self._kept.values()) > _KEPT_ROWS:
                    self._kept.popitem(last=False)
        return found

    def stream(self, question: str) -> Iterator[tuple[object, ...]]:
        """The rows of the answer one by one, kept nowhere; raises duckdb.Error."""
        with self._turn:
            cursor = self._connection.cursor()
            try:
                cursor.execute(_SEARCH_PATH)
                cursor.execute(question)
                while batch := cursor.fetchmany(5_000):
                    yield from batch
            finally:
                cursor.close()

    def row(self, question: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of the answer, None where it has none."""
        found = self.rows(question, values)
        return found[0] if found else None


class Shelf:
    """The editions that lie open: the current one and, for comparison, the one before it."""

    def __init__(self, published: Path) -> None:
        self._published = published
        self._lock = threading.Lock()
        self._current: Edition | None = None
        self._before: tuple[str, Edition | None] = ("", None)

    def current(self) -> Edition:
        """What `published/current` points to now; raises NothingPublished."""
        folder = (self._published / "current").resolve()
        if not (folder / DATABASE).is_file():
            raise NothingPublished(str(self._published))
        with self._lock:
            if self._current is None or self._current.folder != folder:
                self._current = Edition(folder)
            return self._current

    def before(self, edition: Edition) -> Edition | None:
        """The snapshot published before the edition, if it is still kept."""
        with self._lock:
            if self._before[0] != edition.snapshot_id:
                self._before = (edition.snapshot_id, self._open_before(edition.snapshot_id))
            return self._before[1]

    def _open_before(self, snapshot_id: str) -> Edition | None:
        older = sorted(
            folder.name
            for folder in self._published.iterdir()
            if folder.name[:1].isdigit() and folder.name < snapshot_id and (folder / DATABASE).is_file()
        )
        return Edition(self._published / older[-1], MEMORY_OF_BEFORE) if older else None
