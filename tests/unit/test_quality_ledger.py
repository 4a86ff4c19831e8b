"""Validation in batches, and what is carried over from the night before.

Prevented failures: a document that is counted twice or not at all because its batch was another, a changed document
that keeps its old result, a ledger of other rules that is believed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipelines import hands, paths
from pipelines.quality import ledger, looking, validation
from pipelines.quality.contract import read_contract
from pipelines.quality.ledger import Ledger, Tally
from pipelines.quality.results import SuiteResult
from pipelines.quality.validation import validate

CONTRACT = replace(read_contract(paths.root() / "expectations" / "contract.yml"), tables=())
DOCUMENTS = ("a" * 16, "b" * 16, "c" * 16)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """One document a batch; the documents of each batch as they are looked at."""
    looked: list[list[str]] = []
    really = looking.read_frames

    def noted(path, names, by_document=(), documents=()):  # type: ignore[no-untyped-def]
        if documents:
            looked.append(list(documents))
        return really(path, names, by_document, documents)

    monkeypatch.setattr(validation, "BATCH", 1)
    monkeypatch.setattr(validation, "read_contract", lambda _path: CONTRACT)
    monkeypatch.setattr(looking, "read_frames", noted)
    monkeypatch.setattr(hands, "many", lambda: 1)
    return looked


def lay(path: Path, rhs: dict[str, str], states: dict[str, str] | None = None, models: str = "models") -> Path:
    """A warehouse with one check a document: 2.00 against what `rhs` says, both to the cent."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema audit; create schema built")
        connection.execute("create table marts.dim_document as select unnest(?) as document_id", [list(rhs)])
        known = states or {document: f"{document}:{value}" for document, value in rhs.items()}
        connection.execute(
            "create table built.document as select unnest(?) as document_id, unnest(?) as fingerprint",
            [list(known), list(known.values())],
        )
        connection.execute("create table built.project as select ? as fingerprint", [models])
        connection.execute(
            "create table audit.identity_catalogue as select 'row.one' as identity_id, 'row' as family,"
            " '甲等于乙' as title_zh, 'a equals b' as title_en, 'a = b' as formula, 'error' as severity,"
            " 'test' as basis, 2007 as valid_from, cast(null as integer) as valid_to, 1 as version"
        )
        connection.execute(
            "create table audit.fct_identity_check as select document_id || ':c' as check_id, 'row.one' as identity_id,"
            " document_id, 'total' as subject, 'printed' as reading, 2.00::decimal(18, 6) as lhs, rhs,"
            " case when rhs = 2 then 'exact' else 'violated' end as verdict, cast(null as varchar) as reason,"
            " (lhs - 0.005)::decimal(18, 6) as lhs_lower, (lhs + 0.005)::decimal(18, 6) as lhs_upper,"
            " (rhs - 0.005)::decimal(18, 6) as rhs_lower, (rhs + 0.005)::decimal(18, 6) as rhs_upper"
            " from (select unnest(?) as document_id, unnest(?::decimal(18, 6)[]) as rhs)",
            [list(rhs), list(rhs.values())],
        )
    return path


def family(results: list[SuiteResult]) -> tuple[int, int, list[str]]:
    """Checked, failed, and the documents whose checks failed."""
    (found,) = (one for one in results if one.suite == "identities_row")
    return found.checked, found.failed, [document for document, _, _ in found.failing]


ONE_WRONG = dict(zip(DOCUMENTS, ("2.00", "1.00", "2.00"), strict=True))


