"""The register as an asset. Reads `raw/inbox/` and `raw/documents/`; writes `raw/register.csv`."""

from datetime import UTC, datetime

from dagster import AssetExecutionContext, MaterializeResult, asset

from pipelines import paths, warehouse
from pipelines.documents import intake, register


@asset(key=["documents", "register"], group_name="documents", kinds={"file"})
def documents_register(context: AssetExecutionContext) -> MaterializeResult[None]:
    """Every document known: what lies in the inbox is stored under its id and registered."""
    warehouse.claim()
    healed = warehouse.begin()
    taken = intake.take_in(datetime.now(UTC).date())
    for entry in taken.arrived:
        context.log.info(f"登记 {entry.source_name} / registered {entry.source_name}")
    for name in taken.left:
        context.log.warning(
            f"{name} 尚在写入或无法打开，留在收件箱 / {name} is still coming in or cannot be opened: left in the inbox"
        )
    known = register.read(paths.register())
    return MaterializeResult(
        metadata={"documents": len(known), "arrived": len(taken.arrived), "left": taken.left, "healed": healed}
    )
