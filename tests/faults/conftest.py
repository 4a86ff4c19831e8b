"""A home to harm: each module of faults has its own, and the one that other tests read stays as it was refreshed."""

from __future__ import annotations

import shutil

import pytest
from street_home import Home


@pytest.fixture(scope="module")
def refreshed(refreshed: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A copy of the home whose street ran once."""
    folder = tmp_path_factory.mktemp("harmed") / "juesuan"
    shutil.copytree(refreshed.folder, folder, symlinks=True)
    return Home(folder)
