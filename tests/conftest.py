"""Fixtures that more than one folder of tests needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from street_home import CORPUS, Home, lay_home

# Commands that tests start run the code of the checkout the tests stand in, wherever the package is installed from.
_ROOT = str(Path(__file__).resolve().parent.parent)
os.environ["PYTHONPATH"] = os.pathsep.join([_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])


@pytest.fixture(scope="session")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose street ran once over the invented corpus; tests leave it published."""
    home = lay_home(tmp_path_factory.mktemp("home") / "juesuan")
    taken = home.juesuan("ingest", str(CORPUS))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    done = home.juesuan("refresh", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    return home
