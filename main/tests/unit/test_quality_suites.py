"""The suites as data.

Prevented failure: a suite that says something else than the catalogue or the contract.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines import paths
from pipelines.quality.catalogue import CatalogueError, Identity, catalogue_of_rows, read_catalogue
from pipelines.quality.contract import ContractError, read_contract
from pipelines.quality.suites import as_text, generate

CONTRACT = paths.root() / "expectations" / "contract.yml"


def _identity(family: str, name: str) -> Identity:
    return Identity(family, name, "甲等于乙", "a equals b", "a = b", "error", "test", 2007, None, 1)


def _declare(folder: Path, family: str, **changes: object) -> None:
    entry = {
        "id": f"{family}.one",
        "title_zh": "甲等于乙",
        "title_en": "a equals b",
        "formula": "a = b",
        "severity": "error",
        "basis": "test",
        "valid_from": 2007,
        "version": 1,
        **changes,
    }
    text = yaml.safe_dump({"family": family, "identities": [entry]}, allow_unicode=True)
    (folder / f"{family}.yml").write_text(text, encoding="utf-8")


def test_the_committed_suites_are_those_of_the_catalogue_and_the_contract() -> None:
    """Prevents: an identity added or changed without its suite, so that nobody asserts it."""
    suites = generate(read_catalogue(paths.identities()), read_contract(CONTRACT))
    committed = {path.stem: path.read_text("utf-8") for path in (CONTRACT.parent / "suites").glob("*.yml")}
    assert committed == {suite.name: as_text(suite) for suite in suites}, "run `juesuan docs`"


def test_each_identity_is_asserted_once_in_the_suite_of_its_family() -> None:
    """Prevents: an identity that falls between two families."""
    suites = generate(
        [_identity("row", "row.a"), _identity("balance", "balance.a"), _identity("row", "row.b")],
        read_contract(CONTRACT),
    )
    asserted = [(suite.name, one.meta["identity_id"]) for suite in suites if suite.family for one in suite.expectations]
    assert asserted == [
        ("identities_balance", "balance.a"),
        ("identities_row", "row.a"),
        ("identities_row", "row.b"),
    ]


def test_identity_suites_never_stop_publication_and_all_others_do() -> None:
    """Prevents: a department's own slip that keeps every other department's figures unpublished."""
    suites = generate([_identity("row", "row.a")], read_contract(CONTRACT))
    assert {suite.name for suite in suites if not suite.gate} == {"identities_row"}
    assert "verdicts" in {suite.name for suite in suites if suite.gate}


def test_the_order_of_declaration_does_not_change_the_text() -> None:
    """Prevents: diffs of generated files that mean nothing."""
    forth = [_identity("row", "row.a"), _identity("balance", "balance.a")]
    contract = read_contract(CONTRACT)
    assert [*map(as_text, generate(forth, contract))] == [*map(as_text, generate(forth[::-1], contract))]


@pytest.mark.parametrize("gap", ["title_zh", "title_en", "formula", "severity", "basis", "valid_from", "version"])
def test_an_identity_that_leaves_something_out_is_refused(tmp_path: Path, gap: str) -> None:
    """Prevents: a finding published without its title or its source."""
    _declare(tmp_path, "row", **{gap: ""})
    with pytest.raises(CatalogueError, match=gap):
        read_catalogue(tmp_path)


def test_an_identity_declared_twice_is_refused(tmp_path: Path) -> None:
    """Prevents: two formulas under one id, of which the later silently wins."""
    _declare(tmp_path, "row", id="same")
    _declare(tmp_path, "balance", id="same")
    with pytest.raises(CatalogueError, match="twice"):
        read_catalogue(tmp_path)


def test_rows_of_the_warehouse_and_files_give_the_same_identities(tmp_path: Path) -> None:
    """Prevents: a run that asserts another catalogue than the committed suites show."""
    _declare(tmp_path, "row")
    [identity] = read_catalogue(tmp_path)
    row = {
        "identity_id": "row.one",
        "family": "row",
        "title_zh": "甲等于乙",
        "title_en": "a equals b",
        "formula": "a = b",
        "severity": "error",
        "basis": "test",
        "valid_from": 2007,
        "valid_to": float("nan"),
        "version": 1,
    }
    assert catalogue_of_rows([row]) == [identity]


def test_a_contract_that_names_an_undeclared_vocabulary_is_refused(tmp_path: Path) -> None:
    """Prevents: a misspelt vocabulary that asserts nothing."""
    declared = yaml.safe_load(CONTRACT.read_text("utf-8"))
    declared["tables"]["marts.fct_figure"]["vocabularies"]["fund"] = "funds"
    path = tmp_path / "contract.yml"
    path.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ContractError, match="funds"):
        read_contract(path)
