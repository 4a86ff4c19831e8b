"""What a refresh ends with: read, found, published. Reads the new snapshot and the events of the run; writes
to the terminal.

Grain: a line per document, a line per family of identities, a line per finding shown.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table

from pipelines import paths
from pipelines.cli.progress import Seen
from pipelines.cli.speech import label, words
from pipelines.publication.ask import open_current

VERDICTS = {
    "exact": ("相符", "exact"),
    "rounding": ("尾差", "rounding"),
    "truncated": ("截尾", "truncated"),
    "violated": ("不符", "violated"),
    "not_testable": ("不可检验", "not testable"),
}
DOCUMENTS_SHOWN = 30
VIOLATED_SHOWN = 8
WIDE = 1000


def summarise(seen: Seen, seconds: float) -> None:
    """The summary is printed."""
    tell_healed(seen)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    # Into a file or a pipe nothing is cut off.
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, soft_wrap=True, width=WIDE)
    connection = open_current(paths.published())
    try:
        console.print()
        _documents(console, connection, seen)
        _verdicts(console, connection)
        _violated(console, connection)
    finally:
        connection.close()
    _published(console, seen, seconds)


def tell_healed(seen: Seen) -> None:
    """What was put right is printed, a line each; nothing where nothing had to be."""
    for said in seen.healed:
        zh, _, en = said.partition(" / ")
        print("✚ " + words(zh, en, "\n  "))


def _documents(console: Console, connection: duckdb.DuckDBPyConnection, seen: Seen) -> None:
    extraction = seen.metadata.get("extraction/tables", {})
    counts = [
        ("新读取", "read", len(extraction.get("read", []))),
        ("未变", "unchanged", extraction.get("unchanged", 0)),
        ("沿用旧提取", "kept as extracted before", len(extraction.get("kept", []))),
        ("已隔离", "quarantined", len(extraction.get("unreadable", []))),
        ("缺失", "absent", len(extraction.get("absent", []))),
    ]
    said = "，".join(f"{label(zh, en)} {number}" for zh, en, number in counts if number)
    console.print(f"{label('文件', 'Documents')}: {said or 0}")
    if not extraction.get("read"):
        console.print(label("没有新内容，未提取任何文件。", "Nothing new: nothing was extracted."))
    drawn = _table(
        ("部门", "department", "left"),
        ("年度", "year", "right"),
        ("印出数字", "figures seen", "right"),
        ("已提取", "extracted", "right"),
        ("已理解", "understood", "right"),
        ("表", "tables", "right"),
        ("已检验", "checked", "right"),
        ("不符", "violated", "right"),
    )
    rows = connection.execute(
        "select d.department, d.fiscal_year, c.figures_seen, c.figures_extracted, c.figures_understood,"
        " c.tables_present || '/' || c.tables_announced, c.checks - c.checks_not_testable, c.checks_violated"
        " from dim_document as d join coverage as c using (document_id) order by 1, 2, d.document_id"
    ).fetchmany(DOCUMENTS_SHOWN + 1)
    for row in rows[:DOCUMENTS_SHOWN]:
        drawn.add_row(*("" if value is None else str(value) for value in row))
    console.print(drawn)
    if len(rows) > DOCUMENTS_SHOWN:
        console.print('  … juesuan sql "select * from coverage"')


def _verdicts(console: Console, connection: duckdb.DuckDBPyConnection) -> None:
    drawn = _table(("勾稽关系", "identities", "left"), *((zh, en, "right") for zh, en in VERDICTS.values()))
    rows = connection.execute(
        "select i.family, c.verdict, count(*) from fct_identity_check as c join identity_catalogue as i"
        " using (identity_id) where c.reading = 'printed' group by all order by all"
    ).fetchall()
    families: dict[str, dict[str, int]] = {}
    for family, verdict, number in rows:
        families.setdefault(family, {})[verdict] = number
    for family, counts in families.items():
        drawn.add_row(family, *(str(counts.get(verdict, 0)) for verdict in VERDICTS))
    totals = [sum(counts.get(verdict, 0) for counts in families.values()) for verdict in VERDICTS]
    drawn.add_section()
    drawn.add_row(label("合计", "all"), *map(str, totals))
    console.print(drawn)


def _violated(console: Console, connection: duckdb.DuckDBPyConnection) -> None:
    """The gravest violated identities, each in words with both sides, and the places of its figures."""
    rows = connection.execute(
        "select d.department, d.fiscal_year, c.explanation_zh, c.explanation_en,"
        " (select string_agg(distinct f.line, ', ' order by f.line) from fct_identity_term as t"
        " join fct_figure as f using (figure_id) where t.check_id = c.check_id)"
        " from fct_identity_check as c join dim_document as d using (document_id)"
        " join identity_catalogue as i using (identity_id)"
        " where c.verdict = 'violated' and c.reading = 'printed'"
        " order by case i.severity when 'error' then 0 when 'warning' then 1 else 2 end,"
        " abs(c.difference) desc nulls last, c.check_id"
    ).fetchmany(VIOLATED_SHOWN + 1)
    if not rows:
        console.print(label("没有不符的勾稽关系。", "No identity is violated."))
        return
    console.print(label("不符，差额大者在前：", "Violated, largest difference first:"))
    for department, year, zh, en, lines in rows[:VIOLATED_SHOWN]:
        console.print(f"✗ {department} {year}（{label(f'第 {lines} 行', f'line {lines}')}）")
        console.print("    " + words(zh, en, "\n    "))
    if len(rows) > VIOLATED_SHOWN:
        more = "select explanation_zh from fct_identity_check where verdict = 'violated'"
        console.print(f'… juesuan sql "{more}"')


def _published(console: Console, seen: Seen, seconds: float) -> None:
    made = seen.metadata.get("publication/snapshot", {})
    folder = Path(paths.published().name) / str(made.get("snapshot_id", "?"))
    rows = sum(made.get("rows", {}).values())
    console.print()
    console.print(
        f"✓ {label('已发布', 'published')} {folder} · {len(made.get('rows', {}))} {label('张表', 'tables')}"
        f" · {rows} {label('行', 'rows')} · {seconds:.1f} s"
    )


def _table(*columns: tuple[str, str, str]) -> Table:
    drawn = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for zh, en, side in columns:
        drawn.add_column(label(zh, en), justify="right" if side == "right" else "left", no_wrap=True)
    return drawn
