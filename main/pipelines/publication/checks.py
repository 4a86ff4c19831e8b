"""The border between snapshot and readers: what is current is what its manifest says."""

from __future__ import annotations

from dagster import AssetCheckResult, asset_check

from pipelines import paths
from pipelines.publication.read_back import PublicationError, compare
from pipelines.publication.snapshot import current


@asset_check(asset=["publication", "snapshot"])
def current_equals_its_manifest() -> AssetCheckResult:
    """Files, rows, sums and checksums of `published/current` are those of its manifest."""
    folder = current(paths.published())
    if folder is None:
        return AssetCheckResult(passed=False, description="nothing is published")
    try:
        return AssetCheckResult(passed=True, metadata={"tables": compare(folder)})
    except PublicationError as error:
        return AssetCheckResult(passed=False, description=str(error))
