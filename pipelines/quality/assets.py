"""The validation as an asset. Reads `marts` and `audit` read-only; writes `build/quality/`."""

from collections.abc import Iterator

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetExecutionContext,
    AssetKey,
    Failure,
    MaterializeResult,
    asset,
)

from pipelines import paths
from pipelines.quality.results import SuiteResult, gate_failures
from pipelines.quality.validation import validate

VALIDATION = AssetKey(["quality", "validation"])
_SUITES = sorted(path.stem for path in (paths.root() / "expectations" / "suites").glob("*.yml"))


@asset(
    key=VALIDATION,
    deps=[AssetKey(["marts", "fct_figure"]), AssetKey(["audit", "fct_identity_check"])],
    check_specs=[AssetCheckSpec(name, asset=VALIDATION) for name in _SUITES],
    group_name="quality",
    kinds={"greatexpectations"},
)
def validation(context: AssetExecutionContext) -> Iterator[MaterializeResult[None] | AssetCheckResult]:
    """Every suite was tried; a gate that did not pass stops the street here, a violated identity does not."""
    results = validate(
        paths.warehouse(),
        paths.build() / "quality",
        lambda done, of: context.log.info(f"已检验 {done}/{of} 份 / {done} of {of} documents validated"),
    )
    for result in results:
        if result.suite in _SUITES:
            yield _check(result)
    unknown = sorted({result.suite for result in results} ^ set(_SUITES))
    if unknown:
        raise Failure(f"套件文件已过期，请运行 juesuan docs / suites are out of date, run juesuan docs: {unknown}")
    closed = gate_failures(results)
    if closed:
        raise Failure(
            "未通过的关卡 / gates that did not pass: " + " | ".join(r.message_en for r in closed),
            metadata={result.suite: result.message_zh for result in closed},
        )
    yield MaterializeResult(asset_key=VALIDATION, metadata={"suites": len(results)})


def _check(result: SuiteResult) -> AssetCheckResult:
    return AssetCheckResult(
        check_name=result.suite,
        asset_key=VALIDATION,
        passed=result.passed,
        severity=AssetCheckSeverity.ERROR if result.gate else AssetCheckSeverity.WARN,
        description=f"{result.message_zh} / {result.message_en}",
        metadata={
            "checked": result.checked,
            "failed": result.failed,
            "not_testable": result.not_testable,
            "page": result.page,
        },
    )
