"""Which document the models cannot carry, found by trying. Reads `raw/extracted/`, the register, and in the warehouse
what was to be redone; writes the quarantine.

Grain: one reason per document. The models are rendered and run in memory, as `juesuan check` runs them: first in
batches, a batch that fails in halves, down to the document that fails alone.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines import paths, settings, warehouse
from pipelines.cli.engine import Project
from pipelines.cli.prepared import open_prepared, statements_of
from pipelines.documents import quarantine
from pipelines.loading.load import Beside, load

BATCH = 40
"""Documents tried at once: enough that making ready costs less than trying, few enough for memory."""
_TOLD = 240
_WHAT_TO_DO = (
    "核对文件中的数字；改正后重新提交，或报告此错误并附上该文件 / look at its figures; hand in a mended file, or report"
    " this with the file"
)


@dataclass(frozen=True, slots=True)
class _Reason:
    reason_zh: str
    reason_en: str
    what_to_do: str


def isolate() -> list[str]:
    """Each document that is found to be more than the models can carry is in quarantine; one line for each, "zh / en".

    None where no document fails by itself, or where most of those tried do: then it is not the document that is wrong.
    """
    try:
        found = _found(_suspects())
    except (OSError, duckdb.Error):
        # Disk or warehouse failed: no document did. What the room itself met is what will be said.
        return []
    said = []
    for document, cause in found.items():
        zh, en = f"模型无法处理其中的数值（{cause}）", f"the models cannot carry what it says ({cause})"
        quarantine.withdraw(document, _Reason(zh, en, _WHAT_TO_DO))
        said.append(f"{document} 已隔离：{zh} / {document} quarantined: {en}")
    return said


_REDONE = """
with numerals as (
    select document_id, numeral from raw.cell
    union all select document_id, numeral from raw.panel
    union all select document_id, numeral from raw.claim
    union all select document_id, numeral from raw.performance
),

longest as (select document_id, max(length(numeral)) as digits from numerals group by document_id)

select document_id
from raw.document left join longest using (document_id)
where {redone}
order by case when row_number() over (order by digits desc, document_id) > {batch} then department else '' end,
    fiscal_year, document_id
"""


def _suspects() -> list[str]:
    """The documents that the failed run had to redo: first those with the longest numerals, which are most often to
    blame; then the others, those of a department together."""
    connection = warehouse.connect(paths.warehouse(), read_only=True)
    try:
        is_partial = warehouse.is_built_from(connection, settings.models_fingerprint())
        redone = "document_id in (select document_id from raw.changed_document)" if is_partial else "true"
        listed = connection.execute(_REDONE.format(redone=redone, batch=BATCH)).fetchall()
    finally:
        connection.close()
    return [document for (document,) in listed]


def _found(documents: Sequence[str]) -> dict[str, str]:
    """The causes of the first batch that has any: the street runs again, and comes back for the others."""
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        causes = _narrowed(batch)
        if causes:
            return causes if len(causes) * 2 <= max(len(batch), 2) else {}
    return {}


def _narrowed(documents: Sequence[str]) -> dict[str, str]:
    """The documents among these that fail, each with its cause; none where they do only together."""
    cause = _failure(documents)
    if cause is None:
        return {}
    if len(documents) == 1:
        return {documents[0]: cause}
    half = len(documents) // 2
    return _narrowed(documents[:half]) | _narrowed(documents[half:])


def _failure(documents: Sequence[str]) -> str | None:
    """Why models, repairs or tests fail on these documents alone; None where they do not."""
    connection, plan = open_prepared()
    try:
        with tempfile.TemporaryDirectory(prefix="juesuan-try-") as folder:
            for document in documents:
                shutil.copytree(paths.extracted() / document, Path(folder) / document)
            register, errata = paths.register(), paths.errata()
            load(connection, Path(folder), Beside(register, errata, run=("try", "2000-01-01", "try")))
        plan.run(connection)
        _build_the_rest(connection)
        return next(_broken(connection), None)
    except (OSError, duckdb.IOException):
        raise
    except Exception as error:  # whatever a document does to models or repairs is what is looked for
        return f"{type(error).__name__}: {error}".splitlines()[0][:_TOLD]
    finally:
        connection.close()


def _build_the_rest(connection: duckdb.DuckDBPyConnection) -> None:
    """The models that an examination leaves out stand, too."""
    made = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    made |= {name for (name,) in connection.execute("select view_name from duckdb_views()").fetchall()}
    for name, statement in statements_of(Project(paths.dbt_project())).items():
        if name not in made:
            connection.execute(statement)


def _broken(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The declared tests of the published tables that do not hold: one row per grain, no gap where none may be."""
    for table, grain, needed in _declared():
        keys = ", ".join(grain)
        doubled = connection.execute(f"select {keys} from {table} group by {keys} having count(*) > 1").fetchall()
        if doubled:
            yield f"{table}: {len(doubled)} × {keys}"
        for column in needed:
            ((gaps,),) = connection.execute(f"select count(*) from {table} where {column} is null").fetchall()
            if gaps:
                yield f"{table}.{column}: {gaps} × null"


def _declared() -> Iterator[tuple[str, list[str], list[str]]]:
    """Each published table with the columns of its grain and those that are never null."""
    for layer in ("marts", "audit"):
        for file in sorted((paths.dbt_project() / "models" / layer).glob("*.yml")):
            for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
                grains = [
                    test["unique_grain"]["arguments"]["columns"]
                    for test in _tests(model)
                    if isinstance(test, dict) and "unique_grain" in test
                ]
                needed = [column["name"] for column in model.get("columns", []) if "not_null" in _tests(column)]
                for grain in grains:
                    yield f"{layer}.{model['name']}", grain, needed


def _tests(of: dict[str, Any]) -> list[Any]:
    return list(of.get("data_tests") or of.get("tests") or [])
