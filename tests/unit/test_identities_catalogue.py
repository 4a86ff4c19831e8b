"""Prevented failures: a misspelt selector that selects nothing and so never fails, an identity without a name, two
identities under one id, a vocabulary word that no figure can ever carry."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines import paths
from pipelines.loading.identities import GROUPINGS, CatalogueError, load_identities

WELL_FORMED = {
    "id": "row.sum",
    "title_zh": "甲等于乙与丙之和",
    "title_en": "a equals b plus c",
    "formula": "a = b + c",
    "severity": "error",
    "basis": "a test",
    "valid_from": 2007,
    "version": 1,
    "operator": "=",
    "group_by": ["statement"],
    "terms": [
        {"side": "lhs", "zh": "甲", "en": "a", "statement": ["income", "expenditure"], "nature": "total"},
        {"side": "rhs", "zh": "乙", "en": "b", "statement": "income", "nature": ["basic", "project"], "weight": -1},
    ],
}
IDENTITIES, TERMS = load_identities(paths.identities())


MATRIX_COLUMNS = {"economic_class", "economic_item"}
"""Every column of a matrix that is an economic class, or an item."""


def written(folder: Path, *entries: dict[str, object]) -> Path:
    content = {"family": "row", "identities": list(entries)}
    (folder / "row.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def seed(name: str) -> list[dict[str, str]]:
    with (paths.seeds() / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def column(name: str, *seeds: str) -> set[str]:
    return {row[name] for file in seeds for row in seed(file) if row.get(name)}


def selections(name: str) -> Iterator[tuple[str, str]]:
    return ((term["identity_id"], term[name]) for term in TERMS if term[name])


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_a_well_formed_identity_is_written_out_one_row_for_each_combination(tmp_path: Path) -> None:
    (identity,), terms = load_identities(written(tmp_path, WELL_FORMED))
    assert (identity["family"], identity["by_statement"], identity["by_fund"]) == ("row", "true", "false")
    assert identity["required_terms"] == "2"
    chosen = [(t["term"], t["statement"], t["nature"], t["weight"], t["via"], t["aspect"]) for t in terms]
    assert chosen == [
        ("1", "income", "total", "1", "self", "settled"),
        ("1", "expenditure", "total", "1", "self", "settled"),
        ("2", "income", "basic", "-1", "self", "settled"),
        ("2", "income", "project", "-1", "self", "settled"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"operator": "=="}, id="bad operator"),
        pytest.param({"operator": "<"}, id="strict inequality"),
        pytest.param({"group_by": ["statment"]}, id="unknown grouping"),
        pytest.param({"terms": []}, id="no terms"),
        pytest.param({"terms": [{"side": "lhs", "natur": "total"}]}, id="unknown selector"),
        pytest.param({"terms": [{"side": "left", "nature": "total"}]}, id="unknown side"),
        pytest.param({"terms": [{"nature": "total"}]}, id="no side"),
        pytest.param({"terms": [{"side": "lhs", "via": "grandchild"}]}, id="unknown way to the key"),
        pytest.param({"terms": [], "across": "decade"}, id="unknown way across the years"),
        pytest.param({"across": "change"}, id="terms of one document and of two"),
    ],
)
def test_a_malformed_entry_is_refused_by_file_and_id(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(CatalogueError, match=r"row\.yml: row\.sum"):
        load_identities(written(tmp_path, WELL_FORMED | change))


def test_an_id_stands_once_in_the_whole_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"row\.yml: row\.sum"):
        load_identities(written(tmp_path, WELL_FORMED, WELL_FORMED))


def test_an_empty_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        load_identities(tmp_path)


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity["identity_id"])
def test_every_identity_says_what_it_is_in_both_languages(identity: dict[str, str]) -> None:
    assert is_chinese(identity["title_zh"])
    assert identity["title_en"]
    assert not is_chinese(identity["title_en"])
    assert all(identity[name] for name in ("formula", "basis", "valid_from", "version"))
    assert identity["severity"] in {"error", "warning", "info"}
    assert identity["identity_id"].startswith(f"{identity['family']}.")


def test_every_required_term_has_a_name_to_be_missed_by() -> None:
    nameless = [
        (term["identity_id"], term["term"])
        for term in TERMS
        if term["required"] == "true" and not term["constant"] and not (term["label_zh"] and term["label_en"])
    ]
    assert nameless == []


# What the attachments' reader calls the tables and texts it reads, and the points in them (`attachments/points.py`).
REPORT_FORMS = {"final_accounts", "project", "department", "indicators", "scoring", "list", "prose", "chart"}
REPORT_PARTS = {"total", "level1", "level2", "level2_open", "execution", "item", "summand", "of_90", "of_1"}


def test_selectors_name_only_words_that_figures_can_carry() -> None:
    flows = column("flow", "column_meaning", "line_label", "narrative_subject")
    vocabularies = {
        "statement": column("kind", "statement_kind") | {"narrative", "tables", "performance", "chart"},
        "section": column("section", "narrative_section") | REPORT_FORMS,
        "flow": flows,
        "nature": column("nature", "column_meaning", "line_label", "narrative_subject")
        | (MATRIX_COLUMNS | column("part", "performance_column") | REPORT_PARTS),
        "fund": column("fund", "fund"),
        "aspect": column("aspect", "column_meaning", "narrative_subject")
        | {"settled", "budget", "prior", "change", "change_pct", "share_pct", "completion_pct", "weight", "score"},
        "subject_level": {"total", "class", "section", "item", "leaf"},
    }
    codes = {f"function:{code}" for code in column("code", "dim_function_code")}
    codes |= {f"economic:{code}" for code in column("code", "dim_economic_code")}
    vocabularies["subject"] = column("subject", "column_meaning", "line_label", "narrative_subject") | codes
    unknown = [
        (name, *selection)
        for name, words in vocabularies.items()
        for selection in selections(name)
        if selection[1] not in words
    ]
    assert unknown == []


def test_a_term_asks_for_columns_that_its_table_has() -> None:
    """A table's column and a row's label together decide flow, nature, fund: a term must find such a pair.

    Where a kind's columns name no flow, the subjects of its lines do.
    """
    words: dict[str, dict[str, set[str]]] = {}
    by_subject = {row["kind"] for row in seed("column_meaning") if row["kind"] and not row["flow"]}
    stated = {row["subject"]: row for row in seed("narrative_subject")}
    lines = [stated[row["subject"]] | {"kind": row["kind"]} for row in seed("line_label") if row["kind"] in by_subject]
    for row in filter(lambda row: row["kind"], [*seed("column_meaning"), *seed("line_label"), *lines]):
        for name in ("flow", "nature", "fund"):
            words.setdefault(row["kind"], {}).setdefault(name, set()).add(row.get(name, ""))
    unknown = [
        (term["identity_id"], term["statement"], name, term[name])
        for term in TERMS
        for name in ("flow", "nature", "fund")
        if term["statement"] in words
        and term[name]
        and term[name] not in MATRIX_COLUMNS
        and term[name] not in words[term["statement"]][name]
        # A matrix's columns are told by the economic classification and not by column_meaning.
        and term["statement"] != "general_budget_detail"
    ]
    assert [entry for entry in unknown if not has_other_statement(entry)] == []


def has_other_statement(entry: tuple[str, str, str, str]) -> bool:
    """A selector written out over several tables need not fit each of them, but one at least."""
    identity_id, _, name, word = entry
    kinds = {t["statement"] for t in TERMS if t["identity_id"] == identity_id and t[name] == word}
    known = {row["kind"] for row in [*seed("column_meaning"), *seed("line_label")] if row.get(name) == word}
    return bool(kinds & known)


def test_groupings_and_ratios_are_what_the_models_read() -> None:
    assert all(identity[f"by_{name}"] in ("true", "false") for identity in IDENTITIES for name in GROUPINGS)
    aspects = {i["identity_id"]: i["ratio_aspect"] for i in IDENTITIES if i["operator"] == "ratio" and not i["across"]}
    assert aspects == {
        "narrative.share": "share_pct",
        "narrative.growth": "change_pct",
        "narrative.completion": "completion_pct",
        "narrative.budget_growth": "budget_change_pct",
        "performance.completion": "completion_pct",
    }
    assert not any(i["ratio_aspect"] for i in IDENTITIES if i["operator"] != "ratio")
    told = {i["parts_told"]: i["operator"] for i in IDENTITIES if i["parts_told"]}
    assert told == {"all": "=", "some": "<="}


@pytest.mark.parametrize(
    "identity",
    # What a sentence breaks down, and what two disclosures share, has the two sides that follow from it.
    [i for i in IDENTITIES if i["operator"] in ("=", "<=") and not i["across"] and not i["parts_told"]],
    ids=lambda i: str(i["identity_id"]),
)
def test_an_equation_has_two_sides(identity: dict[str, str]) -> None:
    sides = {term["side"] for term in TERMS if term["identity_id"] == identity["identity_id"]}
    assert {"lhs", "rhs"} <= sides
