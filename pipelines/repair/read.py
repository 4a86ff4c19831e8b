"""One document's checks, terms and figures as localisation wants them.

Reads `intermediate.int_check_…`, `int_term_…`, `int_ratio_term_…` and `int_figure_…` of one reading, `printed` or
`restored`; writes nothing. Grain of the answer: checks, terms and figures of one document.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import duckdb

from pipelines.repair.facts import Check, Figure, Term

# An identity's constant is what its side holds beyond its figures: reading it off the check keeps one home for it.
CHECKS = """
    select checks.identity_id, checks.check_key, checks.operator, checks.verdict,
        coalesce(checks.lhs - checks.rhs, 0) - coalesce(sums.difference, 0) as constant
    from intermediate.int_check_{reading} as checks
    left join (
        select identity_id, check_key,
            sum(case side when 'lhs' then weight * amount when 'rhs' then -weight * amount else 0 end) as difference
        from intermediate.int_term_{reading}
        where document_id = $document
        group by identity_id, check_key
    ) as sums using (identity_id, check_key)
    where checks.document_id = $document
    order by checks.identity_id, checks.check_key
"""

TERMS = """
    select identity_id, check_key, figure_id, side, weight, whole_weight
    from intermediate.int_term_{reading}
    where document_id = $document and is_testable and side <> 'never'
    union all
    select identity_id, check_key, figure_id, side, weight, whole_weight
    from intermediate.int_ratio_term_{reading}
    where document_id = $document
    order by all
"""

FIGURES = """
    select figure_id, statement, coalesce(unit_kind, '') as unit_kind, coalesce(unit, '') as unit,
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
    where document_id = $document and amount is not null
    order by print_order
"""


def read(
    connection: duckdb.DuckDBPyConnection, document_id: str, reading: str = "printed"
) -> tuple[list[Check], list[Term], dict[str, Figure]]:
    """The checks of the document, the figures that stand in them, and all its figures by id."""
    bound = {"document": document_id}
    checks = [Check(*row) for row in connection.execute(CHECKS.format(reading=reading), bound).fetchall()]
    # A comparison of statements and a ratio have no side that could hold a constant.
    checks = [check if check.operator in {"=", "<="} else replace(check, constant=Decimal(0)) for check in checks]
    terms = [Term(*row) for row in connection.execute(TERMS.format(reading=reading), bound).fetchall()]
    answer = connection.execute(FIGURES.format(reading=reading), bound)
    names = [column[0] for column in answer.description or []]
    figures = (Figure(**dict(zip(names, row, strict=True))) for row in answer.fetchall())
    return checks, terms, {figure.figure_id: figure for figure in figures}
