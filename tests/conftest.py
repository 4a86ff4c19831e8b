"""Fixtures that more than one folder of tests needs."""

from __future__ import annotations

import pytest
from street_home import CORPUS, Home, lay_home


@pytest.fixture(scope="session")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose street ran once over the invented corpus; tests leave it published."""
    home = lay_home(tmp_path_factory.mktemp("home") / "juesuan")
    taken = home.juesuan("ingest", str(CORPUS))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    done = home.juesuan("refresh", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    return home
