"""The Dagster instance below `build/dagster/`, set up from the project's `dagster.yaml`. Writes that folder
only."""

from __future__ import annotations

import shutil

from pipelines import paths, settings


def prepare() -> None:
    """DAGSTER_HOME exists, holds the project's settings, and dbt's manifest is that of the project as it
    stands."""
    settings.prepare_environment()
    home = paths.build() / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(paths.root() / "dagster.yaml", home / "dagster.yaml")
    from pipelines.transformation import project

    project.manifest()
