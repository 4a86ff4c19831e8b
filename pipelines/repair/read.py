"""The checks, terms and figures of documents as localisation wants them.

Reads `intermediate.int_check_…`, `int_term_…`, `int_ratio_term_…` and `int_figure_…` of one reading, `printed` or
`restored`; writes nothing. Grain of the answer: checks, terms and figures of one document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.repair.facts import Check, Figure, Term

# An identity's constant is what its side holds beyond its figures: reading it off the check keeps one home for it.
CHECKS = """
    select checks.document_id, checks.identity_id, checks.check_key, checks.operator, checks.verdict,
        coalesce(checks.lhs - checks.rhs, 0) - coalesce(sums.difference, 0) as constant
    from intermediate.int_check_{reading} as checks
    left join (
        select document_id, identity_id, check_key,
            sum(case side when 'lhs' then weight * amount when 'rhs' then -weight * amount else 0 end) as difference
        from intermediate.int_term_{reading}
        where document_id in (select document_id from asked)
        group by document_id, identity_id, check_key
    ) as sums using (document_id, identity_id, check_key)
    where checks.document_id in (select document_id from asked)
    order by checks.document_id, checks.identity_id, checks.check_key
"""

TERMS = """
    select document_id, identity_id, check_key, figure_id, side, weight, whole_weight
    from intermediate.int_term_{reading}
    where document_id in (select document_id from asked) and is_testable and side <> 'never'
    union all
    select document_id, identity_id, check_key, figure_id, side, weight, whole_weight
    from intermediate.int_ratio_term_{reading}
    where document_id in (select document_id from asked)
    order by all
"""

FIGURES = """
    select document_id, figure_id, statement, coalesce(unit_kind, '') as unit_kind, coalesce(unit, '') as unit,
        coalesce(text, '') as text, coalesce(decimals, 0) as decimals,
        case unit_kind when 'money' then coalesce(to_wan, 1) else 1 end as factor,
        amount, (upper - lower) * cast(0.5 as decimal(2, 1)) as half, cut_lower, cut_upper,
        coalesce(aspect, '') as aspect, coalesce(section, '') as section, coalesce(flow, '') as flow,
        coalesce(nature, '') as nature, coalesce(fund, '') as fund, coalesce(subject, '') as subject,
        coalesce(place, '') as place, coalesce(table_id, '') as table_id,
        coalesce(table_row, 0) as table_row, coalesce(table_column, 0) as table_column,
        coalesce(claim, 0) as claim, coalesce(of_claim, 0) as of_claim,
        coalesce(print_order, 0) as print_order, is_blank
    from intermediate.int_figure_{reading}
    where document_id in (select document_id from asked) and amount is not null
    order by document_id, print_order, figure_id
"""


AT_ONCE = 64
"""Documents read by one query: a query per document would go through all of them once for each."""

Stated = tuple[list[Check], list[Term], dict[str, Figure]]


def read(connection: duckdb.DuckDBPyConnection, document_id: str, reading: str = "printed") -> Stated:
    """The checks of the document, the figures that stand in them, and all its figures by id."""
    return dict(read_all(connection, [document_id], reading))[document_id]


def read_all(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[str], reading: str = "printed"
) -> Iterator[tuple[str, Stated]]:
    """Each of the documents with what `read` says of it, in their order."""
    for start in range(0, len(documents), AT_ONCE):
        asked = list(documents[start : start + AT_ONCE])
        connection.execute("create or replace temp table asked as select unnest(?::varchar[]) as document_id", [asked])
        checks, terms, figures = (_by_document(connection, query, reading) for query in (CHECKS, TERMS, FIGURES))
        for document in asked:
            found = [Figure(*row) for row in figures[document]]
            stated = [_check(row) for row in checks[document]]
            yield document, (stated, [Term(*row) for row in terms[document]], {one.figure_id: one for one in found})
    connection.execute("drop table if exists asked")


def _by_document(
    connection: duckdb.DuckDBPyConnection, query: str, reading: str
) -> defaultdict[str, list[tuple[Any, ...]]]:
    """The rows of each document, without its name."""
    rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for document, *row in connection.execute(query.format(reading=reading)).fetchall():
        rows[document].append(tuple(row))
    return rows


def _check(row: tuple[Any, ...]) -> Check:
    check = Check(*row)
    # A comparison of statements and a ratio have no side that could hold a constant.
    return check if check.operator in {"=", "<="} else replace(check, constant=Decimal(0))
