"""The published snapshot as an asset. Reads `marts` and `audit`; writes `published/<snapshot_id>/`, then the
link."""

from dagster import AssetExecutionContext, AssetKey, MaterializeResult, asset

from pipelines import paths, settings, warehouse
from pipelines.publication import beside
from pipelines.publication.publish import Inputs, publish
from pipelines.publication.snapshot import current


@asset(
    key=["publication", "snapshot"],
    deps=[
        AssetKey(["quality", "validation"]),
        AssetKey(["staging", "stg_document"]),
        AssetKey(["marts", "fct_figure"]),
        AssetKey(["audit", "fct_identity_check"]),
        AssetKey(["transformation", "documentation"]),
    ],
    group_name="publication",
    kinds={"duckdb", "parquet"},
)
def snapshot(context: AssetExecutionContext) -> MaterializeResult[None]:
    """What readers see: an immutable folder, read back and compared with its manifest before it became
    current."""
    warehouse.claim()
    published = paths.published()
    pages = {"quality": paths.data_docs(), "models": paths.model_docs()}
    done = publish(
        Inputs(
            warehouse=paths.warehouse(),
            published=published,
            dbt_manifest=settings.dbt_manifest(),
            register=paths.register(),
            code_version=settings.code_version(),
            keep=settings.current().keep_snapshots,
            beside=lambda folder: beside.add(folder, current(published), paths.quarantine_list(), pages),
        )
    )
    warehouse.finish()
    context.log.info(f"已发布 {done.snapshot_id} / published {done.snapshot_id}")
    cleared = f"已清除中断留下的 {done.cleared} 份半成品快照 / half a snapshot was left by a killed run: removed"
    return MaterializeResult(
        metadata={
            "snapshot_id": done.snapshot_id,
            "rows": done.rows,
            "pruned": done.pruned,
            "healed": [cleared] if done.cleared else [],
        }
    )
