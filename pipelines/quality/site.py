"""Great Expectations in one place: an ephemeral context, a validation per suite, a static site.

Reads the frames it is given; writes Data Docs below one folder; grain: a page per suite. Nothing is
kept between runs, nothing is sent, and the pages ask nobody for a picture.
"""

from __future__ import annotations

import html
import logging
from datetime import UTC, datetime
from pathlib import Path

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuiteValidationResult, RunIdentifier
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
    ValidationResultIdentifier,
)
from great_expectations.execution_engine import pandas_execution_engine
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity

from pipelines.quality import furniture, intervals
from pipelines.quality.suites import Suite

OWN = (intervals.ExpectIntervalsToMeet, intervals.ExpectVerdictsToFollowIntervals)
"""Named here because defining them is what registers them."""

NAME = "juesuan"

# A checksum of every frame, which nobody asks for, would be a fifth of the time.
pandas_execution_engine.HASH_THRESHOLD = 0


class Site:
    """An ephemeral data context whose validations end as pages below `folder`, dated `as_of` (seconds); without a
    folder they end nowhere, and are handed to a site that has one."""

    def __init__(self, folder: Path | None, as_of: float) -> None:
        self.as_of = as_of
        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        self._run = RunIdentifier(run_name="refresh", run_time=datetime.fromtimestamp(as_of, tz=UTC))
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)
        for name in list(self._context.list_data_docs_sites()):
            self._context.delete_data_docs_site(name)
        if folder is not None:
            self._context.add_data_docs_site(
                NAME,
                {
                    "class_name": "SiteBuilder",
                    "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                    "store_backend": {
                        "class_name": "TupleFilesystemStoreBackend",
                        "base_directory": str(folder.resolve()),
                    },
                },
            )
        self._source = self._context.data_sources.add_pandas(NAME)
        self._folder = folder
        self._definitions: dict[str, gx.ValidationDefinition] = {}

    def validate(
        self, suite: Suite, rows: pd.DataFrame, batch: int = 0
    ) -> tuple[ExpectationSuiteValidationResult, str]:
        """What Great Expectations found of the suite on these rows, and the page that will show it; `batch` counts
        the calls with the same suite from 0."""
        run = RunIdentifier(run_name=f"refresh-{batch + 1}" if batch else "refresh", run_time=self._run.run_time)
        found = self._definition(suite).run(
            batch_parameters={"dataframe": _harmless(rows)},
            result_format={
                "result_format": "COMPLETE",
                **({"unexpected_index_column_names": list(suite.key)} if suite.key else {}),
                "return_unexpected_index_query": False,
                # The keys name the rows. For each decimal among the values the library would walk the whole stack.
                "exclude_unexpected_values": True,
            },
            run_id=run,
        )
        # The rows are kept by the engine for a second question that nobody asks: a gigabyte a batch.
        self._source.get_execution_engine().batch_manager.reset_batch_cache()
        stamp = run.run_time.strftime("%Y%m%dT%H%M%S.%fZ")
        return found, f"validations/{suite.name}/{run.run_name}/{stamp}/{NAME}-{suite.name}.html"

    def keep(self, suite: Suite, seen: ExpectationSuiteValidationResult) -> None:
        """What another process found of the suite becomes a page of this site."""
        self._definition(suite)
        owner = ExpectationSuiteIdentifier(name=suite.name)
        self._context.validation_results_store.store_validation_results(
            suite_validation_result=seen,
            suite_validation_result_identifier=ValidationResultIdentifier(
                batch_identifier=f"{NAME}-{suite.name}", expectation_suite_identifier=owner, run_id=seen.meta["run_id"]
            ),
            expectation_suite_identifier=owner,
        )

    def _definition(self, suite: Suite) -> gx.ValidationDefinition:
        if suite.name not in self._definitions:
            asset = self._source.add_dataframe_asset(suite.name)
            definition = gx.ValidationDefinition(
                name=suite.name,
                data=asset.add_batch_definition_whole_dataframe(suite.name),
                suite=self._context.suites.add(_as_gx(suite)),
            )
            self._definitions[suite.name] = self._context.validation_definitions.add(definition)
        return self._definitions[suite.name]

    def build(self) -> None:
        """The folder holds the site of all that was validated, and its pages ask nobody for anything. Raises ValueError
        for a site without a folder."""
        if self._folder is None:
            raise ValueError("a site without a folder builds no pages")
        self._context.build_data_docs(site_names=[NAME])
        furniture.settle(self._folder)


def _as_gx(suite: Suite) -> gx.ExpectationSuite:
    expectations = [
        ExpectationConfiguration(
            type=one.type,
            kwargs=dict(one.kwargs),
            meta=dict(one.meta),
            severity=FailureSeverity.CRITICAL if suite.gate else FailureSeverity.WARNING,
        ).to_domain_obj()
        for one in suite.expectations
    ]
    return gx.ExpectationSuite(name=suite.name, expectations=expectations)


def _harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with text that a browser shows and does not run: values reach the pages as they are."""
    shown = rows.copy(deep=False)
    for column in shown.columns:
        if isinstance(shown[column].dtype, pd.StringDtype):
            marked = shown[column].str.contains("[&<>\"']", regex=True, na=False)
            if marked.any():
                shown[column] = shown[column].where(~marked, shown[column].map(html.escape, na_action="ignore"))
    return shown
