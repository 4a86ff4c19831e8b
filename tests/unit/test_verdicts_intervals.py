"""Prevented failure: a verdict that decimals, corners or a division decide otherwise than arithmetic does.

The models are held against a second implementation with exact fractions, on thousands of
relations in invented documents. All documents of a theme are judged in one run.
"""

from __future__ import annotations

from collections import Counter

from extracted_fixture import Disclosure, printed_verdicts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from verdict_cases import narrative_case, table_case
from verdict_reference import Case, figures_of, verdict


def collected(strategy: st.SearchStrategy[Case], count: int) -> list[Case]:
    """So many cases as hypothesis makes them, each a document of its own."""
    cases: list[Case] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(case: Case) -> None:
        cases.append(case)

    gather()
    return cases


def disagreements(cases: list[Case]) -> tuple[list[str], Counter[str]]:
    """What the models say otherwise than arithmetic does, and how often each verdict was right."""
    answers = printed_verdicts(case.document for case in cases)
    wrong: list[str] = []
    right: Counter[str] = Counter()
    for case in cases:
        figures = figures_of(case.document)
        for relation in case.relations:
            expected = verdict(relation, figures)
            names = [name for _, name in (*relation.lhs, *relation.rhs)]
            found = answers.get((case.document.document_id, relation.identity_id, relation.key))
            if found is None and all(is_blank(case.document, name) for name in names):
                right["nothing printed"] += 1
            elif found == expected:
                right[expected] += 1
            else:
                terms = [(name, figures[name]) for name in names]
                wrong.append(f"{relation.identity_id} {relation.key} {terms}: {expected}, not {found}")
    return sorted(wrong, key=len), right


def is_blank(document: Disclosure, figure: str) -> bool:
    place = figure.split(":", 1)[1]
    return any(
        cell["numeral"] == "" and place == f"{table.table_id}:r{cell['table_row']}:c{cell['table_column']}"
        for table in document.tables
        for cell in table.cells
    )


def test_sums_and_comparisons_of_tables_are_judged_as_fractions_judge_them() -> None:
    wrong, right = disagreements(collected(table_case(), 320))
    assert not wrong, f"{len(wrong)} of {len(wrong) + right.total()}:\n" + "\n".join(wrong[:2])
    assert min(right[name] for name in ("exact", "rounding", "violated", "nothing printed")) > 10, right
    # Sums that only cutting explains are rare among random ones: that they occur at all is what is asked here.
    assert right["truncated"] > 0, right


def test_percentages_and_sets_of_the_narrative_are_judged_as_fractions_judge_them() -> None:
    wrong, right = disagreements(collected(narrative_case(), 300))
    assert not wrong, f"{len(wrong)} of {len(wrong) + right.total()}:\n" + "\n".join(wrong[:2])
    assert min(right[name] for name in ("exact", "rounding", "truncated", "violated", "not_testable")) > 30, right
