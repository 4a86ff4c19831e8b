"""Counts on both sides of each border inside the warehouse. Reads it read-only; writes nothing.

Grain: one `Border` per pair of relations that must hold equally many rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True)
class Border:
    """What goes in and what comes out; both are queries that give one count."""

    name: str
    asset: tuple[str, str]
    goes_in: str
    comes_out: str


BORDERS = (
    *(
        Border(
            f"raw_{table}_rows_are_staged",
            ("staging", f"stg_{table}"),
            f'select count(*) from raw."{table}"',
            f"select count(*) from staging.stg_{table}",
        )
        for table in ("document", "table", "cell", "panel", "claim", "statement", "performance", "seen")
    ),
    Border(
        "documents_staged_are_documents_in_marts",
        ("marts", "dim_document"),
        "select count(*) from staging.stg_document",
        "select count(*) from marts.dim_document",
    ),
    Border(
        "figures_staged_are_figures_in_marts",
        ("marts", "fct_figure"),
        "select (select count(*) from staging.stg_cell where not is_blank) + (select count(*) from staging.stg_claim)"
        " + (select count(*) from staging.stg_panel as p anti join staging.stg_cell as c"
        " on p.document_id = c.document_id and p.table_id = c.table_id and p.table_row = c.table_row"
        " and p.table_column = c.table_column where not p.is_blank)"
        " + (select count(*) from staging.stg_performance)",
        "select count(*) from marts.fct_figure where reading = 'printed'",
    ),
    Border(
        "identities_declared_have_verdicts",
        ("audit", "fct_identity_check"),
        "select (select count(*) from staging.stg_identity) * (select count(*) from staging.stg_document)",
        "select count(*) from (select distinct c.identity_id, c.document_id from audit.fct_identity_check"
        " as c"
        " where c.verdict in ('exact', 'rounding', 'truncated', 'violated', 'not_testable'))",
    ),
)


def count(connection: duckdb.DuckDBPyConnection, border: Border) -> tuple[int, int]:
    """Rows that go in and rows that come out."""
    goes_in = connection.execute(border.goes_in).fetchall()[0][0]
    comes_out = connection.execute(border.comes_out).fetchall()[0][0]
    return goes_in, comes_out
