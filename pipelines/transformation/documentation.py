"""dbt's own documentation as one page. Reads the project and the built warehouse's columns; writes `build/dbt/docs/`.

Grain: one page per state of the models: a night that changed none of them makes none.
"""

import shutil

from dagster import AssetExecutionContext, AssetKey, MaterializeResult, asset
from dagster_dbt import DbtCliResource

from pipelines import paths, settings, warehouse
from pipelines.transformation import project

_MADE_FROM = "docs_made_from.txt"


@asset(
    key=["transformation", "documentation"],
    deps=[AssetKey(["audit", "fct_finding"]), AssetKey(["marts", "rpt_expenditure_by_class_year"])],
    group_name="transformation",
    kinds={"dbt"},
)
def documentation(context: AssetExecutionContext, dbt: DbtCliResource) -> MaterializeResult[None]:
    """The page describes the models as they were built tonight."""
    warehouse.claim()
    folder = paths.model_docs()
    made_from, now = folder.with_name(_MADE_FROM), settings.models_fingerprint()
    if made_from.is_file() and made_from.read_text(encoding="utf-8") == now:
        return MaterializeResult(metadata={"made": False})
    made_from.unlink(missing_ok=True)
    work = folder.with_name("docs_work")
    work.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(project.manifest(), work / "manifest.json")
    # `--static` puts manifest and catalogue into the page: it asks no server for them.
    arguments = ["docs", "generate", "--static", "--no-compile", "--quiet"]
    made = dbt.cli(arguments, target_path=work, raise_on_error=False).wait()
    if not made.is_successful():
        # No figure hangs on this page: the night goes on, the page of before stays, and the next night tries again.
        context.log.warning(
            "未能生成 dbt 文档，沿用原有页面 / dbt's documentation could not be made; the old page stays"
        )
        return MaterializeResult(metadata={"made": False})
    folder.mkdir(parents=True, exist_ok=True)
    (work / "static_index.html").replace(folder / "index.html")
    made_from.write_text(now, encoding="utf-8")
    context.log.info("已生成 dbt 文档 / dbt's documentation was made")
    return MaterializeResult(metadata={"made": True})