def test_batches_find_together_what_is_found_at_once(
    tmp_path: Path, batches: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(tmp_path / "w.duckdb", ONE_WRONG)
    apart = validate(path, tmp_path / "apart")
    assert batches == [[document] for document in DOCUMENTS]
    monkeypatch.setattr(validation, "BATCH", 10)
    together = validate(path, tmp_path / "together")
    assert family(apart) == family(together) == (3, 1, [DOCUMENTS[1]])
    assert [replace(one, page="") for one in apart] == [replace(one, page="") for one in together]


def test_processes_side_by_side_find_what_one_finds(
    tmp_path: Path, batches: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(tmp_path / "w.duckdb", ONE_WRONG)
    alone = validate(path, tmp_path / "alone")
    monkeypatch.setattr(hands, "many", lambda: 2)
    batches.clear()
    together = validate(path, tmp_path / "together")
    assert batches == [], "the batches were looked at in this process"
    assert together == alone
    for folder in ("alone", "together"):
        pages = {one.page for one in together if one.page}
        assert {page for page in pages if not (tmp_path / folder / "data_docs" / page).is_file()} == set()


def test_a_document_that_did_not_change_is_counted_and_not_looked_at(tmp_path: Path, batches: list[list[str]]) -> None:
    path = lay(tmp_path / "w.duckdb", ONE_WRONG)
    first = validate(path, tmp_path / "q")
    batches.clear()
    second = validate(path, tmp_path / "q")
    assert batches == []
    assert family(second) == family(first) == (3, 1, [DOCUMENTS[1]])
    assert "3 份未变" in next(one.message_zh for one in second if one.suite == "identities_row")


def test_a_document_that_changed_is_looked_at_and_its_old_result_forgotten(
    tmp_path: Path, batches: list[list[str]]
) -> None:
    validate(lay(tmp_path / "w.duckdb", ONE_WRONG), tmp_path / "q")
    batches.clear()
    mended = validate(lay(tmp_path / "w.duckdb", ONE_WRONG | {DOCUMENTS[1]: "2.00"}), tmp_path / "q")
    assert batches == [[DOCUMENTS[1]]]
    assert family(mended) == (3, 0, [])


def test_other_models_are_looked_at_whole_though_no_document_changed(tmp_path: Path, batches: list[list[str]]) -> None:
    """Other models make other rows of the same document: what was found of the old rows says nothing of the new."""
    validate(lay(tmp_path / "w.duckdb", ONE_WRONG), tmp_path / "q")
    batches.clear()
    states = {document: f"{document}:{value}" for document, value in ONE_WRONG.items()}
    made_anew = lay(tmp_path / "w.duckdb", dict.fromkeys(DOCUMENTS, "2.00"), states, models="others")
    assert family(validate(made_anew, tmp_path / "q")) == (3, 0, [])
    assert batches == [[document] for document in DOCUMENTS]


def test_models_that_were_not_finished_are_looked_at_every_night(tmp_path: Path, batches: list[list[str]]) -> None:
    path = lay(tmp_path / "w.duckdb", ONE_WRONG)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table built.project")
    validate(path, tmp_path / "q")
    batches.clear()
    validate(path, tmp_path / "q")
    assert batches == [[document] for document in DOCUMENTS]


@pytest.mark.parametrize("owner", [None, "f" * 16])
@pytest.mark.usefixtures("batches")
def test_a_check_of_no_document_or_of_one_nobody_knows_closes_the_gate(tmp_path: Path, owner: str | None) -> None:
    path = lay(tmp_path / "w.duckdb", ONE_WRONG)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into audit.fct_identity_check by name"
            " select * replace ('stray' as check_id, ?::varchar as document_id)"
            " from audit.fct_identity_check where document_id = ?",
            [owner, DOCUMENTS[0]],
        )
    closed = [one for one in validate(path, tmp_path / "q") if one.gate and not one.passed]
    assert "stray" in {check for one in closed for _, _, check in one.failing}


@pytest.mark.usefixtures("batches")
def test_a_document_that_went_away_is_counted_no_more(tmp_path: Path) -> None:
    validate(lay(tmp_path / "w.duckdb", ONE_WRONG), tmp_path / "q")
    left = {document: ONE_WRONG[document] for document in (DOCUMENTS[0], DOCUMENTS[2])}
    assert family(validate(lay(tmp_path / "w.duckdb", left), tmp_path / "q")) == (2, 0, [])


def test_a_document_without_a_known_state_is_looked_at_every_night(tmp_path: Path, batches: list[list[str]]) -> None:
    path = lay(tmp_path / "w.duckdb", ONE_WRONG, states={DOCUMENTS[0]: "known"})
    validate(path, tmp_path / "q")
    batches.clear()
    assert family(validate(path, tmp_path / "q")) == (3, 1, [DOCUMENTS[1]])
    assert batches == [[DOCUMENTS[1]], [DOCUMENTS[2]]]


def test_a_night_whose_gate_is_closed_is_not_remembered(tmp_path: Path, batches: list[list[str]]) -> None:
    """The verdict word is contradicted by its intervals: nothing of that night is taken for validated."""
    path = lay(tmp_path / "w.duckdb", ONE_WRONG)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update audit.fct_identity_check set verdict = 'exact'")
    validate(path, tmp_path / "q")
    batches.clear()
    validate(path, tmp_path / "q")
    assert batches == [[document] for document in DOCUMENTS]


def test_a_ledger_of_other_rules_or_half_a_ledger_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    held = Ledger("rules", {"d": "s"}, {"d": {"identities_row": Tally(2, 1, 1, failing=[("d", "s", "c")])}})
    ledger.write(held, path)
    assert ledger.read(path, "rules") == held
    assert ledger.read(path, "others") == Ledger("others")
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert ledger.read(path, "rules") == Ledger("rules")
