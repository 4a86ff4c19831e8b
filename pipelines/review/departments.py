"""One department over the years. Reads an edition; writes nothing.

Grain: one row per disclosure; per disclosure one row per functional class, per fund and class, per expense.
"""

from __future__ import annotations

from decimal import Decimal

from pipelines.review.editions import Edition, Row
from pipelines.review.words import THREE_PUBLIC

PER_PAGE = 60


def listed(edition: Edition, wanted: str, page: int) -> tuple[list[Row], int]:
    """One page of departments whose name or region holds the word, and how many there are in all."""
    rows = edition.rows(
        "with open_findings as (select document_id, count(*) as findings from fct_finding"
        " where state not in ('fixed', 'waived') and caused_by_finding_id is null and severity = 'error' group by 1)"
        " select department, coalesce(region, '') as region, count(*) as disclosures, min(fiscal_year) as first_year,"
        " max(fiscal_year) as last_year, coalesce(sum(findings), 0)::bigint as findings, count(*) over () as found"
        " from dim_document left join open_findings using (document_id)"
        " where ? = '' or contains(lower(coalesce(department, '') || ' ' || coalesce(region, '')), lower(?))"
        f" group by 1, 2 order by findings desc, department, region limit {PER_PAGE} offset ?",
        [wanted, wanted, (page - 1) * PER_PAGE],
    )
    return rows, rows[0]["found"] if rows else 0


def disclosures(edition: Edition, department: str, region: str) -> list[Row]:
    """The department's documents, oldest year first, with their counts and their total expenditure in 万元."""
    return edition.rows(
        "select d.*, c.* exclude (document_id, department, fiscal_year, tables_announced, tables_present),"
        " (select max(amount_wan) from fct_figure as f where f.document_id = d.document_id and f.reading = 'printed'"
        " and f.flow = 'expenditure' and f.nature = 'total' and f.fund = 'all_funds' and f.subject = 'total'"
        " and f.aspect = 'settled' and f.measure = 'amount') as expenditure"
        " from dim_document as d left join coverage as c using (document_id)"
        " where d.department is not distinct from ? and coalesce(d.region, '') = ?"
        " order by d.fiscal_year, d.document_id",
        [department, region],
    )


def classes(edition: Edition, documents: list[str]) -> list[Row]:
    """A row per disclosure and functional class of the general public budget: amount, share, change."""
    return edition.rows(
        "select * from rpt_expenditure_by_class_year where document_id in (select unnest(?::varchar[]))"
        " order by fiscal_year, amount desc, class_code",
        [documents],
    )


def three_public(edition: Edition, documents: list[str]) -> list[Row]:
    """A row per disclosure and expense, in 万元: `amount` as stated, `stated` the number of statements, and `differ`
    where these do not say the same."""
    return edition.rows(
        "select document_id, fiscal_year, subject, max(amount_wan) as amount, count(*) as stated,"
        " min(amount_wan) <> max(amount_wan) as differ from fct_three_public"
        " where measure = 'amount' and amount_wan is not null and document_id in (select unnest(?::varchar[]))"
        " and subject in (select unnest(?::varchar[])) group by all order by fiscal_year, subject",
        [documents, list(THREE_PUBLIC)],
    )


def flows(edition: Edition, document_id: str) -> tuple[list[tuple[str, str, Decimal]], dict[str, str]]:
    """Streams of 万元 from funds to classes and on to basic and project, and the names of the classes.

    What all sources have beyond the three budgets is the fund `other`; what of a class is neither basic nor project in
    print is the nature `other`. Nothing is invented: a stream that is not positive is not drawn."""
    rows = edition.rows(
        "select fund, nature, function_code as class_code, function_name as class_name, amount_wan"
        " from fct_expenditure_by_function where document_id = ? and level = 'class' and amount_wan is not null",
        [document_id],
    )
    amounts = {(r["class_code"], r["fund"], r["nature"]): Decimal(r["amount_wan"]) for r in rows}
    names = {r["class_code"]: r["class_name"] or r["class_code"] for r in rows}
    streams: list[tuple[str, str, Decimal]] = []
    for code in sorted(names):
        streams += _of_class(code, amounts)
    return [stream for stream in streams if stream[2] > 0], names


def _of_class(code: str, amounts: dict[tuple[str, str, str], Decimal]) -> list[tuple[str, str, Decimal]]:
    budgets = ("general_public_budget", "government_fund", "state_capital")
    given = {fund: amounts.get((code, fund, "total"), Decimal(0)) for fund in budgets}
    of_budgets = sum(given.values(), Decimal(0))
    total = max(amounts.get((code, "all_funds", "total"), of_budgets), of_budgets)
    given["other"] = total - of_budgets
    natures = {}
    for nature in ("basic", "project"):
        of_funds = sum((amounts.get((code, fund, nature), Decimal(0)) for fund in budgets), Decimal(0))
        natures[nature] = amounts.get((code, "all_funds", nature), of_funds)
    natures["other"] = total - natures["basic"] - natures["project"]
    return [
        *((f"fund:{fund}", f"class:{code}", amount) for fund, amount in given.items()),
        *((f"class:{code}", f"nature:{nature}", amount) for nature, amount in natures.items()),
    ]


def findings(edition: Edition, documents: list[str]) -> list[Row]:
    """The department's findings that follow from no other, gravest first."""
    return edition.rows(
        "select f.*, d.fiscal_year, d.department, d.region from fct_finding as f"
        " join dim_document as d using (document_id)"
        " where f.document_id in (select unnest(?::varchar[])) and f.caused_by_finding_id is null"
        " order by f.state = 'fixed', case severity when 'error' then 0 when 'warning' then 1 else 2 end,"
        " d.fiscal_year desc, f.finding_id limit 100",
        [documents],
    )
