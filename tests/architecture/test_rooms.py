"""Prevents: a street in which rooms reach into one another, and a pure core that drags an orchestrator
along."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FLOOR = {"settings", "paths", "warehouse", "hands", "spark", "loopback"}
COMPOSERS = {"cli", "definitions", "schedules"}
DAGSTER_FILES = {"assets.py", "checks.py", "schedules.py", "definitions.py"}
ORCHESTRATION = {"dagster", "dagster_dbt", "dbt"}
MEANINGLESS = re.compile(r"(^|/)(utils?|helpers?|common|misc)\.(py|sql)$")


def imported(source: str) -> Iterator[str]:
    """Every module that the source imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def python_of_the_street(sources: dict[str, str]) -> dict[str, str]:
    found = {n: s for n, s in sources.items() if n.startswith("pipelines/") and n.endswith(".py")}
    assert len(found) > 20, "the street was not found"
    return found


def room_of(name: str) -> str:
    parts = name.removesuffix(".py").replace(".", "/").split("/")
    return parts[1] if len(parts) > 1 else ""


def rooms(house: Path) -> set[str]:
    return {f.name for f in (house / "pipelines").iterdir() if f.is_dir() and f.name not in {"cli", "__pycache__"}}


def test_rooms_do_not_import_one_another(sources: dict[str, str], house: Path) -> None:
    reached = []
    for name, source in python_of_the_street(sources).items():
        here = room_of(name)
        if here in COMPOSERS:
            continue
        for module in imported(source):
            there = room_of(module) if module.startswith("pipelines.") else ""
            if there in rooms(house) | COMPOSERS and there != here:
                reached.append(f"{name} imports {module}")
    assert reached == []


def test_the_floor_stands_on_nothing(sources: dict[str, str]) -> None:
    for name in FLOOR:
        used = {room_of(m) for m in imported(sources[f"pipelines/{name}.py"]) if m.startswith("pipelines.")}
        assert used <= FLOOR, name


def test_only_the_edges_of_a_room_import_an_orchestrator(sources: dict[str, str]) -> None:
    found = [
        f"{name} imports {module}"
        for name, source in python_of_the_street(sources).items()
        if room_of(name) != "transformation" and Path(name).name not in DAGSTER_FILES
        for module in imported(source)
        if module.split(".")[0] in ORCHESTRATION
    ]
    assert found == []


def test_no_source_is_longer_than_three_hundred_lines_or_named_for_nothing(sources: dict[str, str]) -> None:
    code = {n: s for n, s in sources.items() if n.endswith((".py", ".sql"))}
    assert {n: s.count("\n") for n, s in code.items() if s.count("\n") > 300} == {}
    assert [n for n in sources if MEANINGLESS.search(n)] == []


def test_no_float_touches_money(sources: dict[str, str]) -> None:
    """Law 5: neither `float(…)` in the rooms that handle figures nor a floating type in the models. The one border is
    that of the solver, whose answers are candidates: `settle` proves each in fractions before anybody sees it."""
    handled = ("pipelines/extraction/", "pipelines/loading/", "pipelines/repair/", "pipelines/publication/")
    called = [
        f"{name}:{node.lineno}"
        for name, source in python_of_the_street(sources).items()
        if name.startswith(handled) and name != "pipelines/repair/program.py"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]
    assert called == []
    floating = re.compile(r"\bas\s+(double|float|real)\b|::\s*(double|float|real)\b", re.IGNORECASE)
    assert [n for n, s in sources.items() if n.endswith(".sql") and floating.search(s)] == []


def test_each_schema_has_one_writer(sources: dict[str, str]) -> None:
    """`raw` is written by loading, `built` by transformation; every other schema by dbt or the publication's
    copy."""
    writes = re.compile(
        r"(?:insert into|delete from|create (?:or replace )?table(?: if not exists)?)"
        r" (\w+)\.",
        re.I,
    )
    writers: dict[str, set[str]] = {}
    for name, source in python_of_the_street(sources).items():
        # The in-memory engine of `juesuan check` builds a warehouse of its own and leaves nothing behind.
        if room_of(name) in COMPOSERS:
            continue
        for schema in writes.findall(source):
            writers.setdefault(schema, set()).add(room_of(name))
    assert writers["raw"] == {"loading"}
    assert writers["built"] == {"transformation"}
    assert not {"staging", "intermediate", "marts", "audit", "reference"} & writers.keys()
