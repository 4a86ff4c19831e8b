"""The five real disclosures and the invented ones, published once for every test that only reads.

Reads `raw/` of this checkout, or the shared documents while `raw/extracted/` is empty; writes a home of its own below
the temporary folder. Grain: one home per test run.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from street_home import CORPUS, HOUSE, Home, lay_home

from pipelines import paths
from pipelines.cli.written import json_text
from pipelines.publication.ask import open_current

DOCUMENTS = HOUSE.parent / "shared" / "documents"
GOLDEN = HOUSE / "tests" / "golden"
REAL = sorted(file.stem for file in (GOLDEN / "figures").glob("*.csv"))
Row = dict[str, Any]


def lay_real_home(folder: Path) -> Home:
    """A home with the five real disclosures in `raw/extracted/`; the test is skipped where they are nowhere."""
    home = lay_home(folder)
    for name in ("register.csv", "errata.csv"):
        shutil.copyfile(paths.raw() / name, home.folder / "raw" / name)
    for document_id in REAL:
        if (paths.extracted() / document_id).is_dir():
            shutil.copytree(paths.extracted() / document_id, home.folder / "raw" / "extracted" / document_id)
    if not all((home.folder / "raw" / "extracted" / document_id).is_dir() for document_id in REAL):
        if not DOCUMENTS.is_dir():
            pytest.skip("raw/extracted is empty and the shared documents are not on this machine")
        _done(home.juesuan("ingest", *map(str, sorted(DOCUMENTS.glob("*.txt")))))
    return home


@cache
def real_home() -> Home:
    """A home whose street ran once over the real and the invented disclosures; nobody may change it."""
    folder = Path(tempfile.mkdtemp(prefix="juesuan-real-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = lay_real_home(folder / "juesuan")
    _done(home.juesuan("ingest", str(CORPUS)))
    # In several batches, as a corpus is that memory does not hold.
    _done(home.juesuan("refresh", "--lang", "en", JUESUAN_BATCH_ROWS="3000"))
    return home


def ask(home: Home, question: str) -> list[Row]:
    """What `juesuan sql` answers, decimals to the digit."""
    asked = home.juesuan("sql", question, "--format", "json")
    assert asked.returncode == 0, asked.stderr
    rows: list[Row] = json.loads(asked.stdout, parse_float=Decimal)
    return rows


def stored(home: Home, question: str) -> list[Row]:
    """The same rows as `ask`, without a process of its own: for the many questions of a comparison."""
    connection = open_current(home.published)
    try:
        answer = connection.execute(question)
        names = [column[0] for column in answer.description or []]
        rows: list[Row] = as_read([dict(zip(names, row, strict=True)) for row in answer.fetchall()])
        return rows
    finally:
        connection.close()


def as_read(value: Any) -> Any:
    """The value as a reader of the JSON that the front door writes gets it, decimals to the digit."""
    return json.loads(json_text(value), parse_float=Decimal)


@contextmanager
def living_in(home: Home) -> Iterator[None]:
    """Code of this process works on the home, as the front door does with JUESUAN_HOME."""
    before = os.environ.get("JUESUAN_HOME")
    os.environ["JUESUAN_HOME"] = str(home.folder)
    paths.root.cache_clear()
    try:
        yield
    finally:
        if before is None:
            del os.environ["JUESUAN_HOME"]
        else:
            os.environ["JUESUAN_HOME"] = before
        paths.root.cache_clear()


def _done(finished: Any) -> None:
    assert finished.returncode == 0, finished.stdout + finished.stderr
