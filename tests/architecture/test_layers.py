"""Prevents: models that reach over a layer, so that a change in staging breaks a report nobody thought of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# A layer reads itself, the one before it and the reference seeds; marts and audit stand side by side after
# intermediate.
READS = {
    "staging": {"staging", "raw", "repair"},
    "intermediate": {"intermediate", "staging"},
    "marts": {"marts", "intermediate"},
    "audit": {"audit", "marts", "intermediate"},
}
_REF = re.compile(r"\bref\(\s*['\"](\w+)['\"]\s*\)")
_SOURCE = re.compile(r"\bsource\(\s*['\"](\w+)['\"]\s*,")


@pytest.fixture(scope="module")
def layer_of(house: Path) -> dict[str, str]:
    project = house / "dbt_project"
    models = {path.stem: path.parent.name for path in (project / "models").rglob("*.sql")}
    seeds = {path.stem: "reference" for path in (project / "seeds").rglob("*.csv")}
    assert models
    assert seeds
    return models | seeds


def test_models_read_their_own_layer_or_the_one_before(house: Path, layer_of: dict[str, str]) -> None:
    reached = []
    for path in sorted((house / "dbt_project" / "models").rglob("*.sql")):
        layer = path.parent.name
        source = path.read_text(encoding="utf-8")
        for name in _REF.findall(source):
            assert name in layer_of, f"{path.name} reads {name}, which nothing builds"
            if layer_of[name] not in READS[layer] | {"reference"}:
                reached.append(f"{layer}.{path.stem} reads {layer_of[name]}.{name}")
        for name in _SOURCE.findall(source):
            if name not in READS[layer]:
                reached.append(f"{layer}.{path.stem} reads the source {name}")
    assert reached == []


def test_a_model_names_no_relation_by_hand(house: Path) -> None:
    """What dbt does not see it cannot order: every relation comes through ref() or source()."""
    by_hand = re.compile(r"\b(?:from|join)\s+(?:raw|staging|intermediate|marts|audit|reference)\.\w+", re.I)
    models = (house / "dbt_project" / "models").rglob("*.sql")
    assert [path.name for path in models if by_hand.search(path.read_text(encoding="utf-8"))] == []
