"""The register as an asset. Reads `raw/inbox/` and `raw/documents/`; writes `raw/register.csv`."""

from datetime import UTC, datetime

from dagster import AssetExecutionContext, MaterializeResult, asset

from pipelines import paths, warehouse
from pipelines.documents import intake, register


@asset(key=["documents", "register"], group_name="documents", kinds={"file"})
def documents_register(context: AssetExecutionContext) -> MaterializeResult[None]:
    """Every document known: what lies in the inbox is stored under its id and registered."""
    warehouse.claim()
    arrivals = intake.take_in(datetime.now(UTC).date())
    for entry in arrivals:
        context.log.info(f"登记 {entry.source_name} / registered {entry.source_name}")
    known = register.read(paths.register())
    return MaterializeResult(metadata={"documents": len(known), "arrived": len(arrivals)})
