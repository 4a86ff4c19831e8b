"""How much of each document was seen, read, understood and tested. Reads an edition; writes nothing.

Grain: one row per document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from pipelines.review.editions import Edition, Row

PER_PAGE = 50
ORDERS = {
    "worst": "figures_extracted::decimal(18, 4) / nullif(figures_seen, 0) nulls first, department, fiscal_year",
    "department": "department, fiscal_year desc",
    "violated": "checks_violated desc, department, fiscal_year",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty word asks for all. `page` is 1-based."""

    department: str = ""
    year: str = ""
    order: str = "worst"
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filter:
        page, year, order = asked.get("page", "1"), asked.get("year", ""), asked.get("order", "worst")
        return cls(
            department=asked.get("department", "").strip()[:100],
            year=year[:4] if year.isdecimal() else "",
            order=order if order in ORDERS else "worst",
            page=max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1,
        )

    def query(self, **changed: object) -> str:
        asked = {**asdict(self), **changed}
        default = asdict(Filter())
        return urlencode({name: value for name, value in asked.items() if value != default[name]})

    def query_of_page(self, page: int) -> str:
        return self.query(page=page)


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
