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


def arrived(edition: Edition, before: Edition | None) -> tuple[list[str], list[str]]:
    """The ids of the documents that the edition has and the one before had not, and of those that went; without one
    before, all came."""
    return edition.once("arrived", lambda: _compared(edition, before))


def _compared(edition: Edition, before: Edition | None) -> tuple[list[str], list[str]]:
    ids = "select document_id from dim_document order by department, fiscal_year, document_id"
    has = [row["document_id"] for row in edition.rows(ids)]
    had = [row["document_id"] for row in before.rows(ids)] if before else []
    known_before, known_now = set(had), set(has)
    return [one for one in has if one not in known_before], [one for one in had if one not in known_now]


def documents(edition: Edition, ids: list[str]) -> list[Row]:
    """A row per document of the ids, with its counts."""
    return edition.rows(
        "select d.document_id, d.department, d.region, d.fiscal_year, d.source_name, d.source_format,"
        " c.figures_seen, c.figures_extracted, c.checks - c.checks_not_testable as checked, c.checks_violated"
        " from dim_document as d left join coverage as c using (document_id)"
        " where d.document_id in (select unnest(?::varchar[])) order by department, fiscal_year, document_id",
        [ids],
    )


def verdicts_by_family(edition: Edition) -> list[Row]:
    """A row per family of identities with the number of checks of each verdict, as printed."""
    counts = ", ".join(f"count(*) filter (verdict = '{verdict}') as {verdict}" for verdict in VERDICTS)
    return edition.rows(
        f"select family, {counts}, count(*) as checks from fct_identity_check where reading = 'printed'"
        " group by 1 order by 1"
    )
