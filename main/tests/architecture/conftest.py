"""The sources of the house, read once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def house() -> Path:
    return HOUSE


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """Every text file that belongs to the project, by its path: tracked or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        capture_output=True,
        check=False,
    )
    names = listed.stdout.decode().split("\0")
    if listed.returncode != 0:
        folders = ("pipelines", "dbt_project", "tests", "expectations", "docs", "benchmarks", ".ci")
        names = [str(p.relative_to(HOUSE)) for f in folders for p in (HOUSE / f).rglob("*") if p.is_file()]
    found = {}
    for name in filter(None, names):
        path = HOUSE / name
        if path.is_file() and "__pycache__" not in name:
            try:
                found[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found
