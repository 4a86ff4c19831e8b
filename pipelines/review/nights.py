"""What last night found, against the night before. Reads two editions; writes nothing.

Grain: one page of counts and short lists per edition.
"""

from __future__ import annotations

from pipelines.review.editions import Edition, Row

SHOWN = 30
VERDICTS = ("exact", "rounding", "truncated", "violated", "not_testable")

_COVERAGE = """
select
    count(*) as documents,
    count(distinct department) as departments,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year,
    coalesce(sum(figures_seen), 0)::bigint as seen,
    coalesce(sum(figures_extracted), 0)::bigint as extracted,
    coalesce(sum(figures_understood), 0)::bigint as understood,
    coalesce(sum(figures_testable), 0)::bigint as testable,
    coalesce(sum(checks), 0)::bigint as checks,
    coalesce(sum(checks_exact), 0)::bigint as exact,
    coalesce(sum(checks_rounding), 0)::bigint as rounding,
    coalesce(sum(checks_truncated), 0)::bigint as truncated,
    coalesce(sum(checks_violated), 0)::bigint as violated,
    coalesce(sum(checks_not_testable), 0)::bigint as not_testable
from coverage
"""


def known(edition: Edition) -> Row:
    """What the edition knows, counted: documents, figures by how far they came, checks by verdict."""
    return edition.row(_COVERAGE) or {}


def arrived(edition: Edition, before: Edition | None) -> tuple[list[Row], list[Row]]:
    """The documents that the edition has and the one before had not, and those that went; without one before, all."""
    ask = (
        "select d.document_id, d.department, d.region, d.fiscal_year, d.source_name, d.source_format,"
        " c.figures_seen, c.figures_extracted, c.checks - c.checks_not_testable as checked, c.checks_violated"
        " from dim_document as d left join coverage as c using (document_id)"
    )
    ids = "select document_id from dim_document order by 1"
    had = [row["document_id"] for row in before.rows(ids)] if before else []
    has = [row["document_id"] for row in edition.rows(ids)]
    by_size = " where d.document_id in (select unnest(?::varchar[])) order by department, fiscal_year, document_id"
    came = sorted(set(has) - set(had))
    went = sorted(set(had) - set(has))
    gone = before.rows(ask + by_size, [went]) if before and went else []
    return (edition.rows(ask + by_size, [came]) if came else []), gone


def verdicts_by_family(edition: Edition) -> list[Row]:
    """A row per family of identities with the number of checks of each verdict, as printed."""
    counts = ", ".join(f"count(*) filter (c.verdict = '{verdict}') as {verdict}" for verdict in VERDICTS)
    return edition.rows(
        f"select i.family, {counts}, count(*) as checks from fct_identity_check as c"
        " join identity_catalogue as i using (identity_id) where c.reading = 'printed' group by 1 order by 1"
    )
