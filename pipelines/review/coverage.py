"""How much of each document was seen, read, understood and tested. Reads an edition; writes nothing.

Grain: one row per document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.review import asking
from pipelines.review.asking import Asked, one_of
from pipelines.review.editions import Edition, Row

PER_PAGE = 50
ORDERS = {
    "worst": "figures_extracted::decimal(18, 4) / nullif(figures_seen, 0) nulls first, department, fiscal_year",
    "department": "department, fiscal_year desc",
    "violated": "checks_violated desc, department, fiscal_year",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Asked):
    """What is asked for, in which order; an empty word asks for all."""

    order: str = "worst"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filter:
        """The filter of a query string."""
        return cls(
            department=asking.department(asked),
            year=asking.year(asked),
            order=one_of(ORDERS, asked.get("order", ""), otherwise="worst"),
            page=asking.page(asked),
        )


def listed(edition: Edition, asked: Filter) -> tuple[list[Row], int]:
    """One page of documents with their counts, and how many there are in all."""
    rows = edition.rows(
        "select c.*, d.region, d.source_name, d.announced_tables, d.present_tables, count(*) over () as found"
        " from coverage as c join dim_document as d using (document_id)"
        " where (? = '' or contains(lower(c.department || ' ' || coalesce(d.region, '')), lower(?)))"
        " and (? = '' or c.fiscal_year = try_cast(? as integer))"
        f" order by {ORDERS[asked.order]}, document_id limit {PER_PAGE} offset ?",
        [*[asked.department] * 2, *[asked.year] * 2, (asked.page - 1) * PER_PAGE],
    )
    return [{**row, "missing": _missing(row)} for row in rows], rows[0]["found"] if rows else 0


def _missing(row: Row) -> list[str]:
    """Kinds of the tables that are announced and not there."""
    present = (row["present_tables"] or "").split(";")
    return [kind for kind in (row["announced_tables"] or "").split(";") if kind and kind not in present]


def years(edition: Edition) -> list[int]:
    """The fiscal years of the documents, newest first."""
    asked = "select distinct fiscal_year from dim_document where fiscal_year is not null order by 1 desc"
    return [row["fiscal_year"] for row in edition.rows(asked)]
