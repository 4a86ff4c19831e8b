"""Generated documentation. Prevented failure: a dictionary that is silent or wrong about a column."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest
import yaml

from pipelines import paths
from pipelines.cli import docs

MODEL = {
    "name": "fct_one",
    "description": "One row per thing.",
    "columns": [
        {"name": "thing", "data_type": "varchar", "description": "{{ doc('thing') }}"},
        {
            "name": "amount_wan",
            "data_type": "decimal(18, 6)",
            "description": "Money | in 万元,\n  two lines.",
        },
    ],
}
SEED = {"name": "unit", "description": "Units.", "columns": [{"name": "unit", "description": "As printed."}]}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one model and one seed, both described."""
    marts = tmp_path / "models" / "marts"
    marts.mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    (marts / "fct_one.sql").write_text("select 1", encoding="utf-8")
    (marts / "marts.md").write_text("{% docs thing %}What it is.{% enddocs %}", encoding="utf-8")
    (tmp_path / "seeds" / "unit.csv").write_text("unit\n万元\n", encoding="utf-8")
    _describe(tmp_path)
    return tmp_path


def _describe(project: Path, model: dict[str, object] | None = None, seed: dict[str, object] | None = None) -> None:
    models = yaml.safe_dump({"models": [MODEL if model is None else model]}, allow_unicode=True)
    seeds = yaml.safe_dump({"seeds": [SEED if seed is None else seed]}, allow_unicode=True)
    (project / "models" / "marts" / "fct_one.yml").write_text(models, encoding="utf-8")
    (project / "seeds" / "seeds.yml").write_text(seeds, encoding="utf-8")


def test_every_column_is_listed_with_its_type_and_meaning(project: Path) -> None:
    """Prevents: a column that readers must guess."""
    text = docs.data_dictionary(docs.described_tables(project))
    assert "### marts.fct_one" in text
    assert "| `thing` | varchar | What it is. |" in text
    assert r"| `amount_wan` | decimal(18, 6) | Money \| in 万元, two lines. |" in text
    assert "### reference.unit" in text


@pytest.mark.parametrize(
    ("model", "seed", "named"),
    [
        ({**MODEL, "description": ""}, None, "marts.fct_one"),
        ({**MODEL, "columns": [{"name": "thing"}]}, None, "marts.fct_one.thing"),
        (
            {**MODEL, "columns": [{"name": "thing", "description": "{{ doc('gone') }}"}]},
            None,
            "marts.fct_one.thing",
        ),
        ({**MODEL, "columns": []}, None, "no columns"),
        ({**MODEL, "name": "fct_other"}, None, "marts.fct_one"),
        (None, {**SEED, "columns": []}, "reference.unit.unit"),
        (
            None,
            {**SEED, "columns": [*SEED["columns"], {"name": "gone", "description": "x"}]},
            "not in the file",
        ),
    ],
)
def test_a_missing_description_is_an_error_that_names_it(
    project: Path, model: dict[str, object] | None, seed: dict[str, object] | None, named: str
) -> None:
    """Prevents: an empty cell in the dictionary that nobody notices."""
    _describe(project, model, seed)
    with pytest.raises(docs.Undescribed, match=named):
        docs.described_tables(project)


def test_a_stale_file_is_told_written_and_then_current(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prevents: documentation of yesterday's columns, committed as today's."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(project, root / "dbt_project")
    shutil.copytree(paths.identities(), root / "expectations" / "identities")
    shutil.copy(paths.root() / "expectations" / "contract.yml", root / "expectations" / "contract.yml")
    monkeypatch.setattr(paths, "root", lambda: root)
    assert docs.run(argparse.Namespace(check=True)) == 1
    assert not (root / "docs").exists()
    assert docs.run(argparse.Namespace(check=False)) == 0
    assert docs.run(argparse.Namespace(check=True)) == 0
    (root / "expectations" / "suites" / "identities_gone.yml").write_text("x", encoding="utf-8")
    assert docs.run(argparse.Namespace(check=True)) == 1
    assert docs.run(argparse.Namespace(check=False)) == 0
    assert not (root / "expectations" / "suites" / "identities_gone.yml").exists()


def test_every_identity_is_listed_with_formula_and_source() -> None:
    """Prevents: a finding whose rule cannot be looked up."""
    from pipelines.quality.catalogue import read_catalogue

    identities = read_catalogue(paths.identities())
    text = docs.identity_list(identities)
    assert identities
    for identity in identities:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{identity.identity_id}` "))
        assert identity.title_zh in row
        assert identity.title_en in row
