"""The border between register and extracted tables: a registered document is extracted, or it is known why
not."""

from __future__ import annotations

from dagster import AssetCheckResult, AssetCheckSeverity, asset_check

from pipelines import paths
from pipelines.extraction import renew


@asset_check(asset=["extraction", "tables"], blocking=True)
def every_registered_document_is_extracted() -> AssetCheckResult:
    """Registered = extracted + not on this machine; nothing is extracted that is not registered."""
    documents = renew.registered()
    folders = {f.name for f in paths.extracted().iterdir()} if paths.extracted().is_dir() else set()
    absent = [d.document_id for d in documents if d.document_id not in folders and d.stored is None]
    missing = [d.document_id for d in documents if d.document_id not in folders and d.stored is not None]
    unregistered = sorted(folders - {d.document_id for d in documents})
    return AssetCheckResult(
        passed=not (absent or missing or unregistered),
        severity=AssetCheckSeverity.ERROR if missing or unregistered else AssetCheckSeverity.WARN,
        metadata={
            "registered": len(documents),
            "extracted": len(folders),
            "absent": absent,
            "missing": missing,
            "unregistered": unregistered,
        },
    )
