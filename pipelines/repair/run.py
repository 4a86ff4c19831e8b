"""The repair room at work on a warehouse: what damaged tables say, and which figures cannot be right.

Reads schemas raw and intermediate; writes schema repair, its own. Grain: restored cells and implied figures per table
cell, corrections per figure, explanations per violated check. Only the documents of raw.changed_document are redone,
unless everything is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

import duckdb

from pipelines import hands, settings, spark

if TYPE_CHECKING:
    from pipelines.repair.facts import Alternative, Culprit
    from pipelines.repair.read import Stated
    from pipelines.repair.restoration.facts import Meaning, Restored, Row

Given = TypeVar("Given")
Answer = TypeVar("Answer")
Tell = Callable[[int, int], None]
"""Hears how many documents are done, of how many."""

TABLES = {
    "restoration": "document_id table_id table_row table_column subject flow nature fund meant_numeral slip"
    " reason_zh reason_en is_table_as_printed",
    "implied": "document_id table_id table_row subject flow nature fund meant_numeral is_open",
    "correction": "document_id figure_id finding_key slip confidence meant_numeral meant_unit suggested_text"
    " is_justified reason_zh reason_en alternatives",
    "explained": "document_id identity_id check_key finding_key",
}
"""Columns of schema repair, all text."""

MECHANICAL = {"clipped_digits", "unit", "transposed_digits", "dropped_digit", "doubled_digit", "decimal_point", "sign"}
"""Slips that say by themselves what was meant; a value that only the sums ask for stays a suggestion."""

AT_ONCE = 64
"""Documents read by one query."""

PARCEL = 8
"""Documents given to a process at once."""

WORTH = 8
"""Parcels that are worth the start of processes, which takes as long as some dozen documents."""

SPARK_WORTH = 64
"""Parcels worth a session of Spark: it takes longer to begin than a core takes for fewer."""

_AMOUNT = re.compile(r"(-?[\d,]+(?:\.\d+)?)(\D*)")


def shape_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Schema repair stands, with the rows it had."""
    connection.execute("create schema if not exists repair")
    present = dict(
        connection.execute(
            "select table_name, string_agg(column_name, ' ' order by column_index) from duckdb_columns()"
            " where database_name = current_database() and schema_name = 'repair' group by table_name"
        ).fetchall()
    )
    for name, columns in TABLES.items():
        # What an earlier version wrote in another shape is written anew: the models have changed with it.
        if present.get(name) != columns:
            listed = ", ".join(f"{column} varchar" for column in columns.split())
            connection.execute(f"create or replace table repair.{name} ({listed})")


def restore_documents(
    connection: duckdb.DuckDBPyConnection, *, everything: bool = False, tell: Tell = lambda _done, _all: None
) -> int:
    """Damaged tables of the changed documents are restored as far as the identities prove it; how many documents hold
    one that does not stand as it was printed."""
    shape_tables(connection)
    _forget(connection, ("restoration", "implied"), everything)
    damaged = _documents(connection, "raw.panel", everything)
    if not damaged:
        return 0
    restored: set[str] = set()
    parcels = _in_parcels(_extracted(connection, damaged))
    for number, (settled, blank) in enumerate(_by_document(_restored, parcels), start=1):
        # As they come: those of ten thousand documents would be gigabytes.
        _insert(connection, "restoration", settled)
        _insert(connection, "implied", blank)
        restored |= {row[0] for row in settled if row[-1] == "false"}
        tell(min(number * PARCEL, len(damaged)), len(damaged))
    return len(restored)


