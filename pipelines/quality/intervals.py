"""The two expectations of our own: intervals that must meet, and verdicts that must say so.

Reads the decimal interval ends of identity checks, as pandas columns of `Decimal`; writes nothing;
grain: a check. A float among them is an error and no verdict: money is decimal from the page to the
mart.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import reduce
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from great_expectations.core import ExpectationValidationResult
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import (
    MulticolumnMapMetricProvider,
)
from great_expectations.render.components import (
    CollapseContent,
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.renderer import renderer

DOMAIN = ("batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if")


class FloatMet(TypeError):
    """An interval end that is not a decimal reached the quality room."""


def meeting(bounds: pd.DataFrame) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Row by row: whether all four ends are there, and whether the two intervals meet (unknown where they are not).

    Columns of the frame, in order: lhs_lower, lhs_upper, rhs_lower, rhs_upper, closed; a common end is enough. Raises
    FloatMet for any kind of number that is no decimal: money is decimal from the page to the mart.

    Quotients come with their ends rounded inwards to the last digit stored: a very short one may be inside out; against
    an end that has no more digits than are stored this comparison is exact all the same.
    """
    ends = [_decimals(bounds.iloc[:, number]) for number in range(4)]
    complete = reduce(pc.and_, (pc.is_valid(end) for end in ends))
    meets = pc.and_kleene(pc.less_equal(ends[0], ends[3]), pc.less_equal(ends[2], ends[1]))
    return complete, meets


def _decimals(column: pd.Series) -> pa.ChunkedArray:
    found = pa.array(column, from_pandas=True)
    chunked = found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])
    if pa.types.is_null(chunked.type):
        return chunked.cast(pa.decimal128(38, 0))
    if not pa.types.is_decimal(chunked.type):
        raise FloatMet(f"an interval end is a {chunked.type}, not a decimal")
    return chunked


def follows(verdicts: pd.Series, bounds: pd.DataFrame) -> pa.ChunkedArray:
    """Row by row, whether the intervals allow the verdict: meeting is exact or rounding."""
    complete, meets = meeting(bounds)
    said = pa.chunked_array([pa.array(verdicts.to_numpy(dtype=object), type=pa.string(), from_pandas=True)])
    allowed = pc.if_else(
        pc.fill_null(meets, False),
        pc.is_in(said, pa.array(["exact", "rounding"])),
        pc.is_in(said, pa.array(["violated", "truncated"])),
    )
    return pc.if_else(complete, allowed, pc.is_in(said, pa.array(["not_testable"])))


class IntervalsMeet(MulticolumnMapMetricProvider):
    """Row by row, whether the two intervals meet; without one of the ends they do not."""

    condition_metric_name = "intervals.meet"
    condition_domain_keys = DOMAIN
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> pd.Series:
        _, meets = meeting(column_list)
        return _as_series(meets, column_list.index)


class VerdictsFollowIntervals(MulticolumnMapMetricProvider):
    """Row by row, whether the verdict in the first column is what the interval ends in the other four say."""

    condition_metric_name = "verdicts.follow_intervals"
    condition_domain_keys = DOMAIN
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> pd.Series:
        return _as_series(follows(column_list.iloc[:, 0], column_list.iloc[:, 1:]), column_list.index)


def _as_series(held: pa.ChunkedArray, index: pd.Index) -> pd.Series:
    """Booleans as Great Expectations wants them; what is unknown does not hold."""
    return pd.Series(pc.fill_null(held, False).to_numpy(), index, dtype=bool)


def key_rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The key columns of the failing rows in the result of an expectation, a dictionary per row; Great Expectations
    keeps them by column when it is told to leave the values out."""
    rows: list[dict[str, Any]] = []
    for entry in found.get("unexpected_index_list") or ():
        if isinstance(entry, Mapping):
            columns = [[value] if isinstance(value, str) or value is None else value for value in entry.values()]
            rows += [dict(zip(entry, values, strict=True)) for values in zip(*columns, strict=True)]
    return rows


# The signatures below are Great Expectations', hence the arguments nobody looks at.
class _OnChecks(MulticolumnMapExpectation):
    """Shared rendering: what is asserted, and the failing checks with document and subject."""

    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"
    args_keys = ("column_list",)

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003
    ) -> list[RenderedStringTemplateContent]:
        stated = configuration or (result.expectation_config if result else None)
        meta = (stated.meta if stated else None) or {}
        names = [name for name in ("identity_id", "title_zh", "title_en", "formula") if meta.get(name)]
        params = {name: html.escape(str(meta[name])) for name in names}
        template = " · ".join(f"${name}" for name in names)
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={"template": template or cls.__name__, "params": params},
            )
        ]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,  # noqa: ARG003
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003
    ) -> list[RenderedTableContent | CollapseContent] | None:
        found = (result.result or {}) if result else {}
        rows = key_rows(found)
        columns = found.get("unexpected_index_column_names")
        if not rows or not columns:
            return None
        return [
            RenderedTableContent(
                content_block_type="table",
                header_row=list(columns),
                # Already harmless: `site` escapes the text of a frame before anything looks at it.
                table=[[str(row[column]) for column in columns] for row in rows],
                styling={"body": {"classes": ["table-bordered", "table-sm", "mt-3"]}},
            )
        ]


class ExpectIntervalsToMeet(_OnChecks):
    """Expect the two sides of each check, closed intervals of true values, to have a number in common."""

    map_metric = "intervals.meet"


class ExpectVerdictsToFollowIntervals(_OnChecks):
    """Expect checks to be exact or rounding when their intervals meet, violated or truncated when not."""

    map_metric = "verdicts.follow_intervals"
