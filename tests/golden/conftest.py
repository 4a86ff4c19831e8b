"""Golden files and the published snapshot that is held against them."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from real_street import GOLDEN, Row, ask, real_home
from street_home import Home


@pytest.fixture(scope="session")
def published() -> Home:
    return real_home()


@pytest.fixture(scope="session")
def golden() -> Callable[[str], list[Row]]:
    """The rows of a golden file."""

    def rows(name: str) -> list[Row]:
        with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return rows


@pytest.fixture(scope="session")
def checks(published: Home) -> list[Row]:
    """Every check on the print, with the lines of its figures."""
    return ask(
        published,
        "select document_id, identity_id, family, subject, subject_key, check_key, lhs, rhs, verdict, reason,"
        " coalesce((select list(distinct f.line order by f.line) from fct_identity_term as t join fct_figure as f"
        " on t.figure_id = f.figure_id and f.reading = 'printed' where t.check_id = c.check_id), []) as lines"
        " from fct_identity_check as c where c.reading = 'printed' order by all",
    )
