"""The repair room as assets. Reads schemas raw and intermediate; writes schema repair."""

from collections.abc import Callable, Iterator
from functools import partial

from dagster import AssetExecutionContext, AssetSpec, MaterializeResult, multi_asset

from pipelines import paths, settings, warehouse
from pipelines.repair import run


def _spec(table: str, *reads: tuple[str, str]) -> AssetSpec:
    return AssetSpec(["repair", table], deps=[list(read) for read in reads], group_name="repair", kinds={"duckdb"})


SAID_EVERY = 200
"""Documents between two words on how far it is."""

_PRINTED = [("intermediate", f"int_{name}") for name in ("check_printed", "check_restored")]
_READ = [("raw", name) for name in ("table", "cell", "panel", "changed_document")]


@multi_asset(
    name="restored_tables",
    specs=[_spec("restoration", *_READ), _spec("implied", *_READ)],
    required_resource_keys={"blame"},
)
def restored_tables(context: AssetExecutionContext) -> Iterator[MaterializeResult[None]]:
    """Damaged tables of the changed documents are restored as far as their identities prove it."""
    documents = _at_work(context, run.restore_documents)
    context.log.info(f"复原 {documents} 份文件的表格 / tables of {documents} documents restored")
    yield from _counted("restoration", "implied")


@multi_asset(
    name="corrections",
    specs=[_spec("correction", *_PRINTED), _spec("explained", *_PRINTED)],
    required_resource_keys={"blame"},
)
def corrections(context: AssetExecutionContext) -> Iterator[MaterializeResult[None]]:
    """Each violated check of the changed documents hangs below the figure that explains it."""
    documents = _at_work(context, run.correct_documents)
    context.log.info(f"{documents} 份文件有可疑数字 / figures in doubt in {documents} documents")
    yield from _counted("correction", "explained")


def _at_work(context: AssetExecutionContext, task: Callable[..., int]) -> int:
    warehouse.claim()
    connection = warehouse.connect(paths.warehouse())
    try:
        # What was built by other rules is repaired anew, like the models.
        everything = not warehouse.is_built_from(connection, settings.models_fingerprint())
        return task(connection, everything=everything, tell=partial(_tell, context))
    except Exception as error:
        connection.close()
        context.resources.blame(context, error)
        raise
    finally:
        connection.close()


def _tell(context: AssetExecutionContext, done: int, of: int) -> None:
    # Where there is little to wait for, there is nothing to say.
    if done % SAID_EVERY == 0:
        context.log.info(f"已处理 {done}/{of} 份 / {done} of {of} documents done")


def _counted(*tables: str) -> Iterator[MaterializeResult[None]]:
    connection = warehouse.connect(paths.warehouse(), read_only=True)
    try:
        for table in tables:
            rows = connection.execute(f"select count(*) from repair.{table}").fetchall()[0][0]
            yield MaterializeResult(asset_key=["repair", table], metadata={"dagster/row_count": rows})
    finally:
        connection.close()
