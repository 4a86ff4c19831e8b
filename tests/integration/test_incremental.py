"""Prevents: a night that redoes what changed, or makes its models in batches, and ends elsewhere than a night that
starts from nothing and makes them at once.

Seven documents are built, then two come, one changes and one goes; every row of `marts` and `audit` is compared. One
that comes is the year before of one that stays, whose checks are then held against it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from real_street import REAL, real_home
from street_home import CORPUS, Home
from whole import built_from_nothing, counted, from_nothing, rows_of


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose warehouse of seven documents was refreshed after two came, one changed and one went."""
    home = Home(tmp_path_factory.mktemp("grown") / "juesuan")
    shutil.copytree(real_home().folder, home.folder, symlinks=True)
    _change(home)
    done = home.juesuan("refresh", "--lang", "en", JUESUAN_BATCH_ROWS="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "loaded 3, to redo 5" in done.stdout
    return home


def _change(home: Home) -> None:
    extracted = home.folder / "raw" / "extracted"
    shutil.rmtree(extracted / REAL[0])
    claims = extracted / REAL[1] / "claims.csv"
    text = claims.read_text(encoding="utf-8")
    assert "1314.21" in text
    claims.write_text(text.replace("1314.21", "1314.12"), encoding="utf-8")
    # Whoever changes extracted tables by hand says so: without it they would count as damaged.
    (claims.parent / "SHA256SUMS").unlink()
    new = home.folder.parent / "new.txt"
    text = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")
    new.write_text(text.replace("青禾区", "柳溪区").replace("440.00", "441.00"), encoding="utf-8")
    before = home.folder.parent / "before.txt"
    text = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")
    before.write_text(text.replace("2023年", "2022年").replace("2024年", "2023年"), encoding="utf-8")
    taken = home.juesuan("ingest", str(new), str(before))
    assert taken.returncode == 0, taken.stderr
    register = home.folder / "raw" / "register.csv"
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    register.write_text("".join(line for line in lines if not line.startswith(REAL[0])), encoding="utf-8")


@pytest.fixture(scope="module")
def published(grown: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(grown.published / "current" / "juesuan.duckdb"), read_only=True) as connection:
        yield connection


def test_what_changed_tonight_ends_where_a_build_from_nothing_ends(
    grown: Home, published: duckdb.DuckDBPyConnection
) -> None:
    told, wanted = rows_of(published), from_nothing(grown)
    assert told.keys() == wanted.keys()
    assert len(wanted) >= 18
    for table, rows in wanted.items():
        assert rows, table
        assert told[table] == rows, table


def test_no_model_holds_a_row_twice_or_lacks_one(grown: Home) -> None:
    """What is published may hide a doubled row of a model below it; the next night would not."""
    with duckdb.connect(str(grown.folder / "build" / "juesuan.duckdb"), read_only=True) as built:
        held = counted(built)
    with built_from_nothing(grown) as connection:
        wanted = counted(connection)
    assert wanted["int_figure_printed"] > 5000
    assert len(wanted) > 30
    # Findings that were mended are remembered from night to night.
    del wanted["int_finding_history"]
    assert {name: held[name] for name in wanted} == wanted


def test_each_document_was_a_batch_of_its_own(grown: Home) -> None:
    """The comparison would also hold if batches were never made."""
    with duckdb.connect(str(grown.folder / "build" / "juesuan.duckdb"), read_only=True) as built:
        batches = built.execute("select count(*), count(distinct batch) from built.under_way").fetchall()
    # The one that went is among those to redo.
    assert batches == [(5, 5)]


def test_the_change_is_in_the_tables(published: duckdb.DuckDBPyConnection) -> None:
    """The comparison would also hold between two builds that both overlooked it."""
    rows = rows_of(published)
    departments = {str(row) for row in rows["dim_document"]}
    assert any("柳溪区" in row for row in departments)
    assert not any(REAL[0] in row for row in departments)
    assert any("1314.12" in row for row in map(str, rows["fct_figure"]))
    assert not any("'1314.21'" in row for row in map(str, rows["fct_figure"]))


def test_a_year_that_comes_late_is_held_against_the_year_after_it(published: duckdb.DuckDBPyConnection) -> None:
    """The 2024 disclosure was published the night before; tonight it says 500.00 of a year that disclosed 520.00."""
    checks = published.execute(
        "select fiscal_year, lhs, rhs, verdict, list_sort(list(distinct split_part(figure_id, ':', 1) = c.document_id))"
        " from audit.fct_identity_check as c join audit.fct_identity_term using (check_id)"
        " join marts.dim_document as d on d.document_id = c.document_id"
        " where c.identity_id = 'over_time.change' and c.reading = 'printed' and lhs = 500"
        " and d.department like '%青禾%'"
        " group by all"
    ).fetchall()
    assert checks == [(2024, 500, 520, "violated", [False, True])]
    late = published.execute(
        "select distinct reason from audit.fct_identity_check join marts.dim_document using (document_id)"
        " where identity_id = 'over_time.change' and fiscal_year = 2023 and department like '%青禾%'"
    ).fetchall()
    assert [reason.split(" / ")[1] for (reason,) in late] == ["no disclosure of the year before"]


def test_findings_of_the_document_that_went_are_fixed_and_not_forgotten(published: duckdb.DuckDBPyConnection) -> None:
    states = published.execute(
        "select distinct state from audit.fct_finding where document_id = ?", [REAL[0]]
    ).fetchall()
    assert states == [("fixed",)]


def test_a_snapshot_is_not_touched_by_the_night_after_it(grown: Home) -> None:
    before = real_home().published / "current"
    assert _digest(grown.published / before.resolve().name) == _digest(before.resolve())


def _digest(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): hash(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
