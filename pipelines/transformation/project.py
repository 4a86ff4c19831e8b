"""The dbt project as Dagster sees it. Reads `dbt_project/` and the catalogue; writes dbt's manifest under
`build/dbt/`.

Importing reads and starts nothing: the manifest is parsed when somebody asks for it and it is missing or out
of date.
"""

from __future__ import annotations

import sys
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version

from pipelines import paths, settings


class _Dbt(DbtCliResource):
    """dbt whose version is asked of its package; the resource's own way starts a process for it, each
    time."""

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))


@cache
def project() -> DbtProject:
    """The project, its artifacts below `build/dbt/`."""
    settings.prepare_environment()
    return DbtProject(paths.dbt_project(), target_path=settings.dbt_manifest().parent, profiles_dir=paths.dbt_project())


def run_folder() -> Path:
    """Where a build leaves its artifacts."""
    return paths.build() / "dbt" / "run"


def resource() -> DbtCliResource:
    """The dbt of this environment, whatever PATH says."""
    return _Dbt(
        project_dir=str(project().project_dir),
        profiles_dir=str(paths.dbt_project()),
        dbt_executable=str(Path(sys.executable).parent / "dbt"),
    )


def on_spark() -> DbtCliResource:
    """The same project on Spark: dbt started by the module that begins the session."""
    return _Dbt(
        project_dir=str(project().project_dir),
        profiles_dir=str(paths.dbt_project()),
        dbt_executable=sys.executable,
        global_config_flags=["-m", "pipelines.transformation.spark.dbt"],
        target="spark",
    )


def manifest() -> Path:
    """dbt's manifest of the project as it stands; parsed anew if the project changed since (no database is
    opened)."""
    path = settings.dbt_manifest()
    parsed = path.with_name("parsed_from.txt")
    now = settings.models_fingerprint()
    if not path.exists() or not parsed.exists() or parsed.read_text(encoding="utf-8") != now:
        path.parent.mkdir(parents=True, exist_ok=True)
        resource().cli(["parse", "--quiet"], target_path=path.parent).wait()
        parsed.write_text(now, encoding="utf-8")
    return path
