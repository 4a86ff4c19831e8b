"""Schema `raw` as assets, one per table. Reads `raw/`, the catalogue and the last snapshot; writes the
warehouse."""

from collections.abc import Iterator

from dagster import AssetExecutionContext, AssetSpec, MaterializeResult, multi_asset

from pipelines import paths, settings, warehouse
from pipelines.loading import contract
from pipelines.loading.load import Beside, load
from pipelines.loading.read import Damaged

_TABLES = [
    *(kind.table for kind in contract.PER_DOCUMENT),
    *contract.WHOLE,
    "identity",
    "identity_term",
]


@multi_asset(
    name="raw_tables",
    specs=[
        AssetSpec(["raw", table], deps=[["extraction", "tables"]], group_name="loading", kinds={"duckdb"})
        for table in _TABLES
    ],
    required_resource_keys={"mend"},
)
def raw_tables(context: AssetExecutionContext) -> Iterator[MaterializeResult[None]]:
    """The extracted tables and what belongs beside them, in DuckDB, row for row."""
    warehouse.claim()
    current = paths.current_snapshot()
    beside = Beside(
        register=paths.register(),
        errata=paths.errata(),
        identities=paths.identities(),
        dispositions=paths.dispositions(),
        last_snapshot=current.resolve() / "juesuan.duckdb" if current.is_symlink() else None,
        run=(context.run_id, settings.run_date(), settings.code_version()),
    )
    connection, healed = warehouse.connect_or_rebuild(paths.warehouse())
    try:
        try:
            done = load(connection, paths.extracted(), beside)
        except Damaged as error:
            healed += [context.resources.mend(document, what) for document, what in error.folders.items()]
            done = load(connection, paths.extracted(), beside)
    finally:
        connection.close()
    healed += done.healed
    context.log.info(
        f"载入 {len(done.loaded)} 份，需重算 {len(done.changed)} 份 / loaded {len(done.loaded)}, to redo"
        f" {len(done.changed)}"
    )
    for table in _TABLES:
        rows = {"dagster/row_count": done.row_counts[table]}
        told = {"loaded": done.loaded, "changed": done.changed, "healed": healed}
        extra = told if table == "document" else {}
        yield MaterializeResult(asset_key=["raw", table], metadata={**rows, **extra})
