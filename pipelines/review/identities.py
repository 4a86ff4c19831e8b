"""Identities and how often they hold. Reads an edition; writes nothing.

Grain: one row per identity; per identity one row per fiscal year, and one per document that fails it.
"""

from __future__ import annotations

from pipelines.review.editions import Edition, Row

SHOWN = 200
_COUNTED = ("tested", "held", "exact", "rounding", "truncated", "violated", "not_testable", "documents", "failing")
_BY_YEAR = """
with per_document as (
    select
        identity_id,
        document_id,
        count(*) filter (verdict <> 'not_testable') as tested,
        count(*) filter (verdict in ('exact', 'rounding')) as held,
        count(*) filter (verdict = 'exact') as exact,
        count(*) filter (verdict = 'rounding') as rounding,
        count(*) filter (verdict = 'truncated') as truncated,
        count(*) filter (verdict = 'violated') as violated,
        count(*) filter (verdict = 'not_testable') as not_testable
    from fct_identity_check
    where reading = 'printed'
    group by all
)
select
    p.identity_id,
    d.fiscal_year,
    sum(columns(p.* exclude (identity_id, document_id)))::bigint,
    count(*) filter (p.tested > 0) as documents,
    count(*) filter (p.violated > 0) as failing
from per_document as p
join dim_document as d using (document_id)
group by all
order by all
"""


def all_of(edition: Edition) -> list[Row]:
    """Every identity of the catalogue with its counts, and `years`: the same by fiscal year; most violated first."""
    years: dict[str, list[Row]] = {}
    for row in edition.rows(_BY_YEAR):
        years.setdefault(row["identity_id"], []).append(row)
    rows = []
    for catalogued in edition.rows("select * from identity_catalogue order by family, identity_id"):
        own = years.get(catalogued["identity_id"], [])
        counts = {name: sum(year[name] for year in own) for name in _COUNTED}
        rows.append({**catalogued, **counts, "years": [year for year in own if year["tested"] and year["fiscal_year"]]})
    return sorted(rows, key=lambda row: (row["family"], -row["violated"], row["identity_id"]))


def one(edition: Edition, identity_id: str) -> Row | None:
    """The identity as the catalogue has it; None where it has none of that name."""
    return edition.row("select * from identity_catalogue where identity_id = ?", [identity_id])


def by_year(edition: Edition, identity_id: str) -> list[Row]:
    """A row per fiscal year: checks by verdict, documents tested and failing."""
    return [row for row in edition.rows(_BY_YEAR) if row["identity_id"] == identity_id]


def failing(edition: Edition, identity_id: str) -> list[Row]:
    """Every check that is violated or truncated, with its document and the finding that shows it."""
    return edition.rows(
        "with worst as (select document_id, identity_id, check_key, verdict, subject, lhs, rhs, difference"
        " from fct_identity_check where identity_id = ? and reading = 'printed'"
        " and verdict in ('violated', 'truncated')"
        f" order by verdict desc, abs(difference) desc nulls last, check_id limit {SHOWN})"
        " select w.*, d.department, d.region, d.fiscal_year, f.finding_id from worst as w"
        " join dim_document as d using (document_id)"
        " left join fct_finding as f on f.document_id = w.document_id and f.identity_id = w.identity_id"
        " and f.check_key = w.check_key and f.state <> 'fixed'"
        " order by w.verdict desc, abs(w.difference) desc nulls last, d.department, d.fiscal_year",
        [identity_id],
    )


def reasons(edition: Edition, identity_id: str) -> list[Row]:
    """Why it could not be tested, and in how many documents."""
    return edition.rows(
        "select reason, count(distinct document_id) as documents from fct_identity_check"
        " where identity_id = ? and reading = 'printed' and verdict = 'not_testable'"
        " group by 1 order by 2 desc, 1 limit 20",
        [identity_id],
    )
