"""The dbt project as assets: each model an asset, each dbt test a check. Reads `raw`; writes staging to
audit."""

from collections.abc import Iterator
from typing import Any

from dagster import AssetExecutionContext
from dagster_dbt import DbtCliResource, dbt_assets

from pipelines import paths, warehouse
from pipelines.transformation import project, state
from pipelines.transformation.translator import Translator


@dbt_assets(
    manifest=project.manifest(),
    name="models",
    project=project.project(),
    dagster_dbt_translator=Translator(),
)
def models(context: AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """Every model holds what the loaded documents say; those of unchanged documents are not computed
    again."""
    warehouse.claim()
    fingerprint = project.fingerprint()
    connection = warehouse.connect(paths.warehouse())
    from_nothing = state.begin(connection, fingerprint)
    connection.close()
    if from_nothing:
        context.log.info("模型或目录有变，全部重算 / models or catalogue changed: everything is computed anew")
    arguments = ["build", *(["--full-refresh"] if from_nothing else [])]
    # Not where the manifest lies: a killed build must not leave half a manifest for the next import.
    yield from dbt.cli(arguments, context=context, target_path=project.run_folder()).stream()
    connection = warehouse.connect(paths.warehouse())
    state.finish(connection, fingerprint)
    connection.close()
