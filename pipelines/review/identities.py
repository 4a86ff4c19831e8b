"""Identities and how often they hold. Reads an edition; writes nothing.

Grain: one row per identity; per identity one row per fiscal year, and one per document that fails it.
"""

from __future__ import annotations

from pipelines.review.editions import Edition, Row

SHOWN = 200
_COUNTS = """
    count(*) filter (c.verdict <> 'not_testable') as tested,
    count(*) filter (c.verdict in ('exact', 'rounding')) as held,
    count(*) filter (c.verdict = 'exact') as exact,
    count(*) filter (c.verdict = 'rounding') as rounding,
    count(*) filter (c.verdict = 'truncated') as truncated,
    count(*) filter (c.verdict = 'violated') as violated,
    count(*) filter (c.verdict = 'not_testable') as not_testable,
    count(distinct c.document_id) filter (c.verdict <> 'not_testable') as documents,
    count(distinct c.document_id) filter (c.verdict = 'violated') as failing
"""


def all_of(edition: Edition) -> list[Row]:
    """Every identity of the catalogue with its counts, and `years`: its pass rate by fiscal year."""
    rows = edition.rows(
        f"with counts as (select c.identity_id, {_COUNTS} from fct_identity_check as c where c.reading = 'printed'"
        " group by 1) select i.*, coalesce(columns(counts.* exclude (identity_id)), 0)"
        " from identity_catalogue as i left join counts using (identity_id)"
        " order by i.family, counts.violated desc nulls last, i.identity_id"
    )
    years: dict[str, list[Row]] = {}
    for row in edition.rows(
        "select c.identity_id, d.fiscal_year, count(*) filter (c.verdict <> 'not_testable') as tested,"
        " count(*) filter (c.verdict in ('exact', 'rounding')) as held"
        " from fct_identity_check as c join dim_document as d using (document_id)"
        " where c.reading = 'printed' and d.fiscal_year is not null group by all having tested > 0 order by all"
    ):
        years.setdefault(row["identity_id"], []).append(row)
    return [{**row, "years": years.get(row["identity_id"], [])} for row in rows]


def one(edition: Edition, identity_id: str) -> Row | None:
    """The identity as the catalogue has it; None where it has none of that name."""
    return edition.row("select * from identity_catalogue where identity_id = ?", [identity_id])


def by_year(edition: Edition, identity_id: str) -> list[Row]:
    """A row per fiscal year: checks by verdict, documents tested and failing."""
    return edition.rows(
        f"select d.fiscal_year, {_COUNTS} from fct_identity_check as c join dim_document as d using (document_id)"
        " where c.identity_id = ? and c.reading = 'printed' group by all order by all",
        [identity_id],
    )


def failing(edition: Edition, identity_id: str) -> list[Row]:
    """Every check that is violated or truncated, with its document and the finding that shows it."""
    return edition.rows(
        "select c.verdict, c.subject, c.lhs, c.rhs, c.difference, c.slack, c.explanation_zh, c.explanation_en,"
        " d.document_id, d.department, d.region, d.fiscal_year, f.finding_id"
        " from fct_identity_check as c join dim_document as d using (document_id)"
        " left join fct_finding as f on f.document_id = c.document_id and f.identity_id = c.identity_id"
        " and f.check_key = c.check_key and f.state <> 'fixed'"
        " where c.identity_id = ? and c.reading = 'printed' and c.verdict in ('violated', 'truncated')"
        f" order by c.verdict desc, abs(c.difference) desc nulls last, d.department, d.fiscal_year limit {SHOWN}",
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