def has_errata(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether somebody vouches for another value of a figure in a loaded document."""
    asked = "select count(*) from raw.errata where document_id in (select document_id from raw.document)"
    return bool(connection.execute(asked).fetchall()[0][0])


def correct_documents(
    connection: duckdb.DuckDBPyConnection, *, everything: bool = False, tell: Tell = lambda _done, _all: None
) -> int:
    """Every violated check of the changed documents hangs below the figure that explains it; how many documents."""
    shape_tables(connection)
    _forget(connection, ("correction", "explained"), everything)
    restored = set(_documents(connection, "intermediate.int_check_restored", everything))
    failing = {
        reading: set(_documents(connection, f"intermediate.int_check_{reading}", everything, "verdict = 'violated'"))
        for reading in ("printed", "restored")
    }
    failing_documents = sorted((failing["printed"] - restored) | (failing["restored"] & restored))
    if not failing_documents:
        return 0
    from pipelines.repair.read import read_all

    stated = chain.from_iterable(
        read_all(
            connection, [one for one in failing_documents if (one in restored) == (reading == "restored")], reading
        )
        for reading in ("printed", "restored")
    )
    corrected: set[str] = set()
    parcels = _in_parcels(stated)
    for number, (wrong, below) in enumerate(_by_document(_corrected, parcels), start=1):
        _insert(connection, "correction", wrong)
        _insert(connection, "explained", below)
        corrected |= {row[0] for row in wrong}
        tell(min(number * PARCEL, len(failing_documents)), len(failing_documents))
    return len(corrected)


def _by_document(do: Callable[[Given], Answer], parcels: Iterable[Given]) -> Iterator[Answer]:
    """The answers in the order of the parcels: of this machine's cores, or of Spark's executors where Spark builds."""
    if settings.current().engine == "spark":
        return spark.spread(do, parcels, SPARK_WORTH)
    return hands.side_by_side(do, parcels, WORTH)


def _in_parcels(tasks: Iterable[Given]) -> Iterator[list[Given]]:
    """The tasks, some at a time: a task alone is not worth the way to another process."""
    waiting = iter(tasks)
    while parcel := list(islice(waiting, PARCEL)):
        yield parcel


def _extracted(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[str]
) -> Iterator[tuple[str, list[list[Row]]]]:
    """Each document with the rows of its tables, their cells, and the cells whose grid is in doubt."""
    for start in range(0, len(documents), AT_ONCE):
        asked = documents[start : start + AT_ONCE]
        rows = [_rows(connection, name, asked) for name in ("table", "cell", "panel")]
        yield from ((document, [of[document] for of in rows]) for document in asked)


def _restored(parcel: Sequence[tuple[str, list[list[Row]]]]) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    # Most documents are undamaged: what mends is imported when there is something to mend.
    from pipelines.repair.restoration.reference import reference_of
    from pipelines.repair.restoration.restore import restore

    restorations: list[Sequence[str]] = []
    implied: list[Sequence[str]] = []
    for document, (tables, cells, panels) in parcel:
        found = restore(tables, cells, panels, reference_of())
        restorations += _restorations(document, found, found.tables_as_printed(cells, panels))
        implied += _implied(document, found)
    return restorations, implied


def _corrected(parcel: Sequence[tuple[str, Stated]]) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    from pipelines.repair.localise import localise

    corrections: list[Sequence[str]] = []
    explained: list[Sequence[str]] = []
    for document, stated in parcel:
        found = localise(*stated)
        findings = {culprit.figure_id: culprit.finding for culprit in found.culprits}
        corrections += [_correction(document, culprit) for culprit in found.culprits]
        explained += [
            (document, link.identity_id, link.check_key, findings[link.figure_id])
            for link in found.explained
            if link.figure_id in findings
        ]
    return corrections, explained


def _documents(
    connection: duckdb.DuckDBPyConnection, table: str, everything: bool, condition: str = "true"
) -> list[str]:
    changed = "" if everything else "and document_id in (select document_id from raw.changed_document)"
    found = connection.execute(f"select distinct document_id from {table} where {condition} {changed} order by 1")
    return [document for (document,) in found.fetchall()]


def _rows(connection: duckdb.DuckDBPyConnection, table: str, documents: Sequence[str]) -> dict[str, list[Row]]:
    asked = f'select * from raw."{table}" where document_id in (select unnest(?)) order by rowid'
    answer = connection.execute(asked, [list(documents)])
    names = [column[0] for column in answer.description or []]
    found: dict[str, list[Row]] = {document: [] for document in documents}
    for values in answer.fetchall():
        row = dict(zip(names, values, strict=True))
        found[row["document_id"]].append(row)
    return found


def _restorations(document: str, restored: Restored, as_printed: set[str]) -> list[Sequence[str]]:
    return [
        (
            document,
            fact.table_id,
            str(fact.table_row),
            str(fact.table_column),
            *_coordinates(fact.meaning),
            "" if fact.meant_text is None else fact.meant_text.replace(",", "") or "0",
            fact.slip,
            fact.reason_zh,
            fact.reason_en,
            "true" if fact.table_id in as_printed else "false",
        )
        for fact in restored.facts
    ]


def _implied(document: str, restored: Restored) -> list[Sequence[str]]:
    return [
        (
            document,
            one.table_id,
            str(one.table_row),
            *_coordinates(one.meaning),
            one.meant_text.replace(",", ""),
            "true" if one.is_open else "false",
        )
        for one in restored.implied
    ]


def _coordinates(meaning: Meaning) -> tuple[str, str, str, str]:
    """Subject, flow, nature and fund; in a matrix the economic code is the column's nature."""
    nature = f"economic:{meaning.economic}" if meaning.economic else meaning.nature
    return meaning.subject, meaning.flow, nature, meaning.fund


def _correction(document: str, culprit: Culprit) -> Sequence[str]:
    from pipelines.repair.facts import LIKELY, SOLE

    amount = _AMOUNT.fullmatch(culprit.suggested_text)
    # All digits of another unit fall into place by no accident: there the likeliest figure is certain enough.
    certain = culprit.confidence == SOLE or (culprit.slip == "unit" and culprit.confidence == LIKELY)
    justified = certain and culprit.slip in MECHANICAL and amount is not None
    return (
        document,
        culprit.figure_id,
        culprit.finding,
        culprit.slip,
        culprit.confidence,
        amount[1].replace(",", "") if amount else "",
        amount[2] if amount else "",
        culprit.suggested_text,
        "true" if justified else "false",
        culprit.explanation_zh,
        culprit.explanation_en,
        "；".join(_alternative(other) for other in culprit.alternatives),
    )


def _alternative(other: Alternative) -> str:
    """Another figure that could be the wrong one, and what it should then read."""
    return other.figure_id + (f" → {other.suggested_text}" if other.suggested_text else "")


def _forget(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], everything: bool) -> None:
    changed = "" if everything else "where document_id in (select document_id from raw.changed_document)"
    for table in tables:
        connection.execute(f"delete from repair.{table} {changed}")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[str]]) -> None:
    if rows:
        lists = ", ".join("unnest(?::varchar[])" for _ in rows[0])
        columns = [list(values) for values in zip(*rows, strict=True)]
        connection.execute(f"insert into repair.{table} select {lists}", columns)
