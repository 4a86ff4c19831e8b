"""Ten questions that analysts, journalists and auditors put to a snapshot. Reads and writes nothing.

Grain: one query per question, over the published tables as they are documented.
"""

from __future__ import annotations

QUESTIONS = {
    "expenditure of one department by class and year": """
        select fiscal_year, class_code, class, amount, share_pct, change
        from marts.rpt_expenditure_by_class_year
        where department = (select min(department) from marts.dim_document)
        order by fiscal_year, class_code""",
    "the ten functional items with the most expenditure in a year": """
        select function_code, function_name, sum(amount_wan) as amount
        from marts.fct_expenditure_by_function
        where fiscal_year = 2022 and level = 'item' and fund = 'general_public_budget' and nature = 'total'
        group by all order by amount desc limit 10""",
    "departments whose hospitality grew the most": """
        select department, max(value) - min(value) as growth
        from marts.fct_three_public
        where subject like '%hospitality%' and measure = 'amount'
        group by department order by growth desc nulls last limit 20""",
    "expenditure by class and year over the province": """
        select fiscal_year, class_code, sum(amount_meant) as amount, count(*) as departments
        from marts.rpt_expenditure_by_class_year group by all order by all""",
    "share of personnel in basic expenditure, by region": """
        select region, fiscal_year,
            sum(amount_wan) filter (economic_code in ('301', '303')) / nullif(sum(amount_wan), 0) as share
        from marts.fct_expenditure_by_economic
        where level = 'class' group by all order by all""",
    "income by source and region": """
        select region, source, sum(amount_wan_meant) as amount
        from marts.fct_income_by_source group by all order by all""",
    "figures that mean another value than they print": """
        select document_id, place, text, value, repair, repair_reason
        from marts.fct_figure where reading = 'meant' and repair is not null
        order by document_id, figure_id limit 100""",
    "the largest violated identities": """
        select department, fiscal_year, identity_id, subject, difference, explanation_en
        from audit.fct_identity_check join marts.dim_document using (document_id)
        where verdict = 'violated' and reading = 'printed'
        order by abs(difference) desc limit 50""",
    "violations by identity family and year": """
        select family, fiscal_year, count(*) filter (verdict = 'violated') as violated, count(*) as checks
        from audit.fct_identity_check join marts.dim_document using (document_id)
        where reading = 'printed' group by all order by all""",
    "every figure behind one check": """
        select side, weight, text, unit, place, line
        from audit.fct_identity_term join marts.fct_figure using (figure_id, document_id)
        where reading = 'printed' and check_id = (
            select min(check_id) from audit.fct_identity_check where verdict = 'violated')
        order by side, line""",
}
