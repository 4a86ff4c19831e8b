"""Prevents: a street that publishes something else than it read, works twice for nothing, or stops without a word."""

from __future__ import annotations

import json

import duckdb
from street_home import CORPUS, Home

DEPARTMENT = "云岭省临川市青禾区水务局"


def ask(home: Home, question: str) -> list[dict[str, object]]:
    done = home.juesuan("sql", question, "--format", "json")
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, object]] = json.loads(done.stdout)
    return rows


def test_what_a_document_prints_answers_sql(refreshed: Home) -> None:
    (row,) = ask(
        refreshed,
        "select department, fiscal_year, amount_wan from fct_expenditure_by_function"
        f" where department = '{DEPARTMENT}' and function_code = '213' and nature = 'total'"
        " and fund = 'general_public_budget'",
    )
    assert row == {"department": DEPARTMENT, "fiscal_year": 2024, "amount_wan": 440.00}


def test_a_contradiction_is_published_with_both_sides_and_its_line(refreshed: Home) -> None:
    """520 = 320 + 210 does not hold: a finding to publish, never a reason to stop."""
    rows = ask(
        refreshed,
        "select distinct c.lhs, c.rhs, f.line from fct_identity_check as c join dim_document using (document_id)"
        " join fct_identity_term using (check_id) join fct_figure as f using (figure_id)"
        f" where department = '{DEPARTMENT}' and verdict = 'violated' and c.reading = 'printed' and c.lhs = 520",
    )
    assert {"lhs": 520.00, "rhs": 530.00} in [{"lhs": row["lhs"], "rhs": row["rhs"]} for row in rows]
    lines = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8").splitlines()
    assert all("520.00" in lines[int(str(row["line"])) - 1] for row in rows)


def test_every_identity_has_a_verdict_on_every_document(refreshed: Home) -> None:
    (row,) = ask(
        refreshed,
        "select (select count(*) from identity_catalogue) * (select count(*) from dim_document) as declared,"
        " (select count(*) from (select distinct identity_id, document_id from fct_identity_check)) as given",
    )
    assert row["declared"] == row["given"]


def test_a_second_refresh_extracts_nothing_says_so_and_changes_no_verdict(refreshed: Home) -> None:
    question = "select check_id, verdict, lhs, rhs from fct_identity_check order by all"
    before, snapshots = ask(refreshed, question), refreshed.snapshots()
    files = {p: p.stat().st_mtime_ns for p in (refreshed.folder / "raw" / "extracted").rglob("*.csv")}
    done = refreshed.juesuan("refresh", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing was extracted" in done.stdout
    assert "loaded 0, to redo 0" in done.stdout
    assert "✚" not in done.stdout, "after a good night there is nothing to heal"
    assert {p: p.stat().st_mtime_ns for p in (refreshed.folder / "raw" / "extracted").rglob("*.csv")} == files
    assert ask(refreshed, question) == before
    assert len(refreshed.snapshots()) == len(snapshots) + 1


def test_a_new_document_costs_itself_and_leaves_the_others_as_they_were(refreshed: Home) -> None:
    """And it comes through the inbox, beside a file that cannot be read: that one is quarantined."""
    question = (
        "select figure_id, value from fct_figure join dim_document using (document_id)"
        f" where department = '{DEPARTMENT}' order by all"
    )
    before = ask(refreshed, question)
    inbox = refreshed.folder / "raw" / "inbox"
    inbox.mkdir()
    text = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8").replace("青禾区", "柳溪区")
    (inbox / "liuxi.txt").write_bytes(text.encode("utf-16"))
    (inbox / "junk.txt").write_bytes(bytes(range(256)) * 64)
    done = refreshed.juesuan("refresh", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "loaded 1, to redo 1" in done.stdout
    assert "quarantined 1" in done.stdout
    assert not list(inbox.iterdir())
    held = (refreshed.folder / "raw" / "quarantine" / "quarantine.csv").read_text(encoding="utf-8")
    assert "junk.txt" in held
    assert ask(refreshed, question) == before
    assert [row["department"] for row in ask(refreshed, "select department from dim_document order by 1")] == [
        "云岭省临川市柳溪区水务局",
        "云岭省临川市白石区水务局",
        DEPARTMENT,
    ]


def test_a_failed_night_says_why_and_leaves_yesterday_published(refreshed: Home) -> None:
    yesterday = (refreshed.published / "current").resolve()
    broken = refreshed.folder / "expectations" / "dispositions.csv"
    broken.write_text("finding_id,verdict\n", encoding="utf-8")
    try:
        done = refreshed.juesuan("refresh", "--lang", "en")
    finally:
        broken.unlink()
    assert done.returncode == 1
    assert "dispositions.csv: columns are" in done.stdout
    assert "refresh.log" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert (refreshed.published / "current").resolve() == yesterday


def test_a_reader_holding_the_published_file_open_does_not_disturb_a_refresh(refreshed: Home) -> None:
    held = duckdb.connect(str(refreshed.published / "current" / "juesuan.duckdb"), read_only=True)
    before = held.execute("select count(*) from marts.fct_figure").fetchall()
    done = refreshed.juesuan("refresh", "--lang", "en", JUESUAN_KEEP_SNAPSHOTS="0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert held.execute("select count(*) from marts.fct_figure").fetchall() == before
    assert refreshed.snapshots() == [(refreshed.published / "current").resolve().name]
