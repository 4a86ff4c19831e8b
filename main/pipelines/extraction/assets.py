"""The extracted tables as an asset. Reads the register and the stored documents; writes `raw/extracted/`."""

from dagster import AssetExecutionContext, MaterializeResult, asset

from pipelines import warehouse
from pipelines.extraction import renew


@asset(
    key=["extraction", "tables"],
    deps=[["documents", "register"]],
    group_name="extraction",
    kinds={"csv"},
    required_resource_keys={"quarantine"},
)
def extracted_tables(context: AssetExecutionContext) -> MaterializeResult[None]:
    """Figures, codes, labels and places of every registered document, read anew only where something
    changed."""
    warehouse.claim()
    renew.clear_unfinished()

    def tell(number: int, total: int, name: str) -> None:
        context.log.info(f"读取 {number}/{total} {name} / reading {number}/{total} {name}")

    done = renew.renew(renew.registered(), context.resources.quarantine, tell)
    return MaterializeResult(
        metadata={
            "read": done.read,
            "unchanged": len(done.unchanged),
            "kept": done.kept,
            "unreadable": done.unreadable,
            "absent": done.absent,
        }
    )
