"""The two expectations of our own: intervals that must meet, and verdicts that must say so.

Reads the decimal interval ends of identity checks, as pandas columns of `Decimal`; writes nothing;
grain: a check. A float among them is an error and no verdict: money is decimal from the page to the
mart.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

import pandas as pd
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

Bounds = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]

DOMAIN = ("batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if")


class FloatMet(TypeError):
    """An interval end that is not a decimal reached the quality room."""


def meet(lhs_lower: Decimal, lhs_upper: Decimal, rhs_lower: Decimal, rhs_upper: Decimal) -> bool:
    """Whether a number lies in both closed intervals; a common end is enough.

    Quotients come with their ends rounded inwards to the last digit stored: a very short one may be inside
    out; against an end that has no more digits than are stored this comparison is exact all the same.
    """
    return lhs_lower <= rhs_upper and rhs_lower <= lhs_upper


def testable(bounds: Iterable[object]) -> tuple[Decimal, ...] | None:
    """The four ends as decimals, None when one is missing; raises FloatMet for any other kind of number."""
    ends: list[Decimal] = []
    for end in bounds:
        if pd.isna(end):
            return None
        if not isinstance(end, Decimal):
            raise FloatMet(f"an interval end is a {type(end).__name__}, not a decimal")
        ends.append(end)
    return tuple(ends)


def follows(verdict: object, bounds: Iterable[object]) -> bool:
    """Whether the intervals allow the verdict: meeting is exact or rounding."""
    ends = testable(bounds)
    if ends is None:
        return verdict == "not_testable"
    return verdict in ({"exact", "rounding"} if meet(*ends) else {"violated", "truncated"})


class IntervalsMeet(MulticolumnMapMetricProvider):
    """Row by row, whether the two intervals meet; without one of the ends they do not."""

    condition_metric_name = "intervals.meet"
    condition_domain_keys = DOMAIN
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> pd.Series:
        rows = (testable(row) for row in column_list.itertuples(index=False, name=None))
        return pd.Series([ends is not None and meet(*ends) for ends in rows], column_list.index, dtype=bool)


class VerdictsFollowIntervals(MulticolumnMapMetricProvider):
    """Row by row, whether the verdict in the first column is what the interval ends in the other four say."""

    condition_metric_name = "verdicts.follow_intervals"
    condition_domain_keys = DOMAIN
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> pd.Series:
        rows = column_list.itertuples(index=False, name=None)
        return pd.Series([follows(row[0], row[1:]) for row in rows], column_list.index, dtype=bool)


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
        rows = found.get("unexpected_index_list")
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
