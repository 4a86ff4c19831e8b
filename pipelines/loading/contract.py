"""The tables of schema `raw`: names and columns, all VARCHAR. Reads and writes nothing.

`PER_DOCUMENT` tables hold one row per row of `raw/extracted/<document_id>/<file>`; `WHOLE` tables are
replaced every time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """One kind of extracted file and the raw table it becomes; `columns` are the file's, without a leading
    document_id."""

    table: str
    file: str
    columns: tuple[str, ...]

    @property
    def names_its_document(self) -> bool:
        return self.columns[0] == "document_id"

    @property
    def table_columns(self) -> tuple[str, ...]:
        return self.columns if self.names_its_document else ("document_id", *self.columns)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PER_DOCUMENT: tuple[Extracted, ...] = (
    Extracted(
        "document",
        "document.csv",
        _names(
            "document_id source_name source_sha256 source_format source_bytes encoding disclosure_kind"
            " department region"
            " fiscal_year published_on layout page_count line_count announced_tables present_tables"
            " extractor_version"
        ),
    ),
    Extracted(
        "table",
        "tables.csv",
        _names("table_id kind title form_number unit first_line last_line page rows columns no_data status reason"),
    ),
    Extracted(
        "cell",
        "cells.csv",
        _names(
            "table_id table_row table_column line page block row_code row_label row_context header_path"
            " column_key text"
            " numeral row_fits note"
        ),
    ),
    Extracted(
        "panel",
        "panels.csv",
        _names("table_id panel table_row table_column line page row_code row_label header_path ordinal text numeral"),
    ),
    Extracted(
        "claim",
        "claims.csv",
        _names(
            "claim line page offset section sentence aspect subject_key label class_label class_code"
            " section_label"
            " section_code item_label item_code text numeral sign unit approx of_claim base_key part_of told"
        ),
    ),
    Extracted(
        "statement",
        "statements.csv",
        _names(
            "statement line page offset part section sentence kind relation subject_key label said list_key of_claim"
            " against_claim"
        ),
    ),
    Extracted(
        "performance",
        "performance.csv",
        _names(
            "table_id table_row table_column line page offset statement form project level1 level2 level3 label"
            " measure part comparator text numeral sign unit approx subject_key class_label of_row row_fits"
        ),
    ),
    Extracted("seen", "seen.csv", _names("line page part place figures")),
    Extracted(
        "place", "places.csv", _names("figure sheet sheet_cell box_left box_top box_right box_bottom confidence")
    ),
)

WHOLE: dict[str, tuple[str, ...]] = {
    "register": _names(
        "document_id source_name sha256 bytes department region region_level fiscal_year source_format"
        " received_on"
        " supersedes_document_id what"
    ),
    "errata": _names("document_id figure_id printed_text meant_text meant_unit slip reason source noted_by noted_on"),
    "disposition": _names("finding_id decision reason who decided_on expires_on"),
    "finding_history": _names(
        "finding_id document_id finding_kind identity_id subject title_zh title_en severity detail_zh detail_en"
        " caused_by_finding_id culprit_figure_id suggested_value slip confidence alternatives state"
        " first_seen last_seen"
    ),
    "repair": _names("document_id figure_id slip reason meant_text meant_unit"),
    "run": _names("run_id run_date code_version"),
    "document_state": _names("document_id fingerprint"),
    "changed_document": _names("document_id"),
}

LOADED = _names("document_id fingerprint stamp content table_name row_count")
"""Columns of `raw.loaded`: what each document's rows were loaded from, and how many rows its files hold."""
