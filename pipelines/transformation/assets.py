"""The dbt project as assets: each model an asset, each dbt test a check. Reads `raw` and `repair`; writes staging to
audit.

Two builds of one project: what is printed, which the repair room reads, and all that waits for that room.
"""

from collections.abc import Callable, Iterator
from typing import Any

from dagster import AssetExecutionContext, ResourceParam
from dagster_dbt import DbtCliResource, dbt_assets
from dagster_dbt.errors import DagsterDbtError

from pipelines import paths, settings, warehouse
from pipelines.transformation import project, state
from pipelines.transformation.spark import nights, parquet
from pipelines.transformation.translator import Translator

PRINTED = "+int_check_printed +int_check_restored"
"""What the repair room reads, and all that those models read."""

Blame = ResourceParam[Callable[[AssetExecutionContext, Exception], None]]
"""Called with a failure: raises another one if a document is to blame for it."""


@dbt_assets(
    manifest=project.manifest(),
    name="models_as_printed",
    select=PRINTED,
    project=project.project(),
    dagster_dbt_translator=Translator(),
)
def models_as_printed(context: AssetExecutionContext, dbt: DbtCliResource, blame: Blame) -> Iterator[Any]:
    """The figures and verdicts as printed, and with damaged tables restored, hold what the loaded documents say."""
    yield from _build(context, dbt, blame, is_first=True)


@dbt_assets(
    manifest=project.manifest(),
    name="models_as_meant",
    exclude=PRINTED,
    project=project.project(),
    dagster_dbt_translator=Translator(),
)
def models_as_meant(context: AssetExecutionContext, dbt: DbtCliResource, blame: Blame) -> Iterator[Any]:
    """Every model holds what the loaded documents and their repairs say; unchanged documents are not computed again."""
    yield from _build(context, dbt, blame, is_first=False)
    connection = warehouse.connect(paths.warehouse())
    state.finish(connection, _built_by())
    connection.close()


def _build(context: AssetExecutionContext, dbt: DbtCliResource, blame: Blame, *, is_first: bool) -> Iterator[Any]:
    warehouse.claim()
    connection = warehouse.connect(paths.warehouse())
    from_nothing = state.begin(connection, _built_by(), settings.current().batch_rows)
    if from_nothing and is_first:
        parquet.leave(connection)
    connection.close()
    try:
        if settings.current().engine == "spark":
            yield from nights.build(context, dbt, is_first=is_first)
            return
        if from_nothing:
            context.log.info("模型或目录有变，全部重算 / models or catalogue changed: everything is computed anew")
        arguments = ["build", *(["--full-refresh"] if from_nothing else [])]
        # Not where the manifest lies: a killed build must not leave half a manifest for the next import.
        yield from dbt.cli(arguments, context=context, target_path=project.run_folder()).stream()
    except DagsterDbtError as error:
        blame(context, error)
        raise


def _built_by() -> str:
    """What the models were built from and, where it is not DuckDB, by whom: another engine builds from nothing."""
    engine = settings.current().engine
    return settings.models_fingerprint() + ("" if engine == "duckdb" else f" {engine}")
