"""The extracted tables as an asset. Reads the register and the stored documents; writes `raw/extracted/`."""

from dagster import AssetExecutionContext, MaterializeResult, asset

from pipelines import settings, warehouse
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
    cleared = renew.clear_unfinished()

    def tell(number: int, total: int, name: str, left: float) -> None:
        zh, en = (f"，约剩 {left:.0f} 秒", f", about {left:.0f} s left") if number < total else ("", "")
        context.log.info(f"已读 {number}/{total} {name}{zh} / read {number}/{total} {name}{en}")

    registered = renew.registered()
    ahead = renew.Renewed()
    if settings.current().engine == "spark":
        from pipelines.extraction import spread

        ahead = spread.read_ahead(registered, context.log.warning)
    done = renew.renew(registered, context.resources.quarantine, tell)
    for name, zh, en in [*ahead.unread, *done.unread]:
        context.log.info(f"{name} 未读：{zh} / {name}, not read: {en}")
    return MaterializeResult(
        metadata={
            "read": [*ahead.read, *done.read],
            "unchanged": len(done.unchanged) - len(ahead.read),
            "kept": done.kept,
            "unreadable": done.unreadable,
            "absent": done.absent,
            "healed": _healed(cleared, done.mended),
        }
    )


def _healed(cleared: int, mended: list[str]) -> list[str]:
    """What was put right, "zh / en"."""
    said = [
        f"{document} 的提取结果不全，已由原文件重新提取 / the extracted tables of {document} were not whole: read again"
        " from the document"
        for document in mended
    ]
    if cleared:
        said.append(
            f"已清除中断留下的 {cleared} 份未写完的提取结果 / {cleared} half-written extractions were left by a killed"
            " run: removed"
        )
    return said
