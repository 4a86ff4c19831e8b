"""`juesuan diff`: what two snapshots say differently.

Prevented failures: a changed figure that is not told, a correction whose figures are lost because they stand elsewhere,
a cause that is not the cause, an unchanged snapshot that is said to have changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from pipelines.publication.changes import Change, NoSuchSnapshot, changes, folder_of

BEFORE, AFTER = "20300101T000000Z-00000001", "20300102T000000Z-00000002"
DEPARTMENT = "云岭省临川市青禾区水务局"
A, B = "a" * 16, "b" * 16

FIGURE = ["figure_id", "document_id", "statement", "section", "place", "item_path", "code", "aspect", "measure", "fund"]
FIGURE += ["flow", "nature", "value", "text", "unit", "reading", "repair", "repair_reason"]
FIGURE += ["page", "line", "table_id", "table_row", "table_column"]
CHECK = ["identity_id", "document_id", "check_key", "subject", "reading", "verdict", "explanation_zh", "explanation_en"]
FINDING = ["finding_id", "document_id", "finding_kind", "identity_id", "check_key", "subject", "title_zh", "title_en"]
FINDING += ["state", "disposition", "disposition_by", "disposition_reason"]
DOCUMENT = ["document_id", "department", "fiscal_year", "source_name", "supersedes_document_id", "figure_count"]
DOCUMENT += ["extractor_version"]


@dataclass
class Said:
    """What a snapshot says, as rows with the columns that matter here."""

    documents: list[dict[str, object]] = field(default_factory=list)
    figures: list[dict[str, object]] = field(default_factory=list)
    checks: list[dict[str, object]] = field(default_factory=list)
    findings: list[dict[str, object]] = field(default_factory=list)
    code: str = "1"


def document(document_id: str = A, **more: object) -> dict[str, object]:
    plain = {
        "document_id": document_id,
        "department": DEPARTMENT,
        "fiscal_year": 2023,
        "source_name": f"{document_id}.txt",
    }
    return {**plain, "figure_count": 1, "extractor_version": "1", **more}


def figure(value: str = "1.00", **more: object) -> dict[str, object]:
    plain = {
        "figure_id": f"{A}:t01:r1:c1",
        "document_id": A,
        "statement": "expenditure",
        "place": "支出决算表 / 行政运行",
    }
    plain |= {"item_path": "行政运行", "code": "2130301", "measure": "amount", "value": value, "text": value}
    return {**plain, "unit": "万元", "reading": "printed", **more}


def check(verdict: str) -> dict[str, object]:
    said = {"explanation_zh": "1 对 2", "explanation_en": "1 against 2"}
    return {
        "identity_id": "row.one",
        "document_id": A,
        "check_key": "k",
        "reading": "printed",
        "verdict": verdict,
        **said,
    }


Lay = Callable[[str, Said], Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    def laid(name: str, said: Said) -> Path:
        folder = tmp_path / "published" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({"code_version": said.code}), encoding="utf-8")
        with duckdb.connect(str(folder / "juesuan.duckdb")) as connection:
            connection.execute("create schema marts; create schema audit")
            for table, columns, rows in (
                ("marts.dim_document", DOCUMENT, said.documents),
                ("marts.fct_figure", FIGURE, said.figures),
                ("audit.fct_identity_check", CHECK, said.checks),
                ("audit.fct_finding", FINDING, said.findings),
            ):
                numbers = ("fiscal_year", "figure_count", "page", "line", "table_row", "table_column")
                types = {"value": "decimal(38, 8)", **dict.fromkeys(numbers, "integer")}
                listed = ", ".join(f"{column} {types.get(column, 'varchar')}" for column in columns)
                connection.execute(f"create table {table} ({listed})")
                for row in rows:
                    connection.execute(
                        f"insert into {table} values ({', '.join('?' for _ in columns)})", [row.get(c) for c in columns]
                    )
        return folder

    return laid


def between(lay: Lay, before: Said, after: Said) -> list[Change]:
    return list(changes(lay(BEFORE, before), lay(AFTER, after)))


def test_snapshots_that_say_the_same_have_no_changes(lay: Lay) -> None:
    said = Said([document()], [figure()], [check("exact")])
    assert between(lay, said, said) == []


def test_a_figure_read_differently_is_told_with_both_prints_and_the_version_that_read_it(lay: Lay) -> None:
    before = Said([document()], [figure("1.00")])
    after = Said([document(extractor_version="2")], [figure("10.00")])
    (change,) = between(lay, before, after)
    assert (change.kind, change.before, change.after) == ("figure", "1.00 万元", "10.00 万元")
    assert "read by another version (1 → 2)" in change.why_en


def test_a_figure_that_means_something_else_is_told_with_both_meanings(lay: Lay) -> None:
    (change,) = between(lay, Said([document()], [figure()]), Said([document()], [figure(code="2130302")], code="2"))
    assert "2130301" in change.before
    assert "2130302" in change.after
    assert "models or reference data changed (1 → 2)" in change.why_en


def test_figures_that_came_and_went_are_told(lay: Lay) -> None:
    other = figure("2.00", figure_id=f"{A}:t01:r2:c1", item_path="一般行政管理事务")
    gone, come = between(lay, Said([document()], [figure()]), Said([document()], [other]))
    assert {(bool(gone.before), bool(gone.after)), (bool(come.before), bool(come.after))} == {
        (True, False),
        (False, True),
    }


def test_a_correction_is_held_against_what_it_corrects_wherever_its_figures_stand(lay: Lay) -> None:
    before = Said([document()], [figure("1.00")])
    moved = figure("3.00", figure_id=f"{B}:t02:r9:c1", document_id=B, place="支出决算表 / 第九行")
    after = Said([document(), document(B, supersedes_document_id=A)], [figure("1.00"), moved])
    arrived, changed = between(lay, before, after)
    assert (arrived.kind, arrived.document_id, arrived.why_en) == ("document", B, f"arrived: corrects {A}")
    assert (changed.document_id, changed.before, changed.after) == (B, "1.00 万元", "3.00 万元")
    assert "supersedes" in changed.why_en


def test_what_a_correction_says_several_times_of_one_meaning_is_held_line_by_line_and_nothing_is_left_out(
    lay: Lay,
) -> None:
    def line(number: int, value: str, document_id: str) -> dict[str, object]:
        return figure(value, figure_id=f"{document_id}:p{number}", document_id=document_id, line=number)

    old = [line(9, "1.00", A), line(10, "2.00", A)]
    new = [line(19, "1.00", B), line(20, "5.00", B), line(21, "7.00", B)]
    after = Said([document(), document(B, supersedes_document_id=A)], [*old, *new])
    found = [(one.before, one.after) for one in between(lay, Said([document()], old), after) if one.kind == "figure"]
    assert found == [("", "2130301 amount 7.00 万元"), ("2.00 万元", "5.00 万元")]


def test_documents_that_came_and_went_are_told_once_and_not_figure_by_figure(lay: Lay) -> None:
    found = between(lay, Said([document()], [figure()]), Said([document(B)], [figure(document_id=B)]))
    assert [(one.kind, one.document_id, one.why_en) for one in found] == [
        ("document", A, "no longer there"),
        ("document", B, "arrived"),
    ]


def test_a_verdict_that_changed_says_what_it_was_and_why_it_is(lay: Lay) -> None:
    before, after = (
        Said([document()], checks=[check("exact")]),
        Said([document()], checks=[check("violated")], code="2"),
    )
    (change,) = between(lay, before, after)
    assert (change.kind, change.before, change.after) == ("verdict", "exact", "violated")
    assert "1 against 2" in change.why_en


def test_a_check_named_after_a_figure_is_the_same_check_in_a_correction(lay: Lay) -> None:
    before = Said([document()], checks=[{**check("exact"), "check_key": f"{A}:c7"}])
    later = {**check("exact"), "document_id": B, "check_key": f"{B}:c7"}
    after = Said([document(), document(B, supersedes_document_id=A)], checks=[*before.checks, later])
    assert [change.kind for change in between(lay, before, after)] == ["document"]


def test_a_finding_that_somebody_decided_names_who_and_why(lay: Lay) -> None:
    found = {"finding_id": "f", "document_id": A, "finding_kind": "violated", "title_zh": "不符", "title_en": "fails"}
    decided = {"disposition": "accepted", "disposition_by": "王五", "disposition_reason": "已说明"}
    before = Said([document()], findings=[{**found, "state": "new"}])
    after = Said([document()], findings=[{**found, "state": "known", **decided}])
    (change,) = between(lay, before, after)
    assert (change.before, change.after, change.why_zh) == ("new", "known accepted", "王五：已说明")


def test_two_findings_that_share_a_title_and_a_subject_are_two(lay: Lay) -> None:
    alike = {
        "document_id": A,
        "finding_kind": "unknown_name",
        "title_zh": "生疏",
        "title_en": "unknown",
        "subject": "x",
    }
    before = Said([document()], findings=[{**alike, "finding_id": one, "state": "new"} for one in "fg"])
    after = Said([document()], findings=[{**alike, "finding_id": "f", "state": "known"}])
    found = between(lay, before, after)
    assert sorted((one.before, one.after) for one in found) == [("new", ""), ("new", "known")]


def test_a_repair_is_told_with_its_reason(lay: Lay) -> None:
    meant = figure("1.00", reading="meant")
    mended = figure("2.00", reading="meant", repair="decimal_point", repair_reason="小数点 / decimal point")
    (change,) = between(lay, Said([document()], [figure(), meant]), Said([document()], [figure(), mended]))
    assert (change.after, change.why_zh) == ("2.00 万元", "小数点 / decimal point")


def test_snapshots_are_named_by_id_or_its_beginning_or_by_their_place_in_time(lay: Lay) -> None:
    before, after = lay(BEFORE, Said()), lay(AFTER, Said())
    published = before.parent
    (published / "current").symlink_to(after.name)
    assert folder_of(published, "current").resolve() == after.resolve()
    assert folder_of(published, "previous") == before
    assert folder_of(published, BEFORE[:8]) == before
    with pytest.raises(NoSuchSnapshot, match=BEFORE):
        folder_of(published, "2030")
