"""The street, as Dagster sees it: a table of contents. Importing it opens no database, no network and no
secret."""

from __future__ import annotations

from functools import partial

from dagster import Definitions, ResourceDefinition, in_process_executor, load_asset_checks_from_modules

from pipelines import schedules
from pipelines.cli import poison
from pipelines.documents import assets as documents
from pipelines.documents import checks as documents_checks
from pipelines.documents.quarantine import hold_stored, withdraw
from pipelines.extraction import assets as extraction
from pipelines.extraction import checks as extraction_checks
from pipelines.extraction import renew
from pipelines.loading import assets as loading
from pipelines.loading import checks as loading_checks
from pipelines.publication import assets as publication
from pipelines.publication import checks as publication_checks
from pipelines.quality import assets as quality
from pipelines.repair import assets as repair
from pipelines.transformation import assets as transformation
from pipelines.transformation import checks as transformation_checks
from pipelines.transformation import documentation, project

defs = Definitions(
    assets=[
        documents.documents_register,
        extraction.extracted_tables,
        loading.raw_tables,
        repair.restored_tables,
        transformation.models_as_printed,
        repair.corrections,
        transformation.models_as_meant,
        documentation.documentation,
        quality.validation,
        publication.snapshot,
    ],
    asset_checks=load_asset_checks_from_modules(
        [documents_checks, extraction_checks, loading_checks, transformation_checks, publication_checks]
    ),
    jobs=[schedules.street],
    schedules=[schedules.nightly],
    sensors=[schedules.inbox],
    resources={
        "dbt": project.resource(),
        "quarantine": ResourceDefinition.hardcoded_resource(hold_stored),
        "blame": ResourceDefinition.hardcoded_resource(schedules.blame(poison.isolate)),
        "mend": ResourceDefinition.hardcoded_resource(partial(renew.mend, withdraw=withdraw)),
    },
    executor=in_process_executor,
)
