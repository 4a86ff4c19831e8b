"""The contract of the extracted tables: their columns, and what every row must keep.

Reads rows about to be written, writes nothing. Raises `ContractBroken` on the first row that breaks it.
"""

from __future__ import annotations

import re

from pipelines.extraction.errors import ContractBroken

Row = dict[str, str]


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


COLUMNS: dict[str, tuple[str, ...]] = {
    "document": _names(
        "document_id source_name source_sha256 source_format source_bytes encoding disclosure_kind department region",
        "fiscal_year published_on layout page_count line_count announced_tables present_tables extractor_version",
    ),
    "tables": _names(
        "table_id kind title form_number unit first_line last_line page rows columns no_data status reason",
    ),
    "cells": _names(
        "table_id table_row table_column line page block row_code row_label row_context header_path column_key text",
        "numeral row_fits note",
    ),
    "panels": _names(
        "table_id panel table_row table_column line page row_code row_label header_path ordinal text numeral",
    ),
    "claims": _names(
        "claim line page offset section sentence aspect subject_key label class_label class_code section_label",
        "section_code item_label item_code text numeral sign unit approx of_claim base_key part_of told",
    ),
    "statements": _names(
        "statement line page offset part section sentence kind relation subject_key label said list_key of_claim",
        "against_claim",
    ),
    "performance": _names(
        "table_id table_row table_column line page offset statement form project level1 level2 level3 label measure",
        "part comparator text numeral sign unit approx subject_key class_label of_row row_fits",
    ),
    "seen": _names("line page part place figures"),
    "places": _names("figure sheet sheet_cell box_left box_top box_right box_bottom confidence"),
}
SUMS = "SHA256SUMS"
"""Beside the tables: the checksum of each, as sha256sum writes and reads it."""
# Plain digits only, and no more than the warehouse's columns hold: decimal(22, 8) and integer.
_NUMERAL = re.compile(r"-?[0-9]{1,14}(?:\.[0-9]{1,20})?")
_POSITIVE = re.compile(r"[1-9][0-9]{0,8}")
_YEAR = re.compile(r"[12][0-9]{3}")
_NATURAL = re.compile(r"[0-9]{1,9}")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_LONGEST = 100_000
"""Characters of one value: a row of them still fits the line that the loader reads."""
_POSITIVE_COLUMNS = frozenset({"panel", "table_row", "table_column", "claim", "sentence", "figures", "of_row"})
_MEASURED = re.compile(r"-?[0-9]{1,8}(?:\.[0-9]{1,4})?")
_NUMBER_COLUMNS = frozenset({"page", "page_count", "line_count", "of_claim", "against_claim", "part_of"})
_MEASURED_COLUMNS = frozenset({"box_left", "box_top", "box_right", "box_bottom", "confidence"})
_VOCABULARIES = {
    "disclosure_kind": {"final_accounts", "empty_form"},
    "status": {"read", "unread"},
    "no_data": {"true", "false"},
    "row_fits": {"true", "false"},
    "sign": {"1", "-1"},
    "seen.part": {"front", "two", "three", "four", "five"},
    "place": {"prose", "grid"},
    "performance.statement": {"performance", "chart"},
    "statements.part": {"front", "two", "five"},
    "statements.kind": {"against_budget", "against_prior", "none", "whole", "listed", "year", "department", "template"},
    "statements.relation": {"greater", "less", "equal", "about_equal", "about_greater", "about_less", "nothing", "all"}
    | {"present", "this", "last", "own", "other", "placeholder", "alternative", "instruction"},
    "form": {"project", "department", "indicators", "scoring", "list", "prose", "chart"},
    "measure": {"", "budget", "amount", "prior", "change", "change_pct", "share_pct", "completion_pct"}
    | {"count", "score", "target", "result", "weight"},
}
# Running text stands in no table, and most figures are no rate of another.
_OPTIONAL = frozenset(
    {"statements.sentence", "performance.table_row", "performance.table_column", "performance.of_row"}
)


def check(table: str, rows: list[Row], last_line: int) -> None:
    """Every row has the table's columns and readable values, and stands on a line of the document."""
    columns = COLUMNS[table]
    for number, row in enumerate(rows, start=1):
        if tuple(row) != columns:
            raise ContractBroken(f"{table} row {number}: columns {sorted(set(row) ^ set(columns))} differ")
        if table == "statements" and row["kind"] == "year" and not _YEAR.fullmatch(row["said"]):
            raise ContractBroken(f"{table} row {number}: said {row['said']!r} is no year in plain digits")
    for column in columns:
        # Most values of a column are met many times.
        for value in dict.fromkeys(row[column] for row in rows):
            fault = _fault(table, column, value, last_line)
            if fault:
                number = next(number for number, row in enumerate(rows, start=1) if row[column] == value)
                raise ContractBroken(f"{table} row {number}: {column} {value[:80]!r} {fault}")
    _check_keys(table, rows)


def _fault(table: str, column: str, value: str, last_line: int) -> str:
    if "\n" in value or "\r" in value:
        return "runs over several lines"
    if len(value) > _LONGEST or _UNWRITABLE.search(value):
        return "is too long, or holds what is no text"
    if column == "fiscal_year" and value and not _YEAR.fullmatch(value):
        return "is no year in plain digits"
    if column in _NUMBER_COLUMNS and value and not _NATURAL.fullmatch(value):
        return "is no number"
    if column == "numeral" and value and not _NUMERAL.fullmatch(value):
        return "is no numeral"
    if column in ("line", "first_line", "last_line") and not (_POSITIVE.fullmatch(value) and int(value) <= last_line):
        return "is no line of the document"
    is_absent = not value and f"{table}.{column}" in _OPTIONAL
    if column in _POSITIVE_COLUMNS and not is_absent and not _POSITIVE.fullmatch(value):
        return "is not counted from 1"
    if column == "offset" and not _NATURAL.fullmatch(value):
        return "is no offset"
    if column in _MEASURED_COLUMNS and value and not _MEASURED.fullmatch(value):
        return "is no measured number"
    known = _VOCABULARIES.get(f"{table}.{column}", _VOCABULARIES.get(column))
    return f"is none of {sorted(known)}" if known is not None and value not in known else ""


def _check_keys(table: str, rows: list[Row]) -> None:
    """No two rows share the key of their table."""
    keys = {
        "tables": ("table_id",),
        "cells": ("table_id", "table_row", "table_column"),
        "panels": ("table_id", "table_row", "table_column"),
        "claims": ("claim",),
        "statements": ("statement",),
        "performance": ("line", "offset"),
        "seen": ("line",),
        "places": ("figure",),
    }.get(table)
    if keys is None:
        return
    met: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(row[column] for column in keys)
        if key in met:
            raise ContractBroken(f"{table}: {dict(zip(keys, key, strict=True))} stands twice")
        met.add(key)
