"""Prevents: a project that tells others what it does, or that runs on one machine only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

# Opening a database or a socket during the import ends the process with a traceback.
_PINNED = r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==\S+"

_IMPORT_UNTOUCHED = """
import duckdb, socket
def refused(*a, **k):
    raise AssertionError('touched while importing')
duckdb.connect = refused
socket.socket.connect = refused
socket.getaddrinfo = refused
import pipelines.definitions
print(len(list(pipelines.definitions.defs.resolve_all_asset_specs())))
"""


def test_telemetry_is_off_in_every_library(house: Path) -> None:
    assert yaml.safe_load((house / "dagster.yaml").read_text("utf-8"))["telemetry"] == {"enabled": False}
    dbt = yaml.safe_load((house / "dbt_project" / "dbt_project.yml").read_text("utf-8"))
    assert dbt["flags"]["send_anonymous_usage_stats"] is False
    asked = "import os; from pipelines.settings import prepare_environment as p; p(); print(os.environ)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    for name in ("DBT_SEND_ANONYMOUS_USAGE_STATS': 'False", "GX_ANALYTICS_ENABLED': 'False", "DO_NOT_TRACK': '1"):
        assert name in said


def test_importing_the_definitions_touches_no_database_and_no_network() -> None:
    from pipelines.transformation import project

    project.manifest()
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_UNTOUCHED], capture_output=True, text=True, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) > 20


def test_the_front_door_opens_without_orchestrator_or_models() -> None:
    asked = (
        "import sys, pipelines.cli.main as m; m.parser(); import pipelines.cli.sql, pipelines.cli.ingest;"
        "print([n for n in ('dagster', 'dbt', 'great_expectations', 'pandas', 'rich') if n in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


DEFAULT = {"duckdb", "dagster", "dbt-core", "great-expectations", "setuptools", "pytest"}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("requirements.lock", DEFAULT), ("requirements-spark.lock", {"pyspark", "dbt-spark", "dbt-core", "duckdb"})],
)
def test_the_lock_pins_everything_with_hashes_and_names_no_address(house: Path, name: str, wanted: set[str]) -> None:
    lock = (house / name).read_text("utf-8")
    entries = re.findall(_PINNED, lock, re.M)
    assert wanted <= set(entries)
    assert len(re.findall(r"^\S", lock, re.M)) == len(entries)
    assert lock.count("--hash=sha256:") >= len(entries)
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock


def test_nothing_of_spark_comes_with_the_default_and_both_locks_agree(house: Path) -> None:
    """A second engine that changed the first one's libraries would give other verdicts without a word."""
    default, spark = (
        _pins((house / name).read_text("utf-8")) for name in ("requirements.lock", "requirements-spark.lock")
    )
    assert not {"pyspark", "dbt-spark"} & default.keys()
    assert {name: pins for name, pins in spark.items() if name in default and default[name] != pins} == {}


def _pins(lock: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(_PINNED.replace(r"\S+", r"(\S+)"), lock, re.M):
        pins.setdefault(name, set()).add(version)
    return pins


def test_no_file_names_a_place_on_one_machine(sources: dict[str, str], house: Path) -> None:
    places = {f"{house.parent}/", f"{Path.home()}/"} - {"//", "/"}
    assert [name for name, text in sources.items() if any(place in text for place in places)] == []


def test_what_the_nightly_run_needs_is_ignored_by_git(house: Path) -> None:
    ignored = (house / ".gitignore").read_text("utf-8").split()
    private = {"build/", "published/", "raw/documents/", "raw/inbox/", "raw/quarantine/", ".venv"}
    assert private <= set(ignored)


def test_scripts_that_people_start_can_be_started(house: Path) -> None:
    assert os.access(house / ".ci" / "run", os.X_OK)
