"""Prevents: models that `juesuan check` renders otherwise than dbt does, runs in the wrong order, or takes from a stale
preparation.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from graphlib import CycleError
from pathlib import Path

import duckdb
import pytest
from real_street import living_in
from street_home import HOUSE, lay_home

from pipelines import paths
from pipelines.cli import prepared
from pipelines.cli.engine import LAYERS, Project
from pipelines.cli.prepared import WANTED, open_prepared


@pytest.fixture(scope="module")
def project() -> Project:
    return Project(HOUSE / "dbt_project")


def lay(folder: Path, models: dict[str, str], macros: str = "") -> Project:
    """A project of a few models, each named `layer/name`."""
    (folder / "macros").mkdir(parents=True)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "colour.csv").write_text("key,title\nr,red\n", encoding="utf-8")
    (folder / "macros" / "all.sql").write_text(macros, encoding="utf-8")
    for name, sql in models.items():
        file = folder / "models" / f"{name}.sql"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sql, encoding="utf-8")
    return Project(folder)


def test_no_template_is_left_in_a_rendered_model(project: Project) -> None:
    assert project.models
    for model in project.models.values():
        assert not re.search(r"{{|}}|{%|%}|{#", model.sql), model.name


def test_every_model_comes_after_all_it_reads(project: Project) -> None:
    built: set[str] = set(project.seeds)
    for model in project.models.values():
        assert set(model.reads) <= built, model.name
        built.add(model.name)


def test_a_layer_reads_itself_or_what_lies_before_it(project: Project) -> None:
    for model in project.models.values():
        for name in set(model.reads) - set(project.seeds):
            assert LAYERS.index(project.models[name].schema) <= LAYERS.index(model.schema)


def test_what_is_wanted_brings_all_it_needs_and_nothing_that_reads_it(project: Project) -> None:
    names = [model.name for model in project.needed_for(WANTED)]
    assert set(WANTED) <= set(names)
    assert "rpt_expenditure_by_class_year" not in names
    for name in names:
        assert set(project.models[name].reads) - set(project.seeds) <= set(names)


def test_references_seeds_sources_and_dispatch_become_names_of_the_engine(tmp_path: Path) -> None:
    macros = (
        "{% macro shout(x) %}{{ adapter.dispatch('shout')(x) }}{% endmacro %}"
        "{% macro default__shout(x) %}upper({{ x }}){% endmacro %}"
        "{% macro duckdb__shout(x) %}ucase({{ x }}){% endmacro %}"
        "{% macro quiet(x) %}{{ adapter.dispatch('quiet')(x) }}{% endmacro %}"
        "{% macro default__quiet(x) %}lower({{ x }}){% endmacro %}"
    )
    project = lay(
        tmp_path,
        {
            "staging/stg_a": "select {{ shout('key') }} as k from {{ ref('colour') }}, {{ source('raw', 'table') }}",
            "marts/b": "{{ config(materialized='table') }} select {{ quiet('k') }} from {{ ref('stg_a') }}"
            "{% if is_incremental() %} where false{% endif %}",
        },
        macros,
    )
    assert project.models["stg_a"].statement == (
        'create or replace view staging.stg_a as select ucase(key) as k from reference.colour, raw."table"'
    )
    assert project.models["b"].sql.split() == ["select", "lower(k)", "from", "staging.stg_a"]
    assert project.models["b"].reads == ("stg_a",)


def test_references_that_go_round_are_refused(tmp_path: Path) -> None:
    project = lay(
        tmp_path,
        {"marts/a": "select * from {{ ref('b') }}", "marts/b": "select * from {{ ref('a') }}"},
    )
    with pytest.raises(CycleError):
        _ = project.models


def test_a_preparation_is_made_once_and_anew_when_a_file_that_shapes_the_answer_changes(tmp_path: Path) -> None:
    home = lay_home(tmp_path / "home")
    with living_in(home):
        first = _prepared_file()
        assert _prepared_file() == first
        seed = paths.seeds() / "unit.csv"
        seed.write_text(seed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        second = _prepared_file()
        assert second[0] != first[0]
        model = paths.dbt_project() / "models" / "audit" / "coverage.sql"
        model.write_text(model.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        third = _prepared_file()
        assert third[0] not in {first[0], second[0]}
        identity = next(paths.identities().glob("*.yml"))
        identity.write_text(identity.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert _prepared_file()[0] not in {first[0], second[0], third[0]}


def test_a_damaged_preparation_is_made_anew(tmp_path: Path) -> None:
    home = lay_home(tmp_path / "home")
    with living_in(home):
        name, _ = _prepared_file()
        file = paths.build() / "check" / name
        whole = file.stat().st_size
        file.write_bytes(file.read_bytes()[:5000])
        assert _prepared_file()[0] == name
        assert file.stat().st_size == whole


def test_drafts_of_killed_runs_go_and_those_of_running_ones_stay(tmp_path: Path) -> None:
    home = lay_home(tmp_path / "home")
    folder = home.folder / "build" / "check"
    folder.mkdir(parents=True)
    old, young = folder / ".0123.duckdb.77", folder / ".0123.duckdb.78"
    for draft in (old, young):
        draft.write_bytes(b"half")
    before = time.time() - 2 * prepared.DRAFT_SECONDS
    os.utime(old, (before, before))
    with living_in(home):
        open_prepared()[0].close()
    assert (old.exists(), young.exists()) == (False, True)


def test_where_nothing_can_be_written_everything_is_made_in_memory(tmp_path: Path) -> None:
    home = lay_home(tmp_path / "home")
    (home.folder / "build").write_bytes(b"")
    with living_in(home):
        connection, plan = open_prepared()
        assert plan.before
        assert plan.after
        assert connection.execute("select count(*) from prepared.raw.identity").fetchall()[0][0] > 40
        connection.close()


def test_a_prepared_connection_cannot_spill_to_disk_and_holds_the_same_reference_rows(tmp_path: Path) -> None:
    home = lay_home(tmp_path / "home")
    with living_in(home):
        connection, plan = open_prepared()
        shutil.rmtree(paths.build())
        (home.folder / "build").write_bytes(b"")
        other, others = open_prepared()
    assert plan == others
    assert connection.execute("select current_setting('temp_directory')").fetchall() == [("",)]
    for name in Project(HOUSE / "dbt_project").seeds:
        assert _rows(connection, name) == _rows(other, name), name
    connection.close()
    other.close()


def _rows(connection: duckdb.DuckDBPyConnection, seed: str) -> list[tuple[object, ...]]:
    return connection.execute(f"select * from prepared.reference.{seed}").fetchall()


def _prepared_file() -> tuple[str, int]:
    """The one prepared file after an opening, and when it was written."""
    open_prepared()[0].close()
    (file,) = (paths.build() / "check").glob("*.duckdb")
    return file.name, file.stat().st_mtime_ns
