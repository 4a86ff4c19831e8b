"""The borders from `raw` to `audit`: nothing is lost or doubled between layers."""

from __future__ import annotations

from dagster import AssetCheckResult, AssetChecksDefinition, AssetKey, asset_check

from pipelines import paths, warehouse
from pipelines.transformation.borders import BORDERS, Border, count


def _check(border: Border) -> AssetChecksDefinition:
    @asset_check(asset=AssetKey(border.asset), name=border.name, blocking=True)
    def equally_many_rows() -> AssetCheckResult:
        connection = warehouse.connect(paths.warehouse(), read_only=True)
        try:
            goes_in, comes_out = count(connection, border)
        finally:
            connection.close()
        return AssetCheckResult(passed=goes_in == comes_out, metadata={"goes_in": goes_in, "comes_out": comes_out})

    return equally_many_rows


border_checks = [_check(border) for border in BORDERS]
