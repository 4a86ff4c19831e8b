"""The border between files and register: a file that arrived is registered."""

from __future__ import annotations

from dagster import AssetCheckResult, asset_check

from pipelines import paths
from pipelines.documents import intake, register


@asset_check(asset=["documents", "register"], blocking=True)
def every_file_is_registered() -> AssetCheckResult:
    """As many stored files are registered as there are stored files; what waits in the inbox came later, or was left
    there and said."""
    known = {entry.document_id for entry in register.read(paths.register())}
    stored = list(intake.files_below(paths.documents())) if paths.documents().is_dir() else []
    unknown = sorted(path.name for path in stored if path.stem not in known)
    waiting = sorted(path.name for path in intake.waiting())
    return AssetCheckResult(
        passed=not unknown,
        metadata={
            "files": len(stored),
            "registered": len(stored) - len(unknown),
            "unknown": unknown,
            "waiting": waiting,
        },
    )
