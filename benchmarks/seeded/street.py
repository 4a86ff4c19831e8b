"""Documents through the models that localisation reads, many in one database.

Reads extracted documents; works in memory and a temporary folder. Grain: one `Judged` per document and reading, its
identifiers told as those of the document it is a variant of.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from pipelines.cli.prepared import open_prepared
from pipelines.extraction.extract import Extracted, write
from pipelines.loading.load import Beside, load
from pipelines.repair.facts import Check, Figure, Term
from pipelines.repair.read import read
from pipelines.repair.run import restore_documents

PRINTED, RESTORED = "printed", "restored"


# The finding row_displaced (int_finding): a table holds figures that nobody can place.
DISPLACED = """
    select figures.document_id, figures.table_id
    from intermediate.int_figure_printed as figures
    left join repair.restoration as restored
        on figures.document_id = restored.document_id and figures.table_id = restored.table_id
        and figures.table_row = cast(restored.table_row as integer)
        and figures.table_column = cast(restored.table_column as integer)
    where figures.is_displaced and not figures.is_blank and restored.document_id is null
    group by all
"""

# The finding figure_wrong of a cell that repeats its neighbour (int_finding).
REPEATED = """
    select document_id, document_id || ':' || table_id || ':r' || table_row || ':c' || table_column, meant_numeral
    from repair.restoration
    where slip = 'copied_cell'
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """The checks of one document and reading, the terms of those with a verdict, all its figures, the tables with
    figures that nobody can place, and the cells that repeat their neighbour, with what they should be."""

    checks: list[Check]
    terms: list[Term]
    figures: dict[str, Figure]
    displaced: frozenset[str] = frozenset()
    repeated: tuple[tuple[str, Decimal], ...] = ()


def judged(documents: Iterable[tuple[str, Extracted]]) -> Iterator[dict[str, Judged]]:
    """Each document as printed and, where tables of it were restored, as restored; the name beside a document is the
    id under which it is told."""
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        told = {}
        for name, extracted in documents:
            told[extracted.document_id] = name
            write(extracted, Path(folder) / extracted.document_id)
        connection, plan = open_prepared()
        try:
            load(connection, Path(folder), Beside(run=("bench", "2000-01-01", "bench")))
            restore_documents(connection)
            for step in plan.before:
                connection.execute(step.statement)
            rows = connection.execute("select distinct document_id from repair.restoration").fetchall()
            restored = {document for (document,) in rows}
            displaced: dict[str, set[str]] = {}
            for document, table in connection.execute(DISPLACED).fetchall():
                displaced.setdefault(document, set()).add(table)
            repeated: dict[str, list[tuple[str, Decimal]]] = {}
            for document, figure_id, meant in connection.execute(REPEATED).fetchall():
                repeated.setdefault(document, []).append((figure_id, Decimal(meant)))
            for document, name in told.items():
                readings = (PRINTED, RESTORED) if document in restored else (PRINTED,)
                beside = frozenset(displaced.get(document, ())), tuple(repeated.get(document, ()))
                found = {one: Judged(*read(connection, document, one), *beside) for one in readings}
                yield {one: _told(judgement, document, name) for one, judgement in found.items()}
        finally:
            connection.close()


def _told(found: Judged, document: str, name: str) -> Judged:
    def named(text: str) -> str:
        return text.replace(document, name)

    return Judged(
        [replace(check, check_key=named(check.check_key)) for check in found.checks],
        [replace(t, check_key=named(t.check_key), figure_id=named(t.figure_id)) for t in found.terms],
        {named(one): replace(figure, figure_id=named(one)) for one, figure in found.figures.items()},
        found.displaced,
        tuple((named(one), meant) for one, meant in found.repeated),
    )
